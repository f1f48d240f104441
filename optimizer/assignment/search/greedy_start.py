"""Greedy start for recruits' places: one after the other, each where prices say it is worth most.

A flow shares the households among the members and the recruits placed so far, and its dual prices
say what each household would pay for another seat. The next recruit goes where the households it
can hold pay most beyond their walk. A household may stay without anybody in these flows, at the
price of some longest walks: with too few seats the prices would otherwise say nothing of walks.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.assignment.bounds.flow_duals import lowest_duals
from optimizer.assignment.bounds.lagrangian import CostTable, make_cost_table
from optimizer.assignment.problem import AssignmentProblem, Goal
from optimizer.assignment.recruit_limits import RecruitLimits
from optimizer.assignment.search.allocator import Allocator
from optimizer.distance.reach import Reach
from optimizer.domain.scenario import Floats, Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.solvers.flow import minimum_cost_flow

NOBODY = 4
"""Longest walks that a household without anybody counts for."""
FLOWS = 16
"""Flows to a unit of effort; with fewer than recruits, several recruits are placed after each."""


def place_greedily(allocator: Allocator, limits: SearchLimits) -> Ints | None:
    """Return how many recruits each person of the problem has, 0 for members.

    Every limit on recruits is kept, pockets and caps included.

    Returns
    -------
    Shape (persons,); None where there are no prices.
    """
    problem = allocator.problem
    recruit_limits = problem.recruit_limits
    assert recruit_limits is not None, "only recruits are placed"
    table = make_cost_table(problem, allocator.total)
    hired = np.zeros(problem.persons, np.int64)
    flows = max(int(FLOWS * limits.effort), 1)
    while (left := recruit_limits.number - int(hired.sum())) > 0:
        price = _prices(allocator, hired)
        if price is None:
            return None
        # Once the time is up the others are placed at the prices there are.
        for _ in range(left if limits.over else -(-left // max(flows, 1))):
            worth = _worth(table, problem.maximum, price)
            place = _best(recruit_limits, hired, worth)
            if place is None:
                return hired
            hired[place] += 1
            price = _with_seats(allocator, price, place)
        flows -= 1
    return hired


def _prices(allocator: Allocator, hired: Ints) -> Floats | None:
    """Return what each household pays for a seat beside the members and these recruits."""
    problem = allocator.problem
    recruit_limits = problem.recruit_limits
    used = (
        np.ones(problem.persons, np.int64)
        if recruit_limits is None
        else ~recruit_limits.places + hired
    )
    _, upper = allocator.window(used, np.zeros_like(used))
    rows = np.flatnonzero(upper)
    far = NOBODY * (int(allocator.total.pair.max(initial=0)) + 1)
    here, goal = _with_nobody(*allocator.among(rows), far)
    upper = np.append(upper[rows], problem.households)
    none = np.zeros_like(upper)
    plan = minimum_cost_flow(here.reach, goal.pair, none, upper, pinned=here.pinned)
    if plan is None:
        return None
    duals = lowest_duals(replace(here, maximum=upper), goal, plan, none)
    return None if duals is None else duals.price


def _with_nobody(
    problem: AssignmentProblem, goal: Goal, far: int
) -> tuple[AssignmentProblem, Goal]:
    """Return the problem with one person more, who stands for nobody and is far from all.

    A household that must be served is not far from that person: it has no such pair.
    """
    reach, free = problem.reach, np.flatnonzero(~problem.pinned)
    nobody = np.full(len(free), reach.persons)
    nothing = np.zeros(len(free))
    wider = Reach(
        np.append(reach.household, free),
        np.append(reach.person, nobody),
        np.append(reach.metres, nothing),
        np.append(reach.micrometres, nothing.astype(np.int64)),
        reach.households,
        reach.persons + 1,
    )
    there = replace(problem, reach=wider, unserved=0)
    return there, Goal(np.append(goal.pair, far + goal.skip[free]), np.zeros_like(goal.skip))


def _worth(table: CostTable, maximum: Ints, price: Floats) -> Floats:
    """Return what one person more at each place saves, as a negative number; shape (persons,)."""
    seats = table.normal.shape[1]
    reduced = np.minimum(table.cost - price.take(table.household), 0.0)
    lowest = np.sort(np.partition(reduced, seats - 1, axis=1)[:, :seats], axis=1)
    worth: Floats = np.where(np.arange(seats) < maximum[:, None], lowest, 0.0).sum(axis=1)
    return worth


def _best(recruit_limits: RecruitLimits, hired: Ints, worth: Floats) -> int | None:
    """Return the place for the next recruit that saves most; None where none saves anything.

    Whatever the best choice of all who are still to be placed begins with can be completed to one
    that keeps every limit (the limits are a laminar matroid).
    """
    there = recruit_limits.inside @ hired
    rest = replace(
        recruit_limits,
        copies=recruit_limits.copies - hired,
        number=recruit_limits.number - int(hired.sum()),
        least=np.maximum(recruit_limits.least - there, 0),
        most=recruit_limits.most - there,
    )
    chosen = np.flatnonzero(rest.chosen(np.where(recruit_limits.places, worth, np.inf)))
    return int(chosen[worth[chosen].argmin()]) if len(chosen) else None


def _with_seats(allocator: Allocator, price: Floats, place: int) -> Floats:
    """Return the prices once the households that gain most have a seat at a place."""
    cost = allocator.cost[place]
    gain = price - cost
    seats = int(allocator.problem.maximum[place])
    taken = np.argsort(-gain, kind="stable")[:seats]
    taken = taken[gain[taken] > 0]
    lower = price.copy()
    lower[taken] = cost[taken]
    return lower
