"""Pairs in reach across a border, measured by the rules of the household's village."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.distance import Deadline
from optimizer.distance.projection import to_metres
from optimizer.distance.reach import Reach, reach_within
from optimizer.domain.lending import Lending
from optimizer.domain.scenario import (
    Barriers,
    Ends,
    Floats,
    Network,
    Points,
    Village,
    barriers,
    network,
)

SLACK = 1.01
"""A box is wider than the limit by so much: planes of two villages differ by less."""


def has_points(village: Village) -> bool:
    """Tell whether a village's distances come from where people live."""
    return village.rules.metric.kind in ("straight", "path")


def may_lend(one: Village, other: Village, lending: Lending) -> bool:
    """Tell whether two villages are among those that are asked about."""
    if not (has_points(one) and has_points(other)):
        return False
    if lending.named:
        return any(one.id in group and other.id in group for group in lending.named)
    level = lending.level
    if level is None:
        return True
    deep = min(len(one.area), len(other.area)) >= level
    return deep and one.area[:level] == other.area[:level]


def limit_of(village: Village, lending: Lending) -> float:
    """Return the limit of a household of a village with somebody of another one."""
    most = lending.max_distance_m
    limit_m = village.rules.max_distance_m
    return limit_m if most is None else min(limit_m, most)


def boxes_meet(one: Village, other: Village, limit_m: float) -> bool:
    """Tell whether anybody of one village may be within a limit of anybody of the other."""
    first, second = _box(one), _box(other)
    if first is None or second is None:
        return False
    if one.lonlat:
        first, second = _box_m(first, first), _box_m(second, first)
    gap = np.maximum(np.maximum(first[0] - second[1], second[0] - first[1]), 0.0)
    return bool(np.hypot(*gap) <= SLACK * limit_m + 1.0)


def _box(village: Village) -> Floats | None:
    """Return the lower and the upper corner of all points, as they were given."""
    given = [village.households.given, village.members.given, village.sites.given]
    points = np.concatenate(given)
    return np.array([points.min(axis=0), points.max(axis=0)]) if len(points) else None


def _box_m(box: Floats, around: Floats) -> Floats:
    """Return a box of degrees in metres round the middle of another, wide enough."""
    corners = np.array([[x, y] for x in box[:, 0] for y in box[:, 1]])
    centre = np.repeat(around.mean(axis=0)[None, :], len(corners), axis=0)
    placed = to_metres(corners, centre)
    return np.array([placed.min(axis=0), placed.max(axis=0)])


def border_reach(
    home: Village,
    other: Village,
    ends: Ends,
    lending: Lending,
    *,
    limits: Deadline | None = None,
) -> Reach:
    """Return the pairs of a village's households and members or places of another within reach.

    Round the barriers and along the paths of both villages.

    Raises
    ------
    Unmeasured
        Where ``limits`` end before all of them are measured.
    """
    centre, none = _centre(home, other), np.empty((0, 2), np.int64)
    people = other.members
    around = replace(
        home,
        households=_placed(home.households, home, centre),
        members=replace(people, xy=_metres(people.given, other, centre)),
        places=_placed(other.sites, other, centre),
        locked=none,
        forbidden=none,
        current=none,
        network=_both_networks(home, other, centre),
        barriers=_both_barriers(home, other, centre),
    )
    return reach_within(around, ends, limit_of(home, lending), limits=limits)


def _centre(one: Village, other: Village) -> Floats:
    """Return a point amid two villages, as points were given."""
    given = np.concatenate([one.households.given, other.households.given, other.sites.given])
    return np.asarray(given.mean(axis=0))


def _metres(given: Floats, village: Village, centre: Floats) -> Floats:
    """Return points in the plane that two villages share."""
    if not village.lonlat:
        return given
    flat = given.reshape(-1, 2)
    return to_metres(flat, np.broadcast_to(centre, flat.shape)).reshape(given.shape)


def _placed(points: Points, village: Village, centre: Floats) -> Points:
    return Points(points.ids, _metres(points.given, village, centre), points.given)


def _both_barriers(one: Village, other: Village, centre: Floats) -> Barriers | None:
    both = [village.barriers for village in (one, other) if village.barriers is not None]
    if not both:
        return None
    walls = np.concatenate([walls.given for walls in both])
    crossings = np.concatenate([walls.crossings_given for walls in both])
    return barriers(_metres(walls, one, centre), _metres(crossings, one, centre), walls, crossings)


def _both_networks(one: Village, other: Village, centre: Floats) -> Network | None:
    """Return the paths of two villages; points that they share are one node."""
    both = [village.network for village in (one, other) if village.network is not None]
    if not both:
        return None
    starts = np.cumsum([0, *(len(paths.given) for paths in both)])
    nodes, row = np.unique(
        np.concatenate([paths.given for paths in both]), axis=0, return_inverse=True
    )
    edges = [paths.edges + start for paths, start in zip(both, starts, strict=False)]
    ends = row.ravel()[np.concatenate(edges)]
    metres = np.concatenate([paths.metres for paths in both])
    return network(_metres(nodes, one, centre), ends, metres, nodes)
