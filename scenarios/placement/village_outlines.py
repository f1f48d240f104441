"""The villages' outlines: polygons with an id and a name, checked before anything is placed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from optimizer.errors import Problem, ScenarioError
from optimizer.input.checks import Column, RawTable
from optimizer.input.columns import MatchedColumns, ReadingChoices, fold_heading, match_columns
from optimizer.input.folder.geoparquet import read_geoparquet
from optimizer.input.folder.map_drivers import MAPS, open_map
from optimizer.input.folder.point_maps import in_degrees
from optimizer.input.folder.sheet import unreadable
from optimizer.input.folder.table_schema import AS_IT_IS, SCHEMAS, meaning
from optimizer.input.openstreetmap.features import is_openstreetmap, read_boundaries
from optimizer.input.systems import parse_system

Shapes = NDArray[np.object_]

_AREAS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_NAMED = 20
"""Layers that are listed where one must be chosen."""
_ENDINGS = (*MAPS, ".parquet")
_NAMED_ONLY = (".kml", ".kmz")
_MEND = "two lines of its outline cross or meet; mend it (QGIS: Fix geometries) or give --repair"


@dataclass(frozen=True, slots=True)
class MendedOutline:
    """A village whose outline was broken, and why."""

    id: str
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class Outlines:
    """Villages with their polygons.

    Parameters
    ----------
    table
        Columns ``id``, ``name`` and what else a villages table may have.
    ids
        Shape (villages,).
    shapes
        Shape (villages,), valid polygons.
    geographic
        True where the shapes are degrees of WGS 84.
    mended
        Outlines that were broken, with ``repair``.
    cut
        Names of villages that the file holds in part only, and that are therefore left out.
    """

    table: RawTable
    ids: NDArray[np.str_]
    shapes: Shapes
    geographic: bool
    mended: tuple[MendedOutline, ...] = ()
    cut: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutlineColumns:
    """How the layer of outlines calls ids and names."""

    id: str = "id"
    name: str = "name"

    def over(self, choices: ReadingChoices) -> ReadingChoices:
        """Return these names as choices, over others."""
        called = {
            fold_heading(name): field for field, name in (("name", self.name), ("id", self.id))
        }
        plain = {name: field for name, field in called.items() if name != field}
        return ReadingChoices(plain).over(choices)


def read_outlines(
    path: Path,
    *,
    admin_level: int = 8,
    columns: OutlineColumns | None = None,
    repair: bool = False,
    choices: ReadingChoices = AS_IT_IS,
) -> Outlines:
    """Read outlines from a map, or the boundaries of one level from OpenStreetMap data.

    Of a file with several layers the one called ``villages`` is read. Columns that a villages
    table does not have are left aside.

    Raises
    ------
    ScenarioError
        With every feature that is no polygon, has no id, or is not valid.
    """
    if not path.is_file():
        raise unreadable(str(path), "there is no such file; check the name", "NOT_FOUND")
    if is_openstreetmap(path):
        return _boundaries(path, admin_level)
    if path.suffix.casefold() not in _ENDINGS:
        message = f"outlines are read from .osm.pbf, .osm, {', '.join(_ENDINGS)}; save it as one"
        raise unreadable(path.name, message, "UNKNOWN_FORMAT")
    choices = (columns or OutlineColumns()).over(choices)
    frame = _frame(path, choices)
    table = _table(path, frame, choices)
    shapes = np.asarray(frame.geometry.array, np.object_)
    system = parse_system(choices.coordinates)
    moved = frame.crs is None and system is not None and system.own
    if moved and system is not None:
        shapes = shapely.transform(shapes, system.degrees)
    ids = np.array([_text(cell) for cell in table.columns["id"]], np.str_)
    if not len(ids):
        raise unreadable(
            path.name, "there is no village in it; draw one polygon each", "NO_VILLAGE"
        )
    _check_kinds(path, shapes)
    sound, mended = _sound(path, ids, shapes, repair=repair)
    return Outlines(table, ids, sound, frame.crs is not None or moved, mended)


def _boundaries(path: Path, admin_level: int) -> Outlines:
    found, cut = read_boundaries(path, admin_level)
    if not len(found):
        message = f"no whole boundary of admin_level {admin_level}; name another --admin-level"
        raise unreadable(path.name, message, "NO_BOUNDARY")
    columns: dict[str, Column] = {"id": found.ids.tolist(), "name": found.names.tolist()}
    table = _named(columns, len(found), path.name, "boundary")
    return Outlines(table, found.ids, found.shapes, geographic=True, cut=cut)


def _frame(path: Path, choices: ReadingChoices) -> gpd.GeoDataFrame:
    """Read a layer of polygons, in WGS 84 where its system is known."""
    worth = meaning("villages", choices)
    if path.suffix.casefold() == ".parquet":
        frame = read_geoparquet(path, worth)
    else:
        drawn = open_map(path)
        shaped = [name for name, has_shapes in drawn.layers if has_shapes]
        layer = _layer(path, shaped or [name for name, _ in drawn.layers])
        _matched(path, drawn.names(layer), choices)
        frame = drawn.frame(layer, worth)
    if not isinstance(frame, gpd.GeoDataFrame):
        raise unreadable(path.name, "the layer has no geometry; draw polygons", "BAD_GEOMETRY")
    frame.geometry = shapely.force_2d(frame.geometry.array)
    return in_degrees(path, frame)


def _matched(path: Path, names: Sequence[str], choices: ReadingChoices) -> MatchedColumns:
    """Say which columns are ids and names; refuse outlines without ids, and name some columns.

    In KML, which has no other column, the name is the id.
    """
    headings = [name.strip().casefold() for name in names]
    if path.suffix.casefold() in _NAMED_ONLY and "id" not in headings:
        choices = choices.over(ReadingChoices({"name": "id"}))
    matched = match_columns("villages", headings, SCHEMAS["villages"].knows, choices)
    named = [word for word, field in choices.columns.items() if field == "id"]
    wanted = named[0].replace(" ", "_") if named else "id"
    absent = bool(named) and not any(fold_heading(heading) in named for heading in headings)
    if absent or "id" not in matched.headings:
        held = ", ".join(matched.doubtful.get("id", names)[:_NAMED]) or "none"
        message = f"no column {wanted}; name one with --village-id (columns: {held})"
        raise unreadable(path.name, message, "NO_COLUMN")
    return matched


def _layer(path: Path, layers: Sequence[str]) -> str:
    chosen = [name for name in layers if name.casefold() == "villages"] or list(layers)
    if len(chosen) != 1:
        found = ", ".join(layers[:_NAMED]) or "none"
        message = f"one layer must hold the villages; name it villages (layers: {found})"
        raise unreadable(path.name, message, "WHICH_LAYER")
    return chosen[0]


def _table(path: Path, frame: gpd.GeoDataFrame, choices: ReadingChoices) -> RawTable:
    """Keep ids, names and whatever else a villages table may say."""
    cells = {
        str(name).strip().casefold(): frame[name].astype(object).where(frame[name].notna(), None)
        for name in frame.columns
        if name != frame.geometry.name
    }
    matched = _matched(path, list(cells), choices)
    columns: dict[str, Column] = {
        field: [_plain(cell) for cell in cells[heading].tolist()]
        for field, heading in matched.headings.items()
    }
    return _named(columns, len(frame), path.name, "feature")


def _named(columns: dict[str, Column], size: int, source: str, word: str) -> RawTable:
    return RawTable(
        "villages", size, columns, lambda row: f"{source} {word} {row + 1}", source, text=True
    )


def _plain(cell: object) -> object:
    return cell.item() if isinstance(cell, np.generic) else cell


def _text(cell: object) -> str:
    whole = isinstance(cell, float) and cell.is_integer()
    return "" if cell is None else str(int(cell) if whole else cell)  # type: ignore[call-overload]  # a float, see above


def _check_kinds(path: Path, shapes: Shapes) -> None:
    """Refuse features that are no areas."""
    areas = np.isin(shapely.get_type_id(shapes), _AREAS) & ~shapely.is_empty(shapes)
    message = "a village needs a polygon or a multipolygon; draw one or remove the feature"
    problems = [
        Problem("BAD_GEOMETRY", f"{path.name} feature {row + 1}", "geometry", "", message)
        for row in np.flatnonzero(~areas).tolist()
    ]
    if problems:
        raise ScenarioError(problems)


def _sound(
    path: Path, ids: NDArray[np.str_], shapes: Shapes, *, repair: bool
) -> tuple[Shapes, tuple[MendedOutline, ...]]:
    """Return valid polygons: refused, or mended where that was asked for."""
    broken = np.flatnonzero(~shapely.is_valid(shapes))
    why = {row: str(shapely.is_valid_reason(shapes[row])) for row in broken.tolist()}
    if why and not repair:
        raise ScenarioError(
            Problem(
                "INVALID_POLYGON", f"{path.name} feature {row + 1}", "geometry", reason[:60], _MEND
            )
            for row, reason in why.items()
        )
    sound = shapes.copy()
    sound[broken] = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    _check_kinds(path, sound)
    return sound, tuple(MendedOutline(str(ids[row]), reason) for row, reason in why.items())
