"""Metres as documents and tables state them, and nothing where there are none.

Nominal metres of a list are never shown, and no metres are made up for a locked pair of which the
caller names no distance.
"""

from __future__ import annotations

import numpy as np

from optimizer.distance import locked_metres
from optimizer.domain.goals import GOALS, Stage, Unit
from optimizer.domain.plan import Assignment
from optimizer.domain.scenario import Floats, Ints, Village

_LENGTHS = frozenset((Unit.METRES, Unit.STEPS, Unit.SQUARE_DECIMETRES))


def stated_length(village: Village, length_m: float) -> float:
    """Return a length made of a village's distances, NaN where these are never shown."""
    return length_m if shows_metres(village) else np.nan


def shows_metres(village: Village) -> bool:
    """Tell whether a village's distances are metres that may be shown."""
    return village.rules.metric.has_metres


def is_unstated(village: Village, stage: Stage) -> bool:
    """Tell whether a stage's value is made of metres that are never shown."""
    return not shows_metres(village) and GOALS[stage].unit in _LENGTHS


def shown_metres(village: Village, made: Assignment) -> Floats:
    """Return the metres of each household, not rounded, NaN where there are none to show."""
    if not shows_metres(village):
        return np.full(len(made.metres), np.nan)
    metres = made.metres
    if not village.rules.metric.needs_points and len(village.locked):
        _, unnamed = locked_metres(village)
        metres = metres.copy()
        metres[village.locked[unnamed, 0]] = np.nan
    return metres


def site_alleys(village: Village, sites: Ints) -> list[dict[str, str]]:
    """Return the alley of each site as a field of its own; no field where none is known."""
    lived = village.addresses
    if lived is None or not any(name for _, name in lived.alleys):
        return [{}] * len(sites)
    named = [lived.alleys[row][1] if row >= 0 else "" for row in lived.sites.alley[sites].tolist()]
    return [{"alley": name} for name in named]


def metres_or_none(metres: Floats) -> list[float | None]:
    """Return a column with None in the place of NaN."""
    return [None if one != one else one for one in metres.tolist()]  # noqa: PLR0124 - NaN
