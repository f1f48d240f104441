"""How a plan is spread: how many people have how many households, and how far apart they live.

Both are counts in fixed bins, so that the plans of a whole country add up bin by bin.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from optimizer.domain.plan import Assignment
from optimizer.domain.scenario import Floats, Ints

LOADS_SHOWN = 20
"""Largest load with a bin of its own; the last bin holds all that are above it."""

WALK_EDGES_M = (*range(50, 500, 50), *range(500, 1000, 100), 1000, 1500, 2000, 3000, 5000)
"""Upper edges of the bins of distances, inclusive; the last bin holds all that are beyond.

Steps of 50 m up to 500 m, of 100 m up to 1,000 m, and then as a longer limit would be set.
"""


@dataclass(frozen=True, slots=True)
class Histograms:
    """Counts of one plan, without the empty bins at the end.

    Parameters
    ----------
    loads
        Persons with 0, 1, 2, ... households.
    walks
        Households whose distance lies in each bin of ``WALK_EDGES_M``.
    """

    loads: tuple[int, ...] = ()
    walks: tuple[int, ...] = ()


def make_histograms(made: Assignment, shown_m: Floats) -> Histograms:
    """Count a plan's loads and distances.

    Parameters
    ----------
    shown_m
        Shape (households,), NaN where there is none to show.
    """
    metres = shown_m[~np.isnan(shown_m)]
    bins = np.searchsorted(WALK_EDGES_M, metres, side="left")
    return Histograms(_counted(np.minimum(made.loads, LOADS_SHOWN + 1)), _counted(bins))


def add_histograms(rows: Iterable[Histograms]) -> Histograms:
    """Add plans up, bin by bin."""
    loads: Sequence[int] = ()
    walks: Sequence[int] = ()
    for row in rows:
        loads, walks = _added(loads, row.loads), _added(walks, row.walks)
    return Histograms(tuple(loads), tuple(walks))


def _counted(bins: Ints) -> tuple[int, ...]:
    return tuple(np.bincount(bins).tolist()) if len(bins) else ()


def _added(some: Sequence[int], more: Sequence[int]) -> list[int]:
    return [one + other for one, other in zip_longest(some, more, fillvalue=0)]
