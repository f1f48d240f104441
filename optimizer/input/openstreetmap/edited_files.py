"""OpenStreetMap files as editors save them, written once more as osmium needs them.

New objects have negative ids, in any order, and what was deleted still stands there, marked.
"""

from __future__ import annotations

import bz2
import gzip
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

import osmium
from osmium.osm import Node, Relation, Way
from osmium.osm.mutable import Node as NewNode
from osmium.osm.mutable import Relation as NewRelation
from osmium.osm.mutable import Way as NewWay

_ATTRIBUTES = rb"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*"""
_OBJECT = re.compile(rb"<(node|way|relation)\b(" + _ATTRIBUTES + rb")\s*/?>")
_ID = re.compile(rb"""\sid\s*=\s*["'](-?\d{1,18})["']""")
_DELETED = re.compile(rb"""\s(?:action\s*=\s*["']delete|visible\s*=\s*["']false)["']""")
_CHUNK, _HELD = 1 << 22, 1 << 14
_KINDS = "nwr"


@dataclass(frozen=True, slots=True)
class EditedFile:
    """A file that osmium can read, and the ids that its objects have in the author's file.

    Parameters
    ----------
    path
        The author's file, or one made of it.
    above
        Kind (n, w, r) to the id above which ids stand for negative ones.
    """

    path: Path
    above: Mapping[str, int] = field(default_factory=dict)

    def name(self, kind: str, number: int) -> str:
        """Return an object's name: its kind, and the number that its author knows."""
        above = self.above.get(kind)
        return f"{kind}{number if above is None or number <= above else above - number}"


def as_osmium_reads(path: Path, scratch: Path) -> EditedFile:
    """Return a file without deleted objects and negative ids, in order; itself where it is so.

    Only XML is looked at: the programs that write PBF sort it.
    """
    if path.name.casefold().endswith(".pbf"):
        return EditedFile(path)
    deleted = {kind: set[int]() for kind in _KINDS}
    highest = dict.fromkeys(_KINDS, 0)
    lowest, ordered, last = 0, True, (0, 0)
    for kind, number, gone in _listed(path):
        at = (_KINDS.index(kind), number)
        ordered &= at >= last
        last = at
        lowest, highest[kind] = min(lowest, number), max(highest[kind], number)
        if gone:
            deleted[kind].add(number)
    if ordered and lowest >= 0 and not any(deleted.values()):
        return EditedFile(path)
    made = scratch / "sorted.osm.pbf"
    _write(path, made, deleted, highest)
    return EditedFile(made, highest)


def _listed(path: Path) -> Iterator[tuple[str, int, bool]]:
    """Yield kind and id of every object of a file in XML, and whether it is marked as deleted."""
    carry = b""
    with _opened(path) as file:
        while chunk := file.read(_CHUNK):
            text = carry + chunk
            cut = max(text.rfind(b"<node"), text.rfind(b"<way"), text.rfind(b"<relation"), 0)
            seen, carry = (text[:cut], text[cut:]) if len(text) - cut < _HELD else (text, b"")
            yield from _objects(seen)
    yield from _objects(carry)


def _opened(path: Path) -> BinaryIO:
    name = path.name.casefold()
    if name.endswith(".gz"):
        return cast(BinaryIO, gzip.open(path, "rb"))
    return cast(BinaryIO, bz2.open(path, "rb")) if name.endswith(".bz2") else path.open("rb")


def _objects(text: bytes) -> Iterator[tuple[str, int, bool]]:
    for word, attributes in _OBJECT.findall(text):
        if (found := _ID.search(attributes)) is not None:
            yield chr(word[0]), int(found[1]), _DELETED.search(attributes) is not None


def _write(
    path: Path, made: Path, deleted: Mapping[str, set[int]], highest: Mapping[str, int]
) -> None:
    """Write the objects that are there, with positive ids, in their order."""

    def number(kind: str, given: int) -> int:
        return given if given >= 0 else highest[kind] - given

    with osmium.SimpleWriter(str(made)) as writer:
        nodes = [
            (number("n", node.id), node.location.lon, node.location.lat, dict(node.tags))
            for node in osmium.FileProcessor(path, osmium.osm.NODE)
            if isinstance(node, Node) and node.id not in deleted["n"] and node.location.valid()
        ]
        for name, lon, lat, tags in sorted(nodes, key=lambda node: node[0]):
            writer.add_node(NewNode(id=name, location=(lon, lat), tags=tags))
        ways = [
            (number("w", way.id), [number("n", one.ref) for one in way.nodes], dict(way.tags))
            for way in osmium.FileProcessor(path, osmium.osm.WAY)
            if isinstance(way, Way) and way.id not in deleted["w"]
        ]
        for name, refs, tags in sorted(ways, key=lambda way: way[0]):
            writer.add_way(NewWay(id=name, nodes=refs, tags=tags))
        relations = [
            (
                number("r", one.id),
                [(each.type, number(each.type, each.ref), each.role) for each in one.members],
                dict(one.tags),
            )
            for one in osmium.FileProcessor(path, osmium.osm.RELATION)
            if isinstance(one, Relation) and one.id not in deleted["r"]
        ]
        for name, members, tags in sorted(relations, key=lambda one: one[0]):
            writer.add_relation(NewRelation(id=name, members=members, tags=tags))
