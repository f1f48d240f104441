"""Survival: whether everybody is still served whoever leaves (N-1), and the weakest places."""

from __future__ import annotations

import numpy as np

from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints
from optimizer.resilience.roster import Roster
from optimizer.solvers.flow import maximum_flow


def further_unserved(roster: Roster, person: Ints) -> Ints:
    """Return how many of those whom a plan serves have nobody if each person leaves.

    A full new plan of the others is made: one maximum flow a leaver, for those who look after
    somebody. The leaver's locks lapse, minimum loads do not matter.

    Parameters
    ----------
    person
        Shape (households,): the plan's persons, or ``UNSERVED``.

    Returns
    -------
    Shape (persons,): 0 where everybody is still served.
    """
    reach, supply = roster.reach, (person != UNSERVED).astype(np.int64)
    further = np.zeros(roster.persons, np.int64)
    spare = roster.maximum - np.bincount(person[person != UNSERVED], minlength=roster.persons)
    for leaver in np.unique(person[person != UNSERVED]).tolist():
        pairs = roster.pairs(leaver)
        if _placed_at_once(roster, person, leaver, spare, pairs):
            continue
        room = roster.maximum.copy()
        room[leaver] = 0
        flow = maximum_flow(reach.household[pairs], reach.person[pairs], supply, room)
        further[leaver] = int(flow.short.sum())
    return further


def _placed_at_once(
    roster: Roster,
    person: Ints,
    leaver: int,
    spare: Ints,
    pairs: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> bool:
    """Tell whether the leaver's households all find a spare seat, one after the other."""
    reach, left = roster.reach, spare.copy()
    mine = np.flatnonzero(pairs & (person[reach.household] == leaver) & (left[reach.person] > 0))
    start = np.searchsorted(reach.household[mine], np.flatnonzero(person == leaver))
    stop = np.searchsorted(reach.household[mine], np.flatnonzero(person == leaver), side="right")
    for first, last in zip(start.tolist(), stop.tolist(), strict=True):
        seats = left[reach.person[mine[first:last]]]
        if not len(seats) or seats.max() <= 0:
            return False
        left[reach.person[mine[first + int(seats.argmax())]]] -= 1
    return True
