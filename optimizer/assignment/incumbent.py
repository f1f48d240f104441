"""What is known of an answer: the best plan so far, and a bound that only rises."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.assignment.problem import Answer, Goal, Question
from optimizer.domain.scenario import Ints

NOISE = 1e-9
"""Relative error granted to sums of floating-point numbers."""
NOTHING_KNOWN = 1 << 60
"""A value where no plan is known; a bound where there is none to be known."""


def keep(best: Answer, plan: Ints | None, question: Question, goal: Goal) -> Answer:
    """Return the better of what is known and a plan, when the plan answers the question."""
    if plan is None or not question.answered_by(plan):
        return best
    value = goal.value(question, plan)
    if best.person is not None and value >= best.value:
        return best
    return Answer(plan, value, min(best.bound, value))


def raised(best: Answer, bound: int) -> Answer:
    """Return what is known with a bound that may be better; never above the value."""
    return replace(best, bound=min(best.value, max(best.bound, bound)))


def whole(bound: float) -> int:
    """Return the smallest whole number that a bound in floating point still proves."""
    if not np.isfinite(bound) or abs(bound) >= NOTHING_KNOWN:
        return NOTHING_KNOWN if bound > 0 else 0
    return int(np.ceil(bound - NOISE * abs(bound) - 1e-6))
