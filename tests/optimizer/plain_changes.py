"""Changes against the plan in force, counted household by household."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints, Village


def may_keep(village: Village, household: int, member: int) -> bool:
    """Tell whether a pair of the plan in force may still be used."""
    locks = dict(village.locked.tolist())
    if household in locks:
        return bool(locks[household] == member)
    away = math.dist(village.households.xy[household], village.members.xy[member])
    near = away <= village.rules.max_distance_m
    return near and [household, member] not in village.forbidden.tolist()


def forced_changes(village: Village) -> int:
    """Count the pairs that are lost whatever is planned: unusable, or too many for a window."""
    kept = [pair for pair in village.current.tolist() if may_keep(village, *pair)]
    over = (
        max(sum(member == row for _, member in kept) - most, 0)
        for row, most in enumerate(village.members.maximum.tolist())
    )
    return int(len(village.current) - len(kept) + sum(over))


def by_event(village: Village, person: Ints) -> NDArray[np.bool_] | None:
    """Return which households change by event; None where there is no plan in force."""
    if not village.has_current:
        return None
    before = dict(village.current.tolist())
    room = {row: int(most) for row, most in enumerate(village.members.maximum)}
    kept = [pair for pair in before.items() if may_keep(village, *pair)]
    over = {row: sum(m == row for _, m in kept) - most for row, most in room.items()}
    forced = np.zeros(len(person), bool)
    for household, now in enumerate(person.tolist()):
        member = before.get(household, UNSERVED)
        if now == member:
            continue
        if member == UNSERVED or not may_keep(village, household, member):
            forced[household] = True
        elif over[member] > 0:
            over[member] -= 1
            forced[household] = True
    return forced
