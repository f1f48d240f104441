"""Several villages side by side as the verifier measures them: who reaches whom across borders."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from pyproj import Geod

from optimizer.domain.lending import Lending
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import (
    Barriers,
    Floats,
    Ints,
    Network,
    Points,
    Village,
    barriers,
    network,
)
from optimizer.verification.measured_village import (
    MeasuredVillage,
    measure_village,
    pair_metres,
    plane_share,
)
from optimizer.verification.straight import Mask, near_any
from optimizer.verification.time_budget import Deadline

NO_PAIRS: Ints = np.empty((0, 2), np.int64)
_EARTH = Geod(ellps="WGS84")


def may_lend(home: Village, other: Village, lending: Lending) -> bool:
    """Tell whether households of one village may be asked of another's persons."""
    if any(one.rules.metric.kind not in {"straight", "path"} for one in (home, other)):
        return False
    if lending.named:
        return any({home.id, other.id} <= set(group) for group in lending.named)
    units = [one.area[: lending.level] for one in (home, other)]
    return lending.level is None or (units[0] == units[1] and len(units[0]) == lending.level)


def border_ground(
    home: Village, other: Village, places: Ints, lending: Lending, limits: Deadline | None
) -> MeasuredVillage:
    """Return the households of one village before the persons of another.

    The limit is that of the households' village, or the request's where it is less; barriers and
    paths are those of both.

    Parameters
    ----------
    places
        Rows of the other village's places where recruits live.

    Raises
    ------
    OutOfTime
        Where ``limits`` end before its distances are found.
    """
    most = home.rules.max_distance_m
    most = most if lending.max_distance_m is None else min(most, lending.max_distance_m)
    around = _around(home, other)
    rules = home.rules.model_copy(update={"max_distance_m": most})
    ground = measure_village(replace(around, rules=rules), places, limits)
    if home.lonlat:
        every = np.concatenate([ground.households_at, ground.persons_at, ground.sites_at])
        ground = replace(ground, share=plane_share(every)).wider(most)
    return ground


def _around(home: Village, other: Village) -> Village:
    """Return the households of one village with the persons, places and land of both."""
    given = np.concatenate([home.households.given, other.sites.given, other.members.given])
    middle = given.mean(axis=0)

    def placed(points: Points) -> Points:
        return Points(points.ids, _plane(points.given, middle, lonlat=home.lonlat), points.given)

    people, sites = placed(other.members), placed(other.sites)
    lands = (home, other)
    return replace(
        home,
        households=placed(home.households),
        members=replace(other.members, xy=people.xy),
        places=sites,
        locked=NO_PAIRS,
        forbidden=NO_PAIRS,
        current=NO_PAIRS,
        former=None,
        network=_paths([one.network for one in lands if one.network], middle, lonlat=home.lonlat),
        barriers=_walls(
            [one.barriers for one in lands if one.barriers], middle, lonlat=home.lonlat
        ),
    )


def _plane(given: Floats, middle: Floats, *, lonlat: bool) -> Floats:
    """Return points at their distance and direction from the middle; metres stay as they are."""
    if not lonlat:
        return given
    flat = given.reshape(-1, 2)
    start = np.broadcast_to(middle, flat.shape)
    turn, _, metres = _EARTH.inv(start[:, 0], start[:, 1], flat[:, 0], flat[:, 1])
    turn = np.radians(turn)
    return np.column_stack([metres * np.sin(turn), metres * np.cos(turn)]).reshape(given.shape)


def _paths(both: list[Network], middle: Floats, *, lonlat: bool) -> Network | None:
    """Return the paths of both villages; nodes at the same point are one."""
    if not both:
        return None
    node: dict[tuple[float, float], int] = {}
    ends, metres = [], []
    for paths in both:
        rows = [node.setdefault((x, y), len(node)) for x, y in paths.given.tolist()]
        ends.append(np.array(rows, np.int64)[paths.edges])
        metres.append(paths.metres)
    given = np.array(list(node), np.float64)
    xy = _plane(given, middle, lonlat=lonlat)
    return network(xy, np.concatenate(ends), np.concatenate(metres), given)


def _walls(both: list[Barriers], middle: Floats, *, lonlat: bool) -> Barriers | None:
    if not both:
        return None
    walls = np.concatenate([one.given for one in both])
    gaps = np.concatenate([one.crossings_given for one in both])
    xy, gaps_xy = (_plane(points, middle, lonlat=lonlat) for points in (walls, gaps))
    return barriers(xy, gaps_xy, walls, gaps)


@dataclass(frozen=True, slots=True, eq=False)
class ClusterGround:
    """Villages one after the other: households, then members and recruits.

    Parameters
    ----------
    places
        Rows of the recruits' places among those of all villages, in the order of the recruits.
    sides
        What was measured, by the numbers of the households' and of the persons' village.
    """

    villages: tuple[Village, ...]
    lending: Lending
    places: Ints
    limits: Deadline | None
    sides: dict[tuple[int, int], MeasuredVillage | None] = field(default_factory=dict)

    def starts(self, kind: str) -> Ints:
        """Return the first row of each village's ``households``, ``members`` or ``sites``."""
        sizes = [len(getattr(one, kind)) for one in self.villages]
        return np.cumsum([0, *sizes])

    @property
    def home(self) -> Ints:
        """The village of each household."""
        sizes = [len(one.households) for one in self.villages]
        return np.repeat(np.arange(len(sizes)), sizes)

    @property
    def place_of(self) -> Ints:
        """The village of each recruit's place."""
        return np.searchsorted(self.starts("sites"), self.places, side="right") - 1

    @property
    def person_of(self) -> Ints:
        """The village of each person: members, then recruits."""
        sizes = [len(one.members) for one in self.villages]
        return np.concatenate([np.repeat(np.arange(len(sizes)), sizes), self.place_of])

    def columns(self, number: int) -> Ints:
        """Return the rows of a village's members and recruits among all persons."""
        return np.flatnonzero(self.person_of == number)

    def side(self, home: int, other: int) -> MeasuredVillage | None:
        """Return the households of one village before the persons of another; None: not asked."""
        if (home, other) not in self.sides:
            self.sides[home, other] = self._side(home, other)
        return self.sides[home, other]

    def _side(self, home: int, other: int) -> MeasuredVillage | None:
        rows = self.places[self.place_of == other] - self.starts("sites")[other]
        one, two = self.villages[home], self.villages[other]
        if home == other:
            return measure_village(one, rows, self.limits)
        if not may_lend(one, two, self.lending):
            return None
        return border_ground(one, two, rows, self.lending, self.limits)

    def reached(self, *, sure: bool, forbidden: bool = False) -> Mask:
        """Return who may look after whom, shape (households, persons).

        A locked household has the member it is locked to, and nobody else.

        Parameters
        ----------
        sure
            Whether doubt is settled as no.
        forbidden
            Whether forbidden pairs count, too.
        """
        mask = np.zeros((len(self.home), len(self.person_of)), np.bool_)
        first = self.starts("households")
        for home, village in enumerate(self.villages):
            rows = np.arange(len(village.households))
            for other in range(len(self.villages)):
                ground = self.side(home, other)
                if ground is None:
                    continue
                who = ground.within if forbidden else ground.allowed
                block = who(rows, np.arange(len(ground)), sure=sure)
                block[np.isin(rows, village.locked[:, 0])] = False
                if home == other:
                    block[village.locked[:, 0], village.locked[:, 1]] = True
                mask[np.ix_(first[home] + rows, self.columns(other))] = block
        return mask

    def metres(self, person: Ints) -> tuple[Floats, Floats]:
        """Return own metres of each household to its person and how far others may be off.

        0 where unserved, and infinite where the two villages may not lend.
        """
        found, slack = np.zeros(len(person)), np.zeros(len(person))
        served = np.flatnonzero(person != UNSERVED)
        pairs = np.column_stack([self.home[served], self.person_of[person[served]]])
        for home, other in np.unique(pairs, axis=0).tolist():
            rows = served[(pairs == (home, other)).all(axis=1)]
            ground = self.side(home, other)
            if ground is None:
                found[rows] = np.inf
                continue
            column = np.searchsorted(self.columns(other), person[rows])
            own = rows - self.starts("households")[home]
            found[rows] = pair_metres(ground, own, column)
            slack[rows] = ground.slack_m(found[rows])
        return found, slack

    def sites_reaching(self, rows: Ints) -> Mask:
        """Return which places of villages that recruit possibly reach one of some households."""
        found = []
        starts = self.starts("households")
        for other, village in enumerate(self.villages):
            mask = np.zeros(len(village.sites), np.bool_)
            for home, one in enumerate(self.villages):
                mine = rows[self.home[rows] == home] - starts[home]
                mine = np.setdiff1d(mine, one.locked[:, 0])
                ground = self.side(home, other) if village.rules.recruiting else None
                if ground is not None and len(mine):
                    mask |= ground.sites_near(mine)
            found.append(mask)
        return np.concatenate(found)


def touches(home: Village, other: Village, lending: Lending, limits: Deadline | None) -> bool:
    """Tell whether a household of one village surely reaches a member or a place of another."""
    if not may_lend(home, other, lending) or not _boxes_near(home, other, lending):
        return False
    ground = border_ground(home, other, np.empty(0, np.int64), lending, limits)
    free = np.setdiff1d(np.arange(len(home.households)), home.locked[:, 0])
    if not len(free):
        return False
    ends = [ground.persons_at, *([ground.sites_at] if other.rules.recruiting else [])]
    if ground.walks is None:
        return any(
            bool(near_any(at, ground.households_at[free], ground.inside_m).any()) for at in ends
        )
    walks, most_m = ground.walks, ground.limit_m - ground.doubt_m(ground.limit_m)
    rows = [walks.members, *([walks.sites] if other.rules.recruiting else [])]
    return any(
        bool((walks.nearest(at, walks.households[free], most_m, limits) <= most_m).any())
        for at in rows
        if len(at)
    )


def _boxes_near(home: Village, other: Village, lending: Lending) -> bool:
    """Tell whether the boxes of two villages are within the limit, or may be."""
    most = home.rules.max_distance_m
    most = most if lending.max_distance_m is None else min(most, lending.max_distance_m)
    boxes = []
    for one in (home, other):
        given = np.concatenate([one.households.given, one.members.given, one.sites.given])
        if not len(given):
            return False
        boxes.append((given.min(axis=0), given.max(axis=0)))
    reach = np.full(2, most)
    if home.lonlat:
        # A degree is no shorter than this anywhere in the two boxes.
        widest = max(float(np.abs(corner[1])) for box in boxes for corner in box)
        narrow = max(np.cos(np.radians(min(widest + most / 110_000, 89.9))), 1e-3)
        reach = most / np.array([111_000 * narrow, 110_000])
    apart = np.maximum(boxes[0][0] - boxes[1][1], boxes[1][0] - boxes[0][1])
    return bool((apart <= reach).all())
