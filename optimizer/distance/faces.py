"""The faces into which walls divide the ground: nobody gets from one to another.

Walls that meet only with their ends are a plane graph. Each of them has two sides, half-edges
with a face to their left; whoever goes along a face and turns at every end as sharply as can be
goes round one of its boundaries. A boundary of walls that nothing joins to others belongs to the
face that a ray to the left of its leftmost end comes to (de Berg et al., Computational Geometry,
chapter 2). All is decided on whole millimetres but the order of walls along a ray.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from optimizer.distance.connected_components import connected_components
from optimizer.distance.measuring_time import Deadline, check
from optimizer.distance.nearby_pairs import ascending, counted, portions
from optimizer.distance.turning import between, turn
from optimizer.domain.scenario import Ints

PAIRS = 1_000_000
"""Points times walls beside them that are looked at together."""


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Half-edges by the point where they begin, and round it to the left.

    Parameters
    ----------
    at, to
        Shape (half-edges, 2): where each begins and ends.
    following, opposite
        Rows: the next round the same point, and the same wall the other way.
    place
        Shape (half-edges,): the row of each wall, and after them of each the other way.
    """

    at: Ints
    to: Ints
    following: Ints
    opposite: Ints
    place: Ints


def edges_of(walls: Ints) -> Edges:
    """Return the half-edges of walls that meet only with their ends, shape (walls, 2, 2)."""
    ends = np.concatenate([walls, walls[:, ::-1]])
    step = (ends[:, 1] - ends[:, 0]).astype(np.float64)
    node = _nodes(ends[:, 0])
    order = np.lexsort((np.arctan2(step[:, 1], step[:, 0]), node))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    starts = np.flatnonzero(np.append(True, np.diff(node[order]) != 0)[: len(order)])
    following = np.arange(1, len(order) + 1)
    following[np.append(starts, len(order))[1:] - 1] = starts
    opposite = place[(order + len(walls)) % max(len(order), 1)]
    return Edges(ends[order, 0], ends[order, 1], following, opposite, place)


def _nodes(at: Ints) -> Ints:
    """Return a number of the place of each end, in the order of their coordinates."""
    if not len(at):
        return np.empty(0, np.int64)
    low = at.min(axis=0)
    height = int(at[:, 1].max() - low[1]) + 1
    code = (at[:, 0] - low[0]) * height + at[:, 1] - low[1]
    return np.asarray(np.searchsorted(ascending(code), code), np.int64)


class Faces:
    """Which face is to the left of each half-edge, and where points are.

    Parameters
    ----------
    walls
        Shape (walls, 2, 2), millimetres; they meet only with their ends.
    """

    def __init__(self, walls: Ints, edges: Edges, limits: Deadline | None = None) -> None:
        self._task = f"the ground between {len(walls):,} pieces of barriers"
        before = np.empty_like(edges.following)
        before[edges.following] = np.arange(len(before))
        bound = connected_components(np.arange(len(before)), before[edges.opposite], len(before))
        count = int(bound.max(initial=-1)) + 1
        piece = connected_components(bound, bound[edges.opposite], count)
        check(limits, self._task)
        # Going down one has the ground to the right of the wall on one's left.
        forth = edges.place[: len(walls)]
        down = np.where(walls[:, 0, 1] > walls[:, 1, 1], forth, edges.opposite[forth])
        self._high, self._low, self._right = edges.at[down], edges.to[down], bound[down]
        self._left = bound[edges.opposite[down]]
        self._piece = piece[self._right]
        self._face = self._named(edges, bound, piece, limits)
        self.left_of = self._face[bound]

    def __len__(self) -> int:
        return int(self._face.max()) + 1

    @property
    def beside(self) -> Ints:
        """The faces on both sides of each wall, shape (walls, 2)."""
        return self._face[np.stack([self._left, self._right], axis=1)]

    def _named(self, edges: Edges, bound: Ints, piece: Ints, limits: Deadline | None) -> Ints:
        """Return the face of each boundary, and last that of the open ground outside."""
        outside = len(piece)
        order = np.lexsort((edges.at[:, 1], edges.at[:, 0], piece[bound]))
        leftmost = order[np.append(True, np.diff(piece[bound[order]]) != 0)[: len(order)]]
        # Of the walls that leave a leftmost end, the last one has the open ground on its left.
        last = self._last(edges, leftmost)
        met = self._met(edges.at[last], piece[bound[last]], limits)
        to = np.where(met < 0, outside, np.append(self._right, outside)[met])
        return connected_components(bound[last], to, outside + 1)

    def _last(self, edges: Edges, rows: Ints) -> Ints:
        """Return the last half-edge, in the order of their angles, that begins where these do."""
        while True:
            following = edges.following[rows]
            on = following > rows
            if not on.any():
                return rows
            rows = np.where(on, following, rows)

    def at(self, points: Ints, limits: Deadline | None = None) -> tuple[Ints, Ints]:
        """Return the faces that points, shape (n, 2), are in: rows of points, and faces.

        Who is on a wall is in all the faces that meet there, once in each.
        """
        met = self._met(points, np.full(len(points), -1), limits)
        found = np.full(len(points), self._face[-1])
        found[met >= 0] = self._face[self._right[met[met >= 0]]]
        row, wall = self._touched(points, limits)
        free = np.setdiff1d(np.arange(len(points)), row)
        rows, faces = np.append(free, row.repeat(2)), np.append(found[free], self.beside[wall])
        return np.divmod(ascending(rows * len(self) + faces), len(self))

    def _met(self, points: Ints, piece: Ints, limits: Deadline | None) -> Ints:
        """Return the first wall to the left of each point, or -1; none of its own ``piece``.

        The ray runs a hair above the point, so that it meets no end of a wall.
        """
        found = np.full(len(points), -1)
        for row, wall in self._abreast(points, limits):
            fit = points[row, 1] < self._high[wall, 1]
            fit &= self._piece[wall] != piece[row]
            rows, walls = self._nearest(points, row[fit], wall[fit])
            found[rows] = walls
        return found

    def _nearest(self, points: Ints, row: Ints, wall: Ints) -> tuple[Ints, Ints]:
        """Return points that have a wall to their left, of those abreast, and the nearest."""
        high, low, y = self._high[wall], self._low[wall], points[row, 1]
        lean = (high[:, 0] - low[:, 0]) / (high[:, 1] - low[:, 1])
        x = low[:, 0] + (y - low[:, 1]) * lean
        left = np.flatnonzero(x <= points[row, 0])
        order = left[np.lexsort((lean[left], x[left], row[left]))]
        last = order[np.append(np.diff(row[order]) != 0, True)[: len(order)]]
        return row[last], wall[last]

    def _touched(self, points: Ints, limits: Deadline | None) -> tuple[Ints, Ints]:
        """Return the points that are on a wall, its ends included, and the wall."""
        found = [np.empty((2, 0), np.int64)]
        for row, wall in self._abreast(points, limits):
            high, low, at = self._high[wall], self._low[wall], points[row]
            on = between(at, low, high)
            on[on] = turn(low[on], high[on], at[on]) == 0
            found.append(np.stack([row[on], wall[on]]))
        rows, walls = np.concatenate(found, axis=1)
        return rows, walls

    def _abreast(self, points: Ints, limits: Deadline | None) -> Iterator[tuple[Ints, Ints]]:
        """Yield points, all pairs of each together, and the walls that are abreast of them."""
        order = np.argsort(points[:, 1], kind="stable")
        y = points[order, 1]
        first = np.searchsorted(y, self._low[:, 1])
        after = np.searchsorted(y, self._high[:, 1], "right")
        size = len(points) + 1
        count = np.bincount(first, minlength=size) - np.bincount(after, minlength=size)
        for some in portions(np.cumsum(count)[:-1], PAIRS):
            check(limits, self._task)
            begin, end = some.min(initial=0), some.max(initial=-1) + 1
            low, high = np.maximum(first, begin), np.minimum(after, end)
            wall, nth = counted(np.maximum(high - low, 0))
            yield order[low[wall] + nth], wall
