"""What cannot be walked across, and where it can be after all, out of an OpenStreetMap file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from optimizer.input.openstreetmap.features import Features, Shapes, gather_features, may_walk
from optimizer.input.openstreetmap.objects import MapObject, stream_objects

_LINES = {
    "waterway": frozenset({"river", "canal"}),
    "railway": frozenset({"rail", "light_rail", "narrow_gauge"}),
    "highway": frozenset({"motorway", "motorway_link"}),
}
_WATERS = (("natural", "water"), ("waterway", "riverbank"))
_KIND = "kind"
_NONE = ("", "no")


@dataclass(frozen=True, slots=True, eq=False)
class BarrierFeatures:
    """Rivers, waters, railways and motorways, and where people on foot get past them.

    Parameters
    ----------
    lines, areas
        Kinds are ``river``, ``canal``, ``rail``, ``motorway``, ``water`` and the like.
    crossings
        Points: ``bridge``, ``tunnel``, ``ford`` and ``level_crossing``.
    """

    lines: Features
    areas: Features
    crossings: Features


def read_barriers(path: Path) -> BarrierFeatures:
    """Read barriers and crossings.

    What runs through a tunnel or over a bridge bars nobody. Streams and ditches are stepped over.
    A way that may be walked crosses a barrier where it meets it on a bridge, in a tunnel or
    through a ford; a water at either bank. Level crossings and fords that are single points count
    as they are.

    Raises
    ------
    ScenarioError
        When the file cannot be read.
    """
    keys = ("waterway", "railway", "highway", "natural", "ford")
    lines: list[MapObject] = []
    areas: list[MapObject] = []
    spots: list[MapObject] = []
    spans: list[MapObject] = []
    for thing in stream_objects(path, *keys, relations=_WATERS):
        for group, kind in (
            (lines, _barrier(thing)),
            (areas, _water(thing)),
            (spots, _spot(thing)),
            (spans, _span(thing)),
        ):
            if kind:
                named = {_KIND: kind, "name": thing.tags.get("name", "")}
                group.append(MapObject(thing.id, named, thing.wkb, thing.area))
    barriers, waters = gather_features(lines, _KIND), gather_features(areas, _KIND)
    walls = np.concatenate([barriers.shapes, shapely.boundary(waters.shapes)])
    met = _met(gather_features(spans, _KIND), walls)
    return BarrierFeatures(barriers, waters, _together(gather_features(spots, _KIND), met))


def _barrier(thing: MapObject) -> str:
    if thing.area or not thing.id.startswith("w") or _lifted(thing.tags):
        return ""
    values = (thing.tags.get(key, "") for key in _LINES if thing.tags.get(key) in _LINES[key])
    return next(values, "")


def _water(thing: MapObject) -> str:
    tags = thing.tags
    wet = tags.get("natural") == "water" or tags.get("waterway") == "riverbank"
    return "water" if thing.area and wet else ""


def _spot(thing: MapObject) -> str:
    """Name a point at which a barrier may be crossed."""
    if not thing.id.startswith("n"):
        return ""
    if thing.tags.get("railway") in {"level_crossing", "crossing"}:
        return "level_crossing"
    return "ford" if _forded(thing.tags) else ""


def _span(thing: MapObject) -> str:
    """Name what carries a walkable way past whatever it meets."""
    if thing.area or not thing.id.startswith("w") or not may_walk(thing.tags):
        return ""
    for kind in ("bridge", "tunnel"):
        if thing.tags.get(kind, "") not in _NONE:
            return kind
    return "ford" if _forded(thing.tags) else ""


def _forded(tags: Mapping[str, str]) -> bool:
    return tags.get("ford", "") not in _NONE or tags.get("highway") == "ford"


def _lifted(tags: Mapping[str, str]) -> bool:
    return any(tags.get(key, "") not in _NONE for key in ("bridge", "tunnel"))


def _met(spans: Features, walls: Shapes) -> Features:
    """Return the points at which spans meet walls; where they run together, the middle of it."""
    above, below = shapely.STRtree(walls).query(spans.shapes, predicate="intersects")
    meetings = shapely.intersection(spans.shapes[above], walls[below])
    parts, of = shapely.get_parts(meetings, return_index=True)
    along = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    parts[along] = shapely.line_interpolate_point(parts[along], 0.5, normalized=True)
    rows = above[of]
    return Features(spans.ids[rows], spans.kinds[rows], spans.names[rows], parts)


def _together(some: Features, more: Features) -> Features:
    return Features(
        np.concatenate([some.ids, more.ids]),
        np.concatenate([some.kinds, more.kinds]),
        np.concatenate([some.names, more.names]),
        np.concatenate([some.shapes, more.shapes]),
    )
