"""Workbooks of Excel before 2007 and of OpenDocument, as small as they may be."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence

_MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)
Cell = str | float | None
_SECTOR, _SMALL, _MOST = 512, 4096, 8_000
_END, _TABLE, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def old_workbook(
    sheets: Sequence[tuple[str, Sequence[Sequence[Cell]]]],
    *,
    stated: tuple[int, int] | None = None,
    first: int = 0,
    folder: str = "",
    twice: int = 1,
    texts: Sequence[str] | None = None,
) -> bytes:
    """Return a workbook of records in a compound file.

    Parameters
    ----------
    sheets
        Name and rows of each.
    stated
        Rows and columns that each sheet says it has.
    first
        The row that each sheet says to be its first.
    folder
        One more name in the directory.
    twice
        How often each sheet is listed.
    texts
        The shared texts, where they are others than those of the cells.
    """
    shared = texts or sorted({one for _, rows in sheets for row in rows for one in row
                              if isinstance(one, str)})  # fmt: skip
    place = {text: at for at, text in enumerate(shared)}
    pages = [_page(rows, place, stated, first) for _, rows in sheets]
    listed = [(name, at) for at, (name, _) in enumerate(sheets) for _ in range(twice)]
    encoded = [name.encode("utf-16-le") for name, _ in listed]
    pieces = _pieces(shared)
    table = _record(0xFC, pieces[0]) + b"".join(_record(0x3C, one) for one in pieces[1:])
    head = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    before = len(head) + sum(4 + 8 + len(name) for name in encoded) + len(table) + 4
    starts = [before + sum(map(len, pages[:at])) for at in range(len(pages))]
    books = [
        _record(0x85, struct.pack("<IHBB", starts[at], 0, len(name) // 2, 1) + name)
        for name, (_, at) in zip(encoded, listed, strict=True)
    ]
    stream = head + b"".join(books) + table + _record(0x0A, b"") + b"".join(pages)
    return compound(stream, folder)


def compound(stream: bytes, folder: str = "") -> bytes:
    """Return a compound file with one stream, and one more name in its directory."""
    stream = stream.ljust(max(_SMALL, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    count = len(stream) // _SECTOR
    tables = -(-(count + 2) // 127)
    first = tables + 1
    chain = [*range(first + 1, first + count), _END]
    links = [*[_TABLE] * tables, _END, *chain]
    links += [_FREE] * (tables * 128 - len(links))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, tables, tables, 0, _SMALL, _END, 0, _END, 0)
    head += struct.pack("<109I", *range(tables), *[_FREE] * (109 - tables))
    names = [("Root Entry", 5, _END, 0), ("Workbook", 2, first, len(stream)), (folder, 1, 0, 0)]
    listed = b"".join(_entry(*one) for one in [*names, ("", 0, 0, 0)])
    return head + struct.pack(f"<{len(links)}I", *links) + listed + stream


def opendocument(rows: str, *, parts: Sequence[tuple[str, str]] = (), before: str = "") -> bytes:
    """Return an OpenDocument spreadsheet of one sheet with these rows as XML.

    Parameters
    ----------
    parts
        Other parts of the archive.
    before
        What stands before the document.
    """
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    table = f'<table:table table:name="households">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    document = f"<office:document-content{spaces}>{body}</office:document-content>"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml", '<?xml version="1.0" encoding="UTF-8"?>' + before + document
        )
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        for name, content in parts:
            archive.writestr(name, content)
    return made.getvalue()


def written(text: str, columns: int = 1) -> str:
    """Return a cell of text as XML, repeated."""
    repeated = f' table:number-columns-repeated="{columns}"' if columns > 1 else ""
    kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}{repeated}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str, times: int = 1) -> str:
    """Return a row as XML, repeated."""
    repeated = f' table:number-rows-repeated="{times}"' if times > 1 else ""
    return f"<table:table-row{repeated}>{''.join(cells)}</table:table-row>"


def _page(
    rows: Sequence[Sequence[Cell]],
    place: dict[str, int],
    stated: tuple[int, int] | None,
    first: int,
) -> bytes:
    many, wide = stated or (len(rows), max(map(len, rows), default=0))
    content = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    content += _record(0x200, struct.pack("<IIHHH", first, many, 0, wide, 0))
    for number, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            at = struct.pack("<HHH", number, column, 0)
            if isinstance(cell, str):
                content += _record(0xFD, at + struct.pack("<I", place.get(cell, 0)))
            elif cell is not None:
                content += _record(0x203, at + struct.pack("<d", cell))
    return content + _record(0x0A, b"")


def _pieces(texts: Sequence[str]) -> list[bytes]:
    """Return the shared texts in records; a text that goes on says anew how wide it is."""
    pieces = [struct.pack("<II", len(texts), len(texts))]
    for text in texts:
        left = text.encode("utf-16-le")
        head = struct.pack("<HB", len(text), 1)
        while head:
            if len(pieces[-1]) + len(head) + 2 > _MOST:
                pieces.append(b"")
            room = (_MOST - len(pieces[-1]) - len(head)) // 2 * 2
            pieces[-1] += head + left[:room]
            left, head = left[room:], b"\x01" if left[room:] else b""
            if head:
                pieces.append(b"")
    return pieces


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    length = len(encoded) + 2 if name else 0
    links = struct.pack("<BB", kind, 1) + struct.pack(
        "<III", _FREE, _FREE, 1 if name == "Root Entry" else _FREE
    )
    page = encoded.ljust(64, b"\0") + struct.pack("<H", length) + links
    return page + bytes(36) + struct.pack("<IQ", start, size)
