"""Nominal metres of a list, read off the names of hamlets and alleys."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np

from optimizer.domain.addresses import Addresses, Doors
from optimizer.domain.rules import Listed
from optimizer.domain.scenario import Floats, Ints, Village
from optimizer.verification.time_budget import Deadline

Amount = TypeVar("Amount", float, Floats)
Address = tuple[str, str, int]
"""Hamlet, alley, order; the hamlet is '' where none is known."""


@dataclass(frozen=True, slots=True, eq=False)
class ListedDistances:
    """How far houses of a list are taken to be from each other.

    Parameters
    ----------
    households, members, sites
        Rows of one list of all of them, one after the other.
    addresses
        Of all of them.
    between_m
        Two hamlets to their distance, both ways.
    """

    households: Ints
    members: Ints
    sites: Ints
    addresses: list[Address]
    between_m: dict[tuple[str, str], float]
    house_m: float
    alley_m: float

    def slack(self, metres: Amount) -> Amount:
        """Return 0: nominal metres are made of whole numbers the same way everywhere."""
        return 0.0 * metres

    def table(
        self, rows: Ints, columns: Ints, limit_m: float, limits: Deadline | None = None
    ) -> Floats:
        """Return metres from households to others, infinite beyond the limit."""
        del limits
        to = [self.addresses[column] for column in columns.tolist()]
        found = np.empty((len(rows), len(columns)))
        for at, row in enumerate(rows.tolist()):
            found[at] = self._from(self.addresses[row], to)
        return np.where(found <= limit_m, found, np.inf)

    def nearest(
        self, rows: Ints, sources: Ints, limit_m: float, limits: Deadline | None = None
    ) -> Floats:
        """Return the metres between each row and the nearest of the sources: the same both ways."""
        return np.asarray(self.table(rows, sources, limit_m, limits).min(axis=1, initial=np.inf))

    def _from(self, start: Address, to: list[Address]) -> list[float]:
        """Return the nominal metres of one address to many."""
        hamlet, alley, order = start
        if not hamlet:
            return [np.inf] * len(to)
        return [
            self.between_m.get((hamlet, other), np.inf)
            if other != hamlet
            else self.alley_m + (order + end) * self.house_m
            if other_alley != alley
            else abs(order - end) * self.house_m
            for other, other_alley, end in to
        ]


def listed_distances(village: Village, rules: Listed) -> ListedDistances:
    """Return the nominal distances of a village that is a list."""
    lived = village.addresses
    tables = () if lived is None else (lived.households, lived.members, lived.sites)
    addresses = [address for doors in tables for address in _addresses(lived, doors)]
    sizes = [len(points) for points in (village.households, village.members, village.sites)]
    first = np.cumsum([0, *sizes])
    rows = [np.arange(low, high) for low, high in pairwise(first.tolist())]
    between = {} if lived is None else _between(lived)
    homes, members, sites = rows
    return ListedDistances(homes, members, sites, addresses, between, rules.house_m, rules.alley_m)


def _addresses(lived: Addresses | None, doors: Doors) -> list[Address]:
    if lived is None:
        return []
    return [
        (
            lived.hamlets[hamlet] if hamlet >= 0 else "",
            lived.alleys[alley][1] if alley >= 0 else "",
            order,
        )
        for hamlet, alley, order in zip(
            doors.hamlet.tolist(), doors.alley.tolist(), doors.order.tolist(), strict=True
        )
    ]


def _between(lived: Addresses) -> dict[tuple[str, str], float]:
    metres = lived.between_m.tolist()
    return {
        (one, other): metres[row][column]
        for row, one in enumerate(lived.hamlets)
        for column, other in enumerate(lived.hamlets)
        if not np.isnan(metres[row][column])
    }
