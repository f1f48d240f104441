"""Points of a named system of coordinates: brought to WGS 84, near where that system is used."""

from __future__ import annotations

import numpy as np

from optimizer.domain.scenario import Floats
from optimizer.errors import Problem
from optimizer.input.checks.faults import FaultColumn, Finding
from optimizer.input.checks.raw_table import RawTable

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
