"""GeoJSON as text, looked at before GDAL reads it: its kind, its size, the systems it names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from optimizer.input.budgets import file_budgets
from optimizer.input.budgets.json_text import OBJECT, OBJECTS, Measured, chunks_of, measure
from optimizer.input.folder.sheet import unreadable

_HEAD = 1 << 16
_LATER = "type comes after the features"
_SAID_LATER = re.compile(rb'"type"\s*:\s*"FeatureCollection"')
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


def check_geojson(path: Path, *, at_once: bool = False) -> Measured:
    """Refuse what is no GeoJSON, is more than is read, or names a system by an address.

    Parameters
    ----------
    at_once
        True for a reader that holds the whole text as a tree, and not a feature at a time.

    Returns
    -------
    Measured
        How much it holds.

    Raises
    ------
    ScenarioError
        With the reason.
    """
    with path.open("rb") as file:
        kind = _kind(file.read(_HEAD))
        if kind is _LATER:
            file.seek(max(0, path.stat().st_size - _HEAD))
            kind = "FeatureCollection" if _SAID_LATER.search(file.read()) else None
    if kind is None or kind not in _KINDS:
        message = (
            'it is no GeoJSON: a JSON object whose "type" is FeatureCollection, Feature or a kind '
            "of geometry; save it as GeoJSON"
        )
        raise unreadable(path.name, message, "NOT_GEOJSON")
    pieces = file_budgets.GEOJSON_PIECES
    found = measure(_without_systems(path), path.name, named=True, pieces=pieces)
    if at_once:
        file_budgets.GEOJSON_WHOLE_WEIGHT.check(found.weight, path.name)
    if kind != "FeatureCollection":
        file_budgets.GEOJSON_BARE_WEIGHT.check(found.weight, path.name)
    file_budgets.MAP_FEATURES.check(found.objects // OBJECTS, path.name)
    vertices = (found.weight - OBJECT * found.objects) // _ELEMENTS
    file_budgets.MAP_VERTICES.check(vertices, path.name)
    # A driver keeps a cell of every name for every feature, also of those that have no such member.
    cells = len(found.names) * (found.objects // OBJECTS)
    if cells > file_budgets.MAP_EXPANSION * found.members:
        file_budgets.MAP_CELLS.check(cells, path.name)
    return found


_ELEMENTS = 3
"""Of a vertex, at least."""


def _kind(head: bytes) -> str | None:
    """Return the ``type`` of a JSON object; `_LATER` where its features begin before it."""
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
    return _LATER if key == b'"features"' and depth > 1 else None


def _without_systems(path: Path) -> Iterator[bytes]:
    """Yield a file in pieces, and look at every member ``crs`` on the way."""
    carry = b""
    for chunk in chunks_of(path):
        text = carry + chunk
        cut = max(0, len(text) - _SYSTEM_BYTES)
        for found in _SYSTEM.finditer(text) if _may_name_one(text) else ():
            if found.start() >= cut:
                break
            _check_member(path, text[found.start() : found.start() + 2 * _SYSTEM_BYTES], found)
        carry = text[cut:]
        yield chunk
    for found in _SYSTEM.finditer(carry):
        _check_member(path, carry[found.start() :], found)


def _may_name_one(text: bytes) -> bool:
    """Tell whether a text may have a member ``crs``: far quicker than to look for one."""
    return b"\\u00" in text or b"crs" in text.lower()


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
