"""Maps (GeoJSON, GeoPackage): points as they are, polygons as a point inside them, in WGS 84."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from pyproj.exceptions import ProjError

from optimizer.domain.scenario import Floats
from optimizer.errors import Problem
from optimizer.input.checks import Column
from optimizer.input.columns import table_of
from optimizer.input.folder.geoparquet import read_geoparquet, taken
from optimizer.input.folder.map_drivers import Map, Meant, open_map
from optimizer.input.folder.other_features import only_buildings
from optimizer.input.folder.shape_points import points_in
from optimizer.input.folder.sheet import Sheet, unreadable
from optimizer.input.systems import CoordinateSystem

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

_WGS84 = "EPSG:4326"
_MEANT = frozenset({"highway", "metres"})
"""Columns of a map of paths that mean something."""
_NAMED = 20
"""Layers that are listed where one must be chosen."""
_NO_WAY = "its system of coordinates cannot be brought to WGS 84; save it in WGS 84"


@dataclass(frozen=True, slots=True, eq=False)
class MapPoints:
    """Features of all layers of a map, shapes and columns of one length.

    Parameters
    ----------
    shapes
        In WGS 84 where the map's system is known, as ``geographic`` tells.
    columns
        Header, in small letters, to cells, None where empty.
    """

    shapes: NDArray[np.object_]
    columns: Mapping[str, list[object]]
    geographic: bool


def read_shapes(path: Path) -> MapPoints:
    """Read every feature of a map (GeoPackage, GeoJSON or GeoParquet) with its own shape.

    Raises
    ------
    ScenarioError
        When the file is no whole map.
    """
    # pandas takes half a second to load, which no other format should cost.
    import pandas  # noqa: ICN001, PLC0415

    frames = list(_frames(path))
    geographic = any(frame.crs is not None for frame in frames)
    placed = [in_degrees(path, frame) for frame in frames]
    parts = [np.asarray(frame.geometry.array, np.object_) for frame in placed]
    shapes = shapely.force_2d(np.concatenate([*parts, np.empty(0, np.object_)]))
    tables = [frame.drop(columns=frame.geometry.name) for frame in placed]
    table = pandas.concat(tables, ignore_index=True) if tables else pandas.DataFrame()
    columns = {
        str(name).strip().casefold(): table[name].astype(object).where(table[name].notna(), None)
        for name in table.columns
    }
    return MapPoints(
        np.asarray(shapes, np.object_),
        {name: cells.tolist() for name, cells in columns.items()},
        geographic,
    )


def in_system(drawn: MapPoints, system: CoordinateSystem) -> MapPoints:
    """Return shapes in degrees where their map names no system and ``system`` is not metres."""
    if drawn.geographic or not system.own:
        return drawn
    return replace(drawn, shapes=shapely.transform(drawn.shapes, system.degrees), geographic=True)


def in_degrees(path: Path, frame: GeoDataFrame) -> GeoDataFrame:
    """Return shapes in WGS 84; those whose system is not known as they are.

    Raises
    ------
    ScenarioError
        When their system cannot be brought to WGS 84.
    """
    if frame.crs is None:
        return frame
    try:
        return frame.to_crs(_WGS84)
    except (ProjError, ValueError) as error:
        raise unreadable(path.name, _NO_WAY, "OTHER_SYSTEM") from error


def _frames(path: Path) -> Iterator[GeoDataFrame]:
    """Yield every layer that has shapes."""
    if path.suffix.casefold() == ".parquet":
        yield read_geoparquet(path, _MEANT.__contains__)
        return
    drawn = open_map(path)
    for layer, has_shapes in drawn.layers:
        if has_shapes:
            yield drawn.frame(layer, _MEANT.__contains__)


def read_map(
    path: Path, table: str, meant: Meant, *, located: bool, buildings: bool = False
) -> Sheet:
    """Read the layer of this name, or the only one; of columns without a meaning the name alone.

    Parameters
    ----------
    meant
        Whether a column of this name, in small letters, means something.
    located
        False for a table whose rows have no point (villages, pairs): geometry is left aside.
    buildings
        True for houses: roads, trees and fields are left out with a note.

    Raises
    ------
    ScenarioError
        When the file is damaged, or does not say which layer is meant.
    """
    drawn, layer = _chosen(path, table, located=located)
    meta, shapes, fields = drawn.features(layer, meant)
    size = len(fields[0]) if len(fields) else 0 if shapes is None else len(shapes)
    nothing: Column = [None] * size
    columns = dict.fromkeys((name.strip().casefold() for name in drawn.names(layer)), nothing)
    columns |= {
        str(name).strip().casefold(): _cells(cells)
        for name, cells in zip(meta["fields"], fields, strict=True)
    }
    numbers = range(1, size + 1)
    sheet = Sheet(path.name, columns, numbers, word="feature")
    if buildings:
        sheet = only_buildings(sheet)
    if not located or shapes is None:
        return sheet
    if columns.keys() & {"x", "y"}:
        message = "the features have a geometry and columns x or y too; remove the columns"
        raise unreadable(path.name, message, "TWO_LOCATIONS")
    return _located(sheet, shapes[np.array(sheet.numbers, np.int64) - 1], meta["crs"])


def _located(sheet: Sheet, shapes: NDArray[np.object_], crs: str | None) -> Sheet:
    """Put a point into every feature; features without one are left out and named."""
    geometry = shapely.from_wkb(shapes, on_invalid="ignore")
    points, right = points_in(geometry)
    kept = np.flatnonzero(right)
    message = "the feature needs a point, a polygon or a multipolygon; draw one or remove it"
    problems = tuple(
        Problem("BAD_GEOMETRY", sheet.where(row), "geometry", "", message)
        for row in np.flatnonzero(~right).tolist()
    )
    xy = _degrees(sheet.source, points[kept], crs)
    cells = {name: taken(column, kept) for name, column in sheet.columns.items()}
    cells |= {"x": np.ascontiguousarray(xy[:, 0]), "y": np.ascontiguousarray(xy[:, 1])}
    return replace(
        sheet,
        columns=cells,
        numbers=[sheet.numbers[row] for row in kept.tolist()],
        geographic=crs is not None,
        problems=problems,
    )


def _chosen(path: Path, table: str, *, located: bool) -> tuple[Map, str]:
    drawn = open_map(path)
    shaped = [name for name, has_shapes in drawn.layers if has_shapes]
    named = [name for name, _ in drawn.layers]
    names = shaped if located and shaped else named
    chosen = [name for name in names if table_of(name) == table] or names
    if len(chosen) != 1:
        found = ", ".join(names[:_NAMED]) or "none"
        message = f"one layer must hold the table; name it {table} (layers: {found})"
        raise unreadable(path.name, message, "WHICH_LAYER")
    return drawn, chosen[0]


def _degrees(source: str, xy: Floats, crs: str | None) -> Floats:
    """Return degrees of WGS 84; coordinates without a system stay as they are."""
    if crs is None or crs == _WGS84 or not len(xy):
        return xy
    try:
        change = Transformer.from_crs(crs, _WGS84, always_xy=True)
        return np.column_stack(change.transform(xy[:, 0], xy[:, 1]))
    except (ProjError, ValueError) as error:
        raise unreadable(source, _NO_WAY, "OTHER_SYSTEM") from error


def _cells(cells: NDArray[Any]) -> Column:
    """Return cells; where numbers have gaps the reader has put NaN, which no map can hold."""
    if cells.dtype.kind == "f" and np.isnan(cells).any():
        return [None if value != value else value for value in cells.tolist()]  # noqa: PLR0124
    if cells.dtype.kind == "f":
        return cells.astype(np.float64)
    if cells.dtype.kind == "i":
        return cells.astype(np.int64)
    objects: list[object] = cells.tolist()
    return objects
