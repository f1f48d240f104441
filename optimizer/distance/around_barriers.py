"""The shortest walks across country round the barriers, for many pairs at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from optimizer.distance.barriers import Bools, off_grid, on_grid, standing_walls
from optimizer.distance.corners import corners
from optimizer.distance.measuring_time import Deadline, check, remembered
from optimizer.distance.nearby_pairs import slack, together
from optimizer.distance.straight import straight_m
from optimizer.distance.visibility import Sight
from optimizer.domain.scenario import Barriers, Floats, Ints, Points

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
    limits: Deadline | None = None,
) -> Floats:
    """Return the shortest walk of each pair, shape (start, end); infinite beyond the limit.

    Raises
    ------
    Unmeasured
        Where the time is over before.
    """
    ground = _ground(barriers, limits=limits)
    seen = _seen(start, end, barriers, limits=limits)
    everywhere = np.ones(len(ground.corners.faces), np.bool_)
    pairs, away_m = seen.within(limit_m, everywhere, limits)
    # A face in which whoever is near enough is seen needs nothing to turn at: a convex one.
    hidden = seen.hidden_m <= slack(limit_m)
    sources, middle, targets = np.cumsum((0, len(end), len(ground.corners))).tolist()
    arcs, metres = [pairs[:, ::-1] + np.array((sources, targets))], [away_m]
    parts = [
        (_leaving(end, barriers, limits=limits), (sources, middle), True),
        (ground.turning, (middle, middle), True),
        (_leaving(start, barriers, limits=limits), (targets, middle), False),
    ]
    for views, begin, forth in parts if hidden.any() else ():
        pairs, away_m = views.within(limit_m, hidden, limits)
        placed = pairs + np.array(begin)
        arcs.append(placed if forth else placed[:, ::-1])
        metres.append(away_m)
    if not hidden.any():
        return _table(arcs[0], metres[0], targets, (len(start), len(end)), limit_m)
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


def _table(
    arcs: Ints, metres: Floats, targets: int, shape: tuple[int, int], limit_m: float
) -> Floats:
    """Return the distances of pairs that all see each other, infinite beyond the limit."""
    found = np.full(shape, np.inf)
    near = metres <= slack(limit_m)
    found[arcs[near, 1] - targets, arcs[near, 0]] = metres[near]
    return found


def _rows(
    graph: csr_array, sources: int, targets: int, limit_m: float, limits: Deadline | None
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
    """Where places are: who is on a wall is in several faces, and stands in each of them.

    Parameters
    ----------
    row
        Shape (spots,): of the place.
    xy, grid
        Metres, and whole millimetres.
    face
        Shape (spots,).
    """

    row: Ints
    xy: Floats
    grid: Ints
    face: Ints

    def only(self, spots: Ints) -> _Spots:
        """Return some of the spots."""
        return _Spots(self.row[spots], self.xy[spots], self.grid[spots], self.face[spots])


class _Views:
    """Which places see each other: looked at once, in the faces and as far as anybody has asked.

    A plan asks for the same places under one limit after another.

    Parameters
    ----------
    fit
        Tells of pairs of rows which may be part of a shortest walk at all.
    """

    def __init__(
        self,
        start: _Spots,
        end: _Spots,
        sights: Callable[[Bools], Sight],
        fit: Callable[[Ints, Ints], Bools],
        faces: int,
    ) -> None:
        self._ends = start, end
        self._sights, self._fit = sights, fit
        self._known_m = np.full(faces, -1.0)
        self._pairs, self._metres = np.empty((0, 2), np.int64), np.empty(0)
        self.hidden_m = np.full(faces, np.inf)
        """Of each face, the least straight metres between two who do not see each other there."""

    def within(self, limit_m: float, faces: Bools, limits: Deadline | None) -> tuple[Ints, Floats]:
        """Return rows of both, shape (n, 2), and metres; of pairs a little beyond it as well."""
        reach_m = slack(limit_m)
        new = faces & (self._known_m < reach_m)
        if new.any():
            found = list(self._looked(reach_m, new, limits))
            self._pairs = np.concatenate([self._pairs, *(pairs for pairs, _ in found)])
            self._metres = np.concatenate([self._metres, *(metres for _, metres in found)])
            self._known_m[new] = reach_m
        wanted = self._metres <= reach_m
        return self._pairs[wanted], self._metres[wanted]

    def _looked(
        self, reach_m: float, new: Bools, limits: Deadline | None
    ) -> Iterator[tuple[Ints, Floats]]:
        """Look at the pairs that nobody has asked for before, some at a time."""
        here, there = self._ends
        mutual = here is there
        met = new & _held(here, len(new)) & _held(there, len(new))
        start, end = (spots.only(np.flatnonzero(met[spots.face])) for spots in (here, there))
        sight = self._sights(met)
        for one, other in together(start.face, end.face, start.xy, end.xy, reach_m):
            check(limits, f"who sees whom of {len(here.xy):,} and {len(there.xy):,} places")
            metres, face = straight_m(start.xy[one], end.xy[other]), start.face[one]
            fit = (metres > self._known_m[face]) & (metres <= reach_m)
            if mutual:
                fit &= one <= other
            fit[fit] = self._fit(start.row[one[fit]], end.row[other[fit]])
            row, column, metres, face = one[fit], other[fit], metres[fit], face[fit]
            hidden = sight.blocked(start.grid[row], end.grid[column], limits)
            np.minimum.at(self.hidden_m, face[hidden], metres[hidden])
            pairs = np.column_stack((start.row[row], end.row[column]))[~hidden]
            metres = metres[~hidden]
            yield pairs, metres
            if mutual:
                back = pairs[:, 0] != pairs[:, 1]
                yield pairs[back, ::-1], metres[back]


def _held(spots: _Spots, faces: int) -> Bools:
    """Return which of so many faces somebody is in."""
    return np.bincount(spots.face, minlength=faces) > 0


class _Ground:
    """Walls, the faces between them, and the corners to turn at."""

    def __init__(self, walls: Ints, limits: Deadline | None) -> None:
        self._walls, self._whole = walls, Sight(walls)
        self.corners = corners(walls, limits)
        at = self.corners.at
        self.spots = _Spots(np.arange(len(at)), off_grid(at), at, self.corners.face)
        self.turning = self.views(self.spots, self.spots, self._lean)

    def views(self, start: _Spots, end: _Spots, fit: Callable[[Ints, Ints], Bools]) -> _Views:
        """Return which places see each other."""
        return _Views(start, end, self._sight, fit, len(self.corners.faces))

    def placed(self, points: Points, limits: Deadline | None) -> _Spots:
        """Return points as they are looked at."""
        grid = on_grid(points.xy)
        row, face = self.corners.faces.at(grid, limits)
        return _Spots(row, points.xy[row], grid[row], face)

    def _sight(self, faces: Bools) -> Sight:
        """Return what stands in the way within some faces: nothing but their own walls does."""
        own = np.flatnonzero(faces[self.corners.faces.beside].any(axis=1))
        return self._whole if 2 * len(own) > len(self._walls) else Sight(self._walls[own])

    def _lean(self, row: Ints, column: Ints) -> Bools:
        here, there = self.corners.only(row), self.corners.only(column)
        fit = here.leaning(there.at) & there.leaning(here.at) & here.same_side(there)
        # Two sides of a straight joint are two corners in one place, and no way leads through it.
        return np.asarray(fit & (here.at != there.at).any(axis=1))


@remembered(4)
def _ground(barriers: Barriers, *, limits: Deadline | None = None) -> _Ground:
    return _Ground(standing_walls(barriers, limits=limits), limits)


@remembered(6)
def _seen(
    start: Points, end: Points, barriers: Barriers, *, limits: Deadline | None = None
) -> _Views:
    """Return the pairs of points between which no wall stands."""
    one, other = (_spots(points, barriers, limits=limits) for points in (start, end))
    # The same places twice are two tables here: a pair there and back is two.
    ground = _ground(barriers, limits=limits)
    return ground.views(one, replace(other), lambda row, _: row >= 0)


@remembered(8)
def _leaving(points: Points, barriers: Barriers, *, limits: Deadline | None = None) -> _Views:
    """Return the ways from points to corners that a shortest walk may take."""
    ground = _ground(barriers, limits=limits)
    spots, corner, grid = (
        _spots(points, barriers, limits=limits),
        ground.corners,
        on_grid(points.xy),
    )
    return ground.views(
        spots, ground.spots, lambda row, column: corner.only(column).leaning(grid[row])
    )


@remembered(8)
def _spots(points: Points, barriers: Barriers, *, limits: Deadline | None = None) -> _Spots:
    return _ground(barriers, limits=limits).placed(points, limits)
