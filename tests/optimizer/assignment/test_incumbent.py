"""What is known of an answer."""

from __future__ import annotations

import math

import pytest

from optimizer.assignment.incumbent import (
    NOISE,
    NOTHING_KNOWN,
    better_solution,
    round_bound_up,
    with_bound,
)
from optimizer.assignment.problem import Solution
from optimizer.domain.goals import Stage
from tests.optimizer.assignment.bounds.test_lagrangian import asked
from tests.optimizer.assignment.every_plan import every_plan


@pytest.mark.parametrize(
    ("bound", "proved"),
    [
        (3.0, 3),
        (3.1, 4),
        (3.0 + 1e-7, 3),
        (1e12, 10**12 - 1000),
        (1e12 + 1001.5, 10**12 + 2),
        (-0.5, 0),
        (math.inf, NOTHING_KNOWN),
        (-math.inf, 0),
    ],
)
def test_that_a_bound_is_rounded_up_but_for_its_noise(bound: float, proved: int) -> None:
    """Tests that a sum in floating point proves no more than its error leaves."""
    assert NOISE == 1e-9
    assert round_bound_up(bound) == proved


def test_that_the_better_plan_is_kept() -> None:
    """Tests that a plan replaces what is known only if it answers the problem and is better."""
    problem, goal = asked(8, Stage.WALK)
    plans = every_plan(problem)
    values = plans.values(goal)
    worst, best = plans.person[values.argmax()], plans.person[values.argmin()]
    assert values.min() < values.max()
    known = Solution(worst, int(values.max()), 0)
    assert better_solution(known, best, problem, goal).value == values.min()
    assert better_solution(known, worst, problem, goal) is known
    assert better_solution(known, None, problem, goal) is known
    assert (
        better_solution(Solution(None, NOTHING_KNOWN, 0), worst, problem, goal).value
        == values.max()
    )


@pytest.mark.parametrize(("bound", "stands"), [(2, 3), (4, 4), (6, 5)])
def test_that_a_bound_only_rises_and_stops_at_the_value(bound: int, stands: int) -> None:
    """Tests that a lower bound changes nothing, a higher one does, up to the value."""
    plan = every_plan(asked(8, Stage.WALK)[0]).person[0]
    assert with_bound(Solution(plan, 5, 3), bound).bound == stands
