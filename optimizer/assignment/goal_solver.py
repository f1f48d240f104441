"""Solves an assignment problem for one goal: flow, then bound, then exact search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from optimizer.assignment.bounds.flow_relaxation import flow_relaxation, solve_flow
from optimizer.assignment.bounds.lagrangian import make_cost_table
from optimizer.assignment.bounds.nearest_person import nearest_bound
from optimizer.assignment.bounds.subgradient import ascend
from optimizer.assignment.incumbent import (
    NOTHING_KNOWN,
    better_solution,
    round_bound_up,
    with_bound,
)
from optimizer.assignment.one_median import is_one_median, solve_one_median
from optimizer.assignment.problem import AssignmentProblem, Goal, Solution
from optimizer.assignment.search.flow_plans import (
    penalise_settled,
    penalty_price,
    plan_for_persons,
    reassign,
)
from optimizer.assignment.search.sequence import STEPS, run_search
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits

LATE = 30_000
"""Pairs from which on not even a first flow and its prices are looked at when time is up."""


def solve_goal(
    problem: AssignmentProblem,
    goal: Goal,
    limits: SearchLimits,
    hint: Ints | None = None,
) -> Solution:
    """Find the plan that keeps ``goal`` smallest, and prove it as far as the limits allow.

    Parameters
    ----------
    hint
        A plan to improve on, shape (households,).
    """
    if is_one_median(problem):
        return solve_one_median(problem, goal)
    late = limits.over and len(problem.reach) > LATE
    if (late or limits.all_over) and hint is not None and problem.answered_by(hint):
        return Solution(hint, goal.value(problem, hint), nearest_bound(problem, goal))
    if limits.all_over:
        return Solution(None, NOTHING_KNOWN, nearest_bound(problem, goal))
    return _searched(problem, goal, limits, hint)


def _searched(
    problem: AssignmentProblem, goal: Goal, limits: SearchLimits, hint: Ints | None
) -> Solution:
    """Answer with a flow, where it does, and a search from its prices otherwise."""
    # With every place open a flow says nothing of recruits.
    first = None if problem.recruit_limits is not None else flow_relaxation(problem, goal)
    if first is not None and _beyond(problem, first):
        return Solution(None, NOTHING_KNOWN, NOTHING_KNOWN)
    if first is not None and problem.answered_exactly_by(first):
        value = goal.value(problem, first)
        # A flow does not see exceptions: it proves their number only when it needs none.
        if not goal.exception or value == 0:
            return Solution(first, value, value)
    floor = _floor(problem, goal, first)
    if goal.rising or any(settled.rising for _, settled, _ in problem.settled):
        return _evened_out(problem, goal, [first, hint], floor, limits)
    best = Solution(None, NOTHING_KNOWN, floor)
    if everybody_needed(problem):
        everybody = np.ones(problem.persons, np.int64)
        plan = plan_for_persons(problem, goal, everybody, np.zeros_like(everybody))
        if plan is not None and problem.answered_exactly_by(plan):
            value = goal.value(problem, plan)
            return Solution(plan, value, value)
    if hint is not None:
        best = better_solution(best, reassign(problem, goal, hint), problem, goal)
    prices_at = None if problem.settled else first
    return run_search(problem, goal, best, limits, prices_at)


def _evened_out(
    problem: AssignmentProblem,
    goal: Goal,
    plans: Sequence[Ints | None],
    floor: int,
    limits: SearchLimits,
) -> Solution:
    """Answer a problem with squared loads: the plain model, from the best plan known.

    A plan with the loads of another has its balance too, so a flow may shorten its walk.
    """
    best = Solution(None, NOTHING_KNOWN, floor)
    for plan in plans:
        if plan is not None and problem.answered_by(plan):
            loads = problem.loads(plan)
            best = better_solution(best, plan, problem, goal)
            best = better_solution(best, solve_flow(problem, goal, loads, loads), problem, goal)
    # Few problems come here, and CP-SAT's model loads pandas: a third of a process's start.
    from optimizer.assignment.exact import cpsat  # noqa: PLC0415

    found = cpsat.solve_cpsat(problem, goal, best.person, limits)
    return with_bound(better_solution(best, found.person, problem, goal), max(found.bound, floor))


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


def lower_bound(problem: AssignmentProblem, goal: Goal, limits: SearchLimits) -> int:
    """Return a valid lower bound of ``goal`` without looking for a plan."""
    if is_one_median(problem):
        return solve_one_median(problem, goal).bound
    if limits.all_over:
        return nearest_bound(problem, goal)
    priced, owed = penalise_settled(problem, goal, penalty_price(problem, goal))
    table = make_cost_table(problem, priced)
    nobody = np.zeros(problem.households)
    best = ascend(table, nobody, float(problem.persons) + owed, STEPS, limits)
    return max(round_bound_up(best.bound.value - owed), 0)


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
