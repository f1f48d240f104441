"""Alternating paths: households served by exchanges, until no exchange serves one more.

A plan serves as many households as can be served exactly when no path leads from an unserved
household to a free seat, along pairs that are not used and back along pairs that are (Berge).
Searched backwards from the free seats, a layer of persons at a time, many paths at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Where households could go if those who follow pass theirs on.

    Parameters
    ----------
    goes_to
        Shape (households,): a person who has, or can make, a seat; ``UNSERVED`` where nobody can.
    passes_on
        Shape (persons,): the household that a full person would pass on, or ``UNSERVED``.
    """

    goes_to: Ints
    passes_on: Ints


def ways(near: Bools, person: Ints, room: Ints, fixed: Bools, seats_of: Ints | None = None) -> Ways:
    """Search from all free seats, or from those of some persons.

    Parameters
    ----------
    near
        Shape (persons, households): who may serve whom.
    person
        Shape (households,), and ``room`` shape (persons,): maximum loads.
    fixed
        Shape (households,): True where a household stays with its person.
    seats_of
        Persons, shape (many,), beside whose free seats no others are looked at; None for all.
    """
    loads = np.bincount(person[person != UNSERVED], minlength=len(room))
    found = loads < room
    if seats_of is not None:
        found &= np.isin(np.arange(len(room)), seats_of)
    goes_to, passes_on = np.full(len(person), UNSERVED), np.full(len(room), UNSERVED)
    waiting, movable = ~fixed | (person == UNSERVED), (person != UNSERVED) & ~fixed
    frontier, left = np.flatnonzero(found), int(waiting.sum())
    while len(frontier):
        for one in frontier.tolist():
            if not left:
                break
            rows = np.flatnonzero(near[one] & waiting)
            goes_to[rows] = one
            waiting[rows] = False
            left -= len(rows)
        movers = np.flatnonzero(movable & (goes_to != UNSERVED))
        movers = movers[~found[person[movers]]]
        frontier, first = np.unique(person[movers], return_index=True)
        passes_on[frontier] = movers[first]
        found[frontier] = True
    return Ways(goes_to, passes_on)


def seated(
    near: Bools, person: Ints, room: Ints, fixed: Bools, seats_of: Ints | None = None
) -> tuple[Ints, Ways]:
    """Return a plan that serves as many as can be, and the ways that are left in it.

    Where only some persons have had more room since ``person`` served as many as could be, no way
    leads to the seats of others, so that only theirs (``seats_of``) have to be searched from.

    Nobody whom ``person`` serves is left out. The households without a way, the unserved ones
    and all that fill the persons they reach, are a reason for those unserved: every plan leaves
    out as many of them (Hall).
    """
    person = person.copy()
    while True:
        left = ways(near, person, room, fixed, seats_of)
        starts = np.flatnonzero((person == UNSERVED) & (left.goes_to != UNSERVED))
        if not len(starts):
            return person, left
        _exchange(near, person, room, left, starts)


def _exchange(near: Bools, person: Ints, room: Ints, left: Ways, starts: Ints) -> None:
    """Make every exchange that no other one made here stands in the way of."""
    seats = room - np.bincount(person[person != UNSERVED], minlength=len(room))
    goes_to, passes_on = left.goes_to.tolist(), left.passes_on.tolist()
    # Whoever is beside a free seat was led to one: from there nobody has to move.
    begun = (seats > 0).tolist()
    passed: set[int] = set()
    starts = _one_of_each(starts, left.goes_to, seats)
    open_seats = int(np.maximum(seats, 0).sum())
    for start in starts.tolist():
        if not open_seats:
            break
        if goes_to[start] in passed:
            continue
        if begun[goes_to[start]]:
            free = near[:, start] & (seats > 0)
            if free.any():
                person[start] = free.argmax()
                seats[person[start]] -= 1
                open_seats -= 1
            continue
        way, row = [], start
        while row != UNSERVED:
            way.append((row, goes_to[row]))
            row = passes_on[goes_to[row]]
        last = way[-1][1]
        if seats[last] <= 0 or any(who in passed for _, who in way[:-1]):
            continue
        for row, who in way:
            person[row] = who
        passed.update(who for _, who in way[:-1])
        seats[last] -= 1
        open_seats -= 1


def _one_of_each(starts: Ints, goes_to: Ints, seats: Ints) -> Ints:
    """Return one household of those that begin with the same full person: their ways are one."""
    beside = seats[goes_to[starts]] > 0
    chained = starts[~beside]
    _, first = np.unique(goes_to[chained], return_index=True)
    return np.append(starts[beside], chained[first])
