"""Where people live by the village's own words: hamlet, alley, and the order of the houses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

UNKNOWN = -1
"""Hamlet of a row that names none."""


@dataclass(frozen=True, slots=True, eq=False)
class Doors:
    """The addresses of one table, row by row.

    Parameters
    ----------
    hamlet
        Shape (n,), rows of `Addresses.hamlets`, or `UNKNOWN`.
    alley
        Shape (n,), rows of `Addresses.alleys`, or `UNKNOWN`.
    order
        Shape (n,), the house's number in the order of its alley; 0 where none is given.
    """

    hamlet: NDArray[np.int64]
    alley: NDArray[np.int64]
    order: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.hamlet)


@dataclass(frozen=True, slots=True, eq=False)
class Addresses:
    """The hamlets and alleys of a village, and who lives where in them.

    Parameters
    ----------
    hamlets
        Names, sorted.
    alleys
        Hamlet's row and name, sorted: every hamlet may have its own Ngõ 1. The name is '' in a
        hamlet without alleys.
    households, members, sites
        As the tables of the village.
    between_m
        Shape (hamlets, hamlets): metres from one to the other, the same both ways; NaN where
        nothing is said, and among the houses of one hamlet.
    """

    hamlets: tuple[str, ...]
    alleys: tuple[tuple[int, str], ...]
    households: Doors
    members: Doors
    sites: Doors
    between_m: NDArray[np.float64]
