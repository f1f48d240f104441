"""The network that is left beside the barriers, and where people's doors join it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely

from optimizer.distance.walls import Bools, between, blocked, on_a_wall, on_grid, standing, turn
from optimizer.scenario import Barriers, Floats, Ints, Network

NOWHERE = -1
TIE_M = 0.001
"""Of edges that are nearest but for this, the first in the network's order is taken."""


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """Edges that can be walked.

    Parameters
    ----------
    xy
        Shape (nodes, 2).
    edges
        Shape (edges, 2): rows of nodes. An end on a wall is a node of its own: nobody passes it.
    metres
        Shape (edges,).
    tree
        Of the edges, for the nearest.
    walls
        Shape (walls, 2, 2), millimetres.
    cut
        Rows of the given network's edges that a barrier has taken out.
    """

    xy: Floats
    edges: Ints
    metres: Floats
    tree: shapely.STRtree
    walls: Ints
    cut: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Legs:
    """Where points join the network.

    Parameters
    ----------
    edge
        Shape (n,), the edge each point joins, or ``NOWHERE``.
    leg_m
        Shape (n,), metres to the nearest point on it.
    before_m, after_m
        Shape (n,), metres from there to the edge's first and second node.
    """

    edge: Ints
    leg_m: Floats
    before_m: Floats
    after_m: Floats

    def only(self, rows: Ints) -> Legs:
        """Return some of the points."""
        return Legs(self.edge[rows], self.leg_m[rows], self.before_m[rows], self.after_m[rows])


@lru_cache(maxsize=4)
def paths_of(network: Network, barriers: Barriers | None) -> Paths:
    """Return what can be walked: without the edges that cross a barrier."""
    walls = np.empty((0, 2, 2), np.int64) if barriers is None else standing(barriers)
    cut, sealed = _against(on_grid(network.xy)[network.edges], walls)
    kept = np.flatnonzero(~cut)
    edges, xy = network.edges[kept].copy(), network.xy
    ends = np.argwhere(sealed[kept])
    own = len(xy) + np.arange(len(ends))
    xy = np.concatenate([xy, xy[edges[ends[:, 0], ends[:, 1]]]])
    edges[ends[:, 0], ends[:, 1]] = own
    tree = shapely.STRtree(np.asarray(shapely.linestrings(xy[edges])).reshape(-1))
    return Paths(xy, edges, network.metres[kept], tree, walls, np.flatnonzero(cut))


def legs(points: Floats, paths: Paths, max_leg_m: float) -> Legs:
    """Join points to the nearest point on an edge that is reached without crossing a barrier."""
    row, edge = _candidates(points, paths, max_leg_m)
    foot, share, leg_m = _feet(points[row], paths, edge)
    fit = leg_m <= max_leg_m
    if len(paths.walls):
        fit[fit] &= ~_walled(points[row[fit]], foot[fit], paths.walls)
    row, edge, share, leg_m = row[fit], edge[fit], share[fit], leg_m[fit]
    least = np.full(len(points), np.inf)
    np.minimum.at(least, row, leg_m)
    tied = np.flatnonzero(leg_m <= least[row] + TIE_M)
    order = tied[np.lexsort((edge[tied], row[tied]))]
    found, first = np.unique(row[order], return_index=True)
    taken = order[first]
    joined = Legs(
        np.full(len(points), NOWHERE),
        np.full(len(points), np.inf),
        np.full(len(points), np.inf),
        np.full(len(points), np.inf),
    )
    metres = paths.metres[edge[taken]]
    joined.edge[found], joined.leg_m[found] = edge[taken], leg_m[taken]
    joined.before_m[found] = share[taken] * metres
    joined.after_m[found] = (1 - share[taken]) * metres
    return joined


def _candidates(points: Floats, paths: Paths, max_leg_m: float) -> tuple[Ints, Ints]:
    """Return the edges that each point might join: the nearest, or all near where walls stand."""
    if not len(points) or not len(paths.edges):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    doors = shapely.points(points)
    farthest_m = max_leg_m * (1 + 1e-9) + 1e-6
    reach_m = np.full(len(points), farthest_m)
    if not len(paths.walls):
        (row, _), metres = paths.tree.query_nearest(
            doors, max_distance=farthest_m, all_matches=False, return_distance=True
        )
        reach_m[:] = 0.0
        reach_m[row] = metres + 2 * TIE_M
    row, edge = paths.tree.query(doors, predicate="dwithin", distance=reach_m)
    return row, edge


def _feet(points: Floats, paths: Paths, edge: Ints) -> tuple[Floats, Floats, Floats]:
    """Return the nearest point on each edge, its share of the edge's length, and the leg."""
    start, end = paths.xy[paths.edges[edge, 0]], paths.xy[paths.edges[edge, 1]]
    step = end - start
    square = np.maximum((step**2).sum(axis=1), 1e-300)
    share = np.clip(((points - start) * step).sum(axis=1) / square, 0.0, 1.0)
    foot = start + share[:, None] * step
    away = points - foot
    return foot, share, np.hypot(away[:, 0], away[:, 1])


def _walled(points: Floats, foot: Floats, walls: Ints) -> Bools:
    """Return which legs cross a wall, or end on one: a path that ends there is on one side."""
    start, end = on_grid(points), on_grid(foot)
    stuck = on_a_wall(end, walls) & (start != end).any(axis=1)
    return np.asarray(blocked(start, end, walls) | stuck)


def _against(edges: Ints, walls: Ints) -> tuple[Bools, Bools]:
    """Return which edges, shape (n, 2, 2), a wall cuts, and which ends merely touch one."""
    cut, sealed = np.zeros(len(edges), np.bool_), np.zeros((len(edges), 2), np.bool_)
    low, high = edges.min(axis=1), edges.max(axis=1)
    for wall in walls:
        near = ((low <= wall.max(axis=0)) & (high >= wall.min(axis=0))).all(axis=1)
        rows = np.flatnonzero(near & ~cut)
        if len(rows):
            start, end = edges[rows, 0], edges[rows, 1]
            ends = np.column_stack([_on(start, wall), _on(end, wall)])
            through = blocked(start, end, wall[None]) | ends.all(axis=1)
            cut[rows] = through
            sealed[rows] |= ends
    return cut, sealed


def _on(points: Ints, wall: Ints) -> Bools:
    one, other = wall
    return np.asarray((turn(one, other, points) == 0) & between(points, one, other))
