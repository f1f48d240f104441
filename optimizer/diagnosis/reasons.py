"""Why a household is unserved: reasons counted from the instance."""

from __future__ import annotations

import numpy as np

from optimizer.diagnosis.relaxations import Bools, _seen
from optimizer.distance.reach import Reach
from optimizer.domain.plan import UNSERVED, Reason
from optimizer.domain.scenario import Ids, Ints, Village


def reasons(
    village: Village, reach: Reach, person: Ints, most: Ints, gains: Bools | None = None
) -> Ids:
    """Return a reason for each household that nobody looks after, '' for the others.

    Parameters
    ----------
    reach
        Usable pairs of households and persons, recruits included.
    most
        Shape (persons,): maximum loads.
    gains
        Shape (households,): whom some exchange gives a seat, where ``reach`` has not all pairs.
    """
    unserved = person == UNSERVED
    if not unserved.any():
        return np.full(len(person), "", "<U8")
    usable = np.bincount(reach.household, minlength=len(person)) > 0
    seen = np.ones(len(person), bool) if usable[unserved].all() else _seen(village)
    found = np.where(seen, Reason.EXCLUDED, Reason.DISTANCE).astype("<U8")
    gains = _exchangeable(reach, person, most) if gains is None else gains
    # Only an enforced minimum leaves a seat free that an exchange would reach.
    full = np.where(gains, Reason.MINIMUM, Reason.CAPACITY)
    return np.where(unserved, np.where(usable, full, found), "")


def _exchangeable(reach: Reach, person: Ints, most: Ints) -> Bools:
    """Return the households that some exchange gives a seat: alternating paths, backwards."""
    served = np.flatnonzero(person != UNSERVED)
    frees = np.bincount(person[served], minlength=reach.persons) < most
    gains = np.zeros(reach.households, bool)
    while True:
        gains[reach.household[frees[reach.person]]] = True
        wider = frees.copy()
        wider[person[served[gains[served]]]] = True
        if np.array_equal(wider, frees):
            return gains
        frees = wider
