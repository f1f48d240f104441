"""Maps by the one driver that their names stand for: every read of a map begins with `open_map`.

The content is looked at first: a GeoJSON file must be a JSON object of a kind of GeoJSON, a
GeoPackage a database that computes nothing. `gdal_drivers` leaves GDAL no other drivers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from optimizer.input.budgets import file_budgets
from optimizer.input.budgets.geopackage_budget import check_geopackage, has_journal, is_geopackage
from optimizer.input.budgets.json_text import OBJECT, chunks_of, measure
from optimizer.input.folder.sheet import unreadable

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

Meant = Callable[[str], bool]
"""Whether a column of this name, in small letters, means something."""

_HEAD = 1 << 16
_TOO_LARGE = "OGR_GEOJSON_MAX_OBJ_SIZE"
"""By which GDAL's complaint about a feature beyond that option of `gdal_drivers` is known."""
_ONE_TOO_LARGE = "a feature has more than some 300,000 vertices; simplify it, or write its parts"
_NOT_WHOLE = "the file is no whole map; write it again"
_KINDS = frozenset(
    {
        "FeatureCollection",
        "Feature",
        "GeometryCollection",
        *(f"{many}{kind}" for many in ("", "Multi") for kind in ("Point", "LineString", "Polygon")),
    }
)
_TOKENS = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}:,]|[^\s"\[\]{}:,]+', re.DOTALL)
_SYSTEM = re.compile(
    rb"""["'](?:c|C|\\u00[46]3)(?:r|R|\\u00[57]2)(?:s|S|\\u00[57]3)["'](?P<colon>\s*:\s*)?"""
)
_SYSTEM_BYTES = 2_000
_OTHERS_FILES = re.compile(r"PARAMETERFILE|GRIDS?\s*=|\+INIT|://|\"value\"\s*:\s*\"", re.IGNORECASE)
"""Words by which the text of a system of coordinates names other files, or addresses."""
_HARMLESS = re.compile(r"https?://(www\.opengis\.net|proj\.org)/|nadgrids=@null", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Map:
    """A map whose content is what its name says.

    Parameters
    ----------
    path
        The file.
    layers
        Its layers, each with whether it has shapes.
    """

    path: Path
    layers: Sequence[tuple[str, bool]]
    _address: str
    _options: Mapping[str, object]

    def names(self, layer: str) -> list[str]:
        """Return the names of a layer's columns."""
        from optimizer.input import gdal_drivers  # noqa: PLC0415 - pandas comes with it

        with _faults(self.path):
            info = gdal_drivers.read_info(self._address, layer=layer, **self._options)
        return list(map(str, info["fields"]))

    def features(
        self, layer: str, meant: Meant
    ) -> tuple[dict[str, Any], NDArray[np.object_] | None, list[NDArray[Any]]]:
        """Return a layer's description, its shapes as WKB, and the columns that mean something.

        Where no column does, the first one is returned: a row without a shape is one too.
        """
        from optimizer.input import gdal_drivers  # noqa: PLC0415 - see above

        names = self.names(layer)
        wanted = _meaningful(names, meant) or names[:1]
        with _faults(self.path):
            meta, _, shapes, fields = gdal_drivers.raw.read(
                self._address, layer=layer, columns=wanted, force_2d=True, **self._options
            )
        check_system(self.path, meta["crs"])
        return meta, shapes, fields

    def frame(self, layer: str, meant: Meant) -> GeoDataFrame:
        """Return a layer's shapes and the columns that mean something, as pandas holds them."""
        from optimizer.input import gdal_drivers  # noqa: PLC0415 - see above

        wanted = _meaningful(self.names(layer), meant)
        with _faults(self.path):
            frame = gdal_drivers.read_dataframe(
                self._address, layer=layer, columns=wanted, **self._options
            )
        if getattr(frame, "crs", None) is not None:
            check_system(self.path, frame.crs.to_wkt())
        return frame


def _meaningful(names: Sequence[str], meant: Meant) -> list[str]:
    return [name for name in names if meant(name.strip().casefold())]


def open_map(path: Path) -> Map:
    """Open a GeoJSON file or a GeoPackage, whichever its name says, as that and nothing else.

    Raises
    ------
    ScenarioError
        When its content is something else, or more than is read.
    """
    from optimizer.input import gdal_drivers  # noqa: PLC0415 - see above

    address = _address(path)
    check, options = _FORMATS[path.suffix.casefold()]
    check(path)
    with _faults(path):
        layers = [(str(name), kind is not None) for name, kind in gdal_drivers.list_layers(address)]
    file_budgets.MAP_LAYERS.check(len(layers), path.name)
    return Map(path, layers, address, options(path))


def _address(path: Path) -> str:
    """Return the full name of a plain file, which GDAL takes for nothing else."""
    address = str(path.absolute())
    if path.suffix.casefold() not in _FORMATS:
        message = f"a map ends in {' or '.join(_FORMATS)}; save it as one"
        raise unreadable(path.name, message, "UNKNOWN_FORMAT")
    if not path.is_file() or address.startswith("/vsi") or "!" in address or "://" in address:
        message = "it is no plain file, or its folder has ! in its name; put it elsewhere"
        raise unreadable(path.name, message, "NOT_FOUND")
    return address


@contextmanager
def _faults(path: Path) -> Iterator[None]:
    """Turn what GDAL and pandas raise about a file's content into its refusal."""
    from optimizer.input import gdal_drivers  # noqa: PLC0415 - see above

    try:
        yield
    except gdal_drivers.FAULTS as fault:
        if _TOO_LARGE in str(fault):
            raise unreadable(path.name, _ONE_TOO_LARGE, "TOO_MANY_VERTICES") from fault
        raise unreadable(path.name, _NOT_WHOLE) from fault
    except UnicodeDecodeError as fault:
        raise unreadable(path.name, "its text is not UTF-8; write it again", "NOT_UTF8") from fault
    except (ValueError, OverflowError, RuntimeError) as fault:
        message = f"it is no map of shapes ({str(fault)[:100]}); save it again"
        raise unreadable(path.name, message) from fault


def check_system(path: Path, system: str | None) -> None:
    """Refuse a system of coordinates whose text names other files, or addresses.

    Raises
    ------
    ScenarioError
        When it does.
    """
    if system is not None and _OTHERS_FILES.search(_HARMLESS.sub("", system)):
        message = "its system of coordinates names other files; save it in WGS 84"
        raise unreadable(path.name, message, "OTHER_FILES")


def check_geojson(path: Path, *, at_once: bool = False) -> None:
    """Refuse what is no GeoJSON, is more than is read, or names a system by an address.

    Parameters
    ----------
    at_once
        True for a reader that holds the whole text as a tree, and not a feature at a time.

    Raises
    ------
    ScenarioError
        With the reason.
    """
    with path.open("rb") as file:
        kind = _kind(file.read(_HEAD))
    if kind is None or kind not in _KINDS:
        message = (
            'it is no GeoJSON: a JSON object whose "type" is FeatureCollection, Feature or a kind '
            "of geometry; save it as GeoJSON"
        )
        raise unreadable(path.name, message, "NOT_GEOJSON")
    found = measure(_without_systems(path), path.name, named=True)
    if at_once:
        file_budgets.GEOJSON_WHOLE_WEIGHT.check(found.weight, path.name)
    if kind != "FeatureCollection":
        file_budgets.GEOJSON_BARE_WEIGHT.check(found.weight, path.name)
    file_budgets.MAP_FEATURES.check(found.objects // _OBJECTS, path.name)
    vertices = (found.weight - OBJECT * found.objects) // _ELEMENTS
    file_budgets.MAP_VERTICES.check(vertices, path.name)
    # A driver keeps a cell of every name for every feature, also of those that have no such member.
    cells = len(found.names) * (found.objects // _OBJECTS)
    if cells > file_budgets.MAP_EXPANSION * found.members:
        file_budgets.MAP_CELLS.check(cells, path.name)


_OBJECTS, _ELEMENTS = 3, 3
"""Objects of a feature, and elements of a vertex, at least."""


def _kind(head: bytes) -> str | None:
    """Return the ``type`` of a JSON object; that of its features where they stand before it."""
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head.startswith(b"{"):
        return None
    depth, before, key = 0, b"", b""
    for token in _TOKENS.findall(head):
        if token in b"{[":
            depth += 1
        elif token in b"}]":
            depth -= 1
        elif depth == 1 and token == b":":
            key = before
        elif depth == 1 and key.lower() == b'"type"' and token.startswith(b'"'):
            return str(token[1:-1], "utf-8", "replace")
        if depth == 1 and token == b",":
            key = b""
        before = token
    return "FeatureCollection" if key == b'"features"' else None


def _without_systems(path: Path) -> Iterator[bytes]:
    """Yield a file in pieces, and look at every member ``crs`` on the way."""
    carry = b""
    for chunk in chunks_of(path):
        text = carry + chunk
        cut = max(0, len(text) - _SYSTEM_BYTES)
        for found in _SYSTEM.finditer(text):
            if found.start() >= cut:
                break
            _check_member(path, text[found.start() : found.start() + 2 * _SYSTEM_BYTES], found)
        carry = text[cut:]
        yield chunk
    for found in _SYSTEM.finditer(carry):
        _check_member(path, carry[found.start() :], found)


def _check_member(path: Path, text: bytes, found: re.Match[bytes]) -> None:
    """Refuse a member ``crs`` that is more than the name of a system."""
    if found["colon"] is None:
        return  # the text crs, and no member
    value = text[found.end() - found.start() :]
    if value[:1] not in (b"{", b"["):
        return
    message = "crs must be a name, as EPSG:4326; GeoJSON is in WGS 84, and needs none"
    try:
        system, _ = json.JSONDecoder(object_pairs_hook=_members).raw_decode(
            value.decode("utf-8", "replace")
        )
        key = {"name": "name", "EPSG": "code"}[system["type"]]
        name = str(dict(system["properties"])[key])
    except (ValueError, LookupError, TypeError, RecursionError) as fault:
        raise unreadable(path.name, message, "OTHER_FILES") from fault
    check_system(path, name)


def _members(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    """Return an object whose members differ in more than their case, as GDAL takes them."""
    if len({key.casefold() for key, _ in pairs}) < len(pairs):
        raise ValueError("a member stands twice")
    return dict(pairs)


def _check_database(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not is_geopackage(head):
        message = "it is no GeoPackage; save it as one"
        raise unreadable(path.name, message, "UNREADABLE")
    check_geopackage(path)


def _no_options(_: Path) -> Mapping[str, object]:
    return {}


def _database_options(path: Path) -> Mapping[str, object]:
    return {} if has_journal(path) else {"IMMUTABLE": "YES"}


_FORMATS: Mapping[str, tuple[Callable[[Path], None], Callable[[Path], Mapping[str, object]]]] = {
    ".geojson": (check_geojson, _no_options),
    ".gpkg": (_check_database, _database_options),
}
"""Endings of maps, with the check of their content and the options that GDAL opens them with."""
