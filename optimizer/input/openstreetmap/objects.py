"""Objects of an OpenStreetMap file one after the other; what is not asked for is never kept.

osmium reads in a process of its own: on some damaged files it does not raise, but ends the process
that it is in.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import orjson

from optimizer.errors import Problem, ScenarioError
from optimizer.input.budgets.osm_budget import check_openstreetmap

Tag = tuple[str, str | None]
"""A key and its value; None for any value."""

_IN_MEMORY = 100_000_000
"""Bytes of a file up to which the places of all its nodes are held in memory, else on disk."""
MODULE = "optimizer.input.openstreetmap.osmium_process"
_ENDED = (
    "the process that read it ended on it, so it is damaged, or needs more memory than there is"
)


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
    path: Path, *keys: str, relations: Sequence[Tag] | None = None
) -> Iterator[MapObject]:
    """Yield what bears one of the keys, in the file's order: nodes, ways, and areas.

    What has lost a node at the edge of an extract has no shape, and is passed over; a relation
    without all its ways makes no area.

    Parameters
    ----------
    relations
        Tags of the relations that become areas, all with a value or all without one; None for no
        areas at all.

    Raises
    ------
    ScenarioError
        When the file cannot be read as OpenStreetMap data, or breaks off.
    """
    check_openstreetmap(path)
    asked = {
        "keys": keys,
        "relations": relations,
        "on_disk": path.stat().st_size > _IN_MEMORY,
    }
    for name, tags, wkb, area in _read(path, asked):
        yield MapObject(name, tags, bytes.fromhex(wkb), area)


def stream_relations(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield number and tags of every relation, whole or not.

    Raises
    ------
    ScenarioError
        As `stream_objects` does.
    """
    check_openstreetmap(path)
    yield from _read(path, {})


def not_osm(path: Path, reason: str) -> ScenarioError:
    """Return the refusal of a file that osmium cannot read."""
    remedy = f"it cannot be read as OpenStreetMap data ({reason}); download it again"
    return ScenarioError([Problem("NOT_OSM", path.name, "", "", remedy)])


def _read(path: Path, asked: Mapping[str, object]) -> Iterator[Any]:
    """Yield what another process reads, which ends when nobody takes it any more.

    What comes from there is JSON, for that process has read what a stranger wrote.
    """
    with (
        tempfile.TemporaryDirectory(prefix="liengia-") as scratch,
        _process({"path": str(path.absolute()), "scratch": scratch, **asked}) as answers,
    ):
        for line in answers:
            try:
                said = orjson.loads(line)
            except ValueError:
                break  # it ended in the middle of a line
            if isinstance(said, list):
                yield from said
            elif said.get("end"):
                return
            elif said.get("memory"):
                raise MemoryError
            else:
                raise not_osm(path, said["fault"])
    raise not_osm(path, _ENDED)


@contextmanager
def _process(asked: Mapping[str, object]) -> Iterator[IO[bytes]]:
    process = subprocess.Popen(  # noqa: S603 - this very interpreter
        [sys.executable, "-P", "-m", MODULE, orjson.dumps(asked).decode()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        process_group=0,  # Ctrl-C at the terminal is the parent's to hear
    )
    assert process.stdout is not None
    with process:
        try:
            yield process.stdout
        finally:
            process.kill()
