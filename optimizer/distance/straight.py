"""Metres between points as the crow flies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.distance.barriers import Bools
from optimizer.distance.measuring_time import Deadline, check
from optimizer.distance.nearby_pairs import most_near, near
from optimizer.distance.pairs import Pairs
from optimizer.domain.scenario import Ends, Floats, Village


@dataclass(frozen=True, slots=True)
class StraightLines:
    """Metres as the crow flies, times a detour factor."""

    village: Village
    detour: float

    @property
    def plain(self) -> bool:
        """Whether a distance is the straight line and nothing else."""
        return self.detour == 1.0

    def within(self, ends: Ends, limit_m: float, *, limits: Deadline | None = None) -> Pairs:
        """Return the pairs of households and ends at most ``limit_m`` apart."""
        start, end = self.village.households.xy, self.village.ends(ends).xy
        return straight_within(start, end, limit_m, detour=self.detour, limits=limits)

    def locked(self, *, limits: Deadline | None = None) -> tuple[Floats, Bools]:
        """Return the metres of locked pairs: there is a straight line always."""
        del limits  # so few lines take no time
        rows, columns = self.village.locked.T
        start, end = self.village.households.xy[rows], self.village.members.xy[columns]
        return self.detour * straight_m(start, end), np.zeros(len(rows), np.bool_)

    def among_members(self, *, limits: Deadline | None = None) -> Floats:
        """Return the metres from member to member."""
        xy = self.village.members.xy
        check(limits, f"{len(xy):,} members among themselves")
        apart = [np.subtract.outer(xy[:, axis], xy[:, axis]) for axis in (0, 1)]
        return np.asarray(self.detour * np.hypot(*apart), np.float64)


def straight_m(start: Floats, end: Floats) -> Floats:
    """Return the distance of each pair of points, shape (n,) from two arrays of shape (n, 2)."""
    return np.asarray(np.hypot(start[:, 0] - end[:, 0], start[:, 1] - end[:, 1]), np.float64)


def straight_within(
    start: Floats,
    end: Floats,
    limit_m: float,
    *,
    detour: float = 1.0,
    limits: Deadline | None = None,
) -> Pairs:
    """Return the points, shapes (n, 2), at most ``limit_m`` apart in a straight line.

    Parameters
    ----------
    detour
        Factor on the straight line.
    """
    # Room for all of them is made once: parts put together take twice the memory.
    most, count = most_near(start, end, limit_m / detour), 0
    rows, columns, lengths = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most)
    for row, column in near(start, end, limit_m / detour):
        check(limits, f"{len(start):,} households and {len(end):,} others")
        metres = detour * straight_m(start[row], end[column])
        within = np.flatnonzero(metres <= limit_m)
        part = slice(count, count + len(within))
        rows[part], columns[part], lengths[part] = row[within], column[within], metres[within]
        count += len(within)
    return rows[:count], columns[:count], lengths[:count]
