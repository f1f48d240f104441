"""The roster: who may look after whom, also when somebody leaves whose locks lapse then."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.distance import Deadline
from optimizer.distance.reach import Reach, make_reach, reach_within, village_reach
from optimizer.domain.scenario import Ends, Ints, Village

Bools = NDArray[np.bool_]
NO_PAIRS = np.empty((0, 2), np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Roster:
    """Members, and recruits after them, with all pairs that any of them leaving may open.

    Parameters
    ----------
    reach
        Pairs within the limit that are not forbidden, as if nothing was locked, and locked pairs.
    locked_to
        Shape (households,): the member a household is locked to, or -1.
    maximum
        Shape (persons,).
    """

    reach: Reach
    locked_to: Ints
    maximum: Ints

    @property
    def persons(self) -> int:
        """Members and recruits."""
        return len(self.maximum)

    def pairs(self, *leavers: int) -> Bools:
        """Return which pairs may be used without some persons, whose locks lapse.

        Parameters
        ----------
        leavers
            Rows of persons.
        """
        reach = self.reach
        lock = self.locked_to[reach.household]
        free = (lock < 0) | (lock == reach.person) | np.isin(lock, leavers)
        usable: Bools = free & ~np.isin(reach.person, leavers)
        return usable


def make_roster(
    village: Village,
    reach: Reach,
    places: Ints | None = None,
    near: Reach | None = None,
    *,
    limits: Deadline | None = None,
) -> Roster:
    """Return the roster of the members, and of recruits who live at places.

    Parameters
    ----------
    reach
        Pairs of households and members that a plan may use.
    places
        Shape (recruits,): rows of places.
    near
        Pairs of all households, locked ones too, with places.

    Raises
    ------
    Unmeasured
        Where ``limits`` end before all distances are measured.
    """
    opened = open_reach(village, reach, limits=limits)
    locked_to = np.full(len(village.households), -1)
    locked_to[village.locked[:, 0]] = village.locked[:, 1]
    if places is None or near is None or not len(places):
        return Roster(opened, locked_to, village.members.maximum)
    members = len(village.members)
    rows = [np.flatnonzero(near.person == place) for place in places.tolist()]
    recruit = np.repeat(members + np.arange(len(places)), [len(row) for row in rows])
    pairs = np.concatenate(rows)
    return Roster(
        make_reach(
            np.append(opened.household, near.household[pairs]),
            np.append(opened.person, recruit),
            np.append(opened.metres, near.metres[pairs]),
            (opened.households, members + len(places)),
        ),
        locked_to,
        np.append(village.members.maximum, np.full(len(places), village.rules.max_households)),
    )


def open_reach(village: Village, reach: Reach, *, limits: Deadline | None = None) -> Reach:
    """Return the members' pairs as if nothing was locked, and the locked pairs.

    Raises
    ------
    Unmeasured
        Where ``limits`` end before all distances are measured.
    """
    if not len(village.locked):
        return reach
    free = village_reach(replace(village, locked=NO_PAIRS), limits=limits)
    number = free.household * free.persons + free.person
    wanted = reach.household * reach.persons + reach.person
    more = ~np.isin(wanted, number)  # locked pairs beyond the limit, or without any way
    return make_reach(
        np.append(free.household, reach.household[more]),
        np.append(free.person, reach.person[more]),
        np.append(free.metres, reach.metres[more]),
        (reach.households, reach.persons),
    )


def open_near(village: Village, *, limits: Deadline | None = None) -> Reach:
    """Return the pairs of all households and places: a lock may lapse.

    Raises
    ------
    Unmeasured
        Where ``limits`` end before all distances are measured.
    """
    limit_m = village.rules.max_distance_m
    return reach_within(village, Ends.SITES, limit_m, limits=limits)
