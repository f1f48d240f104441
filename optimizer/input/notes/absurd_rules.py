"""ABSURD_VALUE: distance limits that nobody can mean."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimizer.domain.notes import Note, Value
from optimizer.input.notes.scenario_rows import ScenarioRows, note_on_rows

CODE = "ABSURD_VALUE"
LEAST_M, MOST_M = 20.0, 20_000.0


def absurd_limits(rows: ScenarioRows) -> Iterator[Note]:
    """Name the villages whose distance limit is below 20 m or above 20 km, a note a value."""
    limits_m = rows.limits_m
    absurd = (limits_m < LEAST_M) | (limits_m > MOST_M)
    for limit_m in np.unique(limits_m[absurd]).tolist():
        chosen = np.flatnonzero(limits_m == limit_m)
        params: dict[str, Value] = {"field": "max_distance_m", "value": limit_m}
        yield note_on_rows(CODE, "villages", rows.village_where, chosen, params)
