"""The search as large villages take it, against every plan."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.assignment.incumbent import NOTHING_KNOWN
from optimizer.assignment.search import reduced_cost_fixing, sequence
from optimizer.domain.goals import Stage
from tests.optimizer.assignment.bounds.test_lagrangian import asked
from tests.optimizer.assignment.every_plan import every_plan, goals, settled
from tests.optimizer.assignment.test_goal_solver import answered, check

SEEDS = st.integers(0, 2**32 - 1)
STAGES = st.sampled_from([Stage.SERVE, Stage.MINIMUM, Stage.KEEP, Stage.WALK])


def as_if_large(patch: pytest.MonkeyPatch) -> None:
    """Make small problems go the way of large ones: climb, drop, guess and widen."""
    patch.setattr(sequence, "SMALL", -1)
    patch.setattr(reduced_cost_fixing, "WORTH_DROPPING", 1.0)


@settings(deadline=None, derandomize=True, max_examples=120)
@given(SEEDS, STAGES)
def test_that_what_is_dropped_was_not_needed(seed: int, stage: Stage) -> None:
    """Tests that the best plan survives when pairs are dropped and guesses widened."""
    problem, goal = asked(seed, stage)
    with pytest.MonkeyPatch.context() as patch:
        as_if_large(patch)
        check(problem, goal, answered(problem, goal))


@settings(deadline=None, derandomize=True, max_examples=60)
@given(SEEDS, st.permutations([Stage.KEEP, Stage.WALK]))
def test_that_settled_goals_are_dropped_with_their_pairs(seed: int, order: list[Stage]) -> None:
    """Tests that settled goals keep their values on the pairs that are left each time."""
    problem = asked(seed, Stage.WALK)[0]
    known = goals(problem, seed)
    with pytest.MonkeyPatch.context() as patch:
        as_if_large(patch)
        for stage in order:
            check(problem, known[stage], answered(problem, known[stage]))
            problem = settled(problem, stage, known[stage])


@settings(deadline=None, derandomize=True, max_examples=60)
@given(SEEDS, STAGES, st.floats(0.0, 0.01))
def test_that_a_deadline_anywhere_proves_nothing_false(
    seed: int, stage: Stage, room_s: float
) -> None:
    """Tests that a search cut off at any moment has a valid bound, and a plan or none."""
    problem, goal = asked(seed, stage)
    best = every_plan(problem).best(goal)
    with pytest.MonkeyPatch.context() as patch:
        as_if_large(patch)
        found = answered(problem, goal, room_s=room_s)
    assert found.bound <= best or (best == math.inf and found.bound >= NOTHING_KNOWN)
    assert found.person is None or found.value >= best
    assert not found.proven or found.value == best
