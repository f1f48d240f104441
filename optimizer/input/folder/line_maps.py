"""``network`` and ``barriers`` of a scenario folder: maps of lines, areas and crossings."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray

from optimizer.domain.scenario import Floats
from optimizer.errors import Problem, ScenarioError
from optimizer.input.checks import RawBarriers, RawNetwork
from optimizer.input.folder.point_maps import MapPoints, in_system, read_shapes
from optimizer.input.folder.sheet import unreadable
from optimizer.input.folder.table_systems import TableSystems
from optimizer.input.openstreetmap.barrier_features import read_barriers
from optimizer.input.openstreetmap.features import is_openstreetmap, read_ways
from optimizer.input.systems import METRES, CoordinateSystem

Shapes = NDArray[np.object_]
_Land = TypeVar("_Land", RawNetwork, RawBarriers)

NETWORK, BARRIERS = "network", "barriers"
ENDINGS = (".gpkg", ".geojson", ".parquet", ".osm.pbf", ".osm")
_KINDS = shapely.GeometryType
_LINES = (_KINDS.LINESTRING, _KINDS.MULTILINESTRING, _KINDS.LINEARRING)
_AREAS = (_KINDS.POLYGON, _KINDS.MULTIPOLYGON)
_POINTS = (_KINDS.POINT, _KINDS.MULTIPOINT)
PATH_KINDS = _LINES
BARRIER_KINDS = (*_LINES, *_AREAS, *_POINTS)
"""Shapes that a map of paths, and one of barriers, may have."""


def is_land(path: Path) -> bool:
    """Tell whether a file is a folder's map of paths or of barriers."""
    name = path.name.casefold()
    return any(name == f"{land}{ending}" for land in (NETWORK, BARRIERS) for ending in ENDINGS)


def read_land(
    folder: Path, *, classes: Collection[str] | None, systems: TableSystems
) -> tuple[RawNetwork | None, RawBarriers | None, list[Problem]]:
    """Read the paths and the barriers of a folder, None where there are none.

    Parameters
    ----------
    classes
        Values of ``highway`` that may be walked; None for all that the map does not forbid.
    systems
        Of the folder; a map in degrees does not fit a scenario in metres.
    """
    problems: list[Problem] = []
    lonlat = systems.lonlat
    network = _read(
        folder,
        NETWORK,
        lambda path: read_network(path, classes, lonlat=lonlat, system=systems.of(NETWORK)),
        problems,
    )
    if network is None and problems:  # it has been blamed, and is not missed as well
        network = network_of_lines(NETWORK, np.empty(0, np.object_))
    barriers = _read(
        folder,
        BARRIERS,
        lambda path: read_walls(path, lonlat=lonlat, system=systems.of(BARRIERS)),
        problems,
    )
    return network, barriers, problems


def read_network(
    path: Path,
    classes: Collection[str] | None,
    *,
    lonlat: bool,
    system: CoordinateSystem = METRES,
) -> RawNetwork:
    """Read a map of paths: lines, with their class ``highway`` and ``metres`` where it has them.

    Parameters
    ----------
    system
        Of a map that brings none.

    Raises
    ------
    ScenarioError
        When the file is no map of lines, or its coordinates are not the scenario's.
    """
    if is_openstreetmap(path):
        _check_plane(path, geographic=True, lonlat=lonlat)
        return network_of_lines(path.name, read_ways(path, classes).shapes)
    drawn = in_system(read_shapes(path), system)
    _check_plane(path, geographic=drawn.geographic, lonlat=lonlat)
    _check_kinds(path, drawn.shapes, _LINES, "a path needs a line; draw one or remove it")
    kept = np.flatnonzero(_walkable(drawn, classes))
    metres = _stated(path, drawn)
    lines, of = shapely.get_parts(drawn.shapes[kept], return_index=True)
    return network_of_lines(path.name, lines, metres[kept][of], kept[of] + 1)


def network_of_lines(
    source: str,
    lines: Shapes,
    metres: Floats | None = None,
    numbers: NDArray[np.int64] | None = None,
) -> RawNetwork:
    """Return nodes and straight edges; lines meet where they share a point exactly.

    Parameters
    ----------
    metres
        Shape (lines,), NaN where nothing is stated; spread over a line's pieces by their length.
    numbers
        Shape (lines,), what their author calls them.
    """
    points, line = shapely.get_coordinates(lines, return_index=True)
    nodes, rows = np.unique(points, axis=0, return_inverse=True)
    steps = np.flatnonzero((line[1:] == line[:-1]) & (rows[1:] != rows[:-1]))
    edges = np.column_stack((rows[steps], rows[steps + 1])).astype(np.int64)
    of = line[steps]
    long = np.full(len(steps), np.nan)
    if metres is not None and len(steps):
        pieces = np.hypot(*(points[steps + 1] - points[steps]).T)
        long = metres[of] * pieces / np.bincount(of, pieces, len(lines))[of]
    named = of + 1 if numbers is None else numbers[of]
    return RawNetwork(source, nodes, edges, long, named.astype(np.int64))


def _read(
    folder: Path, land: str, read: Callable[[Path], _Land], problems: list[Problem]
) -> _Land | None:
    """Read the only file of its kind; what is wrong with it is added to the problems."""
    files = [path for path in sorted(folder.iterdir()) if is_land(path) and _stem(path) == land]
    if len(files) > 1:
        message = f"{' and '.join(path.name for path in files)} are the same map; keep one"
        problems.append(Problem("TABLE_TWICE", folder.name, land, "", message))
    if not files:
        return None
    try:
        return read(files[0])
    except ScenarioError as error:
        problems += error.problems
        return None


def _stem(path: Path) -> str:
    return path.name.casefold().split(".", 1)[0]


def read_walls(path: Path, *, lonlat: bool, system: CoordinateSystem = METRES) -> RawBarriers:
    """Read a map of barriers: lines and outlines of areas are walls, points are crossings.

    Parameters
    ----------
    system
        Of a map that brings none.

    Raises
    ------
    ScenarioError
        When there is no such map, or its coordinates are not the scenario's.
    """
    if not path.is_file():
        raise unreadable(str(path), "there is no such file; check the name", "NOT_FOUND")
    if is_openstreetmap(path):
        _check_plane(path, geographic=True, lonlat=lonlat)
        found = read_barriers(path)
        shapes = np.concatenate([found.lines.shapes, found.areas.shapes, found.crossings.shapes])
    else:
        drawn = in_system(read_shapes(path), system)
        _check_plane(path, geographic=drawn.geographic, lonlat=lonlat)
        shapes = drawn.shapes
    message = "a barrier is a line or an area, a crossing a point; draw one or remove it"
    _check_kinds(path, shapes, BARRIER_KINDS, message)
    return barriers_of_shapes(path.name, shapes)


def barriers_of_shapes(source: str, shapes: Shapes) -> RawBarriers:
    """Return lines and outlines of areas as pieces of wall, and points as crossings."""
    kinds = shapely.get_type_id(shapes)
    walls = np.where(np.isin(kinds, _AREAS), shapely.boundary(shapes), shapes)
    points, line = shapely.get_coordinates(
        shapely.get_parts(walls[~np.isin(kinds, _POINTS)]), return_index=True
    )
    steps = np.flatnonzero((line[1:] == line[:-1]) & (points[1:] != points[:-1]).any(axis=1))
    pieces = np.stack([points[steps], points[steps + 1]], axis=1)
    return RawBarriers(source, pieces, shapely.get_coordinates(shapes[np.isin(kinds, _POINTS)]))


def _walkable(drawn: MapPoints, classes: Collection[str] | None) -> NDArray[np.bool_]:
    """Return which lines may be walked; of a map without classes all of them."""
    highway = drawn.columns.get("highway")
    if classes is None or highway is None:
        return np.ones(len(drawn.shapes), np.bool_)
    return np.array([value in classes for value in highway], np.bool_)


def _stated(path: Path, drawn: MapPoints) -> Floats:
    """Return the stated metres of each line, NaN where there are none."""
    cells = drawn.columns.get("metres", [None] * len(drawn.shapes))
    try:
        return np.array([np.nan if cell is None else float(str(cell)) for cell in cells])
    except ValueError as error:
        message = "metres must be numbers; mend the column or remove it"
        raise unreadable(path.name, message, "NOT_A_NUMBER") from error


def _check_plane(path: Path, *, geographic: bool, lonlat: bool) -> None:
    if geographic and not lonlat:
        message = "the map is in degrees and the scenario in metres; give both in one system"
        raise unreadable(path.name, message, "TWO_COORDINATES")


def _check_kinds(
    path: Path, shapes: Shapes, allowed: Collection[shapely.GeometryType], message: str
) -> None:
    kinds = [kind.value for kind in allowed]
    wrong = ~np.isin(shapely.get_type_id(shapes), kinds) | shapely.is_empty(shapes)
    if wrong.any():
        raise ScenarioError(
            Problem("BAD_GEOMETRY", f"{path.name} feature {row + 1}", "geometry", "", message)
            for row in np.flatnonzero(wrong).tolist()
        )
