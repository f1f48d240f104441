"""TABLES_APART: members who, all together, lie far from the households of their villages."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimizer.domain.notes import Note, Value
from optimizer.domain.scenario import Floats, Ints
from optimizer.input.notes.scenario_rows import ScenarioRows, by_village, note_on_rows

CODE = "TABLES_APART"
LEAST_M = 3_000.0
"""Tables nearer than this to each other are never apart."""
LIMITS = 2.5
"""Nor those nearer than so many distance limits."""
SPREADS = 8.0
"""Typical distances of either table from its own middle within which they are one village."""
HOUSEHOLDS = 5
MOST = 0.5
"""Share of the villages in which they have to be apart."""


def tables_apart(rows: ScenarioRows) -> Iterator[Note]:
    """Say that the members of most villages lie beside them, as in another system."""
    count = len(rows.villages)
    households, members = rows.table("households"), rows.table("members")
    middle, spread_m, sizes = _middles(households.metres, households.village, count)
    others, others_m, crews = _middles(members.metres, members.village, count)
    gap_m = np.hypot(*(others - middle).T)
    with np.errstate(invalid="ignore"):
        apart = gap_m > np.maximum(LEAST_M, LIMITS * rows.limits_m)
        apart &= gap_m > SPREADS * np.maximum(spread_m, others_m)
    both = (sizes >= HOUSEHOLDS) & (crews > 0)
    apart &= both
    if not apart.any() or apart.sum() <= MOST * both.sum():
        return
    chosen = np.flatnonzero(apart[members.village])
    said: dict[str, Value] = {
        "villages": int(apart.sum()),
        "metres": round(float(np.median(gap_m[apart]))),
    }
    yield note_on_rows(CODE, members.name, members.where, chosen, said)


def _middles(metres: Floats, village: Ints, villages: int) -> tuple[Floats, Floats, Ints]:
    """Return of each village the median point, the typical distance from it, and the size."""
    order, starts = by_village(village, villages)
    middles, typical_m = np.full((villages, 2), np.nan), np.full(villages, np.nan)
    for number in np.flatnonzero(np.diff(starts)).tolist():
        own = metres[order[starts[number] : starts[number + 1]]]
        middles[number] = np.median(own, axis=0)
        typical_m[number] = np.median(np.hypot(*(own - middles[number]).T))
    return middles, typical_m, np.diff(starts)
