"""The incumbent: the best plan so far, and a bound that only rises."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.assignment.problem import AssignmentProblem, Goal, Solution
from optimizer.domain.scenario import Ints

NOISE = 1e-9
"""Relative error granted to sums of floating-point numbers."""
NOTHING_KNOWN = 1 << 60
"""A value where no plan is known; a bound where there is none to be known."""


def better_solution(
    best: Solution, plan: Ints | None, problem: AssignmentProblem, goal: Goal
) -> Solution:
    """Return the better of what is known and a plan, when the plan answers the problem."""
    if plan is None or not problem.answered_by(plan):
        return best
    value = goal.value(problem, plan)
    if best.person is not None and value >= best.value:
        return best
    return Solution(plan, value, min(best.bound, value), best.price)


def with_bound(best: Solution, bound: int) -> Solution:
    """Return what is known with a bound that may be better; never above the value."""
    return replace(best, bound=min(best.value, max(best.bound, bound)))


def round_bound_up(bound: float) -> int:
    """Return the smallest whole number that a bound in floating point still proves."""
    if not np.isfinite(bound) or abs(bound) >= NOTHING_KNOWN:
        return NOTHING_KNOWN if bound > 0 else 0
    return int(np.ceil(bound - NOISE * abs(bound) - 1e-6))
