"""OpenStreetMap data that becomes more than it looks."""

from __future__ import annotations

import bz2
import gzip
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from optimizer.errors import ScenarioError
from optimizer.input.budgets import file_budgets
from optimizer.input.budgets.osm_budget import check_openstreetmap

XML = b'<?xml version="1.0"?><osm version="0.6">' + b" " * 200_000 + b"</osm>"


def varint(number: int) -> bytes:
    made = bytearray()
    while number > 127:
        made.append(number & 127 | 128)
        number >>= 7
    return bytes([*made, number])


def block(kind: bytes, size: int, *, size_last: bool) -> bytes:
    """Return a block of so many bytes once it is unpacked, with its size before them or after."""
    packed = zlib.compress(bytes(size))
    fields = [b"\x10" + varint(size), b"\x1a" + varint(len(packed)) + packed]
    blob = b"".join(reversed(fields) if size_last else fields)
    head = b"\x0a" + varint(len(kind)) + kind + b"\x18" + varint(len(blob))
    return len(head).to_bytes(4, "big") + head + blob


@pytest.mark.parametrize("kind", ["gz", "bz2", "pbf", "pbf, its size last"])
def test_that_what_is_unpacked_has_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Tests that blocks and packed text are read up to the limit, and refused beyond it."""
    blocks = block(b"OSMHeader", 10, size_last=False)
    blocks += block(b"OSMData", 100_000, size_last="last" in kind) * 2
    content = {"gz": gzip.compress(XML), "bz2": bz2.compress(XML)}.get(kind, blocks)
    path = tmp_path / f"map.osm.{kind.partition(',')[0]}"
    path.write_bytes(content)
    monkeypatch.setattr(file_budgets, "OSM_EXPANSION", 1)
    monkeypatch.setattr(file_budgets, "OSM_TEXT_EXPANSION", 1)
    for most, fits in ((250_000, True), (199_000, False)):
        monkeypatch.setattr(file_budgets, "OSM_BYTES", replace(file_budgets.OSM_BYTES, most=most))
        if fits:
            check_openstreetmap(path)
        else:
            with pytest.raises(ScenarioError, match=r"map\.osm.*TOO_MANY_BYTES"):
                check_openstreetmap(path)


@pytest.mark.parametrize("ending", [".osm", ".osm.pbf", ".osm.gz", ".osm.bz2"])
@pytest.mark.parametrize("content", [b"", b"id,x,y\n", b"PK\x03\x04", b'{"type": "Feature"}'])
def test_that_the_content_is_that_of_the_ending(
    tmp_path: Path, ending: str, content: bytes
) -> None:
    """Tests that osmium is given nothing that begins as something else."""
    path = tmp_path / f"map{ending}"
    path.write_bytes(content)
    with pytest.raises(ScenarioError, match="NOT_OSM"):
        check_openstreetmap(path)
