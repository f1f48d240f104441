"""Recruits for a large village: compact groups of the households left out, a recruit for each.

How many households members alone must leave out is known from exchanges, and a recruit takes so
many and no more: that bounds their number from below, and groups of that size mostly reach it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from optimizer.distance import straight_m
from optimizer.exchange import Bools, seated
from optimizer.matrix import metres_within
from optimizer.plan import UNSERVED
from optimizer.scenario import Floats, Ints, Points, Village

CLOSE = 12
"""Places looked at for each group, the nearest to its middle."""


@dataclass(frozen=True, slots=True, eq=False)
class Staffed:
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


def staffed(village: Village, metres: Floats, person: Ints, locked: Bools) -> Staffed:
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
    lost += int(waiting.sum())
    person[waiting] = UNSERVED
    wider = np.hstack([metres, _metres_to(village, places, locked)])
    return Staffed(places, wider, person, gained, lost)


def moved(village: Village, plan: Staffed) -> Staffed:
    """Return the plan with recruits moved to the places that are nearest to their households."""
    members = plan.metres.shape[1] - len(plan.places)
    limit_m, sites = village.rules.max_distance_m, _Sites(village, None)
    for place in plan.places.tolist():
        sites.take(place)
    places, homes = plan.places.copy(), village.households.xy
    for row in range(len(places)):
        mine = np.flatnonzero(plan.person == members + row)
        if not len(mine):
            continue
        sites.free(int(places[row]))
        choice = np.append(sites.close(homes[mine].mean(axis=0)), places[row])
        at = village.sites.xy[choice]
        away_m = np.hypot(
            homes[mine, 0][:, None] - at[:, 0][None, :], homes[mine, 1][:, None] - at[:, 1][None, :]
        )
        total = np.where((away_m <= limit_m).all(axis=0), away_m.sum(axis=0), np.inf)
        best = int(choice[int(total.argmin())]) if np.isfinite(total).any() else int(places[row])
        places[row] = best
        sites.take(best)
    locked = np.zeros(len(homes), bool)
    locked[village.locked[:, 0]] = True
    wider = np.hstack([plan.metres[:, :members], _metres_to(village, places, locked)])
    return Staffed(places, wider, plan.person, plan.gained, plan.lost)


def only(plan: Staffed, members: int, rows: Ints) -> Staffed:
    """Return the plan with some of its recruits, in the order of ``rows``; the others leave."""
    row_of = np.full(plan.metres.shape[1] + 1, UNSERVED)
    row_of[:members] = np.arange(members)
    row_of[members + rows] = members + np.arange(len(rows))
    columns = np.append(np.arange(members), members + rows)
    return Staffed(
        plan.places[rows], plan.metres[:, columns], row_of[plan.person], plan.gained, plan.lost
    )


def _metres_to(village: Village, places: Ints, locked: Bools) -> Floats:
    sites = village.sites
    metres = metres_within(
        village, Points(sites.ids[places], sites.xy[places], sites.given[places])
    )
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
    """The places of a village, and how many recruits they may still have."""

    def __init__(self, village: Village, locked: Bools | None) -> None:
        self._sites, self._homes = village.sites.xy, village.households.xy
        self._limit_m = village.rules.max_distance_m
        most = village.rules.recruits_per_place
        self._left = np.full(len(self._sites), len(self._homes) if most is None else most)
        self._tree = cKDTree(self._sites) if len(self._sites) else None
        self.near = np.zeros((1, len(self._homes)), bool)
        if self._tree is not None and locked is not None:
            _, nearest = self._tree.query(self._homes)
            away_m = straight_m(self._homes, self._sites[nearest])
            self.near[0] = (away_m <= self._limit_m) & ~locked

    def close(self, point: Floats) -> Ints:
        """Return the nearest places with room."""
        if self._tree is None:
            return np.empty(0, np.int64)
        many = min(CLOSE, len(self._sites))
        found = np.atleast_1d(self._tree.query(point, many)[1])
        return np.asarray(found[self._left[found] > 0], np.int64)

    def reached(self, rows: Ints, place: int) -> Bools:
        """Return which households are within the limit of a place."""
        at = np.broadcast_to(self._sites[place], (len(rows), 2))
        return np.asarray(straight_m(self._homes[rows], at) <= self._limit_m)

    def beside(self, rows: Ints) -> int:
        """Return the place near the middle of some households that reaches most of them, or -1."""
        choice = self.close(self._homes[rows].mean(axis=0))
        counts = [int(self.reached(rows, int(place)).sum()) for place in choice]
        return int(choice[int(np.argmax(counts))]) if len(choice) else -1

    def beside_one(self, row: int) -> int:
        """Return the nearest place with room that reaches a household, or -1."""
        homes = np.broadcast_to(self._homes[row], self._sites.shape)
        away_m = np.where(self._left > 0, straight_m(homes, self._sites), np.inf)
        place = int(away_m.argmin()) if len(away_m) else -1
        return place if place >= 0 and away_m[place] <= self._limit_m else -1

    def take(self, place: int) -> None:
        """Place a recruit."""
        self._left[place] -= 1

    def free(self, place: int) -> None:
        """Take a recruit away."""
        self._left[place] += 1
