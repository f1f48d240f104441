"""Walks across country round barriers, as the verifier finds them: corner by corner."""

from __future__ import annotations

from heapq import heapify, heappop, heappush

import numpy as np

from optimizer.scenario import GRID_M, Barriers, Floats, Ints
from optimizer.verification.walls import OFF_M, Walls, corners, rounded, walls_of

BEYOND_M = 1.0
"""Corners are looked at so far beyond a limit: they lie a little off their walls."""


class Detours:
    """The shortest walks between points, with corners looked at only when a walk comes there.

    What a corner sees is remembered, as far as a walk that came there had metres left. Points
    and corners are rows of one list, points first.

    Parameters
    ----------
    points
        Shape (n, 2), metres.
    """

    def __init__(self, points: Floats, barriers: Barriers) -> None:
        self._points = len(points)
        lines = walls_of(barriers)
        self._walls = Walls(lines)
        self._at = np.concatenate([rounded(points), corners(lines)])
        self._exact = np.concatenate([points, self._at[len(points) :] * GRID_M])
        self._seen: dict[int, tuple[float, Ints, Floats]] = {}

    def reached(self, sources: Ints, limit_m: float) -> Floats:
        """Return the metres from the nearest source to every point, infinite beyond the limit."""
        best = np.full(len(self._at), np.inf)
        for source in sources.tolist():
            row, metres = self._from_point(source, limit_m)
            best[row] = np.minimum(best[row], metres)
        turns = self._points + np.flatnonzero(np.isfinite(best[self._points :]))
        queue = list(zip(best[turns].tolist(), turns.tolist(), strict=True))
        heapify(queue)
        while queue:
            so_far, corner = heappop(queue)
            if so_far > best[corner]:
                continue
            row, away_m = self._from_corner(corner, limit_m + BEYOND_M - so_far)
            metres = so_far + away_m
            better = metres < best[row]
            row, metres = row[better], metres[better]
            best[row] = metres
            turns = row >= self._points
            for entry in zip(metres[turns].tolist(), row[turns].tolist(), strict=True):
                heappush(queue, entry)
        found = best[: self._points]
        found[found > limit_m] = np.inf
        return found

    def _from_point(self, source: int, limit_m: float) -> tuple[Ints, Floats]:
        """Return what a point sees, and the metres; it may itself stand on a wall, as may others.

        A point that stands on a wall sees both its sides.
        """
        metres = self._metres(source)
        rows = np.flatnonzero(metres <= limit_m + BEYOND_M)
        start, ends = self._at[source], self._at[rows]
        hidden = self._walls.touched(start, ends)
        doubt = np.flatnonzero(hidden)
        trim = _trimmed(ends[doubt] - start)
        ends = ends[doubt] - trim * (rows[doubt] < self._points)[:, None]
        hidden[doubt] = self._walls.touched(start + trim, ends)
        return rows[~hidden], metres[rows[~hidden]]

    def _from_corner(self, corner: int, left_m: float) -> tuple[Ints, Floats]:
        """Return what a corner sees up to a distance, and the metres."""
        known_m, rows, metres = self._seen.get(corner, (-1.0, np.empty(0, np.int64), np.empty(0)))
        if known_m < left_m:
            all_m = self._metres(corner)
            new = np.flatnonzero((all_m > known_m) & (all_m <= left_m))
            start, ends = self._at[corner], self._at[new]
            trim = _trimmed(ends - start) * (new < self._points)[:, None]
            new = new[~self._walls.touched(start, ends - trim)]
            rows, metres = np.append(rows, new), np.append(metres, all_m[new])
            self._seen[corner] = left_m, rows, metres
        near = metres <= left_m
        return rows[near], metres[near]

    def _metres(self, row: int) -> Floats:
        step = self._exact - self._exact[row]
        return np.asarray(np.hypot(step[:, 0], step[:, 1]), np.float64)


def _trimmed(step: Floats) -> Floats:
    """Return two hundredths of the way that a walk keeps off walls, along a step."""
    length = np.hypot(step[..., 0], step[..., 1])
    share = np.minimum(2 * OFF_M / GRID_M / np.maximum(length, 1e-12), 0.5)
    return np.asarray(step * share[..., None])
