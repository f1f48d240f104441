"""The plan as KML 2.2, for Google Earth, Organic Maps and others that know no more of maps.

Elements stand in the order of the schema (OGC 07-147r2): of a placemark ``name``, ``visibility``,
``styleUrl``, ``ExtendedData``, geometry. Styles name no pictures, so that nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import shapely

from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.output.map import palette
from optimizer.output.map.layer import Layer
from optimizer.output.map.layers import layers
from optimizer.output.text.xml_text import xml_text

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2">
<Document>
<name>liengia</name>
"""
_TAIL = "</Document>\n</kml>\n"
_HIDDEN = frozenset(("territories", "team_territories", "team_members"))
"""Layers that are shown only when they are asked for."""
_NAME_OF: Mapping[str, str] = {
    "villages": "name",
    "territories": "person",
    "households": "id",
    "members": "id",
    "recruits": "id",
    "lines": "household",
    "team_territories": "team",
    "team_members": "member",
}
"""Layer to the column that names its features."""
_DECIMALS = 7
"""Of degrees: a centimetre."""


class Kml:
    """``plan.kml``: a folder a village with a folder a layer; made with the first village drawn."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.write(_TAIL)
            self._file.close()

    def add(self, village: Village, plan: VillagePlan) -> None:
        """Draw one village."""
        drawn = list(layers(village, plan))
        if not drawn:
            return
        if self._file is None:
            self._file = self._path.open("w", encoding="utf-8", newline="\n")
            self._file.write(_HEAD + "".join(_styles()))
        self._file.write(f"<Folder>\n<name>{_text(village.name or village.id)}</name>\n")
        # Both plans are layers of one name: they share a folder, each in one of its own.
        for name, parts in groupby(sorted(drawn, key=lambda one: one.name), lambda one: one.name):
            self._file.write(f"<Folder>\n<name>{name}</name>\n")
            for layer in parts:
                self._file.writelines(_placemarks(layer))
            self._file.write("</Folder>\n")
        self._file.write("</Folder>\n")


def _styles() -> Iterator[str]:
    """Yield the shared styles, in the colours of the palette."""
    for verdict, mark in palette.VERDICTS.items():
        area = f"<PolyStyle><color>{_colour(mark.fill, 112)}</color></PolyStyle>"
        yield f'<Style id="villages-{verdict.value}">{area}</Style>\n'
    for name, mark in (
        ("households", palette.SERVED),
        ("households-left-out", palette.UNSERVED),
        ("members", palette.MEMBER),
        ("recruits", palette.RECRUIT),
    ):
        icon = f"<IconStyle><color>{_colour(mark.fill, 255)}</color></IconStyle>"
        yield f'<Style id="{name}">{icon}</Style>\n'
    line = f"<LineStyle><color>{_colour(palette.OUTLINE, 160)}</color></LineStyle>"
    yield f'<Style id="lines">{line}</Style>\n'


def _placemarks(layer: Layer) -> Iterator[str]:
    for row, shape in enumerate(layer.shapes):
        cells = {key: values[row] for key, values in layer.columns.items()}
        shown = layer.name not in _HIDDEN and cells.get("plan") != "after"
        style = _style(layer.name, cells)
        yield (
            f"<Placemark><name>{_text(cells[_NAME_OF[layer.name]])}</name>"
            f"<visibility>{shown:d}</visibility>"
            + (f"<styleUrl>#{style}</styleUrl>" if style else "")
            + f"<ExtendedData>{''.join(_data(cells))}</ExtendedData>"
            + f"{_geometry(shape)}</Placemark>\n"
        )


def _style(layer: str, cells: Mapping[str, object]) -> str:
    """Return which style a feature has, '' for none."""
    if layer == "villages":
        return f"villages-{cells['verdict']}"
    if layer == "households" and not cells["today_person"]:
        return "households-left-out"
    return layer if layer in {"households", "members", "recruits", "lines"} else ""


def _data(cells: Mapping[str, object]) -> Iterator[str]:
    for key, value in cells.items():
        if value is None or value != value:  # noqa: PLR0124 - NaN
            continue
        said = f"{value:.1f}" if isinstance(value, float) else value
        yield f"<Data name={quoteattr(key)}><value>{_text(said)}</value></Data>"


def _geometry(shape: shapely.Geometry) -> str:
    """Return a point, a line, or an area of several parts."""
    if isinstance(shape, shapely.Point):
        return f"<Point>{_coordinates(shape)}</Point>"
    if isinstance(shape, shapely.LineString):
        return f"<LineString>{_coordinates(shape)}</LineString>"
    parts = "".join(map(_polygon, shapely.get_parts(shape)))
    return f"<MultiGeometry>{parts}</MultiGeometry>"


def _polygon(part: shapely.Polygon) -> str:
    holes = "".join(f"<innerBoundaryIs>{_ring(hole)}</innerBoundaryIs>" for hole in part.interiors)
    outside = f"<outerBoundaryIs>{_ring(part.exterior)}</outerBoundaryIs>"
    return f"<Polygon>{outside}{holes}</Polygon>"


def _ring(ring: shapely.LinearRing) -> str:
    return f"<LinearRing>{_coordinates(ring)}</LinearRing>"


def _coordinates(shape: shapely.Geometry) -> str:
    points = np.asarray(shapely.get_coordinates(shape)).tolist()
    listed = " ".join(f"{x:.{_DECIMALS}f},{y:.{_DECIMALS}f}" for x, y in points)
    return f"<coordinates>{listed}</coordinates>"


def _text(value: object) -> str:
    return escape(xml_text(str(value)))


def _colour(hexadecimal: str, alpha: int) -> str:
    """Return a colour as KML writes it: alpha, blue, green, red."""
    red, green, blue = (hexadecimal[at : at + 2] for at in (1, 3, 5))
    return f"{alpha:02x}{blue}{green}{red}"
