"""Metres that a caller names, pair by pair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class NamedPairs:
    """Pairs with the metres from the first to the second, sorted by both, each pair once.

    Parameters
    ----------
    rows, columns
        Shape (pairs,), 4 bytes each: a village may have millions.
    metres
        Shape (pairs,), as they were named; finite, 0 or more.
    """

    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    metres: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True, eq=False)
class NamedDistances:
    """The distances of a village by its caller: those to members, to sites, among members.

    A household is 0 m from its own door, whether that is named or not. Distances may be
    asymmetric: they lead from a household to a member or site, and from a member to another.

    Parameters
    ----------
    members
        Rows of households, rows of members.
    sites
        Rows of households, rows of sites: of places, or of households where there are no places.
    teams
        Rows of members, rows of members.
    """

    members: NamedPairs
    sites: NamedPairs
    teams: NamedPairs


def named_pairs(
    rows: NDArray[np.integer], columns: NDArray[np.integer], metres: NDArray[np.float64]
) -> NamedPairs:
    """Make pairs from plain arrays: sorted, read-only; each pair is named once at most."""
    order = np.lexsort((columns, rows))
    pairs = NamedPairs(
        rows[order].astype(np.int32),
        columns[order].astype(np.int32),
        metres[order].astype(np.float64),
    )
    for array in (pairs.rows, pairs.columns, pairs.metres):
        array.setflags(write=False)
    return pairs
