"""ABSURD_VALUE: limits that nobody can mean; MORE_MEMBERS: more members than households."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimizer.domain.notes import Note, Value
from optimizer.input.notes.scenario_rows import ScenarioRows, note_on_rows

CODE = "ABSURD_VALUE"
LEAST_M, MOST_M = 20.0, 20_000.0
MOST_HOUSEHOLDS = 100
EXCHANGED, MOST_MEMBERS = "MORE_MEMBERS", 20
"""Up to so many members there may be a reason."""


def absurd_loads(rows: ScenarioRows) -> Iterator[Note]:
    """Name the villages one of whose members may have more than `MOST_HOUSEHOLDS`."""
    for most in np.unique(rows.most[rows.most > MOST_HOUSEHOLDS]).tolist():
        chosen = np.flatnonzero(rows.most == most)
        params: dict[str, Value] = {"field": "max_households", "value": most}
        yield note_on_rows(CODE, "villages", rows.village_where, chosen, params)


def exchanged_tables(rows: ScenarioRows) -> Iterator[Note]:
    """Say that there are more members than households, as where the two tables are exchanged."""
    households, members = rows.table("households"), rows.table("members")
    if len(members) > max(len(households), MOST_MEMBERS) and len(households):
        everyone = np.arange(len(members))
        said: dict[str, Value] = {"households": len(households), "members": len(members)}
        yield note_on_rows(EXCHANGED, members.name, members.where, everyone, said)


def absurd_limits(rows: ScenarioRows) -> Iterator[Note]:
    """Name the villages whose distance limit is below 20 m or above 20 km, a note a value."""
    limits_m = rows.limits_m
    absurd = (limits_m < LEAST_M) | (limits_m > MOST_M)
    for limit_m in np.unique(limits_m[absurd]).tolist():
        chosen = np.flatnonzero(limits_m == limit_m)
        params: dict[str, Value] = {"field": "max_distance_m", "value": limit_m}
        yield note_on_rows(CODE, "villages", rows.village_where, chosen, params)
