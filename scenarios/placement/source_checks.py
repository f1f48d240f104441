"""Whether points and outlines can be where they are said to be, before any geometry."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from optimizer.domain.scenario import Floats
from optimizer.errors import Problem
from optimizer.input.checks.degrees_and_metres import dragged_problems, mistaken_system
from optimizer.input.checks.faults import Finding, raise_findings
from optimizer.input.checks.location import off_earth
from optimizer.input.checks.points import PointRows
from optimizer.input.checks.raw_table import RawTable
from optimizer.input.notes.decimals import are_degrees
from scenarios.placement.point_file import PointRecords
from scenarios.placement.village_outlines import Outlines

_EXCHANGED = "the outline lies beyond the pole: x is the longitude, y the latitude; exchange them"
_BEYOND = "the outline is no degrees; save the map with its system of coordinates, or in WGS 84"
_DEGREES = "the outlines are degrees, not metres; give --coordinates lonlat"


def check_sources(outlines: Outlines, tables: Sequence[PointRecords], *, lonlat: bool) -> None:
    """Refuse points and outlines that no earth has, and degrees and metres taken for each other.

    Raises
    ------
    ScenarioError
        With every row of every table, and every outline.
    """
    findings: list[Finding] = [*_outline_problems(outlines, lonlat=lonlat)]
    for table in tables:
        findings += table_findings(table, lonlat=lonlat)
    raise_findings(findings)


def table_findings(records: PointRecords, *, lonlat: bool) -> list[Finding]:
    """Return what cannot be in one table of points."""
    none = np.zeros(records.table.size, np.int64)
    rows = PointRows(
        records.table, none, np.array([""] * len(none), np.str_), records.xy, records.xy
    )
    beyond = off_earth(rows, lonlat=lonlat)
    dragged = dragged_problems([rows]) if beyond else []
    return [*mistaken_system([rows], 1, lonlat=lonlat), *dragged, *beyond]


def _outline_problems(outlines: Outlines, *, lonlat: bool) -> list[Finding]:
    """Return what cannot be among the outlines."""
    if not lonlat:
        corners: Floats = shapely.get_coordinates(outlines.shapes)
        if not are_degrees(corners):
            return []
        x, y = corners[0].tolist()
        where = outlines.table.source
        return [Problem("LOOKS_LIKE_DEGREES", where, "coordinates", f"{x:.10g} {y:.10g}", _DEGREES)]
    west, south, east, north = shapely.bounds(outlines.shapes).T
    wide = np.maximum(np.abs(west), np.abs(east))
    high = np.maximum(np.abs(south), np.abs(north))
    exchanged = (high > 90.0) & (high <= 180.0) & (wide <= 90.0)  # noqa: PLR2004 - the poles
    beyond = ((wide > 180.0) | (high > 90.0)) & ~exchanged  # noqa: PLR2004 - the earth
    found = (("SWAPPED", exchanged, _EXCHANGED), ("LOOKS_LIKE_METRES", beyond, _BEYOND))
    return [
        _problem(code, outlines.table, row, (west[row], south[row]), message)
        for code, rows, message in found
        for row in np.flatnonzero(rows).tolist()
    ]


def _problem(
    code: str, table: RawTable, row: int, corner: tuple[float, float], message: str
) -> Problem:
    x, y = corner
    return Problem(code, table.where(row), "geometry", f"{x:.10g} {y:.10g}", message)
