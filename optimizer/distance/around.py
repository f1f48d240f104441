"""The shortest walks across country round the barriers, for many pairs at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from optimizer.distance.corners import corners
from optimizer.distance.measuring import Limits, check, remembered
from optimizer.distance.near import slack, together
from optimizer.distance.sight import Sight
from optimizer.distance.straight import straight_m
from optimizer.distance.walls import Bools, off_grid, on_grid, standing
from optimizer.scenario import Barriers, Floats, Ints, Points

ROWS = 2_000_000
"""Distances held at once: bounds the memory in a village of any size."""
ARCS = 20_000_000
"""Arcs that are walked between two looks at the time."""


def around_m(
    start: Points,
    end: Points,
    barriers: Barriers,
    limit_m: float,
    *,
    limits: Limits | None = None,
) -> Floats:
    """Return the shortest walk of each pair, shape (start, end); infinite beyond the limit.

    Raises
    ------
    Unmeasured
        Where the time is over before.
    """
    turning = _turning(barriers, limits=limits)
    sources, middle, targets = np.cumsum((0, len(end), len(turning.corners))).tolist()
    parts = [
        (_seen(start, end, barriers, limits=limits), (targets, sources), False),
        (_leaving(end, barriers, limits=limits), (sources, middle), True),
        (turning, (middle, middle), True),
        (_leaving(start, barriers, limits=limits), (targets, middle), False),
    ]
    arcs, metres = [], []
    for views, begin, forth in parts:
        pairs, away_m = views.within(limit_m, limits)
        placed = pairs + np.array(begin)
        arcs.append(placed if forth else placed[:, ::-1])
        metres.append(away_m)
    graph = graph_of(np.concatenate(arcs), np.concatenate(metres), targets + len(start))
    return _rows(graph, len(end), targets, limit_m, limits)


def graph_of(arcs: Ints, metres: Floats, size: int) -> csr_array:
    """Return a graph of arcs, shape (n, 2), each at most once.

    Built by hand and never summed or pruned: an arc of no length is an arc, and some ways of
    making a sparse matrix lose it.
    """
    order = np.argsort(arcs[:, 0] * size + arcs[:, 1], kind="stable")
    first = np.searchsorted(arcs[order, 0], np.arange(size + 1))
    return csr_array((metres[order], arcs[order, 1], first), shape=(size, size))


def _rows(
    graph: csr_array, sources: int, targets: int, limit_m: float, limits: Limits | None
) -> Floats:
    """Return the distances of the first nodes to the last ones, shape (targets, sources)."""
    size = graph.shape[0]
    found = np.empty((size - targets, sources))
    step = max(1, min(ROWS // max(size, 1), ARCS // max(graph.nnz, 1)))
    for chunk in range(0, sources, step):
        check(limits, f"walks between {size:,} doors and corners that see each other")
        rows = np.arange(chunk, min(chunk + step, sources))
        reached = dijkstra(graph, indices=rows, limit=slack(limit_m))
        found[:, rows] = reached[:, targets:].T
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Spots:
    """Places as they are looked at: metres, whole millimetres, and the face each is in."""

    xy: Floats
    grid: Ints
    face: Ints


class _Views:
    """Which pairs of places see each other: looked at once, as far as anybody has asked so far.

    A plan asks for the same places under one limit after another.

    Parameters
    ----------
    fit
        Tells of pairs of rows which may be part of a shortest walk at all.
    """

    def __init__(
        self, start: _Spots, end: _Spots, sight: Sight, fit: Callable[[Ints, Ints], Bools]
    ) -> None:
        self._ends = start, end
        self._sight, self._fit = sight, fit
        self._known_m = -1.0
        self._pairs, self._metres = np.empty((0, 2), np.int64), np.empty(0)

    def within(self, limit_m: float, limits: Limits | None) -> tuple[Ints, Floats]:
        """Return rows of both, shape (n, 2), and metres; of pairs a little beyond it as well."""
        reach_m = slack(limit_m)
        if reach_m > self._known_m:
            found = list(self._looked(reach_m, limits))
            self._pairs = np.concatenate([self._pairs, *(pairs for pairs, _ in found)])
            self._metres = np.concatenate([self._metres, *(metres for _, metres in found)])
            self._known_m = reach_m
        wanted = self._metres <= reach_m
        return self._pairs[wanted], self._metres[wanted]

    def _looked(self, reach_m: float, limits: Limits | None) -> Iterator[tuple[Ints, Floats]]:
        """Look at the pairs that nobody has asked for before, some at a time."""
        start, end = self._ends
        for one, other in together(start.face, end.face, start.xy, end.xy, reach_m):
            check(limits, f"who sees whom of {len(start.xy):,} and {len(end.xy):,} places")
            metres = straight_m(start.xy[one], end.xy[other])
            new = (metres > self._known_m) & (metres <= reach_m)
            if start is end:
                new &= one <= other
            new[new] = self._fit(one[new], other[new])
            row, column, metres = one[new], other[new], metres[new]
            clear = ~self._sight.blocked(start.grid[row], end.grid[column], limits)
            pairs, metres = np.column_stack((row[clear], column[clear])), metres[clear]
            yield pairs, metres
            if start is end:
                back = pairs[:, 0] != pairs[:, 1]
                yield pairs[back, ::-1], metres[back]


class _Turning(_Views):
    """The ways from corner to corner that a shortest walk may take."""

    def __init__(self, walls: Ints, limits: Limits | None) -> None:
        self.sight = Sight(walls)
        self.corners = corners(walls, self.sight.tree, limits)
        at = self.corners.at
        self.spots = _Spots(off_grid(at), at, self.corners.face)
        super().__init__(self.spots, self.spots, self.sight, self._lean)

    def placed(self, points: Points, limits: Limits | None) -> _Spots:
        """Return points as they are looked at."""
        grid = on_grid(points.xy)
        return _Spots(points.xy, grid, self.corners.faces.at(grid, limits))

    def _lean(self, row: Ints, column: Ints) -> Bools:
        here, there = self.corners.only(row), self.corners.only(column)
        fit = here.leaning(there.at) & there.leaning(here.at) & here.same_side(there)
        # Two sides of a straight joint are two corners in one place, and no way leads through it.
        return np.asarray(fit & (here.at != there.at).any(axis=1))


@remembered(4)
def _turning(barriers: Barriers, *, limits: Limits | None = None) -> _Turning:
    return _Turning(standing(barriers, limits=limits), limits)


@remembered(6)
def _seen(
    start: Points, end: Points, barriers: Barriers, *, limits: Limits | None = None
) -> _Views:
    """Return the pairs of points between which no wall stands."""
    turning = _turning(barriers, limits=limits)
    one, other = (_spots(points, barriers, limits=limits) for points in (start, end))
    # The same places twice are two tables here: a pair there and back is two.
    return _Views(one, replace(other), turning.sight, lambda row, _: row >= 0)


@remembered(8)
def _leaving(points: Points, barriers: Barriers, *, limits: Limits | None = None) -> _Views:
    """Return the ways from points to corners that a shortest walk may take."""
    turning = _turning(barriers, limits=limits)
    spots = _spots(points, barriers, limits=limits)
    corner = turning.corners
    return _Views(
        spots,
        turning.spots,
        turning.sight,
        lambda row, column: corner.only(column).leaning(spots.grid[row]),
    )


@remembered(8)
def _spots(points: Points, barriers: Barriers, *, limits: Limits | None = None) -> _Spots:
    return _turning(barriers, limits=limits).placed(points, limits)
