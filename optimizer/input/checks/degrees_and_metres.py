"""Degrees under ``metres`` and metres under ``lonlat``: refused where there is no doubt."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimizer.domain.scenario import Floats, Ints
from optimizer.errors import Problem
from optimizer.input.checks.faults import FaultColumn
from optimizer.input.checks.points import PointRows
from optimizer.input.checks.raw_table import RawTable
from optimizer.input.notes.decimals import DEGREES, are_degrees
from optimizer.input.notes.dragged_columns import AXES, dragged_runs
from optimizer.input.notes.dragged_columns import CODE as DRAGGED
from optimizer.input.notes.scenario_rows import by_village

METRES = "LOOKS_LIKE_METRES"
_FEWEST = 5
_DEGREES_M = 180.0


def mistaken_system(tables: Sequence[PointRows], villages: int, *, lonlat: bool) -> list[Problem]:
    """Return a problem for every table whose points are beyond doubt of the other system."""
    if lonlat:
        return [problem for rows in tables for problem in (*_metres(rows), *_unprojected(rows))]
    found = [problem for rows in tables for problem in _degrees(rows, villages)]
    return found or _together(tables, villages)


def _metres(rows: PointRows) -> list[Problem]:
    """Refuse a table most of whose points no degrees can be."""
    given = _finite(rows.given)
    beyond = (np.abs(given) > _DEGREES_M).any(axis=1)
    if len(given) < _FEWEST or beyond.mean() <= 1 / 2:
        return []
    message = (
        "most points are no degrees but metres; write coordinates: metres, or the system that "
        "they are in, such as EPSG:9217"
    )
    return [_problem(METRES, rows.table, given, message)]


def _unprojected(rows: PointRows) -> list[Problem]:
    """Refuse a table that is said to be in a projection and holds degrees."""
    system = rows.table.system
    written = _finite(rows.written)
    if system is None or not system.own or system.geographic or not are_degrees(written):
        return []
    message = f"x and y are degrees, not metres of {system.title}; write coordinates: lonlat"
    return [_problem(DEGREES, rows.table, written, message)]


def _degrees(rows: PointRows, villages: int) -> list[Problem]:
    """Refuse a table whose points are degrees, as a whole or of one village."""
    at = np.isfinite(rows.given).all(axis=1)
    given, village = rows.given[at], rows.village[at]
    for part in (given, *_parts(given, village, villages)):
        if are_degrees(part):
            return [_problem(DEGREES, rows.table, part, _REMEDY)]
    return []


def _together(tables: Sequence[PointRows], villages: int) -> list[Problem]:
    """Refuse villages whose points are degrees, households, members and places together."""
    given = np.concatenate([rows.given for rows in tables])
    village = np.concatenate([rows.village for rows in tables])
    at = np.isfinite(given).all(axis=1)
    for part in _parts(given[at], village[at], villages):
        if are_degrees(part):
            return [_problem(DEGREES, tables[0].table, part, _REMEDY)]
    return []


_REMEDY = "x and y are degrees, not metres; write coordinates: lonlat (x longitude, y latitude)"


def _parts(given: Floats, village: Ints, villages: int) -> list[Floats]:
    """Return the points of every village in which all may be degrees."""
    known = village >= 0
    given, village = given[known], village[known]
    wide = np.bincount(
        village[np.abs(given).max(axis=1, initial=0) > _DEGREES_M], minlength=villages
    )
    order, starts = by_village(village, villages)
    sizes = np.diff(starts)
    return [
        given[order[starts[number] : starts[number + 1]]]
        for number in np.flatnonzero((wide == 0) & (sizes >= _FEWEST)).tolist()
    ]


def dragged_problems(tables: Sequence[PointRows]) -> list[FaultColumn]:
    """Say of rows that a column filled downwards has thrown off the earth or out of the village.

    A column that a spreadsheet has filled downwards is noted elsewhere; where it makes points that
    cannot be, it is the cause to be told first.
    """
    faults = []
    for rows in tables:
        held = np.flatnonzero(np.isfinite(rows.given).all(axis=1))
        for axis, run in dragged_runs(rows.given[held]):
            faults.append(_dragged(rows.table, axis, held[run]))
    return faults


def _dragged(table: RawTable, axis: int, run: Ints) -> FaultColumn:
    message = (
        f"{AXES[axis]} is one step more in each row down to {table.where(int(run[-1]))}, as a "
        "spreadsheet fills a column downwards; write the measured values"
    )
    return FaultColumn(DRAGGED, table, run[:1], AXES[axis], message)


def _finite(given: Floats) -> Floats:
    return given[np.isfinite(given).all(axis=1)]


def _problem(code: str, table: RawTable, given: Floats, message: str) -> Problem:
    x, y = given[0].tolist()
    return Problem(code, table.source, "coordinates", f"{x:.10g} {y:.10g}", message)
