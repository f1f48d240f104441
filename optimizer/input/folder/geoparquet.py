"""GeoParquet: shapes and the columns that mean something, measured before they are decoded."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import orjson
import pyarrow.parquet as pq
import shapely

from optimizer.domain.scenario import Ints
from optimizer.errors import Problem
from optimizer.input.budgets import file_budgets
from optimizer.input.budgets.parquet_budget import UNREADABLE, ParquetColumns
from optimizer.input.checks import Column
from optimizer.input.folder.geojson_text import check_system
from optimizer.input.folder.parquet_file import read_parquet
from optimizer.input.folder.shape_points import points_in
from optimizer.input.folder.sheet import Sheet, unreadable

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

_FAULTS = (TypeError, LookupError, AttributeError, RuntimeError, shapely.errors.ShapelyError)
"""What geopandas, pyproj and shapely raise about a file whose description is not sound."""


def is_geoparquet(path: Path) -> bool:
    """Tell whether a Parquet file says which of its columns are shapes."""
    try:
        return b"geo" in (pq.read_schema(path).metadata or {})
    except UNREADABLE:
        return False


def read_geoparquet(path: Path, meant: Callable[[str], bool]) -> GeoDataFrame:
    """Read the shapes, and the columns whose names (in small letters) mean something.

    Raises
    ------
    ScenarioError
        When the file is no whole GeoParquet file, or more than is read.
    """
    import geopandas  # noqa: PLC0415 - pandas comes with it

    try:
        schema = pq.read_schema(path)
        geo = orjson.loads((schema.metadata or {})[b"geo"])
        shapes = geo["primary_column"]
        check_system(path, orjson.dumps(geo["columns"][shapes].get("crs")).decode())
        wanted = [name for name in schema.names if name == shapes or meant(name.strip().casefold())]
        # Written once more, as no reader of GeoParquet can be told how much it may decode.
        with ParquetColumns(path) as file:
            read = file.read(wanted)
        plain = read.replace_schema_metadata({b"geo": orjson.dumps(geo)})
        again = io.BytesIO()
        pq.write_table(plain, again, compression="none", use_dictionary=False)
        return geopandas.read_parquet(again)
    except (*UNREADABLE, *_FAULTS) as fault:
        message = f"it is no map of shapes ({str(fault)[:100]}); save it again"
        raise unreadable(path.name, message) from fault


def read_points(path: Path, meant: Callable[[str], bool]) -> Sheet:
    """Read Parquet of points: with shapes (GeoParquet), or with columns x and y.

    Raises
    ------
    ScenarioError
        When the file is damaged, holds more rows than points of its size can be, or has shapes and
        columns x or y too.
    """
    budget = file_budgets.POINT_ROWS
    most = max(budget.most, path.stat().st_size // file_budgets.POINT_BYTES)
    sheet = read_parquet(path, meant, rows=replace(budget, most=most))
    if not is_geoparquet(path):
        return sheet
    frame = read_geoparquet(path, lambda _: False)
    known = frame.crs is not None
    shapes = np.asarray((frame.to_crs(4326) if known else frame).geometry.array, np.object_)
    name = str(frame.geometry.name).strip().casefold()
    columns = {key: cells for key, cells in sheet.columns.items() if key != name}
    if columns.keys() & {"x", "y"}:
        message = "the rows have a geometry and columns x or y too; remove the columns"
        raise unreadable(path.name, message, "TWO_LOCATIONS")
    xy, right = points_in(shapes)
    kept = np.flatnonzero(right)
    message = "the row needs a point, a polygon or a multipolygon; draw one or remove it"
    problems = tuple(
        Problem("BAD_GEOMETRY", f"{path.name} row {row + 1}", "geometry", "", message)
        for row in np.flatnonzero(~right).tolist()
    )
    cells: dict[str, Column] = {key: taken(column, kept) for key, column in columns.items()}
    cells |= {"x": np.ascontiguousarray(xy[kept, 0]), "y": np.ascontiguousarray(xy[kept, 1])}
    return replace(
        sheet,
        columns=cells,
        numbers=(kept + 1).tolist(),
        geographic=known,
        problems=problems,
    )


def taken(column: Column, rows: Ints) -> Column:
    """Return some cells of a column."""
    if isinstance(column, np.ndarray):
        return column[rows]
    return [column[row] for row in rows.tolist()]
