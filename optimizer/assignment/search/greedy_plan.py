"""The first plan with recruits: places by greed, members who fill their windows, then local search.

It is made before any bound is raised, so that a search that ends early has it; and it is what the
bound is raised towards and what its prices start from.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.assignment.bounds.lagrangian import evaluate_bound, make_cost_table
from optimizer.assignment.incumbent import better_solution
from optimizer.assignment.problem import AssignmentProblem, Goal, Solution
from optimizer.assignment.search.allocator import AllocatedPlan, Allocator, make_allocator
from optimizer.assignment.search.exchanges import exchange_places, switch_members
from optimizer.assignment.search.greedy_start import place_greedily
from optimizer.assignment.search.location_search import locate_and_allocate
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Floats, Ints
from optimizer.domain.search_limits import SearchLimits

REPAIRS = 12
"""Flows for finding members who fill their windows beside the recruits."""
MENDING = 20
"""Flows for serving those whom the places chosen leave out."""
SWITCHES = 10
"""Flows, to a unit of effort, for members in and out of reserve."""


def greedy_plan(
    problem: AssignmentProblem, goal: Goal, best: Solution, limits: SearchLimits
) -> Solution:
    """Return the better of what is known and a plan with recruits placed by greed.

    Where greed leaves somebody out whom the known plan serves, recruits move from where that one
    has them. Without recruits to be placed there is nothing to do.
    """
    if problem.recruit_limits is None or limits.over:
        return best
    allocator = make_allocator(problem, goal)
    if allocator is None:
        return best
    hired = place_greedily(allocator, limits)
    plan = None if hired is None else _staffed(allocator, hired, limits)
    if plan is None or not problem.answered_by(plan.person):
        if best.person is None or limits.over:
            return best
        plan = allocator.of_plan(best.person)
    plan = locate_and_allocate(allocator, plan, limits)
    plan = switch_members(allocator, plan, limits, int(SWITCHES * limits.effort))
    return better_solution(best, plan.person, problem, goal)


def _staffed(allocator: Allocator, hired: Ints, limits: SearchLimits) -> AllocatedPlan | None:
    """Return a plan with recruits at places, and with members who fill their windows."""
    problem = allocator.problem
    recruit_limits = problem.recruit_limits
    assert recruit_limits is not None, "only recruits are placed"
    members = (~recruit_limits.places & (problem.maximum > 0)).astype(np.int64)
    free = allocator.allocate(np.zeros_like(hired), members + hired)
    if free is None:
        return None
    worth = _worth(allocator, free)
    plan = _windowed(allocator, hired, free, worth, limits)
    if plan is not None and _missing(plan) > (problem.unserved or 0):
        plan = exchange_places(allocator, plan, worth, limits, MENDING)
    return plan


def _worth(allocator: Allocator, plan: AllocatedPlan) -> Floats:
    """Return the value of each person inside its window at the lowest prices of a plan."""
    price = allocator.duals(plan)[-1].price
    table = make_cost_table(allocator.problem, allocator.total)
    return evaluate_bound(table, price).inside


def _windowed(
    allocator: Allocator, hired: Ints, free: AllocatedPlan, worth: Floats, limits: SearchLimits
) -> AllocatedPlan | None:
    """Return a plan with no more exceptions than there may be.

    Members who hold more than half of their minimum in the plan without one are used; then those
    worth least leave until the windows can be met, and the best come in where somebody is left out.

    Parameters
    ----------
    free
        The plan with everybody and no minimum.
    """
    problem = allocator.problem
    member = (
        np.ones(problem.persons, bool)
        if problem.recruit_limits is None
        else ~problem.recruit_limits.places
    )
    loads = problem.loads(free.person)
    few = (loads > 0) & (loads < problem.minimum * np.maximum(hired, 1))
    short = _exceptions(problem, few, loads)
    stays = ((2 * loads > problem.minimum) | allocator.holders) & (short == 0)
    normal = np.where(member, stays.astype(np.int64), hired - short)
    for flow in range(REPAIRS):
        if flow and limits.over:
            return None
        plan = allocator.allocate(normal, short)
        if plan is None:
            may_go = np.flatnonzero(member & (normal > 0) & ~allocator.holders)
            if not len(may_go):
                return None
            normal[may_go[worth[may_go].argmax()]] = 0
            continue
        idle = member & (normal + short == 0) & np.isfinite(worth)
        if _missing(plan) <= (problem.unserved or 0) or not idle.any():
            return plan
        out = (plan.person == UNSERVED)[problem.reach.household]
        near = np.zeros(problem.persons, bool)
        near[problem.reach.person[out]] = True
        chosen = np.flatnonzero(idle & near)
        if not len(chosen):
            return plan
        normal[chosen[worth[chosen].argmin()]] = 1
    return None


def _exceptions(problem: AssignmentProblem, few: NDArray[np.bool_], loads: Ints) -> Ints:
    """Return who of those with too few is an exception: the fullest, as many as there may be."""
    short = np.zeros(problem.persons, np.int64)
    rows = np.flatnonzero(few & problem.may_be_short)
    most = len(rows) if problem.exceptions is None else problem.exceptions
    short[rows[np.argsort(-loads[rows], kind="stable")[:most]]] = 1
    return short


def _missing(plan: AllocatedPlan) -> int:
    return int((plan.person == UNSERVED).sum())
