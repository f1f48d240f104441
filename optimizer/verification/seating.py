"""Alternating paths in a table of who may sit where: one household more, the others passed on."""

from __future__ import annotations

import numpy as np

from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints
from optimizer.verification.straight import Mask


def path_to_seat(allowed: Mask, person: Ints, free: Mask, rows: Ints) -> list[tuple[int, int]]:
    """Return who goes where so that one of some households is served; nothing where none can be.

    Breadth first from the households (Berge 1957). The first pair is that of the household that
    is served now; each next one is passed on by the person before it.

    Parameters
    ----------
    allowed
        Shape (households, persons).
    person
        Shape (households,), ``UNSERVED`` for the rows in question.
    free
        Shape (persons,): who has a seat left.
    """
    came_from = np.full(len(free), UNSERVED)
    frontier, seen = rows, np.zeros(len(free), np.bool_)
    while len(frontier):
        reached = allowed[frontier] & ~seen
        found = np.flatnonzero(reached.any(axis=0))
        came_from[found] = frontier[reached[:, found].argmax(axis=0)]
        seen[found] = True
        if free[found].any():
            return _back(person, came_from, int(found[free[found]][0]))
        frontier = np.flatnonzero(np.isin(person, found))
    return []


def _back(person: Ints, came_from: Ints, taker: int) -> list[tuple[int, int]]:
    path = []
    while taker != UNSERVED:
        household = int(came_from[taker])
        path.append((household, taker))
        taker = int(person[household])
    return path[::-1]


def seat_one(allowed: Mask, person: Ints, loads: Ints, maximum: Ints, rows: Ints) -> bool:
    """Seat one of some households along an alternating path, in place; False where none can be."""
    path = path_to_seat(allowed, person, loads < maximum, rows)
    for household, taker in path:
        person[household] = taker
    if path:
        loads[path[-1][1]] += 1
    return bool(path)
