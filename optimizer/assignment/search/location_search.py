"""Location-allocation local search for recruits' places: locate and allocate in turn.

Each recruit moves to the place that is nearest, in sum, to the households it has; then the
households are shared anew by a flow; until nothing gets better (Cooper 1964, Maranzana 1964).
"""

from __future__ import annotations

import numpy as np

from optimizer.assignment.search.allocator import AllocatedPlan, Allocator
from optimizer.domain.scenario import Floats, Ints
from optimizer.domain.search_limits import SearchLimits

ROUNDS = 12
"""A plan rarely improves more often than this."""


def locate_and_allocate(
    allocator: Allocator, plan: AllocatedPlan, limits: SearchLimits
) -> AllocatedPlan:
    """Return a plan at least as good with the same number of recruits, some of them elsewhere.

    Members stay in use as they are.
    """
    best = plan
    for _ in range(ROUNDS):
        if limits.over:
            break
        found = allocator.allocate(*_located(allocator, best))
        if found is None or found.value >= best.value:
            break
        best = found
    return best


def _located(allocator: Allocator, plan: AllocatedPlan) -> tuple[Ints, Ints]:
    """Move the recruits of each place to the best places for its households.

    Returns
    -------
    How many of each person are used then, inside their window and below it.
    """
    recruit_limits, person = allocator.problem.recruit_limits, plan.person
    normal, short = plan.normal.copy(), plan.short.copy()
    if recruit_limits is None:
        return normal, short
    hired = np.where(recruit_limits.places, normal + short, 0)
    # A household out of reach costs more than any in reach, and so little that sums stay exact.
    cost = np.minimum(allocator.cost, allocator.far)
    for row in np.flatnonzero((hired > 0) & (allocator.problem.loads(person) > 0)):
        room = recruit_limits.copies - normal - short
        room[row] = recruit_limits.copies[row]
        places = _best_places(cost[:, person == row], int(hired[row]), room)
        full = int(normal[row])
        normal[row] = short[row] = 0
        np.add.at(normal, places[:full], 1)
        np.add.at(short, places[full:], 1)
    return normal, short


def _best_places(cost: Floats, number: int, room: Ints) -> Ints:
    """Choose places one by one, each the best beside those before it, then each anew.

    Parameters
    ----------
    cost
        Shape (persons, households): of the households that are to be near; finite.
    room
        Shape (persons,): recruits that a place may still have.
    """
    left = room.copy()
    places = np.full(number, -1)
    nearest = np.full((number, cost.shape[1]), np.inf)
    for nth in (*range(number), *range(number if number > 1 else 0)):
        if places[nth] >= 0:
            left[places[nth]] += 1
            nearest[nth] = np.inf
        total = np.where(left > 0, np.minimum(cost, nearest.min(axis=0)).sum(axis=1), np.inf)
        places[nth] = int(total.argmin())
        nearest[nth] = cost[places[nth]]
        left[places[nth]] -= 1
    return places
