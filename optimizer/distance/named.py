"""Metres that the caller names, pair by pair: the metric ``matrix``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.distance.barriers import Bools
from optimizer.distance.measuring_time import Deadline
from optimizer.distance.pairs import Pairs, locked_among, table_of_pairs
from optimizer.domain.scenario import Ends, Floats, Ints, Village

UNKNOWN_M = 0.0
"""Stands in for a locked pair of which no distance is named: it adds nothing to any sum."""


@dataclass(frozen=True, slots=True)
class NamedMetres:
    """Distances as they were named; one's own door is 0 m away, whatever else is said."""

    village: Village
    plain: bool = False

    def within(self, ends: Ends, limit_m: float, *, limits: Deadline | None = None) -> Pairs:
        """Return the named pairs at most ``limit_m`` apart, and every household's own door."""
        del limits  # they are measured already
        distances = self.village.distances
        assert distances is not None  # the intake has seen to it
        own = ends is Ends.SITES and self.village.places is None
        pairs = distances.members if ends is Ends.MEMBERS else distances.sites
        doors = np.arange(len(self.village.households)) if own else np.empty(0, np.int64)
        fits = pairs.metres <= limit_m
        if own:
            fits &= pairs.rows != pairs.columns
        row = np.concatenate([pairs.rows[fits].astype(np.int64), doors])
        column = np.concatenate([pairs.columns[fits].astype(np.int64), doors])
        metres = np.concatenate([pairs.metres[fits], np.zeros(len(doors))])
        return _ordered(row, column, metres) if own else (row, column, metres)

    def locked(self, *, limits: Deadline | None = None) -> tuple[Floats, Bools]:
        """Return the metres of locked pairs; a pair that nobody named has none.

        It is used since it is locked and counts as beyond any limit; no metres are made up for it.
        """
        found = self.within(Ends.MEMBERS, np.inf, limits=limits)
        return locked_among(self.village, found, np.full(len(self.village.locked), UNKNOWN_M))

    def among_members(self, *, limits: Deadline | None = None) -> Floats:
        """Return the named metres from member to member; infinite where nothing is named."""
        del limits
        distances, count = self.village.distances, len(self.village.members)
        assert distances is not None
        teams = distances.teams
        start, end = teams.rows.astype(np.int64), teams.columns.astype(np.int64)
        return table_of_pairs((start, end, teams.metres), count)


def _ordered(row: Ints, column: Ints, metres: Floats) -> Pairs:
    order = np.lexsort((column, row))
    return row[order], column[order], metres[order]
