"""Exchanges of recruits' places, and of members in and out of reserve, by flows on what is left.

One recruit moves to another place at a time (the vertex exchange of Teitz and Bart 1968). All such
moves are bounded at once by the duals of the plan; where a place may be worth it, it is opened by
one flow, whose duals bound what closing each other place would cost then; only those that may gain
are closed. Flows are counted, so that the work is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from optimizer.assignment.search.allocator import AllocatedPlan, Allocator
from optimizer.assignment.search.exchange_screening import exchange_bounds
from optimizer.assignment.search.location_search import locate_and_allocate
from optimizer.domain.scenario import Floats, Ints
from optimizer.domain.search_limits import SearchLimits

WORTH = 1e-6
"""Of a plan's value, the gain that an exchange has to promise."""
CLOSED = 5
"""Recruits who may leave for one who has come, those whose bounds are lowest."""
ALIKE = 6
"""Households by which two places are told apart: the nearest that each reaches."""


def exchange_places(
    allocator: Allocator, plan: AllocatedPlan, worth: Floats, limits: SearchLimits, flows: int
) -> AllocatedPlan:
    """Move recruits to other places, one at a time, as long as that gains.

    Parameters
    ----------
    worth
        Shape (persons,): value of a recruit at each place in the relaxation, the lowest the most
        promising. The duals of a plan tell well what is of no use, but not what is best.
    flows
        How many may be solved: unlike time, they are the same on every machine.

    Returns
    -------
    A plan at least as good.
    """
    failed = np.zeros(allocator.problem.persons, bool)
    while flows > 0 and not limits.over:
        better, flows = _better_place(allocator, plan, worth, failed, limits, flows)
        if better is plan:
            break
        plan = locate_and_allocate(allocator, better, limits)
    return plan


def _better_place(
    allocator: Allocator,
    plan: AllocatedPlan,
    worth: Floats,
    failed: NDArray[np.bool_],
    limits: SearchLimits,
    flows: int,
) -> tuple[AllocatedPlan, int]:
    """Return the first plan that gains with one recruit elsewhere, and how many flows are left.

    Parameters
    ----------
    worth
        Shape (persons,): of a recruit at each place.
    failed
        Shape (persons,): places that were opened in vain, which come last; marked here.
    """
    recruit_limits = allocator.problem.recruit_limits
    assert recruit_limits is not None, "only recruits are moved"
    hired = np.where(recruit_limits.places, plan.normal + plan.short, 0)
    going, coming = np.flatnonzero(hired), np.flatnonzero(recruit_limits.copies > hired)
    if not len(going) or not len(coming):
        return plan, flows
    enough = plan.value * (1 - WORTH)
    bounds = np.full((allocator.problem.persons, len(going)), np.inf)
    bounds[coming] = exchange_bounds(allocator, plan, coming, going).both
    coming = coming[bounds[coming].min(axis=1) < enough]
    coming = coming[np.lexsort((worth[coming], failed[coming]))]
    for place in _apart(allocator.cost, coming):
        if flows <= 0 or limits.over:
            break
        better, flows = _with_recruit_at(allocator, plan, place, going, bounds[place], flows)
        if better is not plan:
            return better, flows
        failed[place] = True
    return plan, flows


def _with_recruit_at(
    allocator: Allocator, plan: AllocatedPlan, place: int, rows: Ints, bounds: Floats, flows: int
) -> tuple[AllocatedPlan, int]:
    """Return a plan that gains with a recruit at a place and one of the others less, if any.

    Parameters
    ----------
    rows
        From which a recruit may go, shape (going,).
    bounds
        Shape (going,): what no such plan goes below.
    """
    enough = plan.value * (1 - WORTH)
    normal = _changed(plan.normal, place, 1)
    opened = allocator.allocate(normal, plan.short)
    flows -= 1
    if opened is not None:
        nobody = np.empty(0, np.int64)
        bounds = np.maximum(bounds, exchange_bounds(allocator, opened, nobody, rows).without)
    for row in np.argsort(bounds, kind="stable")[:CLOSED]:
        if bounds[row] >= enough or flows <= 0:
            break
        full = plan.normal[rows[row]] > 0
        closed = allocator.allocate(
            _changed(normal, rows[row], -1) if full else normal,
            plan.short if full else _changed(plan.short, rows[row], -1),
        )
        flows -= 1
        if closed is not None and closed.value < enough:
            return closed, flows
    return plan, flows


def switch_members(
    allocator: Allocator, plan: AllocatedPlan, limits: SearchLimits, flows: int
) -> AllocatedPlan:
    """Let members come out of reserve, go into it, or take each other's place, while that gains.

    Recruits stay where they are.
    """
    while flows > 0 and not limits.over:
        better, flows = _better_members(allocator, plan, limits, flows)
        if better is plan:
            break
        plan = better
    return plan


def _better_members(
    allocator: Allocator, plan: AllocatedPlan, limits: SearchLimits, flows: int
) -> tuple[AllocatedPlan, int]:
    """Return the first plan that gains with other members, the lowest bounds first."""
    problem, enough = allocator.problem, plan.value * (1 - WORTH)
    idle, used = _members(allocator, plan)
    found = exchange_bounds(allocator, plan, idle, used)
    bounds = np.full((len(idle) + 1, len(used) + 1), np.inf)
    bounds[:-1, :-1], bounds[:-1, -1], bounds[-1, :-1] = found.both, found.alone, found.without
    order = np.argsort(bounds, axis=None, kind="stable")
    for move in order[bounds.ravel()[order] < enough].tolist():
        if flows <= 0 or limits.over:
            break
        row, column = divmod(move, len(used) + 1)
        change = np.zeros(problem.persons, np.int64)
        change[idle[row : row + 1]] += 1
        change[used[column : column + 1]] -= 1
        tried = allocator.allocate(plan.normal + change, plan.short)
        flows -= 1
        if tried is not None and tried.value < enough:
            return tried, flows
    return plan, flows


def _members(allocator: Allocator, plan: AllocatedPlan) -> tuple[Ints, Ints]:
    """Return the members who are in reserve, and those who are used and might go there."""
    problem = allocator.problem
    member = problem.copies > 0
    if problem.recruit_limits is not None:
        member = ~problem.recruit_limits.places
    member &= (problem.maximum > 0) & ~allocator.holders
    idle = member & (plan.normal + plan.short == 0)
    return np.flatnonzero(idle), np.flatnonzero(member & (plan.normal > 0))


def _changed(count: Ints, row: int, by: int) -> Ints:
    changed = count.copy()
    changed[row] += by
    return changed


def _apart(cost: Floats, places: Ints) -> Iterator[int]:
    """Yield places in the order given, no two of them alike.

    Neighbours have the same worth and the same households; one of them stands for all, and is
    moved to the best of them later.
    """
    told = np.zeros(cost.shape[1], bool)
    for place in places.tolist():
        homes = np.argsort(cost[place], kind="stable")[:ALIKE]
        homes = homes[np.isfinite(cost[place, homes])]
        if 2 * np.count_nonzero(told[homes]) < len(homes):
            told[homes] = True
            yield place
