"""The shortest walks across country round the barriers, for many pairs at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from optimizer.distance.corners import corners
from optimizer.distance.sight import blocked
from optimizer.distance.straight import straight_m
from optimizer.distance.walls import Bools, off_grid, on_grid, standing
from optimizer.scenario import Barriers, Floats, Ints, Points

DENSE_PAIRS = 400_000
"""Below this many pairs, all of them at once are cheaper than a tree."""
ROWS = 2_000_000
"""Distances held at once: bounds the memory in a village of any size."""


def slack(limit_m: float) -> float:
    """Return a little more than a limit: sums and factors round."""
    return limit_m * (1 + 1e-9) + 1e-9


def near(start: Floats, end: Floats, limit_m: float) -> tuple[Ints, Ints]:
    """Return a superset of the pairs of points at most ``limit_m`` apart: the tree rounds."""
    slack_m = slack(limit_m)
    if len(start) * len(end) <= DENSE_PAIRS or not np.isfinite(limit_m):
        away = np.hypot(
            np.subtract.outer(start[:, 0], end[:, 0]), np.subtract.outer(start[:, 1], end[:, 1])
        )
        row, column = np.nonzero(away <= slack_m)
        return row, column
    found = cKDTree(start).sparse_distance_matrix(cKDTree(end), slack_m, output_type="ndarray")
    return found["i"].astype(np.int64), found["j"].astype(np.int64)


def around_m(start: Points, end: Points, barriers: Barriers, limit_m: float) -> Floats:
    """Return the shortest walk of each pair, shape (start, end); infinite beyond the limit."""
    turning = _turning(barriers)
    sources, middle, targets = np.cumsum((0, len(end), len(turning.corners))).tolist()
    parts = [
        (_seen(start, end, barriers), (targets, sources), False),
        (_leaving(end, barriers), (sources, middle), True),
        (turning, (middle, middle), True),
        (_leaving(start, barriers), (targets, middle), False),
    ]
    arcs, metres = [], []
    for views, begin, forth in parts:
        pairs, away_m = views.within(limit_m)
        placed = pairs + np.array(begin)
        arcs.append(placed if forth else placed[:, ::-1])
        metres.append(away_m)
    graph = graph_of(np.concatenate(arcs), np.concatenate(metres), targets + len(start))
    return _rows(graph, len(end), targets, limit_m)


def graph_of(arcs: Ints, metres: Floats, size: int) -> csr_array:
    """Return a graph of arcs, shape (n, 2), each at most once.

    Built by hand and never summed or pruned: an arc of no length is an arc, and some ways of
    making a sparse matrix lose it.
    """
    order = np.argsort(arcs[:, 0] * size + arcs[:, 1], kind="stable")
    first = np.searchsorted(arcs[order, 0], np.arange(size + 1))
    return csr_array((metres[order], arcs[order, 1], first), shape=(size, size))


def _rows(graph: csr_array, sources: int, targets: int, limit_m: float) -> Floats:
    """Return the distances of the first nodes to the last ones, shape (targets, sources)."""
    size = graph.shape[0]
    found = np.empty((size - targets, sources))
    step = max(1, ROWS // max(size, 1))
    for chunk in range(0, sources, step):
        rows = np.arange(chunk, min(chunk + step, sources))
        reached = dijkstra(graph, indices=rows, limit=slack(limit_m))
        found[:, rows] = reached[:, targets:].T
    return found


class _Views:
    """Which pairs of places see each other: looked at once, as far as anybody has asked so far.

    A plan asks for the same places under one limit after another.

    Parameters
    ----------
    start, end
        Metres; whole millimetres are what is looked at.
    fit
        Tells of pairs of rows which may be part of a shortest walk at all.
    """

    def __init__(
        self, start: Floats, end: Floats, walls: Ints, fit: Callable[[Ints, Ints], Bools]
    ) -> None:
        self._ends = start, end
        self._walls, self._fit = walls, fit
        self._known_m = -1.0
        self._pairs, self._metres = np.empty((0, 2), np.int64), np.empty(0)

    def within(self, limit_m: float) -> tuple[Ints, Floats]:
        """Return rows of both, shape (n, 2), and metres; of pairs a little beyond it as well."""
        reach_m = slack(limit_m)
        if reach_m > self._known_m:
            pairs, metres = self._looked(reach_m)
            self._pairs = np.concatenate([self._pairs, pairs])
            self._metres = np.concatenate([self._metres, metres])
            self._known_m = reach_m
        wanted = self._metres <= reach_m
        return self._pairs[wanted], self._metres[wanted]

    def _looked(self, reach_m: float) -> tuple[Ints, Floats]:
        """Look at the pairs that nobody has asked for before."""
        start, end = self._ends
        row, column = near(start, end, reach_m)
        metres = straight_m(start[row], end[column])
        new = (metres > self._known_m) & (metres <= reach_m)
        if start is end:
            new &= row <= column
        new[new] = self._fit(row[new], column[new])
        row, column, metres = row[new], column[new], metres[new]
        clear = ~blocked(on_grid(start)[row], on_grid(end)[column], self._walls)
        pairs, metres = np.column_stack((row[clear], column[clear])), metres[clear]
        if start is end:
            back = pairs[:, 0] != pairs[:, 1]
            pairs = np.concatenate([pairs, pairs[back, ::-1]])
            metres = np.append(metres, metres[back])
        return pairs, metres


class _Turning(_Views):
    """The ways from corner to corner that a shortest walk may take."""

    def __init__(self, walls: Ints) -> None:
        self.walls = walls
        self.corners = corners(walls)
        self.places = off_grid(self.corners.at)
        super().__init__(self.places, self.places, walls, self._lean)

    def _lean(self, row: Ints, column: Ints) -> Bools:
        here, there = self.corners.only(row), self.corners.only(column)
        fit = here.leaning(there.at) & there.leaning(here.at) & here.same_side(there)
        # Two sides of a straight joint are two corners in one place, and no way leads through it.
        return np.asarray(fit & (here.at != there.at).any(axis=1))


@lru_cache(maxsize=4)
def _turning(barriers: Barriers) -> _Turning:
    return _Turning(standing(barriers))


@lru_cache(maxsize=6)
def _seen(start: Points, end: Points, barriers: Barriers) -> _Views:
    """Return the pairs of points between which no wall stands."""
    return _Views(start.xy, end.xy, _turning(barriers).walls, lambda row, _: row >= 0)


@lru_cache(maxsize=8)
def _leaving(points: Points, barriers: Barriers) -> _Views:
    """Return the ways from points to corners that a shortest walk may take."""
    turning, grid = _turning(barriers), on_grid(points.xy)
    corner = turning.corners
    return _Views(
        points.xy,
        turning.places,
        turning.walls,
        lambda row, column: corner.only(column).leaning(grid[row]),
    )
