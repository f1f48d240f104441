"""Barriers as the verifier sees them: gaps at crossings, and what stands in a line's way.

Written apart from the planner's: walls meet in whole millimetres by a snap rounding of its own
(Hobby, Computational Geometry 13, 1999), and nobody is ever on a wall. A corner is a point a tenth
of a millimetre off the wall's end, in the widest gap between its walls; who lives on a wall stands
as far off it, on each of its sides. From there no line may touch a wall at all. Lines are held
against all walls at once by GEOS, not by integers.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from optimizer.domain.scenario import CROSSING_M, GRID_M, Barriers, Floats, Ints
from optimizer.verification.time_budget import Deadline, check

Mask = NDArray[np.bool_]
Shapes = NDArray[np.object_]

OFF_M = 1e-4
"""How far a walk keeps off a wall that it turns at, starts from or ends on."""
AT_ONCE = 200
"""Walls that are looked at between two looks at the time."""
PLACES = 20_000
"""Places where walls meet that are looked at between two looks at the time."""
BEGINNINGS = (1 / 256, 1 / 32, 1 / 4, 1)
"""Shares of a line that are held against walls one after the other."""
NARROW = 1e-5
"""Radians: nobody stands in a gap of a metre in a hundred kilometres, and angles round."""


def on_millimetres(xy: Floats) -> Floats:
    """Return coordinates in whole millimetres, as floats: small enough to be exact."""
    return np.asarray(np.rint(xy / GRID_M), np.float64)


def walls_of(barriers: Barriers | None, limits: Deadline | None = None) -> Floats:
    """Return what no crossing opens, shape (walls, 2, 2), in millimetres, cut where they meet."""
    if barriers is None:
        return np.empty((0, 2, 2))
    pieces: list[Floats] = []
    for start, end in barriers.xy:
        check(limits)
        pieces += _pieces(start, end - start, barriers.crossings_xy)
    return _bent(_long(on_millimetres(np.array(pieces).reshape(-1, 2, 2))), limits)


def _long(walls: Floats) -> Floats:
    return np.asarray(walls[(walls[:, 0] != walls[:, 1]).any(axis=1)], np.float64)


def _bent(walls: Floats, limits: Deadline | None) -> Floats:
    """Return walls cut at every whole millimetre on their way where one ends or two meet.

    They seldom meet in one, and are moved to it by less than a millimetre: on which side of them
    somebody lives who lives as near as that is decided only then.
    """
    lines = np.asarray(shapely.linestrings(walls), np.object_).reshape(-1)
    tree, met = shapely.STRtree(lines), [walls.reshape(-1, 2)]
    rows = [np.arange(len(walls)).repeat(2)]
    for first in range(0, len(lines), AT_ONCE):
        check(limits)
        one, other = tree.query(lines[first : first + AT_ONCE], predicate="intersects")
        one += first
        pairs = one < other
        at = shapely.intersection(lines[one[pairs]], lines[other[pairs]])
        places, of = shapely.get_coordinates(at, return_index=True)
        met += [np.floor(places + 0.5)] * 2
        rows += [one[pairs][of], other[pairs][of]]
    wall, at = _along(walls, np.concatenate(rows), np.concatenate(met))
    wall, at = _along(walls, *_passed(lines, wall, at, limits))
    same = wall[1:] == wall[:-1]
    return _long(np.stack([at[:-1][same], at[1:][same]], axis=1))


def _along(walls: Floats, wall: Ints, at: Floats) -> tuple[Ints, Floats]:
    """Return the places on each wall in their order along it."""
    step = walls[wall, 1] - walls[wall, 0]
    along = ((at - walls[wall, 0]) * step).sum(axis=1)
    order = np.lexsort((along, wall))
    return wall[order], at[order]


def _passed(lines: Shapes, wall: Ints, at: Floats, limits: Deadline | None) -> tuple[Ints, Floats]:
    """Return the walls that pass within a millimetre's square of a place, and the place.

    Parameters
    ----------
    wall, at
        Places that are known to be on each wall, in their order along it: between two of them
        runs a part of the wall that is near few others.
    """
    same = wall[1:] == wall[:-1]
    parts = shapely.linestrings(np.stack([at[:-1][same], at[1:][same]], axis=1))
    of, tree = wall[1:][same], shapely.STRtree(np.asarray(parts, np.object_).reshape(-1))
    spots = np.unique(at[:, 0] + 1j * at[:, 1])
    spots = np.column_stack([spots.real, spots.imag])
    rows, places = [np.empty(0, np.int64)], [np.empty((0, 2))]
    for first in range(0, len(spots), PLACES):
        check(limits)
        some = spots[first : first + PLACES]
        # Parts of walls are a little off their walls, as their ends are rounded.
        spot, part = tree.query(shapely.box(*(some - 2).T, *(some + 2).T))
        pairs = np.unique(spot * len(lines) + of[part])
        spot, line = np.divmod(pairs, len(lines))
        squares = np.asarray(shapely.box(*(some - 0.5).T, *(some + 0.5).T), np.object_)
        inside = np.asarray(shapely.intersects(lines[line], squares[spot]), np.bool_)
        rows.append(line[inside])
        places.append(some[spot[inside]])
    return np.concatenate(rows), np.concatenate(places)


def _pieces(start: Floats, step: Floats, crossings: Floats) -> list[Floats]:
    """Return the parts of one wall outside every crossing's disc: |start + t step - c| >= r."""
    a = float(step @ step)
    if a == 0:
        return []
    cuts = [0.0, 1.0]
    for crossing in crossings:
        b, c = float(step @ (start - crossing)), float(((start - crossing) ** 2).sum())
        root = b * b - a * (c - CROSSING_M**2)
        if root > 0:
            cuts += [(-b - root**0.5) / a, (-b + root**0.5) / a]
    ordered = sorted(cut for cut in cuts if 0 <= cut <= 1)
    return [
        np.array([start + low * step, start + high * step])
        for low, high in pairwise(ordered)
        if low < high and not _open(start + (low + high) / 2 * step, crossings)
    ]


def _open(point: Floats, crossings: Floats) -> bool:
    return bool((((crossings - point) ** 2).sum(axis=1) < CROSSING_M**2).any())


def sides(start: Floats, end: Floats, point: Floats) -> Floats:
    """Return the sign of the side on which points lie of lines; broadcast."""
    one, other = end - start, point - start
    return np.asarray(np.sign(one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]))


class Walls:
    """What stands in the way, shape (walls, 2, 2), in whole millimetres; asked of many lines."""

    def __init__(self, lines: Floats) -> None:
        self.lines = lines
        self._each = np.asarray(shapely.linestrings(lines), np.object_).reshape(-1)
        self._whole = shapely.multilinestrings(self._each)
        shapely.prepare(self._whole)

    def __len__(self) -> int:
        return len(self.lines)

    def touched(self, start: Floats, ends: Floats) -> Mask:
        """Return which lines, from one point or from one each, have a point in common with a wall.

        Shapes (2,) or (n, 2), and (n, 2). GEOS tells the sides of a line in twice the digits.
        """
        found = np.zeros(len(ends), np.bool_)
        if not len(self):
            return found
        start = np.broadcast_to(start, ends.shape)
        # Where walls are many, most lines touch one soon: the whole of the others is looked at.
        for share in BEGINNINGS:
            left = np.flatnonzero(~found)
            lines = np.stack([start[left], start[left] + share * (ends - start)[left]], axis=1)
            if share == 1:
                lines[:, 1] = ends[left]
            found[left] = shapely.intersects(self._whole, shapely.linestrings(lines))
        return found

    def met(self, start: Floats, end: Floats) -> Floats:
        """Return the walls that one line touches."""
        line = shapely.linestrings(np.array([start, end]))
        return self.lines[np.asarray(shapely.intersects(self._each, line), np.bool_)]

    def under(self, points: Floats) -> Mask:
        """Return which points, shape (n, 2), are on a wall, its ends included."""
        return np.asarray(shapely.intersects(self._whole, shapely.points(points)), np.bool_)

    def leaving(self, point: Floats) -> list[float]:
        """Return the directions, in radians, in which walls leave a point that is on them."""
        met = np.asarray(shapely.intersects(self._each, shapely.Point(point)), np.bool_)
        ends = self.lines[met].reshape(-1, 2)
        return [_direction(point, end) for end in ends if (end != point).any()]


def corners(walls: Floats, limits: Deadline | None = None) -> Floats:
    """Return points beside every end of a wall where a walk may turn, shape (n, 2)."""
    check(limits)
    here, there = (np.concatenate([walls[:, end], walls[:, 1 - end]]) for end in (0, 1))
    step = there - here
    angle = np.arctan2(step[:, 1], step[:, 0])
    order = np.lexsort((angle, here[:, 1], here[:, 0]))
    at, angle = here[order], angle[order]
    starts = np.flatnonzero(np.append(True, (at[1:] != at[:-1]).any(axis=1))[: len(at)])
    count = np.diff(np.append(starts, len(at)))
    following = np.append(angle[1:], 0.0)[: len(at)]
    following[starts + count - 1] = angle[starts] + 2 * np.pi
    of = np.repeat(np.arange(len(starts)), count)
    wide = np.unique(of[following - angle > np.pi - NARROW])
    spots = [
        _beside(at[first], angle[first : first + number].tolist(), np.pi - NARROW)
        for first, number in zip(starts[wide].tolist(), count[wide].tolist(), strict=True)
    ]
    return np.concatenate([np.empty((0, 2)), *spots])


def standing_parts(
    points: Floats, walls: Walls, limits: Deadline | None = None
) -> tuple[Floats, Ints]:
    """Return where points stand, shape (n, 2), and the row of the point that stands there.

    On a wall it stands on all sides of it: once in every gap between the walls that leave it.
    """
    on = walls.under(points)
    free, held = np.flatnonzero(~on), np.flatnonzero(on)
    spots = []
    for row in held.tolist():
        check(limits)
        spots.append(_beside(points[row], walls.leaving(points[row]), NARROW))
    rows = np.repeat(held, np.array([len(spot) for spot in spots], np.int64))
    return np.concatenate([points[free], *spots]), np.concatenate([free, rows])


def _beside(at: Floats, leaving: list[float], least: float) -> Floats:
    """Return a point in each gap between walls that is wider than ``least``, in radians.

    Two at the end of a single wall, one to each side of it, so that a walk along it is as far off.
    """
    ordered, found = sorted(leaving), []
    for low, high in zip(ordered, [*ordered[1:], ordered[0] + 2 * np.pi], strict=True):
        if high - low > least:
            shares = (1 / 3, 2 / 3) if high - low > 2 * np.pi - NARROW else (1 / 2,)
            found += [low + share * (high - low) for share in shares]
    return at + OFF_M / GRID_M * np.column_stack((np.cos(found), np.sin(found)))


def _direction(here: Floats, there: Floats) -> float:
    return float(np.arctan2(there[1] - here[1], there[0] - here[0]))
