"""Walks across country round barriers, as the verifier finds them: corner by corner."""

from __future__ import annotations

from heapq import heapify, heappop, heappush

import numpy as np

from optimizer.domain.scenario import GRID_M, Barriers, Floats, Ints
from optimizer.verification.time_budget import Deadline, check
from optimizer.verification.walls import Walls, corners, on_millimetres, standing_parts, walls_of

BEYOND_M = 1.0
"""Corners are looked at so far beyond a limit: they lie a little off their walls."""


class Detours:
    """The shortest walks between points, with corners looked at only when a walk comes there.

    What a corner sees is remembered, as far as a walk that came there had metres left. Where
    points stand (on a wall, on each of its sides) and corners are rows of one list, corners last.

    Parameters
    ----------
    points
        Shape (n, 2), metres.
    """

    def __init__(self, points: Floats, barriers: Barriers, limits: Deadline | None = None) -> None:
        self._points = len(points)
        lines = walls_of(barriers, limits)
        self._walls = Walls(lines)
        standing, self._of = standing_parts(on_millimetres(points), self._walls, limits)
        turning = corners(lines, limits)
        self._at = np.concatenate([standing, turning])
        self._exact = np.concatenate([points[self._of], turning * GRID_M])
        self._seen: dict[int, tuple[float, Ints, Floats]] = {}

    def reached(self, sources: Ints, limit_m: float, limits: Deadline | None = None) -> Floats:
        """Return the metres from the nearest source to every point, infinite beyond the limit."""
        best = np.full(len(self._at), np.inf)
        first = len(self._of)
        for start in np.flatnonzero(np.isin(self._of, sources)).tolist():
            check(limits)
            row, metres = self._look(start, -1.0, limit_m + BEYOND_M)
            best[row] = np.minimum(best[row], metres)
        turns = first + np.flatnonzero(np.isfinite(best[first:]))
        queue = list(zip(best[turns].tolist(), turns.tolist(), strict=True))
        heapify(queue)
        while queue:
            check(limits)
            so_far, corner = heappop(queue)
            if so_far > best[corner]:
                continue
            row, away_m = self._from_corner(corner, limit_m + BEYOND_M - so_far)
            metres = so_far + away_m
            better = metres < best[row]
            row, metres = row[better], metres[better]
            best[row] = metres
            turns = row >= first
            for entry in zip(metres[turns].tolist(), row[turns].tolist(), strict=True):
                heappush(queue, entry)
        found = np.full(self._points, np.inf)
        np.minimum.at(found, self._of, best[:first])
        found[found > limit_m] = np.inf
        return found

    def _from_corner(self, corner: int, left_m: float) -> tuple[Ints, Floats]:
        """Return what a corner sees up to a distance, and the metres."""
        known_m, rows, metres = self._seen.get(corner, (-1.0, np.empty(0, np.int64), np.empty(0)))
        if known_m < left_m:
            new, new_m = self._look(corner, known_m, left_m)
            rows, metres = np.append(rows, new), np.append(metres, new_m)
            self._seen[corner] = left_m, rows, metres
        near = metres <= left_m
        return rows[near], metres[near]

    def _look(self, row: int, above_m: float, most_m: float) -> tuple[Ints, Floats]:
        """Return what one row sees farther away than one distance and up to another."""
        step = self._exact - self._exact[row]
        metres = np.hypot(step[:, 0], step[:, 1])
        near = np.flatnonzero((metres > above_m) & (metres <= most_m))
        clear = near[~self._walls.touched(self._at[row], self._at[near])]
        return clear, np.asarray(metres[clear], np.float64)
