"""Points of a table: shapes, columns x and y or lon and lat, or an array; and their system."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame, GeoSeries, points_from_xy
from pyproj import CRS
from pyproj.exceptions import CRSError

from optimizer.domain.scenario import Floats
from optimizer.errors import Problem
from optimizer.frames.labels import cells_of, label_repr
from optimizer.input.checks import Column, Finding
from optimizer.input.checks.faults import shown
from optimizer.input.columns import fold_heading
from optimizer.input.columns.headings import DEGREES, ranked_fields
from optimizer.input.folder.shape_points import points_in
from optimizer.input.systems import LONLAT, METRES, CoordinateSystem, parse_system

WGS84 = CRS.from_epsg(4326)
_WRONG_SYSTEM = (
    "it is no system of coordinates of a map; write one that pyproj knows, such as EPSG:9217, or "
    "lonlat"
)
_SHAPES = "it needs a point, a polygon or a multipolygon; draw one or drop the row"


@dataclass(frozen=True, slots=True, eq=False)
class Located:
    """Where the rows of a table are.

    Parameters
    ----------
    columns
        ``x`` and ``y`` as the checks take them; nothing where the table has no points.
    xy
        Shape (rows, 2), NaN where there is no point.
    shapes
        What is drawn of each row, in the author's own system.
    used
        Columns of the table that say where its rows are.
    """

    columns: dict[str, Column]
    xy: Floats
    shapes: GeoSeries
    used: tuple[object, ...] = ()


def read_crs(said: object, findings: list[Finding]) -> CRS | None:
    """Read what ``crs`` says of the tables that bring no system; None where nothing is said."""
    if said is None or said == "metres":
        return None
    known = parse_system(said) if isinstance(said, str) else None
    try:
        return CRS.from_user_input(said if known is None else _pyproj_name(known))
    except CRSError:
        findings.append(
            Problem("UNKNOWN_COORDINATES", "optimizer.plan", "crs", shown(said), _WRONG_SYSTEM)
        )
        return None


def _pyproj_name(system: CoordinateSystem) -> str:
    return system.name if system.own else "EPSG:4326"


def system_of(crs: CRS | None, table: str, findings: list[Finding]) -> CoordinateSystem:
    """Return what the planner calls a system; metres where a table has none.

    A system without the code of a registry goes by its definition. One that is tied to no place
    on the earth is a plane in metres.
    """
    if crs is None:
        return METRES
    flat = crs.sub_crs_list[0] if crs.is_compound else crs.to_2d()
    if flat.is_engineering and all(a.unit_name in ("metre", "unknown") for a in flat.axis_info):
        return METRES
    if not (flat.is_projected or flat.is_geographic):
        findings.append(
            Problem("UNKNOWN_COORDINATES", table, "crs", shown(crs.name), _WRONG_SYSTEM)
        )
        return METRES
    if flat.equals(WGS84, ignore_axis_order=True):
        return LONLAT
    code = flat.to_authority(min_confidence=100)
    known = parse_system(":".join(code)) if code else None
    return known or CoordinateSystem(flat.to_wkt(), flat.name)


def locate_shapes(
    name: str, shapes: GeoSeries, findings: list[Finding], *, needed: bool
) -> Located:
    """Return a point for each shape: points as they are, areas by a point inside them.

    Parameters
    ----------
    needed
        Whether a row without a shape is a fault.
    """
    drawn = np.asarray(shapes.array, np.object_)
    xy, right = points_in(drawn)
    there = ~(shapes.isna() | shapes.is_empty).to_numpy()
    for row in np.flatnonzero(~right & (there | needed)).tolist():
        where = row_name(name, shapes.index, row)
        kind = drawn[row].geom_type if there[row] else ""
        findings.append(Problem("BAD_GEOMETRY", where, "geometry", kind, _SHAPES))
    return Located(_axes(xy), xy, shapes)


def locate_columns(table: pd.DataFrame, crs: CRS | None) -> Located:
    """Return the points of columns: ``lon`` and ``lat``, or ``x`` and ``y`` in a system or none.

    Where a table has all four, lon and lat are taken, unless ``crs`` says what x and y are.
    """
    degrees = _degree_columns(table)
    plain = all(axis in table.columns for axis in "xy")
    if degrees is not None and not (plain and crs is not None):
        return _located(table, degrees, WGS84)
    if plain:
        return _located(table, ("x", "y"), crs)
    return nowhere(table.index, crs)


def locate_array(points: Floats, crs: CRS | None) -> Located:
    """Return the points of an array, shape (rows, 2)."""
    index = pd.RangeIndex(len(points))
    return Located(_axes(points), points, GeoSeries(point_shapes(points), index=index, crs=crs))


def nowhere(index: pd.Index, crs: CRS | None) -> Located:
    """Return rows without any point."""
    xy = np.full((len(index), 2), np.nan)
    return Located({}, xy, GeoSeries(point_shapes(xy), index=index, crs=crs))


def row_name(table: str, index: pd.Index, row: int) -> str:
    """Return the place of a row as an analyst finds it: by position and by label."""
    return f"{table}.iloc[{row}] (index {label_repr(index[row])})"


@dataclass(frozen=True, slots=True, eq=False)
class RowNames:
    """The places of a table's rows, as a value that may go to another process."""

    table: str
    index: pd.Index

    def __call__(self, row: int) -> str:
        """Return the place of a row."""
        return row_name(self.table, self.index, row)


def likely_axes(table: GeoDataFrame | pd.DataFrame) -> str:
    """Return how columns that look like coordinates may be called, '' where none does."""
    found = []
    for axis, usual in (("x", "lon"), ("y", "lat")):
        names = [column for column in table.columns if axis in ranked_fields("", str(column))]
        if len(names) == 1:
            new = usual if fold_heading(str(names[0])).split(" ")[-1] in DEGREES else axis
            found += [f"{names[0]!r}: {new!r}"] if names[0] != new else []
    return f"rename(columns={{{', '.join(found)}}}), or " if found else ""


def _degree_columns(table: pd.DataFrame) -> tuple[object, object] | None:
    """Return the columns that are called longitude and latitude, None where either lacks."""
    named = [column for column in table.columns if fold_heading(str(column)) in DEGREES]
    pair = [[column for column in named if axis in ranked_fields("", str(column))] for axis in "xy"]
    return (pair[0][0], pair[1][0]) if all(len(found) == 1 for found in pair) else None


def _located(table: pd.DataFrame, axes: tuple[object, object], crs: CRS | None) -> Located:
    columns = [table[axis] for axis in axes]
    xy = np.column_stack([pd.to_numeric(one, errors="coerce").to_numpy(float) for one in columns])
    shapes = GeoSeries(point_shapes(xy), index=table.index, crs=crs)
    cells = {axis: cells_of(one) for axis, one in zip("xy", columns, strict=True)}
    return Located(cells, xy, shapes, axes)


def point_shapes(xy: Floats) -> object:
    """Return points, None where there is none."""
    drawn = np.asarray(points_from_xy(xy[:, 0], xy[:, 1]), np.object_)
    drawn[~np.isfinite(xy).all(axis=1)] = None
    return drawn


def _axes(xy: Floats) -> dict[str, Column]:
    """Return the columns of points; what is missing is None."""
    return {axis: cells_of(pd.Series(xy[:, nth])) for nth, axis in enumerate("xy")}
