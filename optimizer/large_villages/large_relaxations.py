"""The smallest relaxations of a large village: by exchanges on a matrix, as far as time allows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.domain.plan import UNSERVED, Relaxations
from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Floats, Ints, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.large_villages.candidate_pairs import members_metres
from optimizer.solvers.alternating_paths import Bools, seated


def smallest_relaxations(
    village: Village, metres: Floats, person: Ints, locked: Bools, limits: SearchLimits
) -> Relaxations:
    """Return the smallest limit and maximum that alone would serve everybody, if time allows.

    Parameters
    ----------
    metres
        Shape (households, members): usable pairs, infinite elsewhere.
    person
        A plan that serves as many as can be.
    """
    near = np.ascontiguousarray(np.isfinite(metres).T)
    most, sure = _maximum(village, near, person, locked, limits)
    limit_m, told = _limit(village, person, locked, limits)
    if village.rules.minimum is MinimumPolicy.ENFORCE:
        # What flows can do is no answer there, only what they cannot is.
        sure, told = sure and most is None, told and limit_m is None
        most = limit_m = None
    unknown = (("max_distance_m",) * (not told)) + (("max_households",) * (not sure))
    return Relaxations(limit_m, most, unknown)


def _maximum(
    village: Village, near: Bools, person: Ints, locked: Bools, limits: SearchLimits
) -> tuple[int | None, bool]:
    """Return the smallest maximum, None where there is none; and whether that is known."""
    own, rule = village.members.maximum, village.rules.max_households
    follows = own == rule

    def serves_all(most: int) -> bool:
        room = np.where(follows, most, own)
        return not bool((seated(near, person, room, locked)[0] == UNSERVED).any())

    highest = max(len(village.households), rule + 1)
    if not near.any(axis=0).all():
        return None, True
    if limits.over:
        return None, False
    if not serves_all(highest):
        return None, True
    short = len(person) - int(own[~follows].sum())
    low = max(rule + 1, -(-short // max(int(follows.sum()), 1)))
    high, step = low, 1
    while not serves_all(min(high, highest)):
        if limits.over:
            return None, False
        low, high, step = high + 1, high + step, 2 * step
    high = min(high, highest)
    while low < high:
        if limits.over:
            return None, False
        middle = (low + high) // 2
        low, high = (low, middle) if serves_all(middle) else (middle + 1, high)
    return high, True


def _limit(
    village: Village, person: Ints, locked: Bools, limits: SearchLimits
) -> tuple[float | None, bool]:
    """Return the smallest limit, None where there is none; and whether that is known."""
    room = village.members.maximum
    if int(room.sum()) < len(person):
        return None, True
    if limits.over:
        return None, False
    endless = village.rules.model_copy(update={"max_distance_m": np.inf})
    metres = members_metres(replace(village, rules=endless))
    if limits.over:
        return None, False
    always = np.zeros(metres.shape, bool)
    always[village.locked[:, 0], village.locked[:, 1]] = True

    def serves_all(limit_m: float) -> bool:
        near = np.ascontiguousarray(((metres <= limit_m) | always).T & np.isfinite(metres).T)
        return not bool((seated(near, person, room, locked)[0] == UNSERVED).any())

    if not serves_all(np.inf):
        return None, True
    low = village.rules.max_distance_m
    high = float(metres[np.isfinite(metres) & ~always].max(initial=low))
    while True:
        if limits.over:
            return None, False
        between = metres[(metres > low) & (metres < high)]
        if not len(between):
            return high, True
        at = float(np.partition(between, len(between) // 2)[len(between) // 2])
        low, high = (low, at) if serves_all(at) else (at, high)
