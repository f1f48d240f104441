"""Objects of an OpenStreetMap file one after the other; what is not asked for is never kept."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import osmium
from osmium import BaseFilter
from osmium.filter import KeyFilter
from osmium.osm import Area, Node, Way

from optimizer.errors import Problem, ScenarioError
from optimizer.input.budgets.osm_budget import check_openstreetmap
from optimizer.input.openstreetmap.edited_files import EditedFile, as_osmium_reads

_IN_MEMORY = 100_000_000
"""Bytes of a file up to which the places of all its nodes are held in memory, else on disk."""

UNREADABLE = (RuntimeError, OSError, ValueError, OverflowError, osmium.InvalidLocationError)
"""What osmium raises about a file."""


@dataclass(frozen=True, slots=True)
class MapObject:
    """A node, a way or an area with its tags and its shape.

    Parameters
    ----------
    id
        ``n17``, ``w17`` or ``r17``: the kind of the object in OpenStreetMap, and its number.
    wkb
        A point, a line or a multipolygon in WGS 84, longitude first.
    area
        True where the shape is an area; closed ways come both as a line and as an area.
    """

    id: str
    tags: Mapping[str, str]
    wkb: bytes
    area: bool


def stream_objects(
    path: Path, *keys: str, relations: BaseFilter | None = None
) -> Iterator[MapObject]:
    """Yield what bears one of the keys, in the file's order: nodes, ways, and areas.

    What has lost a node at the edge of an extract has no shape, and is passed over; a relation
    without all its ways makes no area.

    Parameters
    ----------
    relations
        Which relations become areas; None for no areas at all.

    Raises
    ------
    ScenarioError
        When the file cannot be read as OpenStreetMap data, or breaks off.
    """
    check_openstreetmap(path)
    with tempfile.TemporaryDirectory(prefix="liengia-") as scratch:
        try:
            edited = as_osmium_reads(path, Path(scratch))
            yield from _things(_processor(edited.path, keys, relations, scratch), edited)
        except UNREADABLE as error:
            raise not_osm(path, error) from error


def not_osm(path: Path, error: BaseException) -> ScenarioError:
    """Return the refusal of a file that osmium cannot read."""
    remedy = f"it cannot be read as OpenStreetMap data ({error}); download it again"
    return ScenarioError([Problem("NOT_OSM", path.name, "", "", remedy)])


def _processor(
    path: Path, keys: tuple[str, ...], relations: BaseFilter | None, scratch: str
) -> osmium.FileProcessor:
    large = path.stat().st_size > _IN_MEMORY
    storage = f"sparse_file_array,{scratch}/nodes" if large else "flex_mem"
    made = osmium.FileProcessor(path).with_locations(storage).with_filter(KeyFilter(*keys))
    return made if relations is None else made.with_areas(relations)


def _things(processor: osmium.FileProcessor, edited: EditedFile) -> Iterator[MapObject]:
    shapes = osmium.geom.WKBFactory()
    for entity in processor:
        try:
            match entity:
                case Node():
                    found, area = shapes.create_point(entity), False
                    name = edited.name("n", entity.id)
                case Way():
                    found, area = shapes.create_linestring(entity), False
                    name = edited.name("w", entity.id)
                case Area():
                    letter = "w" if entity.from_way() else "r"
                    found, area = shapes.create_multipolygon(entity), True
                    name = edited.name(letter, entity.orig_id())
                case _:
                    continue
        except (osmium.InvalidLocationError, RuntimeError):
            continue
        yield MapObject(name, dict(entity.tags), bytes.fromhex(found), area)
