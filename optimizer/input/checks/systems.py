"""Points of a named system of coordinates: brought to WGS 84, near where that system is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from optimizer.domain.notes import Note, Value
from optimizer.domain.scenario import Floats
from optimizer.errors import Problem
from optimizer.input.checks.faults import FaultColumn, Finding
from optimizer.input.checks.raw_table import RawTable
from optimizer.input.systems.vietnam import province_code

if TYPE_CHECKING:
    from optimizer.input.checks.points import PointRows
    from optimizer.input.checks.raw_scenario import RawScenario

_OUTSIDE = (
    "the point lies far outside the area of {}; mend the coordinate, or name the system that it "
    "is in"
)
_EXCHANGED = (
    "x looks like the northing and y like the easting, as surveyors write them, in {} of {} rows; "
    "exchange the headings of the two columns"
)
_MOST = 0.5
"""Share of the rows from which on their axes are exchanged together."""


_NEAR = 0.2
"""Degrees beyond a system's area of use from which on most points make it doubtful."""


def doubtful_systems(raw: RawScenario, points: Sequence[PointRows]) -> Iterator[Note]:
    """Note tables whose points lie outside the area of their system, or in another one's province.

    A zone of VN-2000 beside the right one moves points by a quarter of a degree or more, as a
    whole, which nothing inside the village shows.
    """
    provinces = {
        code: name for names in raw.areas for name in names[:1] if (code := province_code(name))
    }
    for rows in points:
        system = rows.table.system
        if system is None or not system.own:
            continue
        held = rows.given[np.isfinite(rows.given).all(axis=1)]
        if not len(held):
            continue
        outside = ~system.covers(held, _NEAR)
        x, y = held.mean(axis=0).tolist()
        params: dict[str, Value] = {
            "source": rows.table.source,
            "count": int(outside.sum()),
            "all": len(held),
            "system": system.title,
            "area": system.area,
            "x": round(x, 4),
            "y": round(y, 4),
        }
        others = [name for code, name in provinces.items() if f"EPSG:{code}" != system.name]
        if outside.mean() > _MOST:
            yield Note("WRONG_SYSTEM", f"/{rows.table.name}", (), params)
        elif others and len(others) == len(provinces) and "VN-2000" in system.title:
            yield Note("WRONG_SYSTEM", f"/{rows.table.name}", (), {**params, "province": others[0]})


def in_degrees(table: RawTable, given: Floats) -> tuple[Floats, list[Finding]]:
    """Return points in degrees where their table is in a system of its own, else as they are.

    Parameters
    ----------
    given
        Shape (rows, 2), NaN where a cell is at fault.

    Returns
    -------
    tuple
        Shape (rows, 2), NaN also where a point lies far outside the system's area, and the faults.
    """
    system = table.system
    if system is None or not system.own:
        return given, []
    made = system.degrees(given)
    held = np.isfinite(given).all(axis=1)
    outside = held & ~system.covers(made)
    if not outside.any():
        return made, []
    made[outside] = np.nan
    exchanged = np.zeros(len(given), np.bool_)
    exchanged[outside] = system.covers(system.degrees(given[outside][:, ::-1]))
    if exchanged.sum() > _MOST * held.sum():
        told = _EXCHANGED.format(int(exchanged.sum()), int(held.sum()))
        return made, [Problem("SWAPPED", table.source, "x", "", told)]
    rows = np.flatnonzero(outside)
    return made, [FaultColumn("OUTSIDE_SYSTEM", table, rows, "x", _OUTSIDE.format(system.title))]
