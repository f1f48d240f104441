"""The village as the verifier measures it: own metres, own reach.

For ``metres`` a distance is the straight line and the limit is compared to the last bit. For
degrees a pair of a plan is measured on the ellipsoid (``pyproj.Geod``), and reach, which needs
many pairs, through the chord of a sphere: 2 R sin(s / 2R) for a geodesic of length s; one R for
the whole ellipsoid errs by less than (s/R)**2 / 2000 of s (1e-8 at 30 km). Pairs too near the
limit are neither surely inside nor surely outside. ``trails`` and ``detours`` work in the plane.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from math import sin
from operator import index
from typing import SupportsIndex, TypeVar

import numpy as np
from pyproj import Geod

from optimizer.domain.plan import recruit_ids
from optimizer.domain.scenario import Floats, Ints, Points, Village
from optimizer.verification.straight import Mask, near, near_any
from optimizer.verification.time_budget import Deadline
from optimizer.verification.walks import Distances, walks_of

Amount = TypeVar("Amount", float, Floats)

GEODESIC_SHARE = 1e-6
"""Relative difference allowed between a projected and a geodesic distance in a small village."""
GEODESIC_M = 1e-3
"""The same in metres, on top."""
EARTH_RADIUS_M = 6_371_000.0


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredVillage:
    """Households, the persons of one assignment (members, then recruits) and the limit.

    Parameters
    ----------
    households_at, persons_at, sites_at
        Shape (n, 2) in the plane, or (n, 3) earth-centred where the input came in degrees.
    inside_m, outside_m
        Straight-line limits: up to the first a pair is surely within reach, beyond the second
        surely not. Equal in the plane.
    minimum, maximum
        Shape (persons,).
    share
        Relative difference allowed between a projected and a geodesic distance, 0 in the plane.
    locked_to
        Shape (households,): the person a household is locked to, or -1.
    limit_m
        The limit of the rules' own metric.
    walks
        Where a distance is no straight line; None where it is.
    limits
        Until when walks may be looked for.
    """

    village: Village
    places: Ints
    households_at: Floats
    persons_at: Floats
    sites_at: Floats
    inside_m: float
    outside_m: float
    share: float
    minimum: Ints
    maximum: Ints
    locked_to: Ints
    limit_m: float
    walks: Distances | None
    limits: Deadline | None = None

    def __len__(self) -> int:
        return len(self.maximum)

    def name(self, person: SupportsIndex) -> str:
        """Return the id of a person as a message shows it."""
        members, person = self.village.members, index(person)
        if 0 <= person < len(members):
            return str(members.ids[person])
        if not 0 <= person < len(self):
            return str(person)
        return recruit_ids(members.ids, person - len(members) + 1)[-1]

    def slack_m(self, metres: Amount) -> Amount:
        """Return how far a planned distance may lie from the verifier's."""
        if self.walks is not None:
            return self.walks.slack(metres)
        if self.village.lonlat:
            return GEODESIC_M * detour_of(self.village) + self.share * metres
        return 1e-9 + 1e-12 * metres

    def doubt_m(self, limit_m: float) -> float:
        """Return how near to a limit a distance is neither surely inside nor surely outside."""
        plain = self.walks is None and not self.village.lonlat
        return 0.0 if plain and detour_of(self.village) == 1 else self.slack_m(limit_m)

    def within(self, rows: Ints, persons: Ints, *, sure: bool) -> Mask:
        """Return who is within the limit, shape (rows, persons); ``sure`` settles doubt as no."""
        if self.walks is not None:
            sites = self.walks.sites[self.places]
            columns = np.concatenate([self.walks.members, sites])[persons]
            return self._walked(self.walks, self.walks.households[rows], columns, sure=sure)
        limit_m = self.inside_m if sure else self.outside_m
        return near(self.households_at[rows], self.persons_at[persons], limit_m)

    def _walked(self, walks: Distances, rows: Ints, columns: Ints, *, sure: bool) -> Mask:
        doubt_m = self.doubt_m(self.limit_m)
        metres = walks.table(rows, columns, self.limit_m + doubt_m, self.limits)
        return np.asarray(metres <= self.limit_m + (-doubt_m if sure else doubt_m))

    def allowed(self, rows: Ints, persons: Ints, *, sure: bool) -> Mask:
        """Return within the limit and not forbidden, shape (rows, persons)."""
        mask = self.within(rows, persons, sure=sure)
        row, column = _inside(self.village.forbidden, rows, persons, len(self.locked_to), len(self))
        mask[row, column] = False
        return mask

    def wider(self, limit_m: float) -> MeasuredVillage:
        """Return the same ground under another limit."""
        inside_m, outside_m = _limits(limit_m, self.share, detour_of(self.village))
        return replace(self, inside_m=inside_m, outside_m=outside_m, limit_m=limit_m)

    def sites_near(self, rows: Ints) -> Mask:
        """Return which places are possibly within the limit of one of the households at least."""
        if self.walks is None:
            return near_any(self.sites_at, self.households_at[rows], self.outside_m)
        most_m = self.limit_m + self.doubt_m(self.limit_m)
        homes, at = self.walks.households[rows], self.walks.sites
        return np.asarray(self.walks.nearest(at, homes, most_m, self.limits) <= most_m)

    def near_a_site(self, rows: Ints, sites: Ints) -> Mask:
        """Return which households are surely within the limit of one of the sites at least."""
        if self.walks is None:
            return near_any(self.households_at[rows], self.sites_at[sites], self.inside_m)
        homes, at = self.walks.households[rows], self.walks.sites[sites]
        nearest = self.walks.nearest(homes, at, self.limit_m, self.limits)
        return np.asarray(nearest <= self.limit_m - self.doubt_m(self.limit_m))


def detour_of(village: Village) -> float:
    """Return the factor on straight lines, 1 for a metric that has none."""
    return getattr(village.rules.metric, "detour", 1.0)


def measure_village(
    village: Village, places: Ints, limits: Deadline | None = None
) -> MeasuredVillage:
    """Return the ground of an assignment whose recruits stand at the rows ``places``."""
    members, rules = village.members, village.rules
    households_at, persons_at, sites_at = (
        _positions(points, lonlat=village.lonlat)
        for points in (village.households, members, village.sites)
    )
    share = plane_share(households_at) if village.lonlat and rules.metric.needs_points else 0.0
    inside_m, outside_m = _limits(rules.max_distance_m, share, detour_of(village))
    recruits = len(places)
    locked_to = np.full(len(village.households), -1, np.int64)
    locked_to[village.locked[:, 0]] = village.locked[:, 1]
    return MeasuredVillage(
        village=village,
        places=places,
        households_at=households_at,
        persons_at=np.concatenate([persons_at, sites_at[places]], axis=0),
        sites_at=sites_at,
        inside_m=inside_m,
        outside_m=outside_m,
        share=share,
        minimum=np.concatenate([members.minimum, np.full(recruits, rules.min_households)]),
        maximum=np.concatenate([members.maximum, np.full(recruits, rules.max_households)]),
        locked_to=locked_to,
        limit_m=rules.max_distance_m,
        walks=walks_of(village, limits),
        limits=limits,
    )


def pair_metres(ground: MeasuredVillage, rows: Ints, persons: Ints) -> Floats:
    """Return the distance of each pair, shape (n,): plane or geodesic, as the input was given."""
    if ground.walks is not None:
        return _walked_metres(ground, ground.walks, rows, persons)
    return detour_of(ground.village) * _straight_metres(ground, rows, persons)


def _walked_metres(ground: MeasuredVillage, walks: Distances, rows: Ints, persons: Ints) -> Floats:
    """Return ways; for a locked pair that has none the straight line in the plane stands in.

    Where there need be no points such a pair has no metres, and adds nothing to any sum.
    """
    at = np.concatenate([walks.members, walks.sites[ground.places]])
    found = np.full(len(rows), np.inf)
    for person in np.unique(persons):
        mine = np.flatnonzero(persons == person)
        homes, source = walks.households[rows[mine]], at[[person]]
        most_m = ground.limit_m + ground.doubt_m(ground.limit_m)
        metres = walks.table(homes, source, most_m, ground.limits)[:, 0]
        if np.isinf(metres).any():
            metres = walks.table(homes, source, np.inf, ground.limits)[:, 0]
        found[mine] = metres
    lost = np.isinf(found) & (ground.locked_to[rows] == persons)
    if not ground.village.rules.metric.needs_points:
        found[lost] = 0.0
        return found
    people = np.concatenate([ground.village.members.xy, ground.village.sites.xy[ground.places]])
    step = people[persons[lost]] - ground.village.households.xy[rows[lost]]
    found[lost] = np.hypot(step[:, 0], step[:, 1])
    return found


def _straight_metres(ground: MeasuredVillage, rows: Ints, persons: Ints) -> Floats:
    village = ground.village
    if not village.lonlat:
        step = ground.persons_at[persons] - ground.households_at[rows]
        return np.asarray(np.hypot(step[:, 0], step[:, 1]), np.float64)
    given = np.concatenate([village.members.given, village.sites.given[ground.places]], axis=0)
    start, end = village.households.given[rows], given[persons]
    _, _, metres = _ellipsoid().inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    return np.asarray(metres, np.float64)


@cache
def _ellipsoid() -> Geod:
    return Geod(ellps="WGS84")


def plane_share(positions: Floats) -> float:
    """Return the share that an azimuthal equidistant plane of this width may err by.

    Points r from its centre lie too far apart by at most r^2 / (6 R^2) (Snyder, 1987, chapter
    25); r is at most the village's diagonal.
    """
    width_m = np.hypot.reduce(np.ptp(positions, axis=0)) if len(positions) else 0.0
    return GEODESIC_SHARE + float(width_m / EARTH_RADIUS_M) ** 2 / 6


def _limits(limit_m: float, share: float, detour: float) -> tuple[float, float]:
    """Return the straight-line limits below which a pair is surely, and possibly, in reach."""
    limit_m /= detour
    if share == 0 and detour == 1:
        return limit_m, limit_m
    if share == 0:
        return limit_m * (1 - 1e-12), limit_m * (1 + 1e-12)
    bend = (limit_m / EARTH_RADIUS_M) ** 2
    doubt_m = GEODESIC_M + limit_m * (share + bend / 2000)
    return _chord_m(max(limit_m - doubt_m, 0.0)), _chord_m(limit_m + doubt_m)


def _chord_m(arc_m: float) -> float:
    half_turn = 3.14159 * EARTH_RADIUS_M
    return 2 * EARTH_RADIUS_M * sin(min(arc_m, half_turn) / (2 * EARTH_RADIUS_M))


def _positions(points: Points, *, lonlat: bool) -> Floats:
    """Return the plane's metres, or earth-centred metres of degrees (WGS 84, height 0)."""
    if not lonlat:
        return points.xy
    longitude, latitude = np.radians(points.given).T
    flattening = 1 / 298.257223563
    squeeze = (1 - flattening) ** 2
    sine, cosine = np.sin(latitude), np.cos(latitude)
    normal_m = 6_378_137.0 / np.sqrt(cosine**2 + squeeze * sine**2)
    return np.column_stack(
        [
            normal_m * cosine * np.cos(longitude),
            normal_m * cosine * np.sin(longitude),
            squeeze * normal_m * sine,
        ]
    )


def _inside(
    pairs: Ints, rows: Ints, persons: Ints, households: int, people: int
) -> tuple[Ints, Ints]:
    """Return where pairs (household, member) stand in a matrix of some rows and persons."""
    row_of = np.full(households, -1, np.int64)
    row_of[rows] = np.arange(len(rows))
    column_of = np.full(people, -1, np.int64)
    column_of[persons] = np.arange(len(persons))
    row, column = row_of[pairs[:, 0]], column_of[pairs[:, 1]]
    present = (row >= 0) & (column >= 0)
    return row[present], column[present]
