"""A small OpenStreetMap file, written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

Point = tuple[float, float]


@dataclass
class Drawn:
    """Nodes, ways and relations as they are drawn; a point that stands twice is one node."""

    nodes: dict[int, tuple[Point, dict[str, str]]] = field(default_factory=dict)
    ways: dict[int, tuple[list[int], dict[str, str]]] = field(default_factory=dict)
    relations: dict[int, tuple[list[tuple[int, str]], dict[str, str]]] = field(default_factory=dict)

    def node(self, at: Point, **tags: str) -> int:
        """Draw a point and return its number."""
        known = [name for name, (point, _) in self.nodes.items() if point == at]
        name = known[0] if known else len(self.nodes) + 1
        self.nodes[name] = (at, self.nodes.get(name, (at, {}))[1] | tags)
        return name

    def way(self, line: Sequence[Point], **tags: str) -> int:
        """Draw a line and return its number."""
        self.ways[len(self.ways) + 1] = ([self.node(at) for at in line], tags)
        return len(self.ways)

    def lost_way(self, **tags: str) -> int:
        """Draw a line whose nodes are not in the file."""
        self.ways[len(self.ways) + 1] = ([9001, 9002], tags)
        return len(self.ways)

    def relation(self, members: Sequence[tuple[int, str]], **tags: str) -> int:
        """Put ways together and return the relation's number."""
        self.relations[len(self.relations) + 1] = (list(members), tags)
        return len(self.relations)


def write_map(drawn: Drawn, path: Path) -> Path:
    """Write OpenStreetMap XML and return its path."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6">']
    for name, ((x, y), tags) in drawn.nodes.items():
        lines.append(f'<node id="{name}" version="1" lon="{x}" lat="{y}">{_tags(tags)}</node>')
    for name, (nodes, tags) in drawn.ways.items():
        refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
        lines.append(f'<way id="{name}" version="1">{refs}{_tags(tags)}</way>')
    for name, (members, tags) in drawn.relations.items():
        refs = "".join(f'<member type="way" ref="{w}" role="{role}"/>' for w, role in members)
        lines.append(f'<relation id="{name}" version="1">{refs}{_tags(tags)}</relation>')
    path.write_text("\n".join([*lines, "</osm>"]), encoding="utf-8")
    return path


def _tags(tags: dict[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(key)} v={quoteattr(tags[key])}/>" for key in tags)
