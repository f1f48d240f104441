"""Files that nobody should send: archives that lead out or grow, and tables that are none."""

from __future__ import annotations

import io
import json
import stat
import struct
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq

MOST_UNPACKED = 8_000_000
YAML = b"coordinates: metres\n"
HOUSEHOLDS, MEMBERS = b"village,id,x,y\nv,h1,0,0\n", b"village,id,x,y\nv,m1,1,0\n"
TABLES = {"scenario.yaml": YAML, "households.csv": HOUSEHOLDS, "members.csv": MEMBERS}
ZEROS = b"0" * (MOST_UNPACKED + 1)
LAUGHS = b"\n".join(
    [
        b'a0: &a0 ["ha", "ha"]',
        *(
            f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}, *a{n - 1}]".encode()
            for n in range(1, 40)
        ),
        b"coordinates: *a39",
    ]
)
ENTITIES = b"".join(
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">',
        *(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">'.encode() for n in range(1, 12)),
        b"]><sst><si><t>&a11;</t></si></sst>",
    ]
)


def zipped(files: dict[str, bytes], mode: int = 0o100644) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, mode << 16
            archive.writestr(info, content)
    return made.getvalue()


def overlapping() -> bytes:
    """Let two names of the directory stand for one and the same packed megabytes."""
    one = zipped({"households.csv": b"0" * 1_000_000})
    start = one.index(b"PK\x01\x02")
    entry, end = one[start : one.index(b"PK\x05\x06")], one[one.index(b"PK\x05\x06") :]
    other = entry.replace(b"households.csv", b"householdz.csv")
    directory = entry + other
    sizes = struct.pack("<HHII", 2, 2, len(directory), start)
    return one[:start] + directory + end[:8] + sizes + end[20:]


def damaged() -> bytes:
    """Change one packed byte, so that the sums no longer agree."""
    made = bytearray(zipped(TABLES))
    made[made.index(b"households.csv") + len("households.csv") + 5] ^= 0xFF
    return bytes(made)


def encrypted() -> bytes:
    """Say of every file that it is encrypted."""
    made = bytearray(zipped(TABLES))
    at = made.find(b"PK\x01\x02")
    while at >= 0:
        made[at + 8] |= 1
        at = made.find(b"PK\x01\x02", at + 4)
    return bytes(made)


def parquet(rows: int) -> bytes:
    made = io.BytesIO()
    pq.write_table(pa.table({"id": ["a"] * rows}), made)
    return made.getvalue()


def geojson(deep: int) -> bytes:
    return b'{"type": "FeatureCollection", "features": ' + b"[" * deep + b"]" * deep + b"}"


BOOK = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
Files = dict[str, bytes]
ARCHIVES: dict[str, bytes] = {
    "a name that leads up": zipped({"../households.csv": HOUSEHOLDS}),
    "a name from the root": zipped({"/etc/passwd.csv": HOUSEHOLDS}),
    "a name of another system": zipped({"..\\households.csv": HOUSEHOLDS}),
    "a drive": zipped({"C:/households.csv": HOUSEHOLDS}),
    "a folder that leads up": zipped(TABLES | {"../": b""}),
    "a link": zipped({"households.csv": b"/etc/passwd"}, stat.S_IFLNK | 0o777),
    "a bomb": zipped(TABLES | {"readme.txt": ZEROS}),
    "a table that is a bomb": zipped(TABLES | {"villages.csv": ZEROS}),
    "a bomb in a bomb": zipped(TABLES | {"more.zip": zipped({"readme.txt": ZEROS})}),
    "two names for the same bytes": overlapping(),
    "many files": zipped({f"readme{nth}": b"" for nth in range(20_000)}),
    "a name twice": zipped(TABLES | {"Households.CSV": HOUSEHOLDS}),
    "an encrypted file": encrypted(),
    "a cut archive": zipped(TABLES)[:-40],
    "a damaged archive": damaged(),
    "no archive": b"PK\x03\x04 or so",
    "an empty archive": zipped({}),
    "a program": zipped(TABLES | {"run.exe": b"MZ"}),
}
LOOSE: dict[str, Files] = {
    "a path for a name": {"../../households.csv": HOUSEHOLDS, "members.csv": MEMBERS},
    "an empty name": {" ": HOUSEHOLDS, "members.csv": MEMBERS},
    "an unknown ending": {"households.docx": HOUSEHOLDS, "members.csv": MEMBERS},
    "a workbook that is a bomb": {"a.xlsx": zipped(BOOK | {"xl/sharedStrings.xml": ZEROS})},
    "a workbook of entities": {"a.xlsx": zipped(BOOK | {"xl/sharedStrings.xml": ENTITIES})},
    "a workbook that is none": {"a.xlsx": b"PK or so"},
    "a settings file that grows": TABLES | {"scenario.yaml": LAUGHS},
    "a settings file with a program": TABLES
    | {"scenario.yaml": b'coordinates: !!python/object/apply:os.system ["true"]'},
    "a settings file that is a list": TABLES | {"scenario.yaml": b"- metres"},
    "more rows than are taken": {"households.parquet": parquet(5_000), "members.csv": MEMBERS},
    "Parquet that is none": {"households.parquet": b"PAR1junkPAR1", "members.csv": MEMBERS},
    "a table of zeros": TABLES | {"households.csv": b"village,id,x,y\n" + b"\0" * 10_000},
    "a table with quotes left open": TABLES | {"households.csv": b'village,id,x,y\nv,"h1,0,0\n'},
    "a table of 100,000 columns": TABLES | {"households.csv": b"a," * 100_000 + b"\n"},
    "a table that is no UTF-8": TABLES | {"households.csv": b"village,id,x,y\n\xff\xfe,h,0,0\n"},
    "a formula where a number goes": TABLES
    | {"households.csv": b'village,id,x,y\nv,h1,"=cmd|x",0\n'},
    "a map that is none": {"households.gpkg": b"SQLite format 3\0junk", "members.csv": MEMBERS},
    "a map without end": {"households.geojson": geojson(100_000), "members.csv": MEMBERS},
    "a request with a key twice": {"a.json": b'{"villages": [], "villages": []}'},
    "nothing but settings": {"scenario.yaml": YAML},
    "a request among tables": TABLES | {"a.json": json.dumps({"villages": []}).encode()},
}
FILES: dict[str, Files] = {kind: {"s.zip": content} for kind, content in ARCHIVES.items()} | LOOSE
