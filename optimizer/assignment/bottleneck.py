"""Bottleneck goals (longest walk, largest load): the smallest threshold that keeps all before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from optimizer.assignment.bounds.flow_relaxation import flow_relaxation
from optimizer.assignment.component import Component, is_attainable
from optimizer.assignment.goal_solver import LATE
from optimizer.assignment.goals import sum_goal
from optimizer.assignment.problem import NO_LIMIT, AssignmentProblem, BoundedValue, Solution
from optimizer.domain.goals import Stage
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits


class Threshold(Protocol):
    """What is asked of a bottleneck: `BottleneckGoal` has it, the largest step of a leximax too."""

    def choices(self, problem: AssignmentProblem) -> Ints:
        """Return every value that it can have, sorted."""

    def value(self, problem: AssignmentProblem, current: Ints, person: Ints) -> int:
        """Return its value for a plan."""

    def narrow(self, problem: AssignmentProblem, value: int) -> AssignmentProblem:
        """Return the problem whose plans are no worse than ``value``."""


@dataclass(frozen=True, slots=True, eq=False)
class SmallestThreshold:
    """A plan at the smallest threshold found, and a bound that no threshold goes below."""

    plan: Ints
    bound: int


@dataclass(frozen=True, slots=True, eq=False)
class SettledParts:
    """The parts after a stage that is settled for all of them together, and its result."""

    parts: list[Component]
    result: BoundedValue


def settle_bottleneck(
    parts: Sequence[Component], goal: Threshold, limits: SearchLimits
) -> SettledParts:
    """Settle a threshold for all parts together: it is the largest of what each part needs."""
    found = [smallest_threshold(part, goal, limits) for part in parts]
    pairs = list(zip(parts, found, strict=True))
    value = max((_value(goal, part, one.plan) for part, one in pairs), default=0)
    bound = max((one.bound for one in found), default=0)
    narrowed = [_narrow(part, one.plan, goal, value) for part, one in pairs]
    return SettledParts(narrowed, BoundedValue(value, min(bound, value)))


def _narrow(part: Component, plan: Ints, goal: Threshold, value: int) -> Component:
    problem = goal.narrow(part.problem, value)
    return Component(part.task, problem, plan, part.values)


def smallest_threshold(part: Component, goal: Threshold, limits: SearchLimits) -> SmallestThreshold:
    """Return the plan with the smallest threshold that keeps all settled values, and a bound.

    What flows cannot do without any minimum bounds it from below. Then two likely answers are
    tried, that bound and one step below the plan, before what is between them is halved.
    """
    choices = goal.choices(part.problem)
    plan = part.person
    high = int(np.searchsorted(choices, _value(goal, part, plan)))
    low = _flow_bound(part, goal, choices[: high + 1], limits)
    tries = [low, high - 1]
    while low < high and not limits.over:
        middle = tries.pop(0) if tries else (low + high) // 2
        if not low <= middle < high:
            continue
        problem = goal.narrow(part.problem, int(choices[middle]))
        found = is_attainable(part, problem, limits)
        if found.person is not None and part.problem.answered_by(found.person):
            plan = found.person
            high = int(np.searchsorted(choices, _value(goal, part, plan)))
        elif _refuted(found, problem):
            low = middle + 1
        else:
            break
    return SmallestThreshold(plan, int(choices[min(low, high)]))


def _value(goal: Threshold, part: Component, plan: Ints) -> int:
    return goal.value(part.problem, part.task.current, plan)


def _refuted(found: Solution, problem: AssignmentProblem) -> bool:
    enough = problem.settled[-1].value if problem.settled else NO_LIMIT - 1
    return found.bound > enough


def _flow_bound(part: Component, goal: Threshold, choices: Ints, limits: SearchLimits) -> int:
    """Return the first choice at which a flow without minimum serves as many as are served.

    Or one that is below it, where the time is up: at any below that a flow serves fewer.
    """
    most = int((part.person == UNSERVED).sum())
    low, high = 0, len(choices) - 1
    while low < high and not (limits.over and len(part.problem.reach) > LATE):
        middle = (low + high) // 2
        problem = goal.narrow(part.problem, int(choices[middle]))
        served = sum_goal(Stage.SERVE).coefficients(problem, part.task.current)
        plan = flow_relaxation(_plainly(problem), served)
        if plan is not None and int((plan == UNSERVED).sum()) <= most:
            high = middle
        else:
            low = middle + 1
    return low


def _plainly(problem: AssignmentProblem) -> AssignmentProblem:
    return replace(problem, exceptions=None, unserved=None, settled=())
