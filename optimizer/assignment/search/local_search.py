"""Local search: a plan made from the relaxation, or a better one from the incumbent.

Members alone: the persons whom the relaxation uses, more or fewer until a flow serves everybody.
With recruits: location-allocation, then exchanges of places, then members in and out of reserve.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from optimizer.assignment.bounds.lagrangian import LagrangianBound
from optimizer.assignment.incumbent import better_solution
from optimizer.assignment.problem import AssignmentProblem, Goal, Solution
from optimizer.assignment.search.allocator import make_allocator
from optimizer.assignment.search.exchanges import exchange_places, switch_members
from optimizer.assignment.search.flow_plans import plan_for_persons
from optimizer.assignment.search.location_search import locate_and_allocate
from optimizer.assignment.search.search_state import SearchState
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Floats, Ints
from optimizer.domain.search_limits import SearchLimits

TRIES = 30
"""Exchanges of a recruit's place to a unit of effort."""
SWITCHED = 0.3
"""Flows for members in and out of reserve, to one for exchanges of recruits' places."""


def exchanges_allowed(limits: SearchLimits) -> int:
    """Return how many exchanges of a recruit's place may be tried at a time."""
    return int(TRIES * limits.effort)


def improve_plan(state: SearchState, limits: SearchLimits, *, tries: int) -> SearchState:
    """Make a plan of what the relaxation looks like, or a better one of the best."""
    problem, goal = state.problem, state.goal
    plan = _plan_near(problem, goal, state.bound, state.best, limits, tries=tries)
    return replace(state, best=better_solution(state.best, plan, problem, goal))


def _plan_near(
    problem: AssignmentProblem,
    goal: Goal,
    bound: LagrangianBound,
    best: Solution,
    limits: SearchLimits,
    *,
    tries: int,
) -> Ints | None:
    """Return a plan made from the relaxed plan, or from the best one by moving its recruits.

    Parameters
    ----------
    tries
        Exchanges of a recruit's place that may be tried.
    """
    if problem.recruit_limits is None:
        return _repaired(problem, goal, bound, limits)
    normal, short = bound.normal, bound.short
    start = better_solution(best, plan_for_persons(problem, goal, normal, short), problem, goal)
    if start.person is None:
        return None
    allocator = make_allocator(problem, goal)
    if allocator is None:
        return start.person
    plan = locate_and_allocate(allocator, allocator.of_plan(start.person), limits)
    worth = np.minimum(bound.inside, bound.outside)
    plan = exchange_places(allocator, plan, worth, limits, tries)
    return switch_members(allocator, plan, limits, int(SWITCHED * tries)).person


def _repaired(
    problem: AssignmentProblem, goal: Goal, bound: LagrangianBound, limits: SearchLimits
) -> Ints | None:
    """Turn the relaxed plan's persons into a plan: add or drop the least convincing ones."""
    normal, worth = bound.normal > 0, np.minimum(bound.inside, bound.outside)
    short = bound.short > 0
    for _ in range(problem.persons):
        if limits.over:
            return None
        plan = plan_for_persons(problem, goal, normal.astype(np.int64), bound.short)
        if plan is None:
            normal[_last(normal, worth)] = False
            continue
        missing = np.flatnonzero(plan == UNSERVED)
        if len(missing) <= (problem.unserved or 0):
            return plan
        near = np.isin(problem.reach.household, missing)
        idle = ~normal & ~short & np.isfinite(bound.inside)
        useful = idle & np.isin(np.arange(problem.persons), problem.reach.person[near])
        chosen = useful if useful.any() else idle
        if not chosen.any():
            return plan
        normal[np.flatnonzero(chosen)[np.argmin(worth[chosen])]] = True
    return None


def _last(used: NDArray[np.bool_], worth: Floats) -> int:
    rows = np.flatnonzero(used)
    return int(rows[np.argmax(worth[rows])])
