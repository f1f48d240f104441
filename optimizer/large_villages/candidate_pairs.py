"""Candidate pairs: those of the nearest persons, and of plans that are known.

A plan along candidate pairs is a plan. Of a larger village it is as good as any rule of thumb
whose pairs are among the candidates, and what bounds it is computed over all pairs (`bounds`).
"""

from __future__ import annotations

import numpy as np

from optimizer.distance import locked_metres
from optimizer.distance.distance_matrix import nearest_with_room, usable_metres
from optimizer.distance.reach import Reach, make_reach
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Floats, Ints, Village
from optimizer.solvers.alternating_paths import Bools, seated

LEAST, MOST = 8, 16
"""Persons that a household keeps at least, and at most where all pairs are too many."""
CHEAP = 80_000
"""Pairs of which a flow takes no more than some tenths of a second."""
DEAR = 200_000
"""Pairs of which a flow may take seconds, where many walks are the same."""
AT_ONCE = 1 << 21


def members_metres(village: Village) -> Floats:
    """Return the metres of all usable pairs of households and members, infinite elsewhere."""
    metres = usable_metres(village)
    rows, members = village.locked.T
    metres[rows] = np.inf
    metres[rows, members] = locked_metres(village)[0]
    return metres


def served_most(metres: Floats, room: Ints, locked: Bools) -> tuple[Ints, Bools]:
    """Return a plan that serves as many as can be, and who could yet go to a person with a seat.

    It starts from the nearest with room, and serves everybody whom that serves.
    """
    person = nearest_with_room(metres, room)
    person, left = seated(np.ascontiguousarray(np.isfinite(metres).T), person, room, locked)
    return person, left.goes_to != UNSERVED


def candidates(metres: Floats, most: int, plans: tuple[Ints, ...]) -> Reach:
    """Return the pairs of each household with its nearest persons and those of some plans.

    Parameters
    ----------
    most
        How many pairs there may be, about; where there are no more, all of them are kept.
    plans
        Persons a household, ``UNSERVED`` where nobody; pairs that are not usable are left out.
    """
    usable = np.isfinite(metres)
    if int(usable.sum()) > most:
        usable &= _nearest(metres, _width(most, len(metres)))
        rows = np.arange(len(metres))
        for person in plans:
            with_one = rows[person != UNSERVED]
            columns = person[with_one]
            usable[with_one, columns] = np.isfinite(metres[with_one, columns])
    household, person = np.nonzero(usable)
    shape = (metres.shape[0], metres.shape[1])
    return make_reach(household, person, metres[household, person], shape)


def _width(most: int, households: int) -> int:
    """Return how many persons a household keeps: more of them where that is cheap."""
    return max(LEAST, min(most, max(min(MOST * households, DEAR), CHEAP)) // max(households, 1))


def _nearest(metres: Floats, many: int) -> Bools:
    """Mark the nearest persons of each household."""
    if many >= metres.shape[1]:
        return np.ones(metres.shape, bool)
    marked = np.zeros(metres.shape, bool)
    step = max(1, AT_ONCE // metres.shape[1])
    for first in range(0, len(metres), step):
        columns = np.argpartition(metres[first : first + step], many - 1, axis=1)[:, :many]
        marked[first + np.arange(len(columns))[:, None], columns] = True
    return marked


def pairs_of(metres: Floats, person: Ints) -> Reach:
    """Return the pairs of a plan, and all usable pairs of the households that it leaves out."""
    rows = np.flatnonzero(person != UNSERVED)
    out = np.flatnonzero(person == UNSERVED)
    some, column = np.nonzero(np.isfinite(metres[out]))
    household, persons = np.append(rows, out[some]), np.append(person[rows], column)
    shape = (metres.shape[0], metres.shape[1])
    return make_reach(household, persons, metres[household, persons], shape)
