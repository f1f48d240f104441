"""The strong programme on what is left, against every plan."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimizer.assignment.exact.mip import MipResult, RemainingProblem, solve_mip
from optimizer.assignment.problem import AssignmentProblem, Goal
from optimizer.domain.goals import Stage
from optimizer.domain.plan import UNSERVED
from optimizer.domain.search_limits import SearchLimits
from tests.optimizer.assignment.bounds.test_lagrangian import asked
from tests.optimizer.assignment.every_plan import NOTHING, every_plan, goals, problems, settled

SEEDS = st.integers(0, 2**32 - 1)
NODES = 10_000
STAGES = st.sampled_from([Stage.SERVE, Stage.MINIMUM, Stage.KEEP, Stage.WALK])


def everything(problem: AssignmentProblem) -> RemainingProblem:
    """Leave all pairs, persons and households."""
    persons = np.ones(problem.persons, bool)
    pair, skip = np.ones(len(problem.reach), bool), ~problem.pinned
    return RemainingProblem(pair, skip, persons, persons)


def found(problem: AssignmentProblem, goal: Goal, left: RemainingProblem) -> MipResult:
    """Solve to the end."""
    return solve_mip(problem, goal, left, SearchLimits.lasting(60, nodes=NODES))


@settings(deadline=None, derandomize=True, max_examples=100)
@given(SEEDS, STAGES)
def test_that_the_bound_of_a_finished_search_is_the_best_value(seed: int, stage: Stage) -> None:
    """Tests that the bound is the best value, and infinite where nothing answers the problem."""
    problem, goal = asked(seed, stage)
    best = every_plan(problem).best(goal)
    result = found(problem, goal, everything(problem))
    assert result.finished
    assert result.bound == pytest.approx(best, abs=1e-6)
    assert (result.normal is None) == (best == NOTHING)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(SEEDS)
def test_that_a_settled_goal_is_not_given_back(seed: int) -> None:
    """Tests that the walk is the shortest of the plans that keep most."""
    problem, _ = asked(seed, Stage.WALK)
    known = goals(problem, seed)
    problem = settled(problem, Stage.KEEP, known[Stage.KEEP])
    best = every_plan(problem).best(known[Stage.WALK])
    result = found(problem, known[Stage.WALK], everything(problem))
    assert result.bound == pytest.approx(best, abs=1e-6)


@settings(deadline=None, derandomize=True, max_examples=100)
@given(SEEDS, STAGES)
def test_that_only_what_is_left_is_used(seed: int, stage: Stage) -> None:
    """Tests that the best plan is found without some pairs, with some persons used or idle."""
    problem, goal = asked(seed, stage)
    # With a minimum of 0 to be used and to be idle are the same.
    problem = replace(problem, minimum=np.maximum(problem.minimum, 1))
    rng = np.random.default_rng(seed)
    used = rng.random(problem.persons) < 0.8
    left = RemainingProblem(
        rng.random(len(problem.reach)) < 0.8,
        ~problem.pinned & (rng.random(problem.households) < 0.8),
        used,
        ~used | (rng.random(problem.persons) < 0.7),
    )
    plans = every_plan(problem)
    loads = (plans.person[:, :, None] == np.arange(problem.persons)).sum(axis=1)
    allowed = ((loads == 0) | left.used).all(axis=1) & ((loads > 0) | left.idle).all(axis=1)
    allowed &= ~((plans.person == UNSERVED) & ~left.skip).any(axis=1)
    gone = np.flatnonzero(~left.pair)
    for household, person in zip(
        problem.reach.household[gone], problem.reach.person[gone], strict=True
    ):
        allowed &= plans.person[:, household] != person
    result = found(problem, goal, left)
    assert result.finished
    assert result.bound == pytest.approx(plans.where(allowed).best(goal), abs=1e-6)


def test_that_nobody_both_used_and_idle_leaves_no_plan() -> None:
    """Tests that a person who may be neither ends the search with a proof."""
    problem, goal = asked(4, Stage.WALK)
    left, nobody = everything(problem), np.zeros(problem.persons, bool)
    result = found(problem, goal, RemainingProblem(left.pair, left.skip, nobody, nobody))
    assert (result.normal, result.bound, result.finished) == (None, math.inf, True)


@settings(deadline=None, derandomize=True, max_examples=20)
@given(SEEDS)
def test_that_a_deadline_in_the_past_proves_nothing(seed: int) -> None:
    """Tests that a search without time is not finished and has no bound."""
    problem, goal = asked(seed, Stage.WALK)
    assume(problem.persons)
    left = everything(problem)
    result = solve_mip(problem, goal, left, SearchLimits.lasting(-1))
    assert (result.normal, result.bound, result.finished) == (None, -math.inf, False)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(SEEDS, STAGES, st.integers(0, 2))
def test_that_few_nodes_leave_a_valid_bound(seed: int, stage: Stage, nodes: int) -> None:
    """Tests that a search cut short by its nodes is below every plan, and finished only if best."""
    problem, goal = asked(seed, stage)
    best = every_plan(problem).best(goal)
    result = solve_mip(problem, goal, everything(problem), SearchLimits.lasting(60, nodes=nodes))
    assert result.bound <= best + 1e-6
    assert not result.finished or result.bound == pytest.approx(best, abs=1e-6)


def test_that_whole_questions_of_every_kind_are_met() -> None:
    """Tests that the random problems hold what these tests are about."""
    made = [problems(seed) for seed in range(200)]
    assert {problem.exceptions for problem in made} == {None, 0, 1}
    assert {problem.pinned.any() for problem in made} == {True, False}
    assert {len(every_plan(problem).person) > 0 for problem in made} == {True, False}
