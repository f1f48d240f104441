"""What a simple rule used by hand would give: the plan's worth is the difference.

Both rules know today's members, the limit and the forbidden pairs; neither knows locked pairs,
the current plan or a minimum.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heapify, heappop, heapreplace
from math import inf

import numpy as np

from optimizer.distance import metres_table
from optimizer.plan import UNSERVED, Baseline, Baselines
from optimizer.scenario import Floats, Ints, Village


def baselines(village: Village) -> Baselines:
    """Return what the nearest member, and the nearest member with room, would do."""
    metres = _usable_metres(village)
    return Baselines(
        nearest=_measured(village, metres, _nearest(metres)),
        greedy=_measured(village, metres, _greedy(metres, village.members.maximum)),
    )


def _usable_metres(village: Village) -> Floats:
    """Return the distances, shape (households, members); infinite where a pair may not be."""
    metres = metres_table(village, village.members, village.rules.max_distance_m)
    metres[village.forbidden[:, 0], village.forbidden[:, 1]] = np.inf
    return metres


def _nearest(metres: Floats) -> Ints:
    """Give every household its nearest member, however many that member has already."""
    if not metres.shape[1]:
        return np.full(len(metres), UNSERVED)
    person = metres.argmin(axis=1)
    reached = metres[np.arange(len(metres)), person] < np.inf
    return np.where(reached, person, UNSERVED)


def _greedy(metres: Floats, maximum: Ints) -> Ints:
    """Go through all pairs from the nearest to the farthest, taking what is still free.

    Equal distances go by household, then by member. Instead of sorting all pairs, every household
    waits with its nearest member alone, and with its next one when that is full by its turn.
    """
    person = np.full(len(metres), UNSERVED)
    if not metres.shape[1]:
        return person
    seats, first = maximum.tolist(), metres.argmin(axis=1)
    nearest_m = metres[np.arange(len(metres)), first].tolist()
    waiting = list(zip(nearest_m, range(len(metres)), first.tolist(), strict=True))
    heapify(waiting)
    others: dict[int, Iterator[tuple[float, int]]] = {}
    while waiting and waiting[0][0] < inf:
        _, row, member = waiting[0]
        if seats[member]:
            seats[member] -= 1
            person[row] = member
            heappop(waiting)
            continue
        if row not in others:
            others[row] = _in_order(metres[row])
        away_m, member = next(others[row], (inf, UNSERVED))
        heapreplace(waiting, (away_m, row, member))
    return person


def _in_order(row_m: Floats) -> Iterator[tuple[float, int]]:
    """Return distance and member of all but the nearest, equal ones by member."""
    order = row_m.argsort(kind="stable")[1:]
    return zip(row_m[order].tolist(), order.tolist(), strict=True)


def _measured(village: Village, metres: Floats, person: Ints) -> Baseline:
    served = np.flatnonzero(person != UNSERVED)
    walks_m = metres[served, person[served]]
    members = village.members
    loads = np.bincount(person[served], minlength=len(members))
    excess = np.maximum(loads - members.maximum, 0)
    return Baseline(
        unserved=len(person) - len(served),
        overloaded=int(np.count_nonzero(excess)),
        excess=int(excess.sum()),
        exceptions=int(np.count_nonzero((loads > 0) & (loads < members.minimum))),
        walk_m=float(walks_m.sum()),
        longest_m=float(walks_m.max(initial=0.0)),
    )
