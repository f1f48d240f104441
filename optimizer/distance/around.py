"""The shortest walks across country round the barriers, for many pairs at once."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from optimizer.distance.corners import Corners, corners
from optimizer.distance.straight import straight_m
from optimizer.distance.walls import blocked, off_grid, on_grid, standing
from optimizer.scenario import Barriers, Floats, Ints

DENSE_PAIRS = 400_000
"""Below this many pairs, all of them at once are cheaper than a tree."""
ROWS = 2_000_000
"""Distances held at once: bounds the memory in a village of any size."""


def near(start: Floats, end: Floats, limit_m: float) -> tuple[Ints, Ints]:
    """Return a superset of the pairs of points at most ``limit_m`` apart: the tree rounds."""
    slack_m = limit_m * (1 + 1e-9) + 1e-9
    if len(start) * len(end) <= DENSE_PAIRS or not np.isfinite(limit_m):
        away = np.hypot(
            np.subtract.outer(start[:, 0], end[:, 0]), np.subtract.outer(start[:, 1], end[:, 1])
        )
        row, column = np.nonzero(away <= slack_m)
        return row, column
    found = cKDTree(start).sparse_distance_matrix(cKDTree(end), slack_m, output_type="ndarray")
    return found["i"].astype(np.int64), found["j"].astype(np.int64)


def around_m(start: Floats, end: Floats, barriers: Barriers, limit_m: float) -> Floats:
    """Return the shortest walk of each pair, shape (start, end); infinite beyond the limit."""
    walls = standing(barriers)
    turns = corners(walls) if len(walls) else Corners(*np.empty((3, 0, 2), np.int64))
    sources, middle, targets = np.cumsum((0, len(end), len(turns))).tolist()
    arriving, arriving_m = _leaving(start, turns, walls, limit_m)
    leaving, leaving_m = _leaving(end, turns, walls, limit_m)
    turning, turning_m = _between(turns, walls, limit_m)
    seen, seen_m = _seen(end, start, walls, limit_m)
    arcs = np.concatenate(
        [
            seen + np.array([sources, targets]),
            leaving + np.array([sources, middle]),
            turning + middle,
            arriving[:, ::-1] + np.array([middle, targets]),
        ]
    )
    metres = np.concatenate([seen_m, leaving_m, turning_m, arriving_m])
    graph = graph_of(arcs, metres, targets + len(start))
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
        reached = dijkstra(graph, indices=rows, limit=limit_m * (1 + 1e-9) + 1e-9)
        found[:, rows] = reached[:, targets:].T
    return found


_Arcs = tuple[Ints, Floats]
"""Rows of both ends, shape (n, 2), and metres."""


def _seen(start: Floats, end: Floats, walls: Ints, limit_m: float) -> _Arcs:
    """Return the pairs of points between which no wall stands."""
    row, column = near(start, end, limit_m)
    clear = ~blocked(on_grid(start)[row], on_grid(end)[column], walls)
    row, column = row[clear], column[clear]
    return np.column_stack((row, column)), straight_m(start[row], end[column])


def _leaving(points: Floats, turns: Corners, walls: Ints, limit_m: float) -> _Arcs:
    """Return the ways from points to corners that a shortest walk may take."""
    places, grid = off_grid(turns.at), on_grid(points)
    row, column = near(points, places, limit_m)
    fit = turns.only(column).leaning(grid[row])
    row, column = row[fit], column[fit]
    clear = ~blocked(grid[row], turns.at[column], walls)
    row, column = row[clear], column[clear]
    return np.column_stack((row, column)), straight_m(points[row], places[column])


def _between(turns: Corners, walls: Ints, limit_m: float) -> _Arcs:
    """Return the ways from corner to corner that a shortest walk may take, in both directions."""
    places = off_grid(turns.at)
    row, column = near(places, places, limit_m)
    once = row < column
    row, column = row[once], column[once]
    here, there = turns.only(row), turns.only(column)
    fit = here.leaning(there.at) & there.leaning(here.at) & here.same_side(there)
    row, column = row[fit], column[fit]
    clear = ~blocked(turns.at[row], turns.at[column], walls)
    ways = np.column_stack((row[clear], column[clear]))
    metres = straight_m(places[ways[:, 0]], places[ways[:, 1]])
    return np.concatenate([ways, ways[:, ::-1]]), np.append(metres, metres)
