"""A table of points as its author gave it, and as the checks take it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame, GeoSeries
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS

from optimizer.domain.scenario import Floats, Ids, Ints
from optimizer.errors import Problem
from optimizer.frames.coordinates import (
    Located,
    RowNames,
    likely_axes,
    locate_array,
    locate_columns,
    locate_shapes,
    nowhere,
    system_of,
)
from optimizer.frames.labels import cells_of, label_texts
from optimizer.input.checks import Column, Finding, RawTable
from optimizer.input.checks.faults import shown
from optimizer.input.checks.text_columns import clean
from optimizer.input.folder.sheet_fields import left_out_note
from optimizer.input.folder.table_schema import SCHEMAS
from optimizer.input.systems import CoordinateSystem

PointTable: TypeAlias = GeoDataFrame | GeoSeries | pd.DataFrame | ArrayLike
"""Points: a GeoDataFrame or GeoSeries, a DataFrame with x and y (or lon and lat), or an array."""

ONE = "village"
"""Id of the village where there is one, and nobody names it."""
_AXES = 2
_NAMES = frozenset({"team", "hamlet", "alley"})
"""Columns whose cells are names: numbers in them are read as text."""
_POINTLESS = (
    "{} needs a geometry, or columns x and y, or lon and lat; {}set the geometry, or give distances"
)
_TABLE = "give a GeoDataFrame, a DataFrame, or an array of numbers of shape (rows, 2)"
_TWICE = "several columns have this name; rename them, or keep one"
_LEVELS = 'its index has several levels; keep the id alone, as with reset_index("village")'


@dataclass(frozen=True, slots=True, eq=False)
class PointFrame:
    """One table of points.

    Parameters
    ----------
    index
        The labels of its rows, which are their ids.
    villages
        What the column of villages says of each row; None where there is one village.
    located
        Where the rows are, in the author's own coordinates.
    rows
        Village and id, as the planner writes them, to the row.
    """

    name: str
    index: pd.Index
    villages: pd.Series | None
    located: Located
    system: CoordinateSystem
    raw: RawTable
    rows: Mapping[tuple[str, str], int]

    @property
    def crs(self) -> CRS | None:
        """The system of its coordinates, None where it names none."""
        crs: CRS | None = self.located.shapes.crs
        return crs

    def rows_of(self, village: str, ids: Ids) -> Ints:
        """Return the rows of a planned village's ids, in their order."""
        return np.array([self.rows[village, name] for name in ids.tolist()], np.int64)

    def labels(self, rows: Ints) -> NDArray[np.object_]:
        """Return the labels of rows."""
        found = np.empty(len(rows), np.object_)
        found[:] = self.index[rows].tolist()
        return found

    def points_in(self, crs: CRS | None) -> Floats:
        """Return the point of each row in another system, shape (rows, 2), NaN without one."""
        if not self.system.lonlat or self.crs == crs:
            return self.located.xy
        placed = locate_array(self.located.xy, self.crs).shapes.to_crs(crs)
        return np.column_stack((placed.x.to_numpy(), placed.y.to_numpy()))


def read_points(
    name: str,
    table: PointTable,
    village: Hashable | None,
    crs: CRS | None,
    findings: list[Finding],
    *,
    located: bool,
) -> PointFrame:
    """Take a table of points apart.

    Parameters
    ----------
    village
        The column that says of which village each row is; None for one village.
    crs
        The system of x and y where the table brings none.
    located
        Whether the metric needs points.
    """
    frame, where = _frame(name, table, crs, findings, located=located)
    if frame.index.nlevels > 1:
        findings.append(Problem("NOT_A_LIST", name, "index", "", _LEVELS))
        frame = frame.reset_index(drop=True)
        where = replace(where, shapes=where.shapes.reset_index(drop=True))
    if located and not where.columns and len(frame):
        text = _POINTLESS.format(name, likely_axes(frame))
        findings.append(Problem("MISSING_COLUMN", name, "geometry", "", text))
        frame = frame.iloc[:0]
        where = nowhere(frame.index, crs)
    system = system_of(where.shapes.crs, name, findings)
    known = [field for field in SCHEMAS[name].optional if field in frame.columns]
    columns: dict[str, Column] = {
        "id": label_texts(frame.index),
        **where.columns,
        **{field: _column(field, frame[field]) for field in known if field != "village"},
    }
    villages = _villages(name, frame, village, findings)
    if villages is not None:
        columns["village"] = label_texts(villages)
    raw = RawTable(
        name,
        len(frame),
        columns,
        RowNames(name, frame.index),
        name,
        village=np.zeros(len(frame), np.int64) if villages is None else None,
        system=system if system.own else None,
        notes=left_out_note(name, name, _left_out(frame, {*known, *where.used, village})),
    )
    return PointFrame(name, frame.index, villages, where, system, raw, _rows(columns, villages))


def no_points(name: str, like: PointFrame) -> PointFrame:
    """Return a table without rows, in the system of another."""
    where = nowhere(like.index[:0], like.crs)
    raw = RawTable(name, 0, {}, RowNames(name, where.shapes.index), name)
    return PointFrame(name, like.index[:0], None, where, like.system, raw, {})


def _frame(
    name: str,
    table: PointTable,
    crs: CRS | None,
    findings: list[Finding],
    *,
    located: bool,
) -> tuple[pd.DataFrame, Located]:
    """Return a table as a frame, and where its rows are."""
    if isinstance(table, GeoSeries):
        table = table.to_frame("geometry")
    if isinstance(table, pd.DataFrame) and (twice := table.columns.duplicated()).any():
        names = shown(", ".join(map(str, table.columns[twice].unique())))
        findings.append(Problem("WHICH_COLUMN", name, "", names, _TWICE))
        table = table.loc[:, ~twice]
    if isinstance(table, GeoDataFrame):
        if table.active_geometry_name is None:
            return table, nowhere(table.index, crs)
        shapes = table.geometry
        if shapes.crs is None and crs is not None:
            shapes = shapes.set_crs(crs)
        where = locate_shapes(name, shapes, findings, needed=located)
        return table, replace(where, used=(table.active_geometry_name,))
    if isinstance(table, pd.DataFrame):
        return table, locate_columns(table, crs)
    return _array(name, table, crs, findings)


def _array(
    name: str, table: ArrayLike, crs: CRS | None, findings: list[Finding]
) -> tuple[pd.DataFrame, Located]:
    try:
        points = np.asarray(table, np.float64)
    except (TypeError, ValueError):
        points = np.empty(_AXES + 1)
    if points.shape == (0,):
        points = points.reshape(0, _AXES)
    if points.ndim != _AXES or points.shape[1] != _AXES:
        value = shown(table if isinstance(table, str) else f"shape {np.shape(table)}")
        findings.append(Problem("NOT_A_POINT", name, "", value, _TABLE))
        points = np.empty((0, _AXES))
    return pd.DataFrame(index=pd.RangeIndex(len(points))), locate_array(points, crs)


def _column(field: str, column: pd.Series) -> Column:
    return label_texts(column) if field in _NAMES else cells_of(column)


def _villages(
    name: str, frame: pd.DataFrame, village: Hashable | None, findings: list[Finding]
) -> pd.Series | None:
    if village is None:
        return None
    if village in frame.columns:
        return frame[village]
    text = f"{name} needs the column of villages {village!r}; add it"
    findings.append(Problem("MISSING_COLUMN", name, "village", "", text))
    return pd.Series([None] * len(frame), index=frame.index, dtype=object)


def _left_out(frame: pd.DataFrame, taken: set[object]) -> list[str]:
    return [str(column) for column in frame.columns if column not in taken]


def _rows(columns: Mapping[str, Column], villages: pd.Series | None) -> dict[tuple[str, str], int]:
    """Return where each village's ids stand; the first where one stands twice."""
    ids = [clean(str(label)) for label in columns["id"]]
    named = [ONE] * len(ids) if villages is None else columns["village"]
    keys = zip([clean(str(name)) for name in named], ids, strict=True)
    return {key: row for row, key in reversed(list(enumerate(keys)))}
