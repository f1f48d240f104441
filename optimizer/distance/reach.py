"""Who may serve whom: the pairs within the limit, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.distance import Deadline, distances_within, locked_metres
from optimizer.domain.plan import MICROMETRES
from optimizer.domain.scenario import Ends, Floats, Ints, Village

AT_ONCE = 1_000_000
"""Pairs that are rounded together: 20 million of them take 160 MB an array."""


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

    def by_person(self) -> tuple[Ints, Ints]:
        """Return the rows of the pairs in the order of their persons.

        Returns
        -------
        Shape (pairs,), each person's by household; and shape (persons + 1,), where each person's
        begin and the last one's end.
        """
        # numpy sorts numbers of 16 bits by counting, ten times as fast.
        small = self.persons <= np.iinfo(np.uint16).max
        person = self.person.astype(np.uint16) if small else self.person
        first = np.append(0, np.bincount(self.person, minlength=self.persons).cumsum())
        return np.argsort(person, kind="stable"), first


def make_reach(household: Ints, person: Ints, metres: Floats, shape: tuple[int, int]) -> Reach:
    """Sort pairs into a ``Reach`` of ``shape`` (households, persons)."""
    same = household[1:] == household[:-1]
    late = (household[1:] < household[:-1]) | (same & (person[1:] <= person[:-1]))
    if late.any():  # mostly they are in order already
        order = np.lexsort((person, household))
        household, person, metres = household[order], person[order], metres[order]
    del same, late
    return Reach(household, person, metres, _micrometres(metres), *shape)


def _micrometres(metres: Floats) -> Ints:
    """Return metres in whole micrometres, some at a time."""
    whole = np.empty(len(metres), np.int64)
    for first in range(0, len(metres), AT_ONCE):
        part = slice(first, first + AT_ONCE)
        whole[part] = np.rint(metres[part] * MICROMETRES)
    return whole


def reach_within(
    village: Village, ends: Ends, limit_m: float, *, limits: Deadline | None = None
) -> Reach:
    """Return the pairs of households and ``ends`` within a limit, by the village's metric.

    Raises
    ------
    Unmeasured
        Where ``limits`` end before all of them are measured.
    """
    found = distances_within(village, ends, limit_m, limits=limits)
    return make_reach(*found, (len(village.households), len(village.ends(ends))))


def metres_of(reach: Reach, rows: Ints, persons: Ints) -> Floats:
    """Return the metres of pairs that are among those in reach."""
    pairs = reach.household * reach.persons + reach.person
    return reach.metres[np.searchsorted(pairs, rows * reach.persons + persons)]


def village_reach(village: Village, *, limits: Deadline | None = None) -> Reach:
    """Return the pairs of households and members that a plan may use.

    A forbidden pair is out whatever its distance; a locked pair is in whatever its distance,
    and is the only pair of its household.

    Raises
    ------
    Unmeasured
        Where ``limits`` end before all of them are measured.
    """
    within = reach_within(village, Ends.MEMBERS, village.rules.max_distance_m, limits=limits)
    if not len(village.forbidden) and not len(village.locked):
        return within
    pairs = within.household * len(village.members) + within.person
    out = village.forbidden[:, 0] * len(village.members) + village.forbidden[:, 1]
    free = ~np.isin(pairs, out)
    free &= ~np.isin(within.household, village.locked[:, 0])
    household = np.concatenate([within.household[free], village.locked[:, 0]])
    person = np.concatenate([within.person[free], village.locked[:, 1]])
    locked_m, _ = locked_metres(village, limits=limits)
    metres = np.concatenate([within.metres[free], locked_m])
    return make_reach(household, person, metres, (within.households, within.persons))
