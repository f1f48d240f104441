"""Recruits for a large village: compact groups of the households left out, a recruit for each.

How many households members alone must leave out is known from exchanges, and a recruit takes so
many and no more: that bounds their number from below, and groups of that size mostly reach it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from optimizer.distance import straight_m
from optimizer.distance.distance_matrix import straight_table
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Floats, Ints, Village
from optimizer.solvers.alternating_paths import Bools, seated

CLOSE = 12
"""Places looked at for each group, the nearest to its middle."""


@dataclass(frozen=True, slots=True, eq=False)
class StaffedVillage:
    """A village with recruits at their places, and a plan that serves whoever can be served.

    Parameters
    ----------
    places
        Row of the place of each recruit.
    metres
        Shape (households, members + recruits): usable pairs, infinite elsewhere.
    person
        Shape (households,).
    gained, lost
        Households that members alone leave out and somebody could serve, and whom nobody could.
    """

    places: Ints
    metres: Floats
    person: Ints
    gained: int
    lost: int


def staffed(village: Village, metres: Floats, person: Ints, locked: Bools) -> StaffedVillage:
    """Place recruits until everybody is served who can be.

    Parameters
    ----------
    metres
        Shape (households, members): usable pairs.
    person
        A plan of the members that serves as many as can be.
    """
    members, size = metres.shape[1], village.rules.max_households
    sites = _Sites(village, locked)
    near = np.vstack([np.isfinite(metres).T, sites.near])
    room = np.append(village.members.maximum, len(person))
    person, _ = seated(np.ascontiguousarray(near), person, room, locked)
    waiting = person == members
    gained, lost = int(waiting.sum()), int((person == UNSERVED).sum())
    person[waiting] = UNSERVED
    places = np.empty(0, np.int64)
    while waiting.any():
        before = len(places)
        for group in _groups(np.flatnonzero(waiting), village.households.xy, size):
            place = sites.beside(group)
            mine = group if place < 0 else group[sites.reached(group, place)]
            if place < 0 or not len(mine):
                place, mine = sites.beside_one(int(group[0])), group[:1]
            if place < 0:
                continue
            sites.take(place)
            person[mine] = members + len(places)
            waiting[mine] = False
            places = np.append(places, place)
        if len(places) == before:
            break
        if waiting.any():
            # Seats that are left may do after exchanges, before anybody more is asked for.
            person = _exchanged(village, metres, places, person, locked)
            waiting &= person == UNSERVED
    lost += int(waiting.sum())
    places = _moved(village, places, person, sites)
    wider = np.empty((len(metres), members + len(places)))
    wider[:, :members] = metres
    wider[:, members:] = _metres_to(village, places, locked)
    return StaffedVillage(places, wider, person, gained, lost)


def _exchanged(village: Village, metres: Floats, places: Ints, person: Ints, locked: Bools) -> Ints:
    """Return the plan with as many served as the members and the recruits so far can serve."""
    room = np.append(village.members.maximum, np.full(len(places), village.rules.max_households))
    near = np.hstack([np.isfinite(metres), np.isfinite(_metres_to(village, places, locked))]).T
    return seated(np.ascontiguousarray(near), person, room, locked)[0]


def _moved(village: Village, places: Ints, person: Ints, sites: _Sites) -> Ints:
    """Return places that are nearer, in sum, to the households of each recruit, and reach them."""
    members, homes = len(village.members), village.households.xy
    limit_m, better = village.rules.max_distance_m, places.copy()
    order = np.argsort(person, kind="stable")
    ends = np.searchsorted(person[order], members + np.arange(len(places) + 1))
    for row in range(len(places)):
        mine = order[ends[row] : ends[row + 1]]
        if not len(mine):
            continue
        sites.free(int(places[row]))
        choice = np.append(sites.close(homes[mine].mean(axis=0)), places[row])
        at = village.sites.xy[choice]
        away_m = np.hypot(
            np.subtract.outer(homes[mine, 0], at[:, 0]), np.subtract.outer(homes[mine, 1], at[:, 1])
        )
        total = np.where((away_m <= limit_m).all(axis=0), away_m.sum(axis=0), np.inf)
        if np.isfinite(total).any():
            better[row] = choice[int(total.argmin())]
        sites.take(int(better[row]))
    return better


def only(plan: StaffedVillage, members: int, rows: Ints) -> StaffedVillage:
    """Return the plan with some of its recruits, in the order of ``rows``; the others leave."""
    if np.array_equal(rows, np.arange(len(plan.places))):
        return plan
    row_of = np.full(plan.metres.shape[1] + 1, UNSERVED)
    row_of[:members] = np.arange(members)
    row_of[members + rows] = members + np.arange(len(rows))
    columns = np.append(np.arange(members), members + rows)
    return StaffedVillage(
        plan.places[rows], plan.metres[:, columns], row_of[plan.person], plan.gained, plan.lost
    )


def _metres_to(village: Village, places: Ints, locked: Bools) -> Floats:
    limit_m = village.rules.max_distance_m
    metres = straight_table(village.households.xy, village.sites.xy[places], limit_m)
    metres[locked] = np.inf
    return metres


def _groups(rows: Ints, xy: Floats, size: int) -> list[Ints]:
    """Cut households in two along the wider side until each group is one recruit's.

    Groups differ by one household at most, as far as whole recruits allow.
    """
    waiting, groups = [(rows, -(-len(rows) // size))], []
    while waiting:
        some, many = waiting.pop()
        if many <= 1:
            groups.append(some)
            continue
        axis = int(np.argmax(np.ptp(xy[some], axis=0)))
        order = some[np.argsort(xy[some, axis], kind="stable")]
        half = many // 2
        at = len(order) * half // many
        waiting += [(order[:at], half), (order[at:], many - half)]
    return groups


class _Sites:
    """The places of a village, and how many recruits they may still have.

    Places at the very same point are one spot, which a tree can tell from the others.
    """

    def __init__(self, village: Village, locked: Bools) -> None:
        self._homes, self._limit_m = village.households.xy, village.rules.max_distance_m
        self._spots, self._spot = np.unique(village.sites.xy, axis=0, return_inverse=True)
        self._spot = self._spot.ravel()
        self._order = np.argsort(self._spot, kind="stable")
        self._sorted = self._spot[self._order]
        most = village.rules.recruits_per_place
        self._left = np.full(len(self._spot), len(self._homes) if most is None else most)
        self._room = np.bincount(self._spot, self._left, minlength=len(self._spots))
        self._tree = cKDTree(self._spots) if len(self._spots) else None
        self.near = np.zeros((1, len(self._homes)), bool)
        if self._tree is not None:
            homes, home = np.unique(self._homes, axis=0, return_inverse=True)
            _, nearest = self._tree.query(homes)
            within = straight_m(homes, self._spots[nearest]) <= self._limit_m
            self.near[0] = within[home.ravel()] & ~locked

    def close(self, point: Floats) -> Ints:
        """Return the nearest places with room, one at each spot."""
        if self._tree is None:
            return np.empty(0, np.int64)
        many = min(CLOSE, len(self._spots))
        spots = np.atleast_1d(self._tree.query(point, many)[1])
        return np.array([self._at(int(spot)) for spot in spots if self._room[spot] > 0], np.int64)

    def _at(self, spot: int) -> int:
        """Return the first place at a spot that has room."""
        first, last = np.searchsorted(self._sorted, [spot, spot + 1])
        places = self._order[first:last]
        return int(places[int((self._left[places] > 0).argmax())])

    def reached(self, rows: Ints, place: int) -> Bools:
        """Return which households are within the limit of a place."""
        at = np.broadcast_to(self._spots[self._spot[place]], (len(rows), 2))
        return np.asarray(straight_m(self._homes[rows], at) <= self._limit_m)

    def beside(self, rows: Ints) -> int:
        """Return the place near the middle of some households that reaches most of them, or -1."""
        choice = self.close(self._homes[rows].mean(axis=0))
        counts = [int(self.reached(rows, int(place)).sum()) for place in choice]
        return int(choice[int(np.argmax(counts))]) if len(choice) else -1

    def beside_one(self, row: int) -> int:
        """Return the nearest place with room that reaches a household, or -1."""
        homes = np.broadcast_to(self._homes[row], self._spots.shape)
        away_m = np.where(self._room > 0, straight_m(homes, self._spots), np.inf)
        spot = int(away_m.argmin()) if len(away_m) else -1
        return self._at(spot) if spot >= 0 and away_m[spot] <= self._limit_m else -1

    def take(self, place: int) -> None:
        """Place a recruit."""
        self._left[place] -= 1
        self._room[self._spot[place]] -= 1

    def free(self, place: int) -> None:
        """Take a recruit away."""
        self._left[place] += 1
        self._room[self._spot[place]] += 1
