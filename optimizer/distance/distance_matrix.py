"""Distances of all households to all of some points, as a matrix: 8 bytes a pair and no more."""

from __future__ import annotations

from heapq import heapify, heappop, heapreplace

import numpy as np
from numpy.typing import NDArray

from optimizer.distance import distances_within, is_plain
from optimizer.distance.reach import Reach
from optimizer.domain.scenario import Ends, Floats, Village

AT_ONCE = 1 << 20
"""Pairs measured in one go: bounds what is needed besides the matrix."""


def metres_within(village: Village, ends: Ends) -> Floats:
    """Return the distances, shape (households, ends); infinite beyond the limit."""
    limit_m, start, end = village.rules.max_distance_m, village.households, village.ends(ends)
    if is_plain(village):
        return straight_table(start.xy, end.xy, limit_m)
    metres = np.full((len(start), len(end)), np.inf)
    row, column, within_m = distances_within(village, ends, limit_m)
    metres[row, column] = within_m
    return metres


def straight_table(start: Floats, end: Floats, limit_m: float) -> Floats:
    """Return straight lines between points, shape (start, end); infinite beyond the limit."""
    metres = np.full((len(start), len(end)), np.inf)
    if not metres.size:
        return metres
    many = max(1, AT_ONCE // len(end))
    for first in range(0, len(start), many):
        block = slice(first, first + many)
        # The very operations of a single distance, so that every bit is the same.
        away_m = np.hypot(
            np.subtract.outer(start[block, 0], end[:, 0]),
            np.subtract.outer(start[block, 1], end[:, 1]),
        )
        away_m[away_m > limit_m] = np.inf
        metres[block] = away_m
    return metres


def usable_metres(village: Village, reach: Reach | None = None) -> Floats:
    """Return the distances to members, infinite where a pair is beyond the limit or forbidden.

    Parameters
    ----------
    reach
        The members' pairs, where they are measured already.
    """
    if reach is not None and not len(village.locked):  # locks leave other pairs out
        metres = np.full((reach.households, reach.persons), np.inf)
        metres[reach.household, reach.person] = reach.metres
        return metres
    metres = metres_within(village, Ends.MEMBERS)
    metres[village.forbidden[:, 0], village.forbidden[:, 1]] = np.inf
    return metres


def nearest_with_room(metres: Floats, maximum: NDArray[np.int64]) -> NDArray[np.int64]:
    """Go through all pairs from the nearest to the farthest, taking what is still free.

    Equal distances go by household, then by person. Instead of sorting all pairs, every household
    waits with its nearest person alone, and with the nearest who has room when that one is full
    by its turn.

    Returns
    -------
    Shape (households,): a person's row, or -1.
    """
    person = np.full(len(metres), -1)
    if not metres.shape[1]:
        return person
    seats = maximum.tolist()
    closed_m = np.where(maximum > 0, 0.0, np.inf)
    first = metres.argmin(axis=1)
    nearest_m = metres[np.arange(len(metres)), first].tolist()
    waiting = list(zip(nearest_m, range(len(metres)), first.tolist(), strict=True))
    heapify(waiting)
    left = int(maximum.sum())
    while left and waiting and waiting[0][0] < np.inf:
        _, row, member = waiting[0]
        if seats[member]:
            seats[member] -= 1
            left -= 1
            person[row] = member
            heappop(waiting)
            if not seats[member]:
                closed_m[member] = np.inf
            continue
        open_m = metres[row] + closed_m
        nearest = int(open_m.argmin())
        heapreplace(waiting, (float(open_m[nearest]), row, nearest))
    return person
