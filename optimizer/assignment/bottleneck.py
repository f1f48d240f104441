"""Bottleneck goals (longest walk, largest load): the smallest threshold that keeps all before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.assignment.bounds.flow_relaxation import flow_relaxation
from optimizer.assignment.component import Component, is_attainable
from optimizer.assignment.goal_solver import LATE
from optimizer.assignment.lexicographic_problem import goal_of
from optimizer.assignment.problem import AssignmentProblem, Solution
from optimizer.domain.plan import UNSERVED, Stage
from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits

NO_LIMIT = 1 << 60


@dataclass(frozen=True, slots=True, eq=False)
class Bottleneck:
    """A threshold: what may be chosen, where a plan stands, and how it narrows a question."""

    choices: Callable[[AssignmentProblem], Ints]
    of_plan: Callable[[AssignmentProblem, Ints], int]
    narrow: Callable[[AssignmentProblem, int], AssignmentProblem]


def _longest(question: AssignmentProblem, person: Ints) -> int:
    used = person[question.reach.household] == question.reach.person
    return int(question.reach.micrometres[used].max(initial=0))


KINDS = {
    Stage.LONGEST: Bottleneck(
        lambda question: np.unique(np.append(question.reach.micrometres, 0)),
        _longest,
        lambda question, value: question.within(value, NO_LIMIT),
    ),
    Stage.BALANCE: Bottleneck(
        lambda question: np.arange(int(question.maximum.max(initial=0)) + 1),
        lambda question, person: int(question.loads(person).max(initial=0)),
        lambda question, value: question.within(NO_LIMIT, value),
    ),
}


def settle_bottleneck(
    parts: Sequence[Component], stage: Stage, limits: SearchLimits
) -> tuple[list[Component], int, int]:
    """Settle a threshold for all parts together: it is the largest of what each part needs.

    Returns
    -------
    The parts, narrowed to the threshold; its value; its bound.
    """
    kind = KINDS[stage]
    found = [_smallest(part, kind, limits) for part in parts]
    value = max(
        (kind.of_plan(part.question, plan) for part, (plan, _) in zip(parts, found, strict=True)),
        default=0,
    )
    bound = max((low for _, low in found), default=0)
    narrowed = [
        _narrow(part, plan, kind, value) for part, (plan, _) in zip(parts, found, strict=True)
    ]
    return narrowed, value, min(bound, value)


def _narrow(part: Component, plan: Ints, kind: Bottleneck, value: int) -> Component:
    question = kind.narrow(part.question, value)
    return Component(part.task, question, plan, part.values)


def _smallest(part: Component, kind: Bottleneck, limits: SearchLimits) -> tuple[Ints, int]:
    """Return the plan with the smallest threshold that keeps all settled values, and a bound.

    What flows cannot do without any minimum bounds it from below. Then two likely answers are
    tried, that bound and one step below the plan, before what is between them is halved.
    """
    choices = kind.choices(part.question)
    plan = part.person
    high = int(np.searchsorted(choices, kind.of_plan(part.question, plan)))
    low = _flow_bound(part, kind, choices[: high + 1], limits)
    tries = [low, high - 1]
    while low < high and not limits.over:
        middle = tries.pop(0) if tries else (low + high) // 2
        if not low <= middle < high:
            continue
        question = kind.narrow(part.question, int(choices[middle]))
        found = is_attainable(part, question, limits)
        if found.person is not None and part.question.answered_by(found.person):
            plan = found.person
            high = int(np.searchsorted(choices, kind.of_plan(part.question, plan)))
        elif _refuted(found, question):
            low = middle + 1
        else:
            break
    return plan, int(choices[min(low, high)])


def _refuted(found: Solution, question: AssignmentProblem) -> bool:
    enough = question.settled[-1][2] if question.settled else NO_LIMIT - 1
    return found.bound > enough


def _flow_bound(part: Component, kind: Bottleneck, choices: Ints, limits: SearchLimits) -> int:
    """Return the first choice at which a flow without minimum serves as many as are served.

    Or one that is below it, where the time is up: at any below that a flow serves fewer.
    """
    most = int((part.person == UNSERVED).sum())
    low, high = 0, len(choices) - 1
    while low < high and not (limits.over and len(part.question.reach) > LATE):
        middle = (low + high) // 2
        question = kind.narrow(part.question, int(choices[middle]))
        goal = goal_of(Stage.SERVE, question, part.task.current)
        plan = flow_relaxation(_plainly(question), goal)
        if plan is not None and int((plan == UNSERVED).sum()) <= most:
            high = middle
        else:
            low = middle + 1
    return low


def _plainly(question: AssignmentProblem) -> AssignmentProblem:
    return replace(question, exceptions=None, unserved=None, settled=())
