"""Pockets told to a search: every plan as good keeps them, and they lift what is proven."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.assignment import goal_solver
from optimizer.assignment.problem import AssignmentProblem, Goal, Solution
from optimizer.assignment.recruit_limits import RecruitLimits
from optimizer.assignment.search import branch_and_bound, pocket_cuts, sequence
from optimizer.assignment.search.search_state import SearchState
from optimizer.domain.goals import Stage
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Ints, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.pipeline import plan_village
from tests.optimizer.assignment.search.test_branch_and_bound import (
    CHUNK,
    assert_best_plans,
    scattered,
)

LIFTED = 2
"""A village whose relaxation makes do with fractions that pockets forbid."""


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[RecruitLimits]:
    """Make small problems go the way of large ones, and miss every pocket that can be found."""
    seen: list[RecruitLimits] = []
    look = pocket_cuts.with_missed_pockets

    def watched(state: SearchState) -> SearchState | None:
        found = look(replace(state, usage=np.zeros_like(state.usage)))
        if found is None:
            return None
        if found.problem.recruit_limits is not None:
            seen.append(found.problem.recruit_limits)
        return replace(found, usage=state.usage)

    monkeypatch.setattr(sequence, "SMALL", -1)
    monkeypatch.setattr(pocket_cuts, "ROUNDS", 2)
    monkeypatch.setattr(branch_and_bound, "FEW_PAIRS", -1)
    monkeypatch.setattr(pocket_cuts, "with_missed_pockets", watched)
    return seen


def searched_whole(
    problem: AssignmentProblem, goal: Goal, limits: SearchLimits, hint: Ints | None
) -> Solution:
    """Return the answer of an exact search of the whole problem, without any pocket."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sequence, "SMALL", 10**9)
        return sequence.run_search(problem, goal, limits, hint)


@pytest.mark.parametrize("first", range(0, 120, CHUNK))
def test_plans_with_every_pocket_are_the_best_there_are(
    first: int, told: list[RecruitLimits]
) -> None:
    """Tests that every stage after recruiting equals a plain model's, and is proven."""
    assert_best_plans(first)
    assert told, "some of these villages have pockets"


@pytest.mark.parametrize("first", range(0, 20, CHUNK // 2))
def test_the_best_plan_keeps_every_pocket(
    first: int, told: list[RecruitLimits], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that what a whole search finds, problem by problem, has each group's recruits."""
    through, kept = sequence.run_search, []

    def compared(
        problem: AssignmentProblem, goal: Goal, limits: SearchLimits, hint: Ints | None
    ) -> Solution:
        told.clear()
        found = through(problem, goal, limits, hint)
        if told and limits.enough < 0:
            groups = tuple(told)
            truth = searched_whole(problem, goal, limits, hint)
            assert truth.person is not None
            assert truth.proven
            assert found.bound <= truth.value
            hired = problem.hired(truth.person)
            for recruit_limits in groups:
                assert (recruit_limits.inside @ hired >= recruit_limits.least).all()
                kept.append(recruit_limits)
        return found

    monkeypatch.setattr(goal_solver, "run_search", compared)
    for seed in range(first, first + CHUNK // 2):
        plan_village(scattered(seed))
    assert kept


def bounded(village: Village, monkeypatch: pytest.MonkeyPatch, rounds: int) -> Proof:
    """Return what is proven of the walk before any splitting, after so many looks for pockets."""
    with monkeypatch.context() as patch:
        patch.setattr(sequence, "SMALL", -1)
        patch.setattr(pocket_cuts, "ROUNDS", rounds)
        patch.setattr(branch_and_bound, "CASES", 0)
        plan = plan_village(village)
    assert plan.after is not None
    return plan.after.proofs[Stage.WALK]


def test_that_a_pocket_lifts_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that pockets close most of a gap, and that what they prove is no more than is true."""
    village = scattered(LIFTED)
    without, within = (bounded(village, monkeypatch, rounds) for rounds in (0, 6))
    best = plan_village(village).after
    assert best is not None
    assert best.proofs[Stage.WALK].proven
    assert without.bound < within.bound <= best.proofs[Stage.WALK].value + 1e-6
    assert within.gap < without.gap / 10


def test_that_groups_which_cross_do_not_fit() -> None:
    """Tests that a group beside another lies inside it, holds it, or is apart."""
    group = np.array([[False, True, True, True, False, False]])
    recruit_limits = RecruitLimits(
        np.array([0, 1, 1, 1, 1, 1]), 3, group, np.array([1]), np.array([3])
    )
    for rows, fits in (([1, 2], True), ([1, 2, 3, 4], True), ([4, 5], True), ([3, 4], False)):
        assert recruit_limits.fits(np.array(rows)) is fits
