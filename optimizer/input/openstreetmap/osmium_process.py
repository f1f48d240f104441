"""The process in which osmium reads one file: JSON lines on standard output, until it is whole.

A line is a list of what was found, ``{"end": true}`` after the last one, or ``{"fault": ...}``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import Any

import orjson
import osmium
from osmium import BaseFilter
from osmium.filter import KeyFilter, TagFilter
from osmium.osm import Area, Node, Relation, Way

from optimizer.input.openstreetmap.edited_files import EditedFile, as_osmium_reads

_AT_ONCE = 500
"""Objects of a line."""
_UNREADABLE = (RuntimeError, OSError, ValueError, OverflowError, osmium.InvalidLocationError)
"""What osmium raises about a file."""


def main(asked: Mapping[str, Any]) -> None:
    """Write what was asked for of a file, and whether that was all."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # libraries may write to standard output too
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        found = _found(asked)
        while some := list(islice(found, _AT_ONCE)):
            answers.write(orjson.dumps(some) + b"\n")
        last: Mapping[str, object] = {"end": True}
    except BrokenPipeError:
        return  # nobody takes it any more
    except MemoryError:
        last = {"memory": True}
    except _UNREADABLE as fault:
        last = {"fault": str(fault).encode("utf-8", "replace").decode()}
    answers.write(orjson.dumps(last) + b"\n")
    answers.close()


def _end_with_parent() -> None:
    """End when the other end of standard input is closed: the parent has gone."""
    os.read(0, 1)
    os._exit(1)


def _found(asked: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    path, keys, relations = Path(asked["path"]), asked.get("keys"), asked.get("relations")
    if keys is None:
        for relation in osmium.FileProcessor(path, osmium.osm.RELATION):
            if isinstance(relation, Relation):
                yield relation.id, dict(relation.tags)
        return
    scratch = Path(asked["scratch"])
    edited = as_osmium_reads(path, scratch)
    storage = f"sparse_file_array,{scratch}/nodes" if asked["on_disk"] else "flex_mem"
    yield from _things(_processor(edited.path, keys, _filter(relations), storage), edited)


def _filter(relations: Sequence[tuple[str, str | None]] | None) -> BaseFilter | None:
    if relations is None:
        return None
    tags = [(key, value) for key, value in relations if value is not None]
    return TagFilter(*tags) if tags else KeyFilter(*(key for key, _ in relations))


def _processor(
    path: Path, keys: Sequence[str], relations: BaseFilter | None, storage: str
) -> osmium.FileProcessor:
    made = osmium.FileProcessor(path).with_locations(storage).with_filter(KeyFilter(*keys))
    return made if relations is None else made.with_areas(relations)


def _things(
    processor: osmium.FileProcessor, edited: EditedFile
) -> Iterator[tuple[str, dict[str, str], str, bool]]:
    """Yield name, tags, shape as WKB in hexadecimal digits, and whether that is an area."""
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
        yield name, dict(entity.tags), found, area


if __name__ == "__main__":
    main(orjson.loads(sys.argv[1]))
