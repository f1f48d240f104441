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

from optimizer.scenario import CROSSING_M, GRID_M, Barriers, Floats, Ints
from optimizer.verification.budget import Limits, check

Mask = NDArray[np.bool_]

OFF_M = 1e-4
"""How far a walk keeps off a wall that it turns at, starts from or ends on."""
AT_ONCE = 200
"""Walls, or places where they meet, that are looked at between two looks at the time."""
NARROW = 1e-5
"""Radians: nobody stands in a gap of a metre in a hundred kilometres, and angles round."""


def rounded(xy: Floats) -> Floats:
    """Return coordinates in whole millimetres, as floats: small enough to be exact."""
    return np.asarray(np.rint(xy / GRID_M), np.float64)


def walls_of(barriers: Barriers | None, limits: Limits | None = None) -> Floats:
    """Return what no crossing opens, shape (walls, 2, 2), in millimetres, cut where they meet."""
    if barriers is None:
        return np.empty((0, 2, 2))
    pieces: list[Floats] = []
    for start, end in barriers.xy:
        check(limits)
        pieces += _pieces(start, end - start, barriers.crossings_xy)
    return _bent(_long(rounded(np.array(pieces).reshape(-1, 2, 2))), limits)


def _long(walls: Floats) -> Floats:
    return np.asarray(walls[(walls[:, 0] != walls[:, 1]).any(axis=1)], np.float64)


def _bent(walls: Floats, limits: Limits | None) -> Floats:
    """Return walls cut at every whole millimetre on their way where one ends or two meet.

    They seldom meet in one, and are moved to it by less than a millimetre: on which side of them
    somebody lives who lives as near as that is decided only then.
    """
    lines = np.asarray(shapely.linestrings(walls), np.object_).reshape(-1)
    tree, met = shapely.STRtree(lines), [walls.reshape(-1, 2)]
    for first in range(0, len(lines), AT_ONCE):
        check(limits)
        one, other = tree.query(lines[first : first + AT_ONCE], predicate="intersects")
        one += first
        pairs = one < other
        at = shapely.intersection(lines[one[pairs]], lines[other[pairs]])
        met.append(np.floor(shapely.get_coordinates(at) + 0.5))
    spots = np.unique(np.concatenate(met), axis=0)
    found = [np.empty((2, 0), np.int64)]
    for first in range(0, len(spots), AT_ONCE):
        check(limits)
        some = spots[first : first + AT_ONCE]
        squares = shapely.box(*(some - 0.5).T, *(some + 0.5).T)
        found.append(tree.query(squares, predicate="intersects") + np.array([[first], [0]]))
    spot, wall = np.concatenate(found, axis=1)
    along = ((spots[spot] - walls[wall, 0]) * (walls[wall, 1] - walls[wall, 0])).sum(axis=1)
    order = np.lexsort((along, wall))
    wall, at = wall[order], spots[spot[order]]
    same = wall[1:] == wall[:-1]
    return _long(np.stack([at[:-1][same], at[1:][same]], axis=1))


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
        self._whole = shapely.MultiLineString(self._each.tolist())
        shapely.prepare(self._whole)

    def __len__(self) -> int:
        return len(self.lines)

    def touched(self, start: Floats, ends: Floats) -> Mask:
        """Return which lines, from one point or from one each, have a point in common with a wall.

        Shapes (2,) or (n, 2), and (n, 2). GEOS tells the sides of a line in twice the digits.
        """
        both = np.stack([np.broadcast_to(start, ends.shape), ends], axis=1)
        if not len(self) or not len(both):
            return np.zeros(len(both), np.bool_)
        return np.asarray(shapely.intersects(self._whole, shapely.linestrings(both)), np.bool_)

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


def corners(walls: Floats, limits: Limits | None = None) -> Floats:
    """Return points beside every end of a wall where a walk may turn, shape (n, 2)."""
    leaving: dict[tuple[float, float], list[float]] = {}
    for one, other in walls:
        for here, there in ((one, other), (other, one)):
            leaving.setdefault((here[0], here[1]), []).append(_direction(here, there))
    spots = []
    for at, ways in leaving.items():
        check(limits)
        spots.append(_beside(np.array(at), ways, np.pi - NARROW))
    return np.concatenate([np.empty((0, 2)), *spots])


def stands(points: Floats, walls: Walls, limits: Limits | None = None) -> tuple[Floats, Ints]:
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
