"""The network that is left beside the barriers, and where people's doors join it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from optimizer.distance.barriers import (
    Bools,
    crosses_wall,
    drawn,
    on_a_wall,
    on_grid,
    standing_walls,
    tree_of,
)
from optimizer.distance.measuring_time import Deadline, check, remembered
from optimizer.distance.nearby_pairs import slack
from optimizer.distance.turning import between, turn
from optimizer.distance.visibility import Sight
from optimizer.domain.scenario import Barriers, Floats, Ints, Network

NOWHERE = -1
TIE_M = 0.001
"""Of edges that are nearest but for this, the first in the network's order is taken."""
AT_ONCE = 4_000_000
"""Doors times edges that are looked at between two looks at the time."""
EDGES = 20_000
"""Edges that are held against walls together."""


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
    sight
        What walls stand in the way.
    walls
        Shape (walls, 2, 2), millimetres.
    cut
        Rows of the given network's edges that a barrier has taken out.
    """

    xy: Floats
    edges: Ints
    metres: Floats
    tree: shapely.STRtree
    sight: Sight
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


@remembered(4)
def paths_of(
    network: Network, barriers: Barriers | None, *, limits: Deadline | None = None
) -> Paths:
    """Return what can be walked: without the edges that cross a barrier."""
    none = np.empty((0, 2, 2), np.int64)
    walls = none if barriers is None else standing_walls(barriers, limits=limits)
    xy, edges, cut = network.xy, network.edges, np.empty(0, np.int64)
    if len(walls):
        xy, edges, cut = _beside(network, walls, limits)
    tree = shapely.STRtree(np.asarray(shapely.linestrings(xy[edges])).reshape(-1))
    return Paths(xy, edges, np.delete(network.metres, cut), tree, Sight(walls), walls, cut)


def _beside(network: Network, walls: Ints, limits: Deadline | None) -> tuple[Floats, Ints, Ints]:
    """Return the nodes and edges that walls leave, and the rows of the edges they cut."""
    cut, sealed = _against(on_grid(network.xy)[network.edges], walls, limits)
    kept = np.flatnonzero(~cut)
    edges, xy = network.edges[kept].copy(), network.xy
    ends = np.argwhere(sealed[kept])
    own = len(xy) + np.arange(len(ends))
    xy = np.concatenate([xy, xy[edges[ends[:, 0], ends[:, 1]]]])
    edges[ends[:, 0], ends[:, 1]] = own
    return xy, edges, np.flatnonzero(cut)


def legs(points: Floats, paths: Paths, max_leg_m: float, *, limits: Deadline | None = None) -> Legs:
    """Join points to the nearest point on an edge that is reached without crossing a barrier."""
    joined = Legs(
        np.full(len(points), NOWHERE),
        np.full(len(points), np.inf),
        np.full(len(points), np.inf),
        np.full(len(points), np.inf),
    )
    if not len(paths.edges):
        return joined
    task = f"where {len(points):,} doors join {len(paths.edges):,} edges of paths"
    everyone = np.arange(len(points))
    _nearest(joined, everyone, points, paths, max_leg_m, limits, task)
    waiting, reach_m = _barred(joined, paths), _first_reach_m(paths, max_leg_m)
    while len(waiting):
        last = reach_m >= max_leg_m
        # An edge as near as the nearest but for a tie is found as well, or looked for farther out.
        settled_m = max_leg_m if last else reach_m - 2 * TIE_M
        for some in _portions(waiting, paths):
            check(limits, task)
            _join(joined, some, points, paths, (np.full(len(some), reach_m), settled_m))
        waiting = np.empty(0, np.int64) if last else _barred(joined, paths)
        reach_m = min(reach_m * 4.0, max_leg_m)
    return joined


def _barred(joined: Legs, paths: Paths) -> Ints:
    """Return the points without an edge, where a wall may have kept them from the nearest."""
    return np.flatnonzero(joined.edge == NOWHERE) if len(paths.walls) else np.empty(0, np.int64)


def _portions(waiting: Ints, paths: Paths) -> Iterator[Ints]:
    """Yield so many points at a time as bound the memory, whatever is near them."""
    step = max(8, AT_ONCE // len(paths.edges))
    return (waiting[first : first + step] for first in range(0, len(waiting), step))


def _nearest(
    joined: Legs,
    rows: Ints,
    points: Floats,
    paths: Paths,
    max_leg_m: float,
    limits: Deadline | None,
    task: str,
) -> None:
    """Join, in place, the points to their nearest edge where no wall keeps them from it."""
    for some in _portions(rows, paths):
        check(limits, task)
        doors = np.asarray(shapely.points(points[some]), np.object_).reshape(-1)
        found, away_m = paths.tree.query_nearest(
            doors, all_matches=False, return_distance=True, max_distance=slack(max_leg_m) + TIE_M
        )
        near, nearest_m = some[found[0]], away_m
        # Of the edges that tie with the nearest in sight none is farther than two ties away.
        within_m = np.minimum(nearest_m + 2 * TIE_M + 1e-6, max_leg_m)
        _join(joined, near, points, paths, (within_m, max_leg_m), nearest_m + TIE_M)


def _first_reach_m(paths: Paths, max_leg_m: float) -> float:
    """Return how far to look for edges at first: most doors are no farther than edges are long."""
    step = paths.xy[paths.edges[:, 0]] - paths.xy[paths.edges[:, 1]]
    usual_m = float(np.median(np.hypot(step[:, 0], step[:, 1]))) / 2
    return min(max(usual_m, 1.0), max_leg_m)


def _join(
    joined: Legs,
    doors: Ints,
    points: Floats,
    paths: Paths,
    reach_m: tuple[Floats, float],
    nearest_m: Floats | None = None,
) -> None:
    """Join, in place, the points whose nearest edge in sight is near enough.

    Parameters
    ----------
    reach_m
        How far each looks, and how far the nearest may be at most.
    nearest_m
        How far the nearest of each may be, where that is less.
    """
    at, edge = paths.tree.query(
        shapely.points(points[doors]), predicate="dwithin", distance=slack(reach_m[0]) + 1e-6
    )
    row = doors[at]
    foot, share, leg_m = _feet(points[row], paths, edge)
    fit = leg_m <= reach_m[0][at]
    if len(paths.walls):
        fit[fit] &= ~_walled(points[row[fit]], foot[fit], paths)
    at, row, edge, share, leg_m = at[fit], row[fit], edge[fit], share[fit], leg_m[fit]
    least = np.full(len(doors), np.inf)
    np.minimum.at(least, at, leg_m)
    most_m = reach_m[1] if nearest_m is None else np.minimum(nearest_m, reach_m[1])[at]
    tied = np.flatnonzero((leg_m <= least[at] + TIE_M) & (least[at] <= most_m))
    order = tied[np.lexsort((edge[tied], row[tied]))]
    found, first = np.unique(row[order], return_index=True)
    taken = order[first]
    metres = paths.metres[edge[taken]]
    joined.edge[found], joined.leg_m[found] = edge[taken], leg_m[taken]
    joined.before_m[found] = share[taken] * metres
    joined.after_m[found] = (1 - share[taken]) * metres


def _feet(points: Floats, paths: Paths, edge: Ints) -> tuple[Floats, Floats, Floats]:
    """Return the nearest point on each edge, its share of the edge's length, and the leg."""
    start, end = paths.xy[paths.edges[edge, 0]], paths.xy[paths.edges[edge, 1]]
    step = end - start
    square = np.maximum((step**2).sum(axis=1), 1e-300)
    share = np.clip(((points - start) * step).sum(axis=1) / square, 0.0, 1.0)
    foot = start + share[:, None] * step
    away = points - foot
    return foot, share, np.hypot(away[:, 0], away[:, 1])


def _walled(points: Floats, foot: Floats, paths: Paths) -> Bools:
    """Return which legs cross a wall, or end on one: a path that ends there is on one side."""
    start, end = on_grid(points), on_grid(foot)
    stuck = on_a_wall(end, paths.walls, paths.sight.tree) & (start != end).any(axis=1)
    return np.asarray(paths.sight.blocked(start, end) | stuck)


def _against(edges: Ints, walls: Ints, limits: Deadline | None) -> tuple[Bools, Bools]:
    """Return which edges, shape (n, 2, 2), a wall cuts, and which ends merely touch one."""
    cut, sealed = np.zeros(len(edges), np.bool_), np.zeros((len(edges), 2), np.bool_)
    tree = tree_of(walls)
    for first in range(0, len(edges), EDGES):
        check(limits, f"{len(edges):,} edges of paths and {len(walls):,} pieces of barriers")
        at, wall = tree.query(drawn(edges[first : first + EDGES]), predicate="intersects")
        row = at + first
        start, end, both = edges[row, 0], edges[row, 1], walls[wall]
        ends = np.column_stack([_on(start, both), _on(end, both)])
        flat = both.reshape(-1, 4).T
        through = crosses_wall(np.concatenate([start.T, end.T]), flat) | ends.all(axis=1)
        cut[row[through]] = True
        touching, side = np.nonzero(ends)
        sealed[row[touching], side] = True
    return cut, sealed


def _on(points: Ints, walls: Ints) -> Bools:
    one, other = walls[:, 0], walls[:, 1]
    return np.asarray((turn(one, other, points) == 0) & between(points, one, other))
