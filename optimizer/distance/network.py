"""The network that is left beside the barriers, and where people's doors join it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely

from optimizer.distance.sight import blocked
from optimizer.distance.walls import Bools, between, on_a_wall, on_grid, standing, turn
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
    xy, edges, cut = network.xy, network.edges, np.empty(0, np.int64)
    if len(walls):
        xy, edges, cut = _beside(network, walls)
    tree = shapely.STRtree(np.asarray(shapely.linestrings(xy[edges])).reshape(-1))
    return Paths(xy, edges, np.delete(network.metres, cut), tree, walls, cut)


def _beside(network: Network, walls: Ints) -> tuple[Floats, Ints, Ints]:
    """Return the nodes and edges that walls leave, and the rows of the edges they cut."""
    cut, sealed = _against(on_grid(network.xy)[network.edges], walls)
    kept = np.flatnonzero(~cut)
    edges, xy = network.edges[kept].copy(), network.xy
    ends = np.argwhere(sealed[kept])
    own = len(xy) + np.arange(len(ends))
    xy = np.concatenate([xy, xy[edges[ends[:, 0], ends[:, 1]]]])
    edges[ends[:, 0], ends[:, 1]] = own
    return xy, edges, np.flatnonzero(cut)


def legs(points: Floats, paths: Paths, max_leg_m: float) -> Legs:
    """Join points to the nearest point on an edge that is reached without crossing a barrier."""
    joined = Legs(
        np.full(len(points), NOWHERE),
        np.full(len(points), np.inf),
        np.full(len(points), np.inf),
        np.full(len(points), np.inf),
    )
    waiting, reach_m = np.arange(len(points)), _first_reach_m(paths, max_leg_m)
    while len(waiting) and len(paths.edges):
        last = reach_m >= max_leg_m
        # An edge as near as the nearest but for a tie is found as well, or looked for farther out.
        settled_m = max_leg_m if last else reach_m - 2 * TIE_M
        waiting = _join(joined, waiting, points, paths, (reach_m, settled_m))
        reach_m *= 4.0
        if last:
            break
    return joined


def _first_reach_m(paths: Paths, max_leg_m: float) -> float:
    """Return how far to look for edges at first: most doors are no farther than edges are long."""
    if not len(paths.edges):
        return max_leg_m
    step = paths.xy[paths.edges[:, 0]] - paths.xy[paths.edges[:, 1]]
    usual_m = float(np.median(np.hypot(step[:, 0], step[:, 1]))) / 2
    return min(max(usual_m, 1.0), max_leg_m)


def _join(
    joined: Legs, waiting: Ints, points: Floats, paths: Paths, reach_m: tuple[float, float]
) -> Ints:
    """Join, in place, the points with an edge within the second distance; return the others."""
    slack_m = reach_m[0] * (1 + 1e-9) + 1e-6
    doors = shapely.points(points[waiting])
    at, edge = paths.tree.query(doors, predicate="dwithin", distance=slack_m)
    row = waiting[at]
    foot, share, leg_m = _feet(points[row], paths, edge)
    fit = leg_m <= reach_m[0]
    if len(paths.walls):
        fit[fit] &= ~_walled(points[row[fit]], foot[fit], paths.walls)
    row, edge, share, leg_m = row[fit], edge[fit], share[fit], leg_m[fit]
    least = np.full(len(points), np.inf)
    np.minimum.at(least, row, leg_m)
    tied = np.flatnonzero((leg_m <= least[row] + TIE_M) & (least[row] <= reach_m[1]))
    order = tied[np.lexsort((edge[tied], row[tied]))]
    found, first = np.unique(row[order], return_index=True)
    taken = order[first]
    metres = paths.metres[edge[taken]]
    joined.edge[found], joined.leg_m[found] = edge[taken], leg_m[taken]
    joined.before_m[found] = share[taken] * metres
    joined.after_m[found] = (1 - share[taken]) * metres
    return np.asarray(waiting[joined.edge[waiting] == NOWHERE], np.int64)


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
