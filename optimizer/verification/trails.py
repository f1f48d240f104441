"""Walks along a network, as the verifier finds them: doors as nodes, a heap, no matrices."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from itertools import pairwise

import numpy as np
from scipy.spatial import cKDTree

from optimizer.scenario import Barriers, Floats, Ints, Network
from optimizer.verification.walls import Walls, rounded, sides, walls_of

TIE_M = 0.001
"""Of edges that are nearest but for this, the first in the network's order is taken."""


class Trails:
    """The shortest walks between points that join a network, one source at a time.

    Every edge is cut at every door that joins it; nothing is contracted.

    Parameters
    ----------
    points
        Shape (n, 2), metres.
    """

    def __init__(
        self, points: Floats, network: Network, barriers: Barriers | None, max_leg_m: float
    ) -> None:
        self._walls = Walls(walls_of(barriers))
        lines = network.xy[network.edges]
        ends = _nodes(network, rounded(lines), self._walls)
        self._size = int(max(ends.max(initial=-1) + 1, len(network.xy)))
        open_edges = np.flatnonzero(ends[:, 0] >= 0)
        self.leg_m, edge, share = self._doors(points, lines, open_edges, max_leg_m)
        self._ways: list[list[tuple[int, float]]] = [[] for _ in range(self._size + len(points))]
        self._join(network, ends, open_edges, edge, share)

    def reached(self, sources: Ints, limit_m: float) -> Floats:
        """Return the metres from the nearest source to every point, infinite beyond the limit."""
        ways, first = self._ways, self._size
        best: dict[int, float] = {}
        queue = [(float(self.leg_m[row]), first + row) for row in sources.tolist()]
        heapify(queue)
        while queue:
            so_far, node = heappop(queue)
            if node in best or so_far > limit_m + 1:
                continue
            best[node] = so_far
            for other, metres in ways[node]:
                if other not in best:
                    heappush(queue, (so_far + metres, other))
        found = np.full(len(self.leg_m), np.inf)
        rows = [(node - first, so_far) for node, so_far in best.items() if node >= first]
        for row, so_far in rows:
            found[row] = so_far + self.leg_m[row]
        found[~(found <= limit_m)] = np.inf
        return found

    def _doors(
        self, points: Floats, lines: Floats, rows: Ints, max_leg_m: float
    ) -> tuple[Floats, Ints, Floats]:
        """Return each point's leg, edge (-1 for none) and share of the edge before its foot."""
        leg_m, edge = np.full(len(points), np.inf), np.full(len(points), -1)
        share = np.zeros(len(points))
        if not len(rows):
            return leg_m, edge, share
        start, step = lines[rows, 0], lines[rows, 1] - lines[rows, 0]
        half_m = np.hypot(step[:, 0], step[:, 1]).max() / 2
        middles = cKDTree(start + step / 2)
        for row, near in enumerate(middles.query_ball_point(points, max_leg_m + half_m + 1e-6)):
            some = np.sort(np.array(near, np.int64))
            at, metres = _feet(points[row], start[some], step[some])
            fit = metres <= max_leg_m
            some, at, metres = some[fit], at[fit], metres[fit]
            first = self._first(points[row], start[some] + at[:, None] * step[some], metres)
            if first is not None:
                leg_m[row], share[row], edge[row] = metres[first], at[first], rows[some[first]]
        return leg_m, edge, share

    def _first(self, point: Floats, feet: Floats, metres: Floats) -> int | None:
        """Return the nearest foot that no wall keeps apart; of equals the first edge's."""
        order = np.argsort(metres, kind="stable")
        for at in order.tolist():
            if self._clear(point, feet[at]):
                tied = np.flatnonzero(metres <= metres[at] + TIE_M)
                return next(
                    row
                    for row in tied.tolist()
                    if metres[row] >= metres[at] and self._clear(point, feet[row])
                )
        return None

    def _clear(self, point: Floats, foot: Floats) -> bool:
        return not len(self._walls) or not self._walled(point, foot)

    def _walled(self, point: Floats, foot: Floats) -> bool:
        """Return whether a leg crosses a wall or ends on one; the door may stand on a wall."""
        start, end = rounded(point), rounded(foot)
        if (start == end).all():
            return False
        trim = (end - start) * (0.01 / max(float(np.hypot(*(end - start))), 0.02))
        own = self._walls.touched(start, start[None])[0]
        return bool(self._walls.touched(start + trim if own else start, end[None])[0])

    def _join(self, network: Network, ends: Ints, rows: Ints, edge: Ints, share: Floats) -> None:
        """Tie every edge's two nodes together by way of the doors on it."""
        stops: dict[int, list[tuple[float, int]]] = {}
        for row in np.flatnonzero(edge >= 0).tolist():
            stops.setdefault(int(edge[row]), []).append((float(share[row]), self._size + row))
        metres = network.metres.tolist()
        for number in rows.tolist():
            one, other = ends[number].tolist()
            chain = [(0.0, one), *sorted(stops.get(number, ())), (1.0, other)]
            for (before, here), (after, there) in pairwise(chain):
                away_m = (after - before) * metres[number]
                self._ways[here].append((there, away_m))
                self._ways[there].append((here, away_m))


def _feet(point: Floats, start: Floats, step: Floats) -> tuple[Floats, Floats]:
    """Return the share of each edge before the nearest point on it, and the metres to it."""
    square = (step**2).sum(axis=1)
    along = ((point - start) * step).sum(axis=1)
    share = np.where(square > 0, np.clip(along / np.where(square > 0, square, 1), 0, 1), 0.0)
    away = start + share[:, None] * step - point
    return share, np.hypot(away[:, 0], away[:, 1])


def _nodes(network: Network, lines: Floats, walls: Walls) -> Ints:
    """Return the two nodes of each edge, -1 for an edge that a wall cuts.

    An end that merely touches a wall is a node of its own.
    """
    ends = network.edges.copy()
    own = len(network.xy)
    for number in np.flatnonzero(walls.touched(lines[:, 0], lines[:, 1])).tolist():
        start, end = lines[number]
        met = walls.met(start, end)
        on = [[_lies_on(point, wall) for point in (start, end)] for wall in met]
        if all(any(two) and not all(two) for two in on):
            inside = any(
                _lies_on(corner, np.array([start, end]))
                and (corner != start).any()
                and (corner != end).any()
                for wall in met
                for corner in wall
            )
            if not inside:
                for side in (0, 1):
                    if any(two[side] for two in on):
                        ends[number, side] = own
                        own += 1
                continue
        ends[number] = -1
    return ends


def _lies_on(point: Floats, wall: Floats) -> bool:
    low, high = wall.min(axis=0), wall.max(axis=0)
    level = float(sides(wall[0], wall[1], point)) == 0
    return level and bool(((point >= low) & (point <= high)).all())
