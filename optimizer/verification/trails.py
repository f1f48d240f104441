"""Walks along a network, as the verifier finds them: doors as nodes, a heap, no matrices."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from itertools import count, pairwise

import numpy as np

from optimizer.domain.scenario import Barriers, Floats, Ints, Network
from optimizer.verification.doors import NOWHERE, Doors, doors_of
from optimizer.verification.time_budget import Deadline, check
from optimizer.verification.walls import Walls, on_millimetres, sides, walls_of

NODES = 1_000
"""Nodes that are left between two looks at the time."""


class Trails:
    """The shortest walks between points that join a network, one source at a time.

    Every edge is cut at every door that joins it; nothing is contracted.

    Parameters
    ----------
    points
        Shape (n, 2), metres.
    """

    def __init__(
        self,
        points: Floats,
        network: Network,
        barriers: Barriers | None,
        max_leg_m: float,
        limits: Deadline | None = None,
    ) -> None:
        walls = Walls(walls_of(barriers, limits))
        lines = network.xy[network.edges]
        ends = _nodes(network, on_millimetres(lines), walls, limits)
        self._first = int(max(ends.max(initial=-1) + 1, len(network.xy)))
        open_edges = np.flatnonzero(ends[:, 0] >= 0)
        doors = doors_of(points, lines, open_edges, max_leg_m, walls, limits)
        self._leg_m = doors.leg_m
        numbers: dict[tuple[float, float], int] = {}
        self._spot = np.array(
            [numbers.setdefault((x, y), len(numbers)) for x, y in points.tolist()], np.int64
        )
        self._ways = _ways(network.metres, ends, open_edges, doors, self._first)

    def reached(self, sources: Ints, limit_m: float, limits: Deadline | None = None) -> Floats:
        """Return the metres from the nearest source to every point, infinite beyond the limit.

        At a source's own point that is 0, whether a path leads there or not.
        """
        ways, best = self._ways, [np.inf] * len(self._ways)
        queue = [(float(self._leg_m[row]), self._first + row) for row in sources.tolist()]
        for so_far, node in queue:
            best[node] = so_far
        heapify(queue)
        for looked in count():
            if not queue:
                break
            if looked % NODES == 0:
                check(limits)
            so_far, node = heappop(queue)
            if so_far > limit_m:
                break  # and so is whatever nobody has come to yet
            if so_far > best[node]:
                continue
            for other, metres in ways[node]:
                if so_far + metres < best[other]:
                    best[other] = so_far + metres
                    heappush(queue, (best[other], other))
        found = np.array(best[self._first :]) + self._leg_m
        found[~(found <= limit_m)] = np.inf
        found[np.isin(self._spot, self._spot[sources])] = 0.0
        return found


def _ways(
    metres: Floats, ends: Ints, rows: Ints, doors: Doors, first: int
) -> list[list[tuple[int, float]]]:
    """Return where one gets from each node, edges cut at every door: neighbours and metres.

    Parameters
    ----------
    rows
        The edges that are open.
    first
        The node of the first door; the others follow.
    """
    joined = np.flatnonzero(doors.edge != NOWHERE)
    edge = np.concatenate([rows, doors.edge[joined], rows])
    node = np.concatenate([ends[rows, 0], first + joined, ends[rows, 1]])
    share = np.repeat([0.0, 0.0, 1.0], [len(rows), len(joined), len(rows)])
    share[len(rows) : len(rows) + len(joined)] = doors.share[joined]
    # A door at the very end of an edge stands between its two nodes all the same.
    place = np.repeat([0, 1, 2], [len(rows), len(joined), len(rows)])
    order = np.lexsort((node, share, place, edge))
    edge, node, share = edge[order], node[order], share[order]
    same = edge[1:] == edge[:-1]
    here, there = node[:-1][same], node[1:][same]
    away_m = np.diff(share)[same] * metres[edge[1:][same]]
    start, end = np.concatenate([here, there]), np.concatenate([there, here])
    order = np.argsort(start, kind="stable")
    begin = np.searchsorted(start[order], np.arange(first + len(doors.edge) + 1)).tolist()
    pairs = list(zip(end[order].tolist(), np.append(away_m, away_m)[order].tolist(), strict=True))
    return [pairs[low:high] for low, high in pairwise(begin)]


def _nodes(network: Network, lines: Floats, walls: Walls, limits: Deadline | None) -> Ints:
    """Return the two nodes of each edge, -1 for an edge that a wall cuts.

    An end that merely touches a wall is a node of its own.
    """
    ends = network.edges.copy()
    own = len(network.xy)
    for number in np.flatnonzero(walls.touched(lines[:, 0], lines[:, 1])).tolist():
        check(limits)
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
