"""The distances that a caller names, looked up household by household."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np

from optimizer.domain.named_distances import NamedPairs
from optimizer.domain.scenario import Floats, Ints, Village
from optimizer.verification.time_budget import Deadline

Amount = TypeVar("Amount", float, Floats)


@dataclass(frozen=True, slots=True, eq=False)
class NamedDistances:
    """Each household's named ends; a pair that is not named has no distance.

    Parameters
    ----------
    households, members, sites
        Rows of one list of all of them, one after the other.
    ends, metres
        For each household the rows of its ends, and their distances.
    """

    households: Ints
    members: Ints
    sites: Ints
    ends: Sequence[Ints]
    metres: Sequence[Floats]

    def slack(self, metres: Amount) -> Amount:
        """Return 0: what was named is what is planned with, to the last bit."""
        return 0.0 * metres

    def table(
        self, rows: Ints, columns: Ints, limit_m: float, limits: Deadline | None = None
    ) -> Floats:
        """Return metres from households to others, infinite beyond the limit or without a name."""
        del limits
        wanted, back = np.unique(columns, return_inverse=True)
        place = np.full(self._size, -1)
        place[wanted] = np.arange(len(wanted))
        found = np.full((len(rows), len(wanted)), np.inf)
        for at, row in enumerate(rows.tolist()):
            mine = place[self.ends[row]]
            found[at, mine[mine >= 0]] = self.metres[row][mine >= 0]
        return np.where(found <= limit_m, found, np.inf)[:, back]

    def nearest(
        self, rows: Ints, sources: Ints, limit_m: float, limits: Deadline | None = None
    ) -> Floats:
        """Return the metres between each row and the nearest of the sources."""
        outward = not len(rows) or rows[0] < len(self.households)
        homes, others = (rows, sources) if outward else (sources, rows)
        metres = self.table(homes, others, limit_m, limits)
        return np.asarray(metres.min(axis=1 if outward else 0, initial=np.inf))

    @property
    def _size(self) -> int:
        return len(self.households) + len(self.members) + len(self.sites)


def named_distances(village: Village) -> NamedDistances:
    """Return the named distances of a village, and every household's own door where it counts."""
    homes, members, sites = (
        len(points) for points in (village.households, village.members, village.sites)
    )
    first = np.cumsum([0, homes, members, sites])
    rows = [np.arange(low, high) for low, high in pairwise(first.tolist())]
    ends: list[Ints] = [np.empty(0, np.int64)] * homes
    metres: list[Floats] = [np.empty(0)] * homes
    named = village.distances
    if named is not None:
        near, far = _by_household(named.members, homes), _by_household(named.sites, homes)
        for home, (one, other) in enumerate(zip(near, far, strict=True)):
            end = np.concatenate([one[0] + first[1], other[0] + first[2]])
            long = np.concatenate([one[1], other[1]])
            if village.places is None:
                away = end != first[2] + home
                end = np.append(end[away], first[2] + home)
                long = np.append(long[away], 0.0)
            ends[home], metres[home] = end, long
    return NamedDistances(rows[0], rows[1], rows[2], ends, metres)


def _by_household(pairs: NamedPairs, homes: int) -> list[tuple[Ints, Floats]]:
    """Cut pairs, which are sorted by household, into those of each."""
    cuts = np.cumsum(np.bincount(pairs.rows, minlength=homes))[:-1]
    ends = np.split(pairs.columns.astype(np.int64), cuts)
    return list(zip(ends, np.split(pairs.metres, cuts), strict=True))[:homes]
