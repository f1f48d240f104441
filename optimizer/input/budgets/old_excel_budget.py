"""Workbooks of Excel before 2007 (``.xls``): records counted before a reader lays cells out."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from optimizer.errors import Problem, ScenarioError
from optimizer.input.budgets import file_budgets
from optimizer.input.budgets.compound_file import BrokenFileError, CompoundFile, open_compound
from optimizer.input.budgets.shared_texts import lengths_of_texts

_MACROS = "_VBA_PROJECT_CUR"
_SECRET = ("EncryptedPackage", "EncryptionInfo")
_STREAMS = ("Workbook", "Book")
_END, _SHEET, _TEXTS, _MORE, _DIMENSIONS, _PASSWORD = 0x0A, 0x85, 0xFC, 0x3C, 0x200, 0x2F
_SHARED, _MANY = 0xFD, 0xBD
_SINGLE = frozenset({0x203, 0x27E, _SHARED, 0x204, 0xD6, 0x205, 0x06, 0x201})
"""Records of one cell: number, number in short, text, truth, formula, nothing."""
_BEGINNINGS = frozenset({0x809, 0x409, 0x209, 0x09})
"""Records that a sheet begins with, by versions."""
_ROWS, _COLUMNS = 65_536, 256
_NOT_WHOLE = "the file is no whole Excel file; save it again"
_RESAVE = "open it in Excel or LibreOffice and save it as .xlsx (Excel workbook)"
Record = tuple[int, int, int]
"""Kind, and where its content begins and ends."""


def check_old_workbook(file: BinaryIO, source: str) -> None:
    """Refuse a workbook that would become too much, or that a reader would unpack macros of.

    Raises
    ------
    ScenarioError
        With the count and the limit; or when it is no whole workbook.
    """
    file.seek(0)
    content = file.read()
    file.seek(0)
    file_budgets.UNPACKED_BYTES.check(len(content), source)
    try:
        opened = open_compound(content)
        if _MACROS in opened.names:
            raise _refused(source, "it has macros, which are not read")
        if any(name in opened.names for name in _SECRET):
            raise _refused(source, "it is protected by a password")
        _check_records(_workbook(opened), source)
    except (BrokenFileError, struct.error, IndexError) as fault:
        raise ScenarioError([Problem("UNREADABLE", source, "", "", _NOT_WHOLE)]) from fault


def _workbook(opened: CompoundFile) -> bytes:
    name = next((one for one in _STREAMS if one in opened.names), "")
    return opened.stream(name)


def _check_records(stream: bytes, source: str) -> None:
    sheets: list[int] = []
    texts: list[tuple[int, int]] = []
    last = 0
    for kind, start, end in _records(stream, 0):
        if kind == _SHEET:
            sheets.append(int(struct.unpack_from("<I", stream, start)[0]))
            file_budgets.SHEETS.check(len(sheets), source)
        elif kind == _PASSWORD:
            raise _refused(source, "it is protected by a password")
        elif kind == _TEXTS or (kind == _MORE and last == _TEXTS):
            texts.append((start, end))
            kind = _TEXTS  # noqa: PLW2901 - what follows goes on with it
        last = kind
    named = np.zeros(0, np.int64)
    area = records = 0
    for number, at in enumerate(sheets, start=1):
        used, held, seen = _sheet(stream, at, source)
        area, records = area + used, records + seen
        file_budgets.SHEET_CELLS.check(max(area, records), f"{source} sheet {number}")
        named = np.concatenate((named, held))
    lengths = lengths_of_texts([stream[start:end] for start, end in texts])
    known = named[named < len(lengths)]
    file_budgets.TEXT_BYTES.check(int(lengths[known].sum()), source)


def _sheet(
    stream: bytes, at: int, source: str
) -> tuple[int, np.ndarray[tuple[int], np.dtype[np.int64]], int]:
    """Return the cells of a sheet's rectangle, the texts that cells name, and its records."""
    if int(struct.unpack_from("<H", stream, at)[0]) not in _BEGINNINGS:
        raise BrokenFileError("a sheet that does not begin")
    rows = columns = stated = seen = 0
    named: list[int] = []
    for kind, start, end in _records(stream, at):
        seen += 1
        file_budgets.SHEET_CELLS.check(seen, source)
        if kind in _SINGLE or kind == _MANY:
            row, column = struct.unpack_from("<HH", stream, start)
            if kind == _MANY:
                column = int(struct.unpack_from("<H", stream, end - 2)[0])
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            if kind == _SHARED:
                named.append(int(struct.unpack_from("<I", stream, start + 6)[0]))
        elif kind == _DIMENSIONS:
            stated = max(stated, _stated(stream[start:end]))
    return max(rows * columns, stated), np.array(named, np.int64), seen


def _stated(content: bytes) -> int:
    """Return the cells that a sheet states, for which readers make room."""
    if len(content) < 14:  # noqa: PLR2004 - of Excel 5, with short numbers of rows
        top, bottom, left, right = struct.unpack_from("<HHHH", content)
    else:
        top, bottom, left, right = struct.unpack_from("<IIHH", content)
    # A reader counts from the first to the last, and round again where the first is behind.
    if not (top <= bottom <= _ROWS and left <= right <= _COLUMNS):
        raise BrokenFileError("other rows or columns than a sheet has")
    return int(bottom - top) * int(right - left)


def _records(stream: bytes, at: int) -> Iterator[Record]:
    """Yield the records of a part of the stream, to its end."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if at + 4 + length > len(stream):
            raise BrokenFileError("a record beyond the end")
        yield kind, at + 4, at + 4 + length
        if kind == _END:
            return
        at += 4 + length


def _refused(source: str, what: str) -> ScenarioError:
    return ScenarioError([Problem("SAVE_AS_XLSX", source, "", "", f"{what}; {_RESAVE}")])
