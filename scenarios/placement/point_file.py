"""Houses, or members' homes, out of a file: rows with an id and a point."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely

from optimizer.domain.scenario import Floats
from optimizer.errors import Problem, ScenarioError
from optimizer.input.checks import Column, Finding, RawTable
from optimizer.input.checks.numbers import numbers
from optimizer.input.folder.csv_file import read_csv
from optimizer.input.folder.excel_file import read_excel
from optimizer.input.folder.geoparquet import is_geoparquet, read_geoparquet
from optimizer.input.folder.map_drivers import Meant
from optimizer.input.folder.parquet_file import read_parquet
from optimizer.input.folder.point_maps import read_map
from optimizer.input.folder.sheet import Sheet, unreadable
from optimizer.input.openstreetmap.features import is_openstreetmap, read_buildings

_DECIMALS = 7
"""One centimetre."""
_FIELDS = {
    "households": ("id", "x", "y", "village"),
    "members": ("id", "x", "y", "village", "min", "max", "team"),
}
_LETTERS = {"households": "b", "members": "m"}
_READERS: Mapping[str, Callable[[Path, str, Meant], Sheet]] = {
    ".geojson": lambda path, table, meant: read_map(path, table, meant, located=True),
    ".gpkg": lambda path, table, meant: read_map(path, table, meant, located=True),
    ".csv": lambda path, _, __: read_csv(path),
    ".xlsx": lambda path, table, _: read_excel(path, table),
}


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


def read_point_file(path: Path, name: str, *, id_column: str = "id") -> PointRecords:
    """Read the houses or homes of a file; a polygon counts as a point inside it.

    Columns without a meaning here are left aside, unread: maps are full of them. Where there is no
    column of ids, rows are numbered from west to east.

    Parameters
    ----------
    name
        ``households`` or ``members``; of a file with several layers the one of this name is read.

    Raises
    ------
    ScenarioError
        When the file is no readable table or map, or has no points.
    """
    id_column = id_column.strip().casefold()
    sheet = _read(path, name, id_column)
    table = _table(name, sheet, id_column)
    missing = [axis for axis in ("x", "y") if axis not in table.columns]
    if missing and table.size:
        remedy = f"{name} need a geometry, or columns x and y; add them"
        place = sheet.source
        raise ScenarioError(
            [Problem("MISSING_COLUMN", place, axis, "", remedy) for axis in missing]
        )
    (x, x_faults), (y, y_faults) = (numbers(table, axis, required=True) for axis in ("x", "y"))
    findings: tuple[Finding, ...] = (*sheet.problems, *x_faults, *y_faults)
    xy = np.column_stack((x, y))
    return PointRecords(_numbered(table, xy), xy, sheet.geographic, findings)


def no_points(name: str) -> PointRecords:
    """Return a table without rows."""
    columns: dict[str, Column] = {"id": [], "x": np.empty(0), "y": np.empty(0)}
    table = RawTable(name, 0, columns, lambda row: f"{name} row {row}", name)
    return PointRecords(table, np.empty((0, 2)), geographic=False)


def _read(path: Path, name: str, id_column: str) -> Sheet:
    if not path.is_file():
        raise unreadable(str(path), "there is no such file; check the name", "NOT_FOUND")
    if is_openstreetmap(path):
        if name != "households":
            message = "members are not on OpenStreetMap; give a table or a map of their homes"
            raise unreadable(path.name, message, "UNKNOWN_FORMAT")
        return _buildings(path)
    meant = {*_FIELDS[name], id_column}.__contains__
    if path.suffix.casefold() == ".parquet":
        return _read_parquet(path, meant)
    reader = _READERS.get(path.suffix.casefold())
    if reader is None:
        endings = ", ".join((".osm.pbf", ".osm", ".parquet", *_READERS))
        message = f"points are read from {endings}; save it as one"
        raise unreadable(path.name, message, "UNKNOWN_FORMAT")
    return reader(path, name, meant)


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


def _read_parquet(path: Path, meant: Meant) -> Sheet:
    """Read Parquet, with a geometry (GeoParquet) or with columns x and y."""
    sheet = read_parquet(path, meant)
    if not is_geoparquet(path):
        return sheet
    frame = read_geoparquet(path, ())
    known = frame.crs is not None
    shapes = np.asarray((frame.to_crs(4326) if known else frame).geometry.array, np.object_)
    if shapely.is_missing(shapes).any() or shapely.is_empty(shapes).any():
        row = int(np.flatnonzero(shapely.is_missing(shapes) | shapely.is_empty(shapes))[0]) + 1
        message = f"row {row} has no geometry; draw a point or a polygon, or remove the row"
        raise unreadable(path.name, message, "BAD_GEOMETRY")
    at = shapely.get_coordinates(shapely.point_on_surface(shapes))
    columns = {key: cells for key, cells in sheet.columns.items() if key != frame.geometry.name}
    columns |= {"x": np.ascontiguousarray(at[:, 0]), "y": np.ascontiguousarray(at[:, 1])}
    return replace(sheet, columns=columns, geographic=known)


def _table(name: str, sheet: Sheet, id_column: str) -> RawTable:
    """Keep the columns that mean something."""
    if id_column not in ("id", *sheet.columns):
        held = ", ".join(sheet.columns) or "none"
        raise unreadable(
            sheet.source, f"no column {id_column}; its columns are {held}", "NO_COLUMN"
        )
    renamed = {"id": sheet.columns[id_column]} if id_column in sheet.columns else {}
    columns = {key: cells for key, cells in sheet.columns.items() if key != "id"} | renamed
    kept = {key: columns[key] for key in _FIELDS[name] if key in columns}
    return RawTable(
        name,
        len(sheet.numbers),
        kept,
        sheet.where,
        sheet.source,
        text=True,
        decimal_comma=sheet.decimal_comma,
    )


def _numbered(table: RawTable, xy: Floats) -> RawTable:
    """Give rows without ids a number each, from west to east."""
    if "id" in table.columns:
        return table
    letter, width = _LETTERS[table.name], max(4, len(str(table.size)))
    rank = np.argsort(np.lexsort((xy[:, 1], xy[:, 0])), kind="stable")
    ids = [f"{letter}{row + 1:0{width}d}" for row in rank.tolist()]
    return replace(table, columns={**table.columns, "id": ids})
