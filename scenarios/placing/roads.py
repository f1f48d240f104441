"""Paths out of a file: OpenStreetMap data or a map of lines, for the metric ``path``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

from optimizer.errors import Problem, ScenarioError
from optimizer.ground import is_openstreetmap, read_ways
from optimizer.intake import RawNetwork
from optimizer.tables.sheet import unreadable

Shapes = NDArray[np.object_]

FILE = "network.gpkg"
_LINES = (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING)


@dataclass(frozen=True, slots=True, eq=False)
class Roads:
    """Lines that may be walked, with their ``highway`` class ('' where there is none)."""

    source: str
    lines: Shapes
    classes: NDArray[np.str_]
    geographic: bool


def read_roads(path: Path) -> Roads:
    """Read paths: of OpenStreetMap data those that may be walked, of another map every line.

    Raises
    ------
    ScenarioError
        When the file is no readable map of lines.
    """
    if not path.is_file():
        raise unreadable(str(path), "there is no such file; check the name", "NOT_FOUND")
    if is_openstreetmap(path):
        ways = read_ways(path)
        roads = Roads(path.name, ways.shapes, ways.kinds, geographic=True)
    else:
        roads = _mapped(path)
    if not len(roads.lines):
        raise unreadable(path.name, "there is no path in it; take another extract", "NO_PATHS")
    return roads


def _mapped(path: Path) -> Roads:
    try:
        parquet = path.suffix.casefold() == ".parquet"
        frame = gpd.read_parquet(path) if parquet else gpd.read_file(path)
    except (DataSourceError, DataLayerError, FeatureError, pa.ArrowException, ValueError) as error:
        raise unreadable(
            path.name, f"it cannot be read as a map ({error}); save it again"
        ) from error
    known = frame.crs is not None
    shapes = np.asarray((frame.to_crs(4326) if known else frame).geometry.array, np.object_)
    wrong = np.flatnonzero(~np.isin(shapely.get_type_id(shapes), _LINES))
    if len(wrong):
        message = "a path needs a line; draw one or remove the feature"
        raise ScenarioError(
            Problem("BAD_GEOMETRY", f"{path.name} feature {row + 1}", "geometry", "", message)
            for row in wrong.tolist()
        )
    lines, of = shapely.get_parts(shapely.force_2d(shapes), return_index=True)
    classes = frame["highway"].fillna("").astype(str) if "highway" in frame else [""] * len(shapes)
    return Roads(path.name, lines, np.array(classes, np.str_)[of], known)


def raw_network(roads: Roads) -> RawNetwork:
    """Return nodes and straight edges; lines meet where they share a point exactly."""
    points, line = shapely.get_coordinates(roads.lines, return_index=True)
    nodes, rows = np.unique(points, axis=0, return_inverse=True)
    steps = np.flatnonzero((line[1:] == line[:-1]) & (rows[1:] != rows[:-1]))
    edges = np.column_stack((rows[steps], rows[steps + 1])).astype(np.int64)
    return RawNetwork(roads.source, nodes, edges, np.full(len(edges), np.nan), line[steps] + 1)


def write_roads(roads: Roads, folder: Path) -> None:
    """Write the lines as ``network.gpkg``."""
    frame = gpd.GeoDataFrame(
        {"highway": roads.classes.tolist()},
        geometry=roads.lines,
        crs=4326 if roads.geographic else None,
    )
    frame.to_file(folder / FILE, layer="network", driver="GPKG")
