"""What flows alone settle: the best plan, that there is none, or a bound to start from."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimizer.assignment.bounds.flow_relaxation import flow_relaxation
from optimizer.assignment.exact.squared_loads import has_squared_loads
from optimizer.assignment.incumbent import NOTHING_KNOWN
from optimizer.assignment.problem import AssignmentProblem, Goal, Solution
from optimizer.assignment.search.flow_plans import plan_for_persons
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints


@dataclass(frozen=True, slots=True, eq=False)
class FlowSolution:
    """What is known of a problem once flows have been looked at.

    Parameters
    ----------
    plan
        Shape (households,): the best plan without minimum; None with places, where a flow over
        all of them says nothing, and where a goal leaves 64 bits.
    bound
        What no plan goes below.
    solution
        Where flows have settled the problem: proven, or refuted.
    """

    plan: Ints | None
    bound: int
    solution: Solution | None = None


def solve_by_flow(problem: AssignmentProblem, goal: Goal) -> FlowSolution:
    """Relax the minimum, and look whether the flow is an answer; if not, what it bounds."""
    first = None if problem.recruit_limits is not None else flow_relaxation(problem, goal)
    if first is not None and _beyond(problem, first):
        return FlowSolution(first, NOTHING_KNOWN, Solution(None, NOTHING_KNOWN, NOTHING_KNOWN))
    if first is not None and problem.answered_exactly_by(first):
        value = goal.value(problem, first)
        # A flow does not see exceptions: it proves their number only when it needs none.
        if not goal.exception or value == 0:
            return FlowSolution(first, value, Solution(first, value, value))
    bound = _floor(problem, goal, first)
    if everybody_needed(problem) and not has_squared_loads(problem, goal):
        everybody = np.ones(problem.persons, np.int64)
        plan = plan_for_persons(problem, goal, everybody, np.zeros_like(everybody))
        if plan is not None and problem.answered_exactly_by(plan):
            value = goal.value(problem, plan)
            return FlowSolution(first, value, Solution(plan, value, value))
    return FlowSolution(first, bound)


def everybody_needed(problem: AssignmentProblem) -> bool:
    """Tell whether the others cannot hold the households without any one person.

    Then nobody is in reserve, and where exceptions are not allowed the windows are bounds of a
    flow, which is exact.
    """
    if problem.exceptions != 0 or problem.unserved is None or problem.recruit_limits is not None:
        return False
    served = problem.households - problem.unserved
    room = problem.maximum
    return bool(len(room)) and served > int(room.sum() - room.min())


def _beyond(problem: AssignmentProblem, first: Ints) -> bool:
    """Tell whether even without a minimum more households stay unserved than may."""
    return problem.unserved is not None and int((first == UNSERVED).sum()) > problem.unserved


def _missing(first: Ints | None) -> int:
    return -1 if first is None else int((first == UNSERVED).sum())


def _floor(problem: AssignmentProblem, goal: Goal, first: Ints | None) -> int:
    """Return a valid lower bound from flows.

    A plan that ranks settled goals first bounds this goal only if it cannot beat them: where the
    relaxation has better settled values, the goal is bounded alone.
    """
    if goal.exception or problem.recruit_limits is not None:
        return 0
    if problem.unserved is not None and problem.unserved > _missing(first):
        # Who serves more may have to walk more: no bound for a plan that serves fewer.
        return 0
    if first is not None and all(
        settled.value(problem, first) >= value for _, settled, value in problem.settled
    ):
        return goal.value(problem, first)
    alone = flow_relaxation(replace(problem, settled=()), goal)
    return 0 if alone is None else goal.value(problem, alone)
