"""Paths out of a file: OpenStreetMap data or a map of lines, for the metric ``path``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from optimizer.errors import Problem, ScenarioError
from optimizer.input.checks import RawNetwork
from optimizer.input.folder.line_maps import network_of_lines
from optimizer.input.folder.point_maps import read_shapes
from optimizer.input.folder.sheet import unreadable
from optimizer.input.openstreetmap.features import is_openstreetmap, read_ways

Shapes = NDArray[np.object_]

FILE = "network.parquet"
_LINES = (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING)


@dataclass(frozen=True, slots=True, eq=False)
class Roads:
    """Lines that may be walked, with their ``highway`` class ('' where there is none)."""

    source: str
    lines: Shapes
    classes: NDArray[np.str_]
    geographic: bool

    @property
    def network(self) -> RawNetwork:
        """Nodes and edges; lines meet where they share a point exactly."""
        return network_of_lines(self.source, self.lines)


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
    drawn = read_shapes(path)
    wrong = np.flatnonzero(~np.isin(shapely.get_type_id(drawn.shapes), _LINES))
    if len(wrong):
        message = "a path needs a line; draw one or remove the feature"
        raise ScenarioError(
            Problem("BAD_GEOMETRY", f"{path.name} feature {row + 1}", "geometry", "", message)
            for row in wrong.tolist()
        )
    lines, of = shapely.get_parts(drawn.shapes, return_index=True)
    classes = [value or "" for value in drawn.columns.get("highway", [""] * len(drawn.shapes))]
    return Roads(path.name, lines, np.array(classes, np.str_)[of], drawn.geographic)


def write_roads(roads: Roads, folder: Path) -> None:
    """Write the lines, whole and with their classes, as ``network.parquet``."""
    frame = gpd.GeoDataFrame({"highway": roads.classes.tolist()}, geometry=roads.lines)
    placed = frame.set_crs(4326) if roads.geographic else frame
    placed.to_parquet(folder / FILE)
