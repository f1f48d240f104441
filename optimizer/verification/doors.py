"""Where points join a network, as the verifier finds it: by the middles of edges, far and wide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from optimizer.domain.scenario import Floats, Ints
from optimizer.verification.time_budget import Deadline, check
from optimizer.verification.walls import Mask, Walls, on_millimetres

NOWHERE = -1
TIE_M = 0.001
"""Of edges that are nearest but for this, the first in the network's order is taken."""
POINTS = 256
"""Points that are looked at together: bounds the memory in a village of any size."""


@dataclass(frozen=True, slots=True, eq=False)
class Doors:
    """Each point's door, all of shape (points,).

    Parameters
    ----------
    leg_m
        Metres to the nearest point on an edge, infinite where there is none near enough.
    edge
        That edge, or ``NOWHERE``.
    share
        Of the edge, before that point.
    """

    leg_m: Floats
    edge: Ints
    share: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Feet:
    """Points beside edges that they may join, shape (n,) each, the nearest of a point first."""

    point: Ints
    edge: Ints
    share: Floats
    at: Floats
    metres: Floats

    def only(self, keep: Mask | Ints) -> Feet:
        """Return some of them."""
        return Feet(
            self.point[keep], self.edge[keep], self.share[keep], self.at[keep], self.metres[keep]
        )


def doors_of(
    points: Floats,
    lines: Floats,
    open_edges: Ints,
    max_leg_m: float,
    walls: Walls,
    limits: Deadline | None = None,
) -> Doors:
    """Join points to the nearest edge, of those that are open, that no wall keeps them from.

    Parameters
    ----------
    lines
        Shape (edges, 2, 2), metres.
    """
    doors = Doors(
        np.full(len(points), np.inf), np.full(len(points), NOWHERE), np.zeros(len(points))
    )
    trees = list(_by_length(lines, open_edges))
    waiting = np.arange(len(points))
    for reach_m in (max_leg_m / 16, max_leg_m / 4, max_leg_m):
        # An edge as near as the nearest but for a tie may lie just beyond what was looked at.
        settled_m = reach_m if reach_m == max_leg_m else reach_m - 2 * TIE_M
        for first in range(0, len(waiting), POINTS):
            check(limits)
            rows = waiting[first : first + POINTS]
            feet = _taken(points, _feet_near(points, rows, lines, trees, reach_m), walls)
            feet = feet.only(feet.metres <= settled_m)
            doors.leg_m[feet.point], doors.edge[feet.point] = feet.metres, feet.edge
            doors.share[feet.point] = feet.share
        waiting = np.flatnonzero(doors.edge == NOWHERE)
    return doors


def _by_length(lines: Floats, rows: Ints) -> Iterator[tuple[Ints, cKDTree, float]]:
    """Yield edges of about one length, a tree of their middles, and half of the longest."""
    step = lines[rows, 1] - lines[rows, 0]
    half_m = np.hypot(step[:, 0], step[:, 1]) / 2
    size = np.ceil(np.log2(np.maximum(half_m, 1.0)))
    for each in np.unique(size):
        some = size == each
        yield rows[some], cKDTree(lines[rows[some]].mean(axis=1)), float(half_m[some].max())


def _feet_near(
    points: Floats,
    rows: Ints,
    lines: Floats,
    trees: list[tuple[Ints, cKDTree, float]],
    reach_m: float,
) -> Feet:
    """Return every edge so near to some points, point by point, the nearest first."""
    point, edge = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for edges, tree, half_m in trees:
        near = np.asarray(tree.query_ball_point(points[rows], reach_m + half_m + 1e-6), np.object_)
        point.append(np.repeat(rows, [len(some) for some in near]))
        edge.append(edges[np.array([at for some in near for at in some], np.int64)])
    feet = _feet(points, np.concatenate(point), np.concatenate(edge), lines)
    feet = feet.only(feet.metres <= reach_m)
    order = np.lexsort((feet.metres, feet.point))
    return feet.only(order)


def _feet(points: Floats, point: Ints, edge: Ints, lines: Floats) -> Feet:
    """Return the nearest point on each edge."""
    start, step = lines[edge, 0], lines[edge, 1] - lines[edge, 0]
    square = (step**2).sum(axis=1)
    along = ((points[point] - start) * step).sum(axis=1)
    share = np.where(square > 0, np.clip(along / np.where(square > 0, square, 1), 0, 1), 0.0)
    at = start + share[:, None] * step
    away = at - points[point]
    return Feet(point, edge, share, at, np.hypot(away[:, 0], away[:, 1]))


def _taken(points: Floats, feet: Feet, walls: Walls) -> Feet:
    """Return the foot of each point: the nearest in sight, or an earlier edge's as near."""
    least_m = _nearest_clear_m(points, feet, walls)
    own = least_m[feet.point]
    tied = feet.only((feet.metres >= own) & (feet.metres <= own + TIE_M))
    tied = tied.only(_clear(points, tied, walls))
    tied = tied.only(np.lexsort((tied.edge, tied.point)))
    _, first = np.unique(tied.point, return_index=True)
    return tied.only(first)


def _nearest_clear_m(points: Floats, feet: Feet, walls: Walls) -> Floats:
    """Return how near each point's nearest foot in sight is: one is looked at after another."""
    least_m = np.full(len(points), np.inf)
    left = feet
    while len(left.point):
        _, first = np.unique(left.point, return_index=True)
        looked = left.only(first)
        clear = looked.only(_clear(points, looked, walls))
        least_m[clear.point] = clear.metres
        waiting = np.isinf(least_m[left.point])
        waiting[first] = False
        left = left.only(waiting)
    return least_m


def _clear(points: Floats, feet: Feet, walls: Walls) -> Mask:
    """Return which legs neither cross a wall nor end on one; the door may stand on a wall."""
    start, end = on_millimetres(points[feet.point]), on_millimetres(feet.at)
    step = end - start
    length = np.hypot(step[:, 0], step[:, 1])
    own = walls.touched(start, start)
    trim = step * (0.01 / np.maximum(length, 0.02))[:, None]
    barred = walls.touched(np.where(own[:, None], start + trim, start), end)
    return np.asarray(~barred | (length == 0))
