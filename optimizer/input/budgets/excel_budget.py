"""Workbooks: archives of XML, measured member by member before a reader lays cells out.

A reader makes a rectangle of each sheet, from its first cell to the one farthest out, and a text
of each cell that names a shared one.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from optimizer.errors import Problem, ScenarioError
from optimizer.input.budgets import file_budgets
from optimizer.input.budgets.archive_faults import ARCHIVE_FAULTS
from optimizer.input.budgets.compound_file import MAGIC
from optimizer.input.budgets.old_excel_budget import check_old_workbook
from optimizer.input.budgets.opendocument_budget import CONTENT, check_content

_CHUNK = 1 << 22
_HELD = 1 << 12
"""Bytes of a piece that are looked at again with the next one, as a tag may lie across both."""
_SMALL_BYTES, _EXPANSION = 32_000_000, 60
"""Bytes that any workbook may become, and that a packed byte of a larger one may (usual: 15)."""
_END = b"PK\x05\x06"
_END_BYTES = 22
_PLACE = re.compile(rb"""<(?:\w+:)?(?:c|row)\s[^<>]{0,2000}?\br\s*=\s*["']([^"'<>]*)["']""")
_WITHIN = re.compile(rb"([A-Za-z]{0,3})([0-9]{1,7})")
"""How the place of a cell or row is written; readers lose count with longer numbers."""
_COUNT = re.compile(rb"""ount(?:(?<=\bcount)|(?<=\buniqueCount))\s*=\s*["']\s*([0-9]+)""")
"""What a part says that it holds: readers make room for it before they see it. Letters stand first,
so that most of a large part is passed over without being tried place by place."""
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_SHARED_CELL = re.compile(rb"""\bt\s*=\s*["']s["'][^<>]*>\s*<(?:\w+:)?v>\s*([0-9]{1,9})\s*<""")
_SHARED_KIND = re.compile(rb"""\bt\s*=\s*["']s["']""")
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si[\s/>]")
_LETTERS = 26
_DIGITS = 12
_SHARED = "sharedstrings.xml"
_EXCEL, _BINARY = "xl/", "xl/workbook.bin"
_NOT_WHOLE = "the file is no whole Excel file; save it again"


@dataclass(slots=True)
class _Sheet:
    """What a member would be as a sheet."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    lines: int = 0
    placed: int = 0
    numbered: int = 0
    unread: int = 0
    shared: list[NDArray[np.int64]] = field(default_factory=list)


def check_workbook(file: BinaryIO, source: str) -> None:
    """Refuse a workbook that would become too much.

    Raises
    ------
    ScenarioError
        With the file, the sheet's part, the count and the limit; or when it is no whole workbook.
    """
    file.seek(0)
    if file.read(len(MAGIC)) == MAGIC:
        check_old_workbook(file, source)
        return
    _check_end(file, source)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_parts(archive, source)
    except ARCHIVE_FAULTS as fault:
        raise ScenarioError([Problem("UNREADABLE", source, "", "", _NOT_WHOLE)]) from fault
    file.seek(0)


def _check_end(file: BinaryIO, source: str) -> None:
    """See that the archive's list stands at its end, so that every reader finds the same one."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(0, size - _END_BYTES))
    tail = file.read(_END_BYTES)
    file.seek(0)
    whole = file.read(4) == b"PK\x03\x04" and tail[:4] == _END and tail[-2:] == b"\0\0"
    file.seek(0)
    if not whole:
        raise ScenarioError([Problem("UNREADABLE", source, "", "", _NOT_WHOLE)])


def _check_parts(archive: zipfile.ZipFile, source: str) -> None:
    listed = archive.infolist()
    names = [member.filename for member in listed]
    # A reader takes an archive for the first kind that fits: one that is several is none.
    content = next((name for name in names if name.casefold() == CONTENT), "")
    excel = [name.casefold() for name in names if name.casefold().startswith(_EXCEL)]
    if (content and excel) or _BINARY in excel:
        raise zipfile.BadZipFile("two kinds of workbooks, or one that is not read")
    if len({name.casefold() for name in names}) < len(names):
        raise zipfile.BadZipFile("a part stands twice")
    file_budgets.SHEETS.check(
        sum(name.casefold().startswith("xl/worksheets/") for name in names), source
    )
    packed = sum(member.compress_size for member in listed)
    most = min(file_budgets.UNPACKED_BYTES.most, max(_SMALL_BYTES, _EXPANSION * packed))
    budget = replace(file_budgets.UNPACKED_BYTES, most=most)
    budget.check(sum(member.file_size for member in listed), source)
    unpacked = cells = unread = 0
    shared: list[NDArray[np.int64]] = []
    lengths = np.empty(0, np.int64)
    for member in listed:
        sheet, parts = _Sheet(), []
        is_shared = member.filename.casefold().endswith(_SHARED)
        before = carry = b""
        for chunk in _pieces(archive, member):
            unpacked += len(chunk)
            budget.check(unpacked, source)
            _check_counts(before + chunk, f"{source} {member.filename[:60]}")
            before = chunk[-_HELD:]
            if is_shared:
                parts.append(chunk)
                file_budgets.TEXT_BYTES.check(sum(map(len, parts)), source)
            elif member.filename.casefold().endswith(".xml"):
                carry = _look(sheet, carry + chunk)
        if is_shared:
            lengths = _lengths(b"".join(parts))
        cells += _area(sheet)
        file_budgets.SHEET_CELLS.check(cells, f"{source} {member.filename[:60]}")
        shared += sheet.shared
        unread += sheet.unread
    _check_shared(shared, unread, lengths, source)
    if content:
        check_content(archive, content, source)


def _check_counts(piece: bytes, source: str) -> None:
    for stated in _COUNT.findall(piece):
        # A number of so many digits is too large whatever they are.
        count = int(stated) if len(stated) < _DIGITS else 10**_DIGITS
        file_budgets.SHEET_CELLS.check(count, source)


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as part:
        while chunk := part.read(_CHUNK):
            yield chunk


def _look(sheet: _Sheet, text: bytes) -> bytes:
    """Count what stands in a piece; return its end, which may be the beginning of a tag."""
    cut = text.rfind(b"<") if len(text) > _HELD else 0
    seen = text[:cut] if cut > 0 and len(text) - cut < _HELD else text
    rest = text[len(seen) :]
    sheet.cells += len(_CELL.findall(seen))
    sheet.lines += len(_ROW.findall(seen))
    for place in _PLACE.findall(seen):
        within = _WITHIN.fullmatch(place)
        if within is None:
            raise zipfile.BadZipFile("a place that no sheet has")
        letters, digits = within.groups()
        if letters:
            sheet.placed += 1
            sheet.columns = max(sheet.columns, _column(letters))
        else:
            sheet.numbered += 1
        sheet.rows = max(sheet.rows, int(digits))
    shared = _SHARED_CELL.findall(seen)
    sheet.unread += len(_SHARED_KIND.findall(seen)) - len(shared)
    if shared:
        sheet.shared.append(np.array(shared, dtype=np.int64))
    return rest


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + letter - ord("A") + 1
    return number


def _area(sheet: _Sheet) -> int:
    """Return the cells of the rectangle; what names no place stands after what came before."""
    columns = sheet.columns + max(0, sheet.cells - sheet.placed)
    return (sheet.rows + max(0, sheet.lines - sheet.numbered)) * columns


def _lengths(content: bytes) -> NDArray[np.int64]:
    """Return the bytes of each shared text, at most: from its tag to the next."""
    starts = [found.start() for found in _SHARED_TEXT.finditer(content)]
    ends = np.array([*starts[1:], len(content)], np.int64)
    return ends[: len(starts)] - np.array(starts, np.int64)


def _check_shared(
    cells: list[NDArray[np.int64]], unread: int, lengths: NDArray[np.int64], source: str
) -> None:
    """Refuse texts that are long once every cell has its own.

    Parameters
    ----------
    cells
        Which text each cell names.
    unread
        Cells of which that was not seen; each may name the longest.
    """
    named = np.concatenate([*cells, np.empty(0, np.int64)])
    named = named[named < len(lengths)]
    longest = int(lengths.max(initial=0))
    file_budgets.TEXT_BYTES.check(int(lengths[named].sum()) + unread * longest, source)
