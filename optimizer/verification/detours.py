"""Walks across country round barriers, as the verifier finds them: corner by corner."""

from __future__ import annotations

from functools import cached_property
from heapq import heapify, heappop, heappush

import numpy as np

from optimizer.scenario import GRID_M, Barriers, Floats, Ints
from optimizer.verification.walls import OFF_M, Mask, corners, rounded, touching, walls_of


class Detours:
    """The shortest walks between points, with corners looked at only when a walk comes there.

    Parameters
    ----------
    points
        Shape (n, 2), metres.
    """

    def __init__(self, points: Floats, barriers: Barriers) -> None:
        self._points = points
        self._grid = rounded(points)
        self._walls = walls_of(barriers)
        self._from_corner: dict[int, tuple[Ints, Floats]] = {}

    @cached_property
    def _corners(self) -> Floats:
        return corners(self._walls)

    def reached(self, sources: Ints, limit_m: float) -> Floats:
        """Return the metres from the nearest source to every point, infinite beyond the limit."""
        found = np.full(len(self._points), np.inf)
        best = np.full(len(self._corners), np.inf)
        queue: list[tuple[float, int]] = []
        for source in sources.tolist():
            found = np.minimum(found, self._direct(source, limit_m))
            row, metres = self._turning(self._grid[source], limit_m, loose=True)
            for corner, away_m in zip(row.tolist(), metres.tolist(), strict=True):
                if away_m < best[corner]:
                    best[corner] = away_m
                    queue.append((away_m, corner))
        heapify(queue)
        while queue:
            so_far, corner = heappop(queue)
            if so_far > best[corner]:
                continue
            seen = self._seen_from(corner)
            found = np.minimum(found, so_far + seen)
            row, metres = self._turns(corner, limit_m)
            for other, away_m in zip(row.tolist(), metres.tolist(), strict=True):
                if so_far + away_m < best[other] and so_far + away_m <= limit_m + 1:
                    best[other] = so_far + away_m
                    heappush(queue, (best[other], other))
        found[found > limit_m] = np.inf
        return found

    def _direct(self, source: int, limit_m: float) -> Floats:
        """Return the straight metres to the points that nothing hides."""
        step = self._points - self._points[source]
        metres = np.hypot(step[:, 0], step[:, 1])
        rows = np.flatnonzero(metres <= limit_m)
        clear = ~self._hidden(self._grid[source], self._grid[rows], both=True)
        seen = np.full(len(metres), np.inf)
        seen[rows[clear]] = metres[rows[clear]]
        return seen

    def _seen_from(self, corner: int) -> Floats:
        """Return the metres from a corner to the points that it sees."""
        at = self._corners[corner]
        step = self._grid - at
        hidden = touching(at, self._grid - self._trimmed(step), self._walls)
        return np.where(hidden, np.inf, np.hypot(step[:, 0], step[:, 1]) * GRID_M)

    def _turns(self, corner: int, limit_m: float) -> tuple[Ints, Floats]:
        if corner not in self._from_corner:
            self._from_corner[corner] = self._turning(self._corners[corner], np.inf, loose=False)
        row, metres = self._from_corner[corner]
        near = metres <= limit_m
        return row[near], metres[near]

    def _turning(self, at: Floats, limit_m: float, *, loose: bool) -> tuple[Ints, Floats]:
        """Return the corners that a place sees; ``loose`` where it may itself stand on a wall."""
        step = self._corners - at
        metres = np.hypot(step[:, 0], step[:, 1]) * GRID_M
        rows = np.flatnonzero(metres <= limit_m + 1)
        if loose:
            clear = ~self._hidden(at, self._corners[rows], both=False)
        else:
            clear = ~touching(at, self._corners[rows], self._walls)
        return rows[clear], metres[rows[clear]]

    def _hidden(self, start: Floats, ends: Floats, *, both: bool) -> Mask:
        """Return which ends a wall hides; a point that stands on a wall sees both its sides."""
        hidden = touching(start, ends, self._walls)
        for row in np.flatnonzero(hidden):
            trim = self._trimmed(ends[row] - start)
            end = ends[row] - trim if both else ends[row]
            hidden[row] = touching(start + trim, end[None], self._walls)[0]
        return hidden

    @staticmethod
    def _trimmed(step: Floats) -> Floats:
        """Return two hundredths of the way that a walk keeps off walls, along a step."""
        length = np.hypot(step[..., 0], step[..., 1])
        share = np.minimum(2 * OFF_M / GRID_M / np.maximum(length, 1e-12), 0.5)
        return np.asarray(step * share[..., None])
