"""Houses, or members' homes, out of a file: rows with an id and a point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely

from optimizer.domain.notes import Note
from optimizer.domain.scenario import Floats
from optimizer.errors import Problem, ScenarioError
from optimizer.input.checks import Column, Finding, RawTable
from optimizer.input.checks.numbers import numbers
from optimizer.input.checks.systems import in_degrees
from optimizer.input.columns import ReadingChoices, fold_heading
from optimizer.input.folder.folder_files import POINT_ENDINGS, read_houses, read_table
from optimizer.input.folder.other_features import CODE as NOT_A_BUILDING
from optimizer.input.folder.other_workbooks import refuse_other_workbook
from optimizer.input.folder.sheet import Sheet, unreadable
from optimizer.input.folder.sheet_fields import columns_of, header_place, left_out_note
from optimizer.input.folder.table_schema import AS_IT_IS, REMEDY
from optimizer.input.notes.scenario_rows import note_on_rows
from optimizer.input.openstreetmap.features import is_openstreetmap, read_buildings
from optimizer.input.systems import parse_system

_DECIMALS = 7
"""One centimetre."""
_FIELDS = {
    "households": ("id", "x", "y", "village"),
    "members": ("id", "x", "y", "village", "min", "max", "team"),
}
_LETTERS = {"households": "b", "members": "m"}
_ENDINGS = (".osm.pbf", ".osm", *POINT_ENDINGS)


@dataclass(frozen=True, slots=True, eq=False)
class PointRecords:
    """A table of points, and where they are.

    Parameters
    ----------
    table
        Columns ``id``, ``x``, ``y`` and, of members, those that they may have.
    xy
        Shape (rows,), NaN where a cell is at fault.
    geographic
        True where the file itself says that its points are degrees of WGS 84.
    findings
        What is wrong with single rows.
    """

    table: RawTable
    xy: Floats
    geographic: bool
    findings: tuple[Finding, ...] = ()


def read_point_file(
    path: Path, name: str, *, id_column: str = "id", choices: ReadingChoices = AS_IT_IS
) -> PointRecords:
    """Read the houses or homes of a file; a polygon counts as a point inside it.

    Columns without a meaning here are left aside, unread: maps are full of them. Where there is no
    column of ids, rows are numbered from west to east.

    Parameters
    ----------
    name
        ``households`` or ``members``; of a file with several layers the one of this name is read.
    choices
        What columns mean, and what x and y are where the file does not say it.

    Raises
    ------
    ScenarioError
        When the file is no readable table or map, or has no points.
    """
    named = {} if fold_heading(id_column) == "id" else {fold_heading(id_column): "id"}
    choices = ReadingChoices(named).over(choices)
    sheet = _read(path, name, choices)
    _check_id(sheet, id_column)
    table, found = _table(name, sheet, choices)
    missing = [axis for axis in ("x", "y") if axis not in table.columns]
    if missing and table.size:
        remedy = f"{name} need a geometry, or columns x and y; add them, or {REMEDY}"
        doubts = [problem for problem in found if problem.field in missing]
        raise ScenarioError(
            doubts
            or [
                Problem("MISSING_COLUMN", header_place(sheet), axis, "", remedy) for axis in missing
            ]
        )
    (x, x_faults), (y, y_faults) = (numbers(table, axis, required=True) for axis in ("x", "y"))
    xy, system_faults = in_degrees(table, np.column_stack((x, y)))
    findings = (*sheet.problems, *found, *x_faults, *y_faults, *system_faults)
    if "id" not in table.columns:
        table = replace(table, notes=(*table.notes, *_repeated(table, xy)))
    return PointRecords(_numbered(table, xy), xy, _is_geographic(sheet, table, choices), findings)


def _repeated(table: RawTable, xy: Floats) -> Iterator[Note]:
    """Yield a note on rows without an id that stand exactly where one before them does."""
    held = np.flatnonzero(np.isfinite(xy).all(axis=1))
    order = held[np.lexsort(xy[held].T)]  # equal points beside each other, in the file's order
    again = np.sort(order[1:][(xy[order[1:]] == xy[order[:-1]]).all(axis=1)])
    if len(again):
        yield note_on_rows("REPEATED_FEATURES", table.name, table.where, again)


def _is_geographic(sheet: Sheet, table: RawTable, choices: ReadingChoices) -> bool:
    """Tell whether the file, or its system, says that its points are degrees in the end."""
    said = parse_system(choices.coordinates)
    return sheet.geographic or table.system is not None or (table.degrees and said is None)


def no_points(name: str) -> PointRecords:
    """Return a table without rows."""
    columns: dict[str, Column] = {"id": [], "x": np.empty(0), "y": np.empty(0)}
    table = RawTable(name, 0, columns, lambda row: f"{name} row {row}", name)
    return PointRecords(table, np.empty((0, 2)), geographic=False)


def _read(path: Path, name: str, choices: ReadingChoices) -> Sheet:
    if not path.is_file():
        raise unreadable(str(path), "there is no such file; check the name", "NOT_FOUND")
    refuse_other_workbook(path)
    if is_openstreetmap(path):
        if name != "households":
            message = "members are not on OpenStreetMap; give a table or a map of their homes"
            raise unreadable(path.name, message, "UNKNOWN_FORMAT")
        return _buildings(path)
    if path.suffix.casefold() not in POINT_ENDINGS:
        message = f"points are read from {', '.join(_ENDINGS)}; save it as one"
        raise unreadable(path.name, message, "UNKNOWN_FORMAT")
    return _houses(path, choices) if name == "households" else read_table(path, name, choices)


def _houses(path: Path, choices: ReadingChoices) -> Sheet:
    """Read the houses of a table or a map.

    Raises
    ------
    ScenarioError
        Where something stands there and nothing of it is a building.
    """
    sheet = read_houses(path, choices)
    kinds = [str(note.params["kinds"]) for note in sheet.notes if note.code == NOT_A_BUILDING]
    if kinds and not sheet.numbers and not sheet.problems:
        message = f"there is no building in it, but {kinds[0]}; take the layer of buildings"
        raise unreadable(path.name, message, "NO_BUILDINGS")
    return sheet


def _buildings(path: Path) -> Sheet:
    """Read every building of an OpenStreetMap file, named after its object there."""
    found = read_buildings(path)
    if not len(found):
        message = "there is no building in it; take another extract, or a file of points"
        raise unreadable(path.name, message, "NO_BUILDINGS")
    xy = np.round(shapely.get_coordinates(found.shapes), _DECIMALS)
    columns: dict[str, Column] = {
        "id": found.ids.tolist(),
        "x": np.ascontiguousarray(xy[:, 0]),
        "y": np.ascontiguousarray(xy[:, 1]),
    }
    numbered = range(1, len(found) + 1)
    return Sheet(path.name, columns, numbered, word="building", geographic=True)


def _check_id(sheet: Sheet, id_column: str) -> None:
    """Refuse a column of ids that was named and is not there."""
    wanted = fold_heading(id_column)
    if wanted != "id" and wanted not in map(fold_heading, sheet.columns):
        held = ", ".join(sheet.columns) or "none"
        message = f"no column {id_column.strip().casefold()}; its columns are {held}"
        raise unreadable(sheet.source, message, "NO_COLUMN")


def _table(
    name: str, sheet: Sheet, choices: ReadingChoices
) -> tuple[RawTable, tuple[Problem, ...]]:
    """Keep the columns that mean something, and say which do not."""
    found = columns_of(name, sheet, _FIELDS[name].__contains__, choices)
    doubts = tuple(problem for problem in found.problems if problem.field != "id")
    left = (*found.left_out, *found.unknown)
    said = None if sheet.geographic else parse_system(choices.coordinates)
    table = RawTable(
        name,
        len(sheet.numbers),
        dict(found.columns),
        sheet.where,
        sheet.source,
        text=True,
        decimal_comma=sheet.decimal_comma,
        degrees=found.degrees,
        system=said if said is not None and said.own else None,
        notes=(*sheet.notes, *left_out_note(name, sheet.source, left)),
    )
    return table, doubts


def _numbered(table: RawTable, xy: Floats) -> RawTable:
    """Give rows without ids a number each, from west to east."""
    if "id" in table.columns:
        return table
    letter, width = _LETTERS[table.name], max(4, len(str(table.size)))
    rank = np.argsort(np.lexsort((xy[:, 1], xy[:, 0])), kind="stable")
    ids = [f"{letter}{row + 1:0{width}d}" for row in rank.tolist()]
    return replace(table, columns={**table.columns, "id": ids})
