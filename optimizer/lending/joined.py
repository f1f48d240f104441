"""Villages joined to one: their households, members and places one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.distance import measuring_limits
from optimizer.distance.reach import Reach, make_reach, village_reach
from optimizer.domain.lending import Lending
from optimizer.domain.plan import UNSERVED
from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Ends, Ints, Points, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.lending.border_pairs import border_reach, boxes_meet, limit_of, may_lend
from optimizer.recruitment.fewest import site_reach

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class VillagePairs:
    """Pairs of one village's households with the members and the places of another, or its own.

    Parameters
    ----------
    home, other
        Numbers of the villages.
    """

    home: int
    other: int
    members: Reach
    places: Reach


def own_pairs(number: int, village: Village, limits: SearchLimits) -> VillagePairs:
    """Return the pairs inside a village, those that its own plan may use."""
    measuring = measuring_limits(village, limits)
    reach = village_reach(village, limits=measuring)
    near = site_reach(village, limits=measuring)
    return VillagePairs(number, number, reach, near if village.rules.recruiting else _none(near))


def _none(reach: Reach) -> Reach:
    return reach.only(np.zeros(len(reach), bool))


def crossing_pairs(
    villages: Sequence[Village], lending: Lending, limits: SearchLimits
) -> list[VillagePairs]:
    """Return the pairs in reach across every border; a locked household lends nobody.

    Raises
    ------
    Unmeasured
        When distances are not measured in the time.
    """
    found = []
    for home, village in enumerate(villages):
        locked = np.isin(np.arange(len(village.households)), village.locked[:, 0])
        for number, other in enumerate(villages):
            if home == number or not may_lend(village, other, lending):
                continue
            if not boxes_meet(village, other, limit_of(village, lending)):
                continue
            measuring = measuring_limits(village, limits) or measuring_limits(other, limits)
            pairs = [
                border_reach(village, other, ends, lending, limits=measuring)
                for ends in (Ends.MEMBERS, Ends.SITES)
            ]
            members, places = (one.only(~locked[one.household]) for one in pairs)
            if not other.rules.recruiting:
                places = _none(places)
            if len(members) or len(places):
                found.append(VillagePairs(home, number, members, places))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """Several villages as one.

    Parameters
    ----------
    reach, near
        Pairs of all households with all members, and with all places.
    home, member_of, place_of
        The number of the village of each household, member and place.
    """

    villages: tuple[Village, ...]
    reach: Reach
    near: Reach
    home: Ints
    member_of: Ints
    place_of: Ints

    @property
    def minimum(self) -> Ints:
        """Smallest loads of the members."""
        return np.concatenate([one.members.minimum for one in self.villages])

    @property
    def maximum(self) -> Ints:
        """Largest loads of the members."""
        return np.concatenate([one.members.maximum for one in self.villages])

    @property
    def locked(self) -> Bools:
        """Households that are locked to a member."""
        rows = [np.isin(np.arange(len(one.households)), one.locked[:, 0]) for one in self.villages]
        return np.concatenate(rows)

    @property
    def current(self) -> Ints:
        """Who looks after each household now, or ``UNSERVED``."""
        return self._persons([_current(one) for one in self.villages])

    @property
    def enforced(self) -> Bools:
        """Villages in which loads below the minimum are forbidden."""
        return np.array([one.rules.minimum is MinimumPolicy.ENFORCE for one in self.villages])

    def rule(self, name: str, of: Ints) -> Ints:
        """Return a whole number of the rules of each village in ``of``."""
        values = np.array([getattr(one.rules, name) for one in self.villages], np.int64)
        return values[of]

    def person_starts(self) -> Ints:
        """Return the first member of each village."""
        return np.searchsorted(self.member_of, np.arange(len(self.villages)))

    def _persons(self, persons: Sequence[Ints]) -> Ints:
        """Return persons of each village as members of all."""
        starts = self.person_starts().tolist()
        return np.concatenate(
            [
                np.where(one == UNSERVED, UNSERVED, one + start)
                for one, start in zip(persons, starts, strict=True)
            ]
        )

    def point(self, kind: str) -> tuple[Ints, list[str]]:
        """Return the village and the id of every household, member or place."""
        tables: list[Points] = [getattr(one, kind) for one in self.villages]
        of = np.repeat(np.arange(len(tables)), [len(table) for table in tables])
        return of, [str(name) for table in tables for name in table.ids.tolist()]


def _current(village: Village) -> Ints:
    person = np.full(len(village.households), UNSERVED)
    person[village.current[:, 0]] = village.current[:, 1]
    return person


def join_villages(villages: Sequence[Village], pairs: Sequence[VillagePairs]) -> Joined:
    """Join villages with all their pairs; ``pairs`` count the villages by their numbers."""
    sizes = [(len(one.households), len(one.members), len(one.sites)) for one in villages]
    starts = np.cumsum([(0, 0, 0), *sizes], axis=0)
    numbers = np.arange(len(villages))
    of = [np.repeat(numbers, [size[kind] for size in sizes]) for kind in range(3)]
    shape = starts[-1].tolist()
    reach = _stacked(
        [(one.members, starts[one.home][0], starts[one.other][1]) for one in pairs],
        (shape[0], shape[1]),
    )
    near = _stacked(
        [(one.places, starts[one.home][0], starts[one.other][2]) for one in pairs],
        (shape[0], shape[2]),
    )
    return Joined(tuple(villages), reach, near, *of)


def _stacked(parts: Sequence[tuple[Reach, int, int]], shape: tuple[int, int]) -> Reach:
    none = np.empty(0, np.int64)
    return make_reach(
        np.concatenate([none, *(reach.household + first for reach, first, _ in parts)]),
        np.concatenate([none, *(reach.person + first for reach, _, first in parts)]),
        np.concatenate([np.empty(0), *(reach.metres for reach, _, _ in parts)]),
        shape,
    )
