"""Recruits in the order of their marginal gain (a submodular count)."""

from __future__ import annotations

import heapq

import numpy as np

from optimizer.distance.reach import Reach
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints
from optimizer.solvers.alternating_paths import Bools, seated


def order_by_gain(
    reach: Reach, near: Reach, room: Ints, size: int, places: Ints
) -> tuple[Ints, Ints]:
    """Order recruits so that each serves as many more households as any that is left would.

    What a set of persons can serve is submodular (it is the rank in a transversal matroid), so
    a gain once measured never grows, and only the one on top has to be measured again.

    Parameters
    ----------
    reach, near
        Pairs of households with members and with places.
    room
        Shape (members,): maximum loads; ``size`` that of a recruit.
    places
        Rows of the recruits' places, one for each recruit.

    Returns
    -------
    The rows of the places in order, and how many more households each recruit serves.
    """
    table = np.zeros((reach.persons + len(places), reach.households), bool)
    table[reach.person, reach.household] = True
    ordered = np.sort(places)
    for row, place in enumerate(ordered):
        table[reach.persons + row, near.household[near.person == place]] = True
    order, worth = by_worth(table, room, size)
    return ordered[order], worth


def by_worth(table: Bools, room: Ints, size: int, known: Ints | None = None) -> tuple[Ints, Ints]:
    """Order the recruits by worth; equal ones go by their rows.

    Parameters
    ----------
    table
        Shape (members + recruits, households): who may serve whom.
    known
        Shape (households,): a plan with all of them. A recruit takes its own households of this
        plan first, so that few others have to be moved.
    """
    members, recruits = len(room), len(table) - len(room)
    rooms = np.append(room, np.zeros(recruits, np.int64))
    free = np.zeros(table.shape[1], bool)
    own = np.full(len(free), UNSERVED) if known is None else known
    person, _ = seated(table, np.where(own < members, own, UNSERVED), rooms, free)
    served = int((person != UNSERVED).sum())
    waiting = [(-size - 1, row) for row in range(recruits)]
    order, worth = [], []
    while waiting:
        _, row = heapq.heappop(waiting)
        rooms[members + row] = size
        more = _seated_at(table, person, rooms, members + row, own)
        gain = int((more != UNSERVED).sum()) - served
        if not waiting or gain >= -waiting[0][0] or gain >= size:
            order.append(row)
            worth.append(gain)
            person, served = more, served + gain
        else:
            rooms[members + row] = 0
            heapq.heappush(waiting, (-gain, row))
    return np.array(order, np.int64), np.array(worth, np.int64)


def _seated_at(table: Bools, person: Ints, rooms: Ints, row: int, own: Ints) -> Ints:
    """Return a plan that serves as many as can be with one person more."""
    near = np.flatnonzero(table[row] & (person == UNSERVED))
    near = near[np.argsort(own[near] != row, kind="stable")][: int(rooms[row])]
    more = person.copy()
    more[near] = row
    if len(near) == rooms[row]:
        # No exchange serves more than this one has seats.
        return more
    if not (more == UNSERVED).any():
        return more
    return seated(table, more, rooms, np.zeros(len(more), bool), np.array([row]))[0]
