"""KML as GeoJSON: placemarks with their names, data and shapes, so that one driver reads both.

The text is parsed piece by piece, without any entity or other file; nothing in it is followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from optimizer.input.budgets import file_budgets
from optimizer.input.folder.sheet import unreadable

_CHUNK = 1 << 20
_DEEPEST = 64
_RINGS = {"outerBoundaryIs", "innerBoundaryIs"}
_SHAPES = {"Point": "Point", "LineString": "LineString", "LinearRing": "LineString"}
_TEXTS = frozenset({"name", "coordinates", "value", "SimpleData"})
_NOT_WHOLE = "the file is no whole KML; write it again"


@dataclass(slots=True)
class _Placemark:
    properties: dict[str, str] = field(default_factory=dict)
    shapes: list[dict[str, Any]] = field(default_factory=list)
    rings: list[list[list[float]]] | None = None

    def feature(self) -> dict[str, Any]:
        """Return the placemark as a feature of GeoJSON."""
        shape: dict[str, Any] | None = None
        if len(self.shapes) == 1:
            shape = self.shapes[0]
        elif self.shapes:
            kinds = {one["type"] for one in self.shapes}
            shape = {"type": "GeometryCollection", "geometries": self.shapes}
            if len(kinds) == 1:
                coordinates = [one["coordinates"] for one in self.shapes]
                shape = {"type": f"Multi{kinds.pop()}", "coordinates": coordinates}
        return {"type": "Feature", "properties": self.properties, "geometry": shape}


class _Reader:
    """Handlers of the parser; features are taken away as they are made."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._path: list[str] = []
        self._text: list[str] = []
        self._key = ""
        self._placemark: _Placemark | None = None
        self._vertices = self._elements = 0
        self.made: list[dict[str, Any]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        name = name.rpartition(":")[2]
        self._path.append(name)
        self._elements += 1
        file_budgets.KML_ELEMENTS.check(self._elements, self._source)
        if len(self._path) > _DEEPEST:
            raise file_budgets.JSON_DEPTH.refusal(len(self._path), self._source)
        if name == "Placemark":
            self._placemark = _Placemark()
        elif name in ("Data", "SimpleData"):
            self._key = attributes.get("name", "")
        elif name == "Polygon" and self._placemark is not None:
            self._placemark.rings = []
        self._text = []

    def text(self, data: str) -> None:
        """Keep the text of an element that means something."""
        if self._placemark is not None and self._path and self._path[-1] in _TEXTS:
            self._text.append(data)

    def end(self, name: str) -> None:
        """End an element."""
        name = name.rpartition(":")[2]
        self._path.pop()
        mark, text = self._placemark, "".join(self._text)
        self._text = []
        if mark is None:
            return
        above = self._path[-1] if self._path else ""
        if name == "Placemark":
            self.made.append(mark.feature())
            self._placemark = None
        elif name == "name" and above == "Placemark":
            mark.properties.setdefault("name", text.strip())
        elif (name == "SimpleData" or (name == "value" and above == "Data")) and self._key:
            mark.properties[self._key] = text.strip()
        elif name == "coordinates":
            self._shape(mark, above, self._points(text))
        elif name == "Polygon" and mark.rings:
            mark.shapes.append({"type": "Polygon", "coordinates": mark.rings})
            mark.rings = None

    def _points(self, text: str) -> list[list[float]]:
        points = [[float(part) for part in one.split(",")[:2]] for one in text.split()]
        self._vertices += len(points)
        file_budgets.MAP_VERTICES.check(self._vertices, self._source)
        if not all(len(point) == 2 for point in points):  # noqa: PLR2004 - x and y
            raise ValueError("a point has no two numbers")
        return points

    def _shape(self, mark: _Placemark, kind: str, points: list[list[float]]) -> None:
        if kind == "LinearRing" and mark.rings is not None and self._path[-2] in _RINGS:
            mark.rings.append(points)
        elif kind == "Point" and points:
            mark.shapes.append({"type": "Point", "coordinates": points[0]})
        elif kind in _SHAPES and points:
            mark.shapes.append({"type": _SHAPES[kind], "coordinates": points})


def kml_features(path: Path, content: Iterator[bytes]) -> Iterator[dict[str, Any]]:
    """Yield the placemarks of a KML text as features of GeoJSON, in their order.

    Raises
    ------
    ScenarioError
        When it is no whole KML, declares entities, or holds more than is read.
    """
    parser = expat.ParserCreate()
    reader = _Reader(path.name)
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _no_doctype
    held = 0
    try:
        for chunk in content:
            held += len(chunk)
            file_budgets.UNPACKED_BYTES.check(held, path.name)
            parser.Parse(chunk, False)  # noqa: FBT003 - whether it is the last
            yield from reader.made
            reader.made.clear()
        parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, ValueError, IndexError) as fault:
        raise unreadable(path.name, _NOT_WHOLE) from fault
    yield from reader.made


def pieces_of(path: Path) -> Iterator[bytes]:
    """Yield a file in pieces."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _no_doctype(*_: object) -> None:
    raise ValueError("a map declares no document type")
