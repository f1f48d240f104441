"""The faces into which walls divide the ground: nobody gets from one to another.

Walls that meet only with their ends are a plane graph. Each of them has two sides, half-edges
with a face to their left; whoever goes along a face and turns at every end as sharply as can be
goes round one of its boundaries. A boundary of walls that nothing joins to others belongs to the
face that a ray to the left of its leftmost end comes to (de Berg et al., Computational Geometry,
chapter 2). All is decided on whole millimetres but the order of walls along a ray.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from optimizer.distance.measuring import Limits, check
from optimizer.scenario import Ints

ANY = -1
"""The face of a point on a wall: it may stand in several."""
RAYS = 500
"""Rays that are followed between two looks at the time."""


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
    order = np.lexsort((np.arctan2(step[:, 1], step[:, 0]), ends[:, 0, 1], ends[:, 0, 0]))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    at, to = ends[order, 0], ends[order, 1]
    starts = np.flatnonzero(_new(at))
    following = np.arange(1, len(at) + 1)
    following[np.append(starts, len(at))[1:] - 1] = starts
    opposite = place[(order + len(walls)) % max(len(order), 1)]
    return Edges(at, to, following, opposite, place)


def _new(at: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.append(True, (at[1:] != at[:-1]).any(axis=1))[: len(at)]


class Faces:
    """Which face is to the left of each half-edge, and where points are.

    Parameters
    ----------
    walls
        Shape (walls, 2, 2), millimetres; they meet only with their ends.
    tree
        Of the walls.
    """

    def __init__(
        self, walls: Ints, edges: Edges, tree: shapely.STRtree, limits: Limits | None = None
    ) -> None:
        self._task = f"the ground between {len(walls):,} pieces of barriers"
        before = np.empty_like(edges.following)
        before[edges.following] = np.arange(len(before))
        bound = _joined(np.arange(len(before)), before[edges.opposite], len(before))
        count = int(bound.max(initial=-1)) + 1
        piece = _joined(bound, bound[edges.opposite], count)
        check(limits, self._task)
        # Going down one has the ground to the right of the wall on one's left.
        forth = edges.place[: len(walls)]
        down = np.where(walls[:, 0, 1] > walls[:, 1, 1], forth, edges.opposite[forth])
        self._high, self._low, self._right = edges.at[down], edges.to[down], bound[down]
        self._piece = piece[self._right]
        self._tree = tree
        self._left = float(walls[..., 0].min(initial=0))
        self._face = self._named(edges, bound, piece, limits)
        self.left_of = self._face[bound]

    def _named(self, edges: Edges, bound: Ints, piece: Ints, limits: Limits | None) -> Ints:
        """Return the face of each boundary, and last that of the open ground outside."""
        outside = len(piece)
        order = np.lexsort((edges.at[:, 1], edges.at[:, 0], piece[bound]))
        leftmost = order[np.append(True, np.diff(piece[bound[order]]) != 0)[: len(order)]]
        # Of the walls that leave a leftmost end, the last one has the open ground on its left.
        last = self._last(edges, leftmost)
        met = self._met(edges.at[last], piece[bound[last]], limits)
        to = np.where(met < 0, outside, np.append(self._right, outside)[met])
        return _joined(bound[last], to, outside + 1)

    def _last(self, edges: Edges, rows: Ints) -> Ints:
        """Return the last half-edge, in the order of their angles, that begins where these do."""
        while True:
            following = edges.following[rows]
            on = following > rows
            if not on.any():
                return rows
            rows = np.where(on, following, rows)

    def at(self, points: Ints, limits: Limits | None = None) -> Ints:
        """Return the face of each point, shape (n, 2); ``ANY`` where it is on a wall."""
        met = self._met(points, np.full(len(points), -1), limits)
        found = np.full(len(points), self._face[-1])
        found[met >= 0] = self._face[self._right[met[met >= 0]]]
        on, _ = self._tree.query(shapely.points(points), predicate="intersects")
        found[on] = ANY
        return found

    def _met(self, points: Ints, piece: Ints, limits: Limits | None) -> Ints:
        """Return the first wall to the left of each point, or -1; none of its own ``piece``.

        The ray runs a hair above the point, so that it meets no end of a wall.
        """
        found = np.full(len(points), -1)
        for first in range(0, len(points), RAYS):
            check(limits, self._task)
            some = points[first : first + RAYS]
            rays = np.stack([some, some], axis=1).astype(np.float64)
            rays[:, 0, 0] = np.minimum(self._left - 1.0, rays[:, 1, 0])
            row, wall = self._tree.query(shapely.linestrings(rays))
            high, low, y = self._high[wall], self._low[wall], some[row, 1]
            fit = (low[:, 1] <= y) & (y < high[:, 1]) & (self._piece[wall] != piece[first + row])
            row, wall, high, low, y = row[fit], wall[fit], high[fit], low[fit], y[fit]
            lean = (high[:, 0] - low[:, 0]) / (high[:, 1] - low[:, 1])
            x = low[:, 0] + (y - low[:, 1]) * lean
            before = x <= some[row, 0]
            row, wall, x, lean = row[before], wall[before], x[before], lean[before]
            order = np.lexsort((lean, x, row))
            row, wall = row[order], wall[order]
            ends = np.flatnonzero(np.append(np.diff(row) != 0, True)[: len(row)])
            found[first + row[ends]] = wall[ends]
        return found


def _joined(one: Ints, other: Ints, count: int) -> Ints:
    """Return the part of each of so many nodes in the graph of these edges."""
    graph = csr_array((np.ones(len(one), np.int8), (one, other)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)
