"""Hard villages first, so that none of them begins when all others are done.

One village may take as long as a hundred others. Begun last, it would keep one process busy and
all others waiting for it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from optimizer.distance import distances_within
from optimizer.domain.scenario import Ends, Village

SIGHT = 200_000
"""Households to look ahead over: a province, and some 20 MB."""
_MOST_PAIRS = 4_000_000
"""A village with more is hard without looking."""
_PAIRS_A_SEAT = 1_000
"""Pairs that are as hard as one household too many, on villages of the province."""


def hardest_first(villages: Iterable[Village], *, sight: int = SIGHT) -> Iterator[Village]:
    """Yield all villages; of those within sight always the one that looks hardest.

    Villages come a batch at a time, so that no easy one waits until the end and keeps the tables
    it was read from in memory. While one batch is handed out the next is read, as many villages
    again; what is left when no more are to come is one batch.
    """
    coming = iter(villages)
    here, there = sorted(_within(coming, sight), key=hardness), list[Village]()
    while here:
        yield here.pop()
        following = next(coming, None)
        if following is not None:
            there.append(following)
        if there and (following is None or not here):
            here, there = sorted([*here, *there], key=hardness), []


def hardness(village: Village) -> float:
    """Return what grows with the time that a village takes: a guess, in half a millisecond.

    Slow are villages with households that cannot count on a seat (every member's seats are shared
    out evenly among all who live within the limit: the floating catchments of Luo and Wang 2003),
    and those with many pairs. Straight lines do where there must be points, whatever the metric.
    """
    homes, members = village.households, village.members
    if len(homes) * len(members) > _MOST_PAIRS:
        return math.inf
    near = _near(village)
    seats = near @ (members.maximum / np.maximum(near.sum(axis=0), 1))
    return float(np.maximum(1.0 - seats, 0.0).sum() + near.sum() / _PAIRS_A_SEAT)


def _near(village: Village) -> NDArray[np.bool_]:
    """Return which households and members look near, shape (households, members)."""
    homes, members, limit_m = village.households, village.members, village.rules.max_distance_m
    if not village.rules.metric.needs_points:
        near = np.zeros((len(homes), len(members)), np.bool_)
        rows, columns, _ = distances_within(village, Ends.MEMBERS, limit_m)
        near[rows, columns] = True
        return near
    apart = homes.xy[:, None, :] - members.xy[None, :, :]
    return np.asarray(np.hypot(apart[..., 0], apart[..., 1]) <= limit_m)


def _within(coming: Iterator[Village], sight: int) -> Iterator[Village]:
    """Yield villages until so many households are passed."""
    seen = 0
    for village in coming:
        yield village
        seen += len(village.households)
        if seen >= sight:
            return
