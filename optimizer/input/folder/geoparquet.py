"""GeoParquet: shapes and the columns that mean something, measured before they are decoded."""

from __future__ import annotations

import io
from collections.abc import Container
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
import pyarrow.parquet as pq
import shapely

from optimizer.input.budgets.parquet_budget import UNREADABLE, ParquetColumns
from optimizer.input.folder.map_drivers import check_system
from optimizer.input.folder.sheet import unreadable

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


def read_geoparquet(path: Path, meant: Container[str]) -> GeoDataFrame:
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
        wanted = [
            name for name in schema.names if name == shapes or name.strip().casefold() in meant
        ]
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
