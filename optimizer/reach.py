"""Who may serve whom: the pairs within the limit, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from optimizer.distance import distances_within, is_plain, locked_metres, straight_m
from optimizer.scenario import Floats, Ints, Points, Village

DENSE_PAIRS = 400_000
"""Below this many pairs, all of them at once are cheaper than a tree."""
MICROMETRES = 1e6
"""Costs are whole micrometres: flows need integers, and 400 roundings stay under a millimetre."""


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """Usable pairs, sorted by household and then person.

    Parameters
    ----------
    household, person
        Shape (pairs,): rows.
    metres
        Shape (pairs,): distance, never rounded.
    micrometres
        Shape (pairs,): the same as a whole number, for costs.
    households, persons
        How many of each there are, reached or not.
    """

    household: Ints
    person: Ints
    metres: Floats
    micrometres: Ints
    households: int
    persons: int

    def __len__(self) -> int:
        return len(self.household)

    def only(self, keep: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Reach:
        """Return the pairs where ``keep`` is true; the rows keep their numbers."""
        return Reach(
            self.household[keep],
            self.person[keep],
            self.metres[keep],
            self.micrometres[keep],
            self.households,
            self.persons,
        )


def make_reach(household: Ints, person: Ints, metres: Floats, shape: tuple[int, int]) -> Reach:
    """Sort pairs into a ``Reach`` of ``shape`` (households, persons)."""
    number = household * shape[1] + person
    if (number[1:] <= number[:-1]).any():  # mostly they are in order already
        order = np.lexsort((person, household))
        household, person, metres = household[order], person[order], metres[order]
    whole = np.rint(metres * MICROMETRES).astype(np.int64)
    return Reach(household, person, metres, whole, *shape)


def pairs_within(start: Points, end: Points, limit_m: float) -> Reach:
    """Return all pairs at most ``limit_m`` apart in a straight line, inclusive, zero kept."""
    if len(start) * len(end) <= DENSE_PAIRS:
        household = np.repeat(np.arange(len(start)), len(end))
        person = np.tile(np.arange(len(end)), len(start))
    else:
        household, person = _near(start.xy, end.xy, limit_m)
    metres = straight_m(start.xy[household], end.xy[person])
    within = metres <= limit_m
    shape = (len(start), len(end))
    return make_reach(household[within], person[within], metres[within], shape)


def reach_within(village: Village, ends: Points, limit_m: float) -> Reach:
    """Return the pairs of households and ``ends`` within a limit, by the village's metric."""
    if is_plain(village):
        return pairs_within(village.households, ends, limit_m)
    household, person, metres = distances_within(village, ends, limit_m)
    return make_reach(household, person, metres, (len(village.households), len(ends)))


def _near(start: Floats, end: Floats, limit_m: float) -> tuple[Ints, Ints]:
    """Return a superset of the pairs within the limit: the tree rounds in its own way."""
    slack_m = limit_m * (1 + 1e-9) + 1e-9
    found = np.asarray(cKDTree(end).query_ball_point(start, slack_m), object)
    counts = np.fromiter(map(len, found), np.int64, len(found))
    person = np.concatenate([np.asarray(row, np.int64) for row in found])
    return np.repeat(np.arange(len(start)), counts), person


def metres_of(reach: Reach, rows: Ints, persons: Ints) -> Floats:
    """Return the metres of pairs that are among those in reach."""
    pairs = reach.household * reach.persons + reach.person
    return reach.metres[np.searchsorted(pairs, rows * reach.persons + persons)]


def village_reach(village: Village) -> Reach:
    """Return the pairs of households and members that a plan may use.

    A forbidden pair is out whatever its distance; a locked pair is in whatever its distance,
    and is the only pair of its household.
    """
    within = reach_within(village, village.members, village.rules.max_distance_m)
    pairs = within.household * len(village.members) + within.person
    out = village.forbidden[:, 0] * len(village.members) + village.forbidden[:, 1]
    free = ~np.isin(pairs, out)
    free &= ~np.isin(within.household, village.locked[:, 0])
    household = np.concatenate([within.household[free], village.locked[:, 0]])
    person = np.concatenate([within.person[free], village.locked[:, 1]])
    locked_m, _ = locked_metres(village)
    metres = np.concatenate([within.metres[free], locked_m])
    return make_reach(household, person, metres, (within.households, within.persons))
