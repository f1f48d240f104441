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
    question: AssignmentProblem,
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
    if is_one_median(question):
        return solve_one_median(question, goal)
    late = limits.over and len(question.reach) > LATE
    if (late or limits.all_over) and hint is not None and question.answered_by(hint):
        return Solution(hint, goal.value(question, hint), nearest_bound(question, goal))
    if limits.all_over:
        return Solution(None, NOTHING_KNOWN, nearest_bound(question, goal))
    return _searched(question, goal, limits, hint)


def _searched(
    question: AssignmentProblem, goal: Goal, limits: SearchLimits, hint: Ints | None
) -> Solution:
    """Answer with a flow, where it does, and a search from its prices otherwise."""
    # With every place open a flow says nothing of recruits.
    first = None if question.hiring is not None else flow_relaxation(question, goal)
    if first is not None and _beyond(question, first):
        return Solution(None, NOTHING_KNOWN, NOTHING_KNOWN)
    if first is not None and question.answered_exactly_by(first):
        value = goal.value(question, first)
        # A flow does not see exceptions: it proves their number only when it needs none.
        if not goal.exception or value == 0:
            return Solution(first, value, value)
    floor = _floor(question, goal, first)
    if goal.rising or any(settled.rising for _, settled, _ in question.settled):
        return _evened_out(question, goal, [first, hint], floor, limits)
    best = Solution(None, NOTHING_KNOWN, floor)
    if everybody_needed(question):
        everybody = np.ones(question.persons, np.int64)
        plan = plan_for_persons(question, goal, everybody, np.zeros_like(everybody))
        if plan is not None and question.answered_exactly_by(plan):
            value = goal.value(question, plan)
            return Solution(plan, value, value)
    if hint is not None:
        best = better_solution(best, reassign(question, goal, hint), question, goal)
    prices_at = None if question.settled else first
    return run_search(question, goal, best, limits, prices_at)


def _evened_out(
    question: AssignmentProblem,
    goal: Goal,
    plans: Sequence[Ints | None],
    floor: int,
    limits: SearchLimits,
) -> Solution:
    """Answer a question with squared loads: the plain model, from the best plan known.

    A plan with the loads of another has its balance too, so a flow may shorten its walk.
    """
    best = Solution(None, NOTHING_KNOWN, floor)
    for plan in plans:
        if plan is not None and question.answered_by(plan):
            loads = question.loads(plan)
            best = better_solution(best, plan, question, goal)
            best = better_solution(best, solve_flow(question, goal, loads, loads), question, goal)
    # Few questions come here, and CP-SAT's model loads pandas: a third of a process's start.
    from optimizer.assignment.exact import cpsat  # noqa: PLC0415

    found = cpsat.solve_cpsat(question, goal, best.person, limits)
    return with_bound(better_solution(best, found.person, question, goal), max(found.bound, floor))


def everybody_needed(question: AssignmentProblem) -> bool:
    """Tell whether the others cannot hold the households without any one person.

    Then nobody is in reserve, and where exceptions are not allowed the windows are bounds of a
    flow, which is exact.
    """
    if question.exceptions != 0 or question.unserved is None or question.hiring is not None:
        return False
    served = question.households - question.unserved
    room = question.maximum
    return bool(len(room)) and served > int(room.sum() - room.min())


def lower_bound(question: AssignmentProblem, goal: Goal, limits: SearchLimits) -> int:
    """Return a valid lower bound of ``goal`` without looking for a plan."""
    if is_one_median(question):
        return solve_one_median(question, goal).bound
    if limits.all_over:
        return nearest_bound(question, goal)
    priced, owed = penalise_settled(question, goal, penalty_price(question, goal))
    table = make_cost_table(question, priced)
    nobody = np.zeros(question.households)
    best = ascend(table, nobody, float(question.persons) + owed, STEPS, limits)
    return max(round_bound_up(best.bound.value - owed), 0)


def _beyond(question: AssignmentProblem, first: Ints) -> bool:
    """Tell whether even without a minimum more households stay unserved than may."""
    return question.unserved is not None and int((first == UNSERVED).sum()) > question.unserved


def _missing(first: Ints | None) -> int:
    return -1 if first is None else int((first == UNSERVED).sum())


def _floor(question: AssignmentProblem, goal: Goal, first: Ints | None) -> int:
    """Return a valid lower bound from flows.

    A plan that ranks settled goals first bounds this goal only if it cannot beat them: where the
    relaxation has better settled values, the goal is bounded alone.
    """
    if goal.exception or question.hiring is not None:
        return 0
    if question.unserved is not None and question.unserved > _missing(first):
        # Who serves more may have to walk more: no bound for a plan that serves fewer.
        return 0
    if first is not None and all(
        settled.value(question, first) >= value for _, settled, value in question.settled
    ):
        return goal.value(question, first)
    alone = flow_relaxation(replace(question, settled=()), goal)
    return 0 if alone is None else goal.value(question, alone)
