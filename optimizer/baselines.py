"""What a simple rule used by hand would give: the plan's worth is the difference.

Both rules know today's members, the limit and the forbidden pairs; neither knows locked pairs,
the current plan or a minimum.
"""

from __future__ import annotations

import numpy as np

from optimizer.distance import distances_within
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
    limit_m = village.rules.max_distance_m
    household, member, within_m = distances_within(village, village.members, limit_m)
    metres = np.full((len(village.households), len(village.members)), np.inf)
    metres[household, member] = within_m
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

    Equal distances go by household, then by member. Instead of sorting all pairs, only every
    household's nearest open member is looked at: in the order of those distances nothing can
    go wrong before some member is full. So the households up to that moment are settled at
    once, the full member is closed, and those who waited for it look again.
    """
    person = np.full(len(metres), UNSERVED)
    seats = maximum.copy()
    metres = np.where(seats > 0, metres, np.inf)
    wish, wish_m = _wishes(metres)
    waiting = _in_order(np.arange(len(metres)), wish_m)
    while len(waiting):
        wanted = wish[waiting]
        taken, closing = _until_full(wanted, seats)
        person[waiting[:taken]] = wanted[:taken]
        if closing is None:
            break
        seats -= np.bincount(wanted[:taken], minlength=len(seats))
        metres[:, closing] = np.inf
        waiting = waiting[taken:]
        again = waiting[wish[waiting] == closing]
        wish[again], wish_m[again] = _wishes(metres[again])
        waiting = _in_order(waiting, wish_m)
    return person


def _wishes(metres: Floats) -> tuple[Ints, Floats]:
    """Return every household's nearest open member and the distance, infinite for none."""
    if not metres.shape[1]:
        return np.zeros(len(metres), np.int64), np.full(len(metres), np.inf)
    wish = metres.argmin(axis=1)
    return wish, metres[np.arange(len(metres)), wish]


def _in_order(rows: Ints, wish_m: Floats) -> Ints:
    """Return the rows that still have a wish, the nearest first, equal ones by row."""
    rows = np.sort(rows[wish_m[rows] < np.inf])
    return rows[np.argsort(wish_m[rows], kind="stable")]


def _until_full(wanted: Ints, seats: Ints) -> tuple[int, int | None]:
    """Return how many wishes come true before a member is full, that wish included, and whose."""
    order = np.argsort(wanted, kind="stable")
    ranked = wanted[order]
    rank = np.arange(len(ranked)) - np.searchsorted(ranked, ranked)
    last = order[rank + 1 == seats[ranked]]
    if not len(last):
        return len(wanted), None
    first = int(last.min())
    return first + 1, int(wanted[first])


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
