"""Small files that stand for large ones, drawn by lot: kinds of attack on the readers."""

from __future__ import annotations

import io
import random
import sqlite3
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.mutations import block, varint
from benchmarks.reader_files import KINDS

_SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
    'main"><sheetData>{}</sheetData></worksheet>'
)
_ENDLESS = "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c) SELECT i AS fid FROM c"


Lot = random.Random


def _aliases(lot: Lot) -> bytes:
    width, levels = lot.randint(3, 12), lot.randint(5, 40)
    lines = [f"a0: &a0 [{','.join(['x'] * width)}]"]
    lines += (
        f"a{level}: &a{level} [{','.join([f'*a{level - 1}'] * width)}]"
        for level in range(1, levels)
    )
    return "\n".join([*lines, f"coordinates: *a{levels - 1}"]).encode()


def _merges(lot: Lot) -> bytes:
    lines = ["a0: &a0 {x: 1, y: 2}"]
    lines += (
        f"a{level}: &a{level} {{<<: [*a{level - 1}, *a{level - 1}], k{level}: 1}}"
        for level in range(1, lot.randint(10, 300))
    )
    return "\n".join(lines).encode()


def _many_keys(lot: Lot) -> bytes:
    number, where = lot.randint(5_000, 90_000), lot.choice(("areas", "rules", "description"))
    return (f"{where}:\n" + "".join(f"  k{n}: {{}}\n" for n in range(number))).encode()


def _many_areas(lot: Lot) -> bytes:
    number = lot.randint(2_000, 30_000)
    own = lot.choice(("{}", "{max_households: 9}", "{max_households: x}"))
    rows = (
        f"  - {{area: [k{n % lot.choice((7, number))}], rules: {own}}}\n" for n in range(number)
    )
    return ("areas:\n" + "".join(rows)).encode()


def _deep_yaml(lot: Lot) -> bytes:
    number = lot.randint(30, 100_000)
    return lot.choice((b"[" * number, b"{a: " * number, b"- " * number, b"? " * number))


def _long_number(lot: Lot) -> bytes:
    number = lot.randint(5_000, 300_000)
    return b"rules: {max_households: " + lot.choice((b"9", b"1:0", b"1_", b"0b1")) * number + b"}"


def _workbook(parts: Mapping[str, str]) -> bytes:
    made = io.BytesIO()
    good = io.BytesIO(KINDS["xlsx"].good())
    with (
        zipfile.ZipFile(good) as archive,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as again,
    ):
        for name in archive.namelist():
            again.writestr(name, parts.get(name, archive.read(name)))
    return made.getvalue()


def _far_cell(lot: Lot) -> bytes:
    row, letters = lot.randint(1, 1_048_576), lot.choice(("B", "ZZ", "XFD", "AAA", "ZZZZZZ"))
    place = lot.choice(
        (f'r="{letters}{row}"', f"r='{letters}{row}'", f's="0" r = "{letters}{row}"')
    )
    cells = f'<row r="1"><c r="A1"/></row><row r="{row}"><c {place}><v>1</v></c></row>'
    return _workbook({"xl/worksheets/sheet1.xml": _SHEET.format(cells)})


def _placeless_cells(lot: Lot) -> bytes:
    rows, cells = lot.randint(100, 50_000), lot.randint(100, 16_000)
    text = "<row></row>" * rows + "<row>" + "<c><v>1</v></c>" * cells + "</row>"
    return _workbook({"xl/worksheets/sheet1.xml": _SHEET.format(text)})


def _shared_text(lot: Lot) -> bytes:
    size, cells = lot.randint(10_000, 3_000_000), lot.randint(1_000, 60_000)
    text = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
    row = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, cells))
    return _workbook(
        {
            "xl/sharedStrings.xml": f"{text}{'x' * size}</t></si></sst>",
            "xl/worksheets/sheet1.xml": _SHEET.format(row),
        }
    )


def _packed_sheet(lot: Lot) -> bytes:
    filler = " " * lot.randint(20_000_000, 420_000_000)
    return _workbook({"xl/worksheets/sheet1.xml": _SHEET.format(filler)})


def _table(columns: Mapping[str, object], **options: object) -> bytes:
    made = io.BytesIO()
    pq.write_table(pa.table(columns), made, **options)
    return made.getvalue()


def _dictionary(lot: Lot) -> bytes:
    rows, size = lot.randint(10_000, 1_000_000), lot.randint(1_000, 400_000)
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), ["A" * size])
    name = lot.choice(("id", "village", "note"))
    numbers = pa.array([0.0] * rows)
    columns = {"id": pa.array(["h"] * rows), "x": numbers, "y": numbers, name: texts}
    return _table(columns, store_schema=False, compression="zstd")


def _prefixes(lot: Lot) -> bytes:
    rows, size = lot.randint(500, 3_000), lot.randint(10_000, 100_000)
    texts = ["A" * size + str(row) for row in range(rows)]
    own = {"use_dictionary": False, "column_encoding": {"id": "DELTA_BYTE_ARRAY"}}
    return _table({"id": texts}, compression="zstd", **own)


def _one_text(lot: Lot) -> bytes:
    return _table({"id": ["z" * lot.randint(20_000_000, 180_000_000)]}, compression="zstd")


def _many_rows(lot: Lot) -> bytes:
    rows = lot.randint(1_000_000, 12_000_000)
    column = pa.array(np.zeros(rows))
    return _table({"x": column, "y": column}, compression="zstd")


def _lists(lot: Lot) -> bytes:
    rows, size = lot.randint(1_000, 20_000), lot.randint(100, 3_000)
    return _table({"id": pa.array([["a" * 100] * size] * (rows // 100))}, compression="zstd")


def _database(*statements: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "m.gpkg"
        path.write_bytes(KINDS["gpkg"].good())
        with closing(sqlite3.connect(path)) as database:
            for statement in statements:
                database.execute(statement)
            database.commit()
        return path.read_bytes()


def _view(lot: Lot) -> bytes:
    name = lot.choice(("households", "more", "gpkg_contents", "gpkg_ogr_contents", "map"))
    return _database(
        "PRAGMA legacy_alter_table=ON",
        *([] if name in {"households", "more"} else [f"DROP TABLE {name}"]),
        f"CREATE VIEW {name} AS {_ENDLESS}",
    )


def _generated(lot: Lot) -> bytes:
    size = lot.randint(1_000_000, 400_000_000)
    kind = lot.choice(("", " VIRTUAL"))
    column = f"CREATE TABLE more (fid INTEGER PRIMARY KEY, b TEXT AS (hex(zeroblob({size}))){kind})"
    return _database(column, "INSERT INTO more(fid) VALUES (1)")


def _deep_json(lot: Lot) -> bytes:
    number = lot.randint(100, 3_000_000)
    inside = lot.choice((b"[", b'{"a":', b'{"type":"Feature","properties":'))
    return b'{"type":"FeatureCollection","features":[' + inside * number


def _wide_json(lot: Lot) -> bytes:
    number = lot.randint(100_000, 8_000_000)
    inside = lot.choice((b"[],", b"{},", b"0,", b"[0,0],"))
    head = b'{"type":"FeatureCollection","features":[],"more":['
    return head + inside * number + b"0]}"


def _one_shape(lot: Lot) -> bytes:
    points = ",".join(["[0,0]"] * lot.randint(100_000, 4_000_000))
    kind = lot.choice(
        ('"type":"LineString","coordinates":[', '"type":"MultiPoint","coordinates":[')
    )
    bare = f"{{{kind}{points}]}}"
    feature = f'{{"type":"Feature","properties":{{"id":"h1"}},"geometry":{bare}}}'
    return lot.choice(
        (bare, feature, f'{{"type":"FeatureCollection","features":[{feature}]}}')
    ).encode()


def _another_driver(lot: Lot) -> bytes:
    source = lot.choice(("/etc/passwd", "/vsicurl/http://127.0.0.1:9/a", "secret.csv"))
    return lot.choice(
        (
            f"<OGRVRTDataSource><SrcDataSource>{source}</SrcDataSource></OGRVRTDataSource>",
            f'{{"type":"gdal_streamed_alg","command_line":"gdal vector read {source}"}}',
            "<OGRWFSDataSource><URL>http://127.0.0.1:9/wfs</URL></OGRWFSDataSource>",
            '{"geometryType":"esriGeometryPoint","features":[{"attributes":{"id":1}}]}',
            '{"type":"Topology","objects":{},"arcs":[]}',
            source,
        )
    ).encode()


def _address(lot: Lot) -> bytes:
    kind, key = lot.choice(("link", "url", "OGC")), lot.choice(("crs", "CRS", "\\u0063rs"))
    member = f'"{key}":{{"type":"{kind}","properties":{{"href":"http://127.0.0.1:9/a"}}}}'
    point = f'{{"type":"Point","coordinates":[1,2],{member}}}'
    feature = f'{{"type":"Feature","properties":{{"id":"h1"}},"geometry":{point}}}'
    return f'{{"type":"FeatureCollection","features":[{feature}],{member}}}'.encode()


def _commas(lot: Lot) -> bytes:
    return b"id,x,y\n" + lot.choice((b",", b"\n", b'"",', b"a\n")) * lot.randint(10_000, 20_000_000)


def _blocks(lot: Lot) -> bytes:
    """Write OpenStreetMap data of blocks that unpack a thousandfold."""
    feature = b"OsmSchema-V0.6"
    header = block(b"OSMHeader", b"\x22" + varint(len(feature)) + feature)
    return header + block(b"OSMData", b"\0" * 30_000_000) * lot.randint(10, 200)


MAPS = ("geojson", "barriers geojson", "outlines geojson", "footprints")
ATTACKS: Mapping[str, tuple[Callable[[Lot], bytes], Sequence[str]]] = {
    "aliases": (_aliases, ("settings",)),
    "merge keys": (_merges, ("settings",)),
    "many keys": (_many_keys, ("settings",)),
    "many areas": (_many_areas, ("settings",)),
    "deep YAML": (_deep_yaml, ("settings",)),
    "long numbers": (_long_number, ("settings",)),
    "far cells": (_far_cell, ("xlsx",)),
    "cells without places": (_placeless_cells, ("xlsx",)),
    "shared texts": (_shared_text, ("xlsx",)),
    "packed sheets": (_packed_sheet, ("xlsx",)),
    "dictionaries": (_dictionary, ("parquet", "houses geoparquet", "network geoparquet")),
    "prefixes": (_prefixes, ("parquet",)),
    "one long text": (_one_text, ("parquet",)),
    "many rows": (_many_rows, ("parquet", "houses geoparquet")),
    "lists": (_lists, ("parquet",)),
    "views": (_view, ("gpkg", "barriers gpkg", "outlines gpkg")),
    "generated columns": (_generated, ("gpkg", "barriers gpkg", "outlines gpkg")),
    "deep JSON": (_deep_json, (*MAPS, "request")),
    "wide JSON": (_wide_json, (*MAPS, "request")),
    "one shape": (_one_shape, MAPS),
    "other drivers": (_another_driver, (*MAPS, "gpkg", "barriers gpkg")),
    "addresses": (_address, MAPS),
    "commas": (_commas, ("csv",)),
    "packed blocks": (_blocks, ("network osm", "houses osm")),
}
"""Kinds of attack, with the readers that they are tried on."""
