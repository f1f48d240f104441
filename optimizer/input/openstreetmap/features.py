"""Buildings, boundaries and ways out of an OpenStreetMap file (``.osm.pbf``, ``.osm``, ...)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from optimizer.domain.scenario import Ids
from optimizer.input.openstreetmap.objects import MapObject, stream_objects, stream_relations

Shapes = NDArray[np.object_]
Change = Callable[[Shapes], Shapes]

_ENDINGS = (".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2")
_AT_ONCE = 20_000
"""Things whose shapes are held in memory as they came."""

_NOT_THERE = frozenset({"construction", "proposed", "abandoned", "razed", "platform"})
_NOT_ON_FOOT = frozenset({"motorway", "motorway_link", "bus_guideway", "raceway"})
_MAY_NOT = frozenset({"no", "private"})
_MAY = frozenset({"yes", "designated", "permissive", "official", "destination"})


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What was found, in the file's order; all of one length.

    Parameters
    ----------
    ids
        ``n17``, ``w17`` or ``r17``: node, way or relation of OpenStreetMap, and its number.
    kinds
        The value of the tag that was asked for (``highway``, ``building``, ``admin_level``).
    names
        '' where there is none.
    shapes
        In WGS 84, longitude first.
    """

    ids: Ids
    kinds: Ids
    names: Ids
    shapes: Shapes

    def __len__(self) -> int:
        return len(self.ids)


def is_openstreetmap(path: Path) -> bool:
    """Tell whether a file's name is that of OpenStreetMap data."""
    return path.name.casefold().endswith(_ENDINGS)


def read_buildings(path: Path) -> Features:
    """Return a point inside every building, whether drawn as an area or as a point.

    Outlines are let go in pieces, so that a country's buildings need no more room than points.

    Raises
    ------
    ScenarioError
        When the file cannot be read.
    """
    things = stream_objects(path, "building", relations=[("building", None)])
    wanted = (thing for thing in things if _is_building(thing))
    return gather_features(wanted, "building", shapely.point_on_surface)


def read_boundaries(path: Path, admin_level: int) -> tuple[Features, tuple[str, ...]]:
    """Return the administrative areas of one level, and the names of those that are not whole.

    A closed way without a name is a piece of some relation's outline, and no area of its own.
    At the edge of an extract the areas next door have lost some of their ways: they are named, so
    that nobody looks for them in vain.

    Raises
    ------
    ScenarioError
        When the file cannot be read.
    """
    things = stream_objects(path, "boundary", relations=[("boundary", "administrative")])
    wanted = (
        thing
        for thing in things
        if thing.area and _is_boundary(thing.tags, admin_level) and thing.tags.get("name")
    )
    whole = gather_features(wanted, "admin_level")
    known = set(whole.ids.tolist())
    return whole, tuple(sorted(_cut(path, admin_level, known)))


def _cut(path: Path, admin_level: int, known: Collection[str]) -> list[str]:
    """Return the names of the administrative areas that are not among those known."""
    return [
        tags.get("name") or f"relation {number}"
        for number, tags in stream_relations(path)
        if _is_boundary(tags, admin_level) and f"r{number}" not in known
    ]


def read_ways(path: Path, classes: Collection[str] | None = None) -> Features:
    """Return the lines that may be walked, with their ``highway`` class.

    Ways that forbid walking (``foot=no``, or motorways and ``access=no`` or ``private`` without a
    word for those on foot) and ways that are not there yet, or not any more, are left out.

    Parameters
    ----------
    classes
        Values of ``highway`` to keep; None for all.

    Raises
    ------
    ScenarioError
        When the file cannot be read.
    """
    return gather_features(walkable(path, classes), "highway")


def walkable(path: Path, classes: Collection[str] | None) -> Iterator[MapObject]:
    """Yield the ways that may be walked."""
    for thing in stream_objects(path, "highway"):
        known = classes is None or thing.tags["highway"] in classes
        if known and thing.id.startswith("w") and may_walk(thing.tags):
            yield thing


def may_walk(tags: Mapping[str, str]) -> bool:
    """Tell whether somebody on foot may use a way, whatever its class."""
    if "highway" not in tags or tags["highway"] in _NOT_THERE:
        return False
    if tags.get("foot", "") in _MAY | _MAY_NOT:
        return tags["foot"] in _MAY
    return tags["highway"] not in _NOT_ON_FOOT and tags.get("access", "") not in _MAY_NOT


def gather_features(
    things: Iterable[MapObject], key: str, change: Change | None = None
) -> Features:
    """Keep things as arrays; ``change`` makes of their shapes what is kept."""
    left = iter(things)
    parts = [_kept([], key, None)]
    while part := list(islice(left, _AT_ONCE)):
        parts.append(_kept(part, key, change))
    columns = zip(*parts, strict=True)
    return Features(*(np.concatenate(column) for column in columns))


def _kept(
    things: Sequence[MapObject], key: str, change: Change | None
) -> tuple[Ids, Ids, Ids, Shapes]:
    shapes = np.asarray(shapely.from_wkb([thing.wkb for thing in things]), np.object_)
    return (
        np.array([thing.id for thing in things], np.str_),
        np.array([thing.tags[key] for thing in things], np.str_),
        np.array([thing.tags.get("name", "") for thing in things], np.str_),
        shapes if change is None else change(shapes),
    )


def _is_building(thing: MapObject) -> bool:
    """Take areas and points; the outline of an area comes as a line too."""
    return thing.tags.get("building", "no") != "no" and (thing.area or thing.id.startswith("n"))


def _is_boundary(tags: Mapping[str, str], admin_level: int) -> bool:
    kind, level = tags.get("boundary"), tags.get("admin_level")
    return kind == "administrative" and level == str(admin_level)
