"""Columns of ids and names: text in NFC, printable, without surrounding spaces."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from optimizer.domain.scenario import Ints
from optimizer.input.checks.faults import FaultColumn
from optimizer.input.checks.raw_table import CodedColumn, RawTable

ID_CHARACTERS = 200
"""A longer id is a mistake, and would widen the id of every row."""

# Control characters, lone surrogates and marks nobody sees: two ids that differ only by them look
# the same. The joiners U+200C and U+200D stay allowed, some scripts cannot be written without.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


def identifiers(table: RawTable, field: str) -> tuple[list[str], list[FaultColumn]]:
    """Read a column that must name something in every row.

    Returns
    -------
    tuple
        The ids, '' where a fault was found, and the faults.
    """
    values, faults = _words(table, field)
    missing = [row for row, value in enumerate(values) if value == ""] if "" in values else []
    blamed = {row for fault in faults for row in fault.rows.tolist()}
    empty = [row for row in missing if row not in blamed]
    if empty:
        message = f"the {field} is missing; give every row one"
        faults.append(_fault("MISSING", table, empty, field, message))
    return values, faults


def coded_words(table: RawTable, field: str) -> tuple[Ints, list[str], list[FaultColumn]]:
    """Return ids of many rows as positions in a list of words; '' where a fault was found."""
    column = table.columns.get(field)
    if isinstance(column, CodedColumn):
        short = replace(table, size=len(column.words), columns={field: column.words})
        words, faults = identifiers(short, field)
        if not faults:
            return column.codes, words, []
        table = replace(table, columns={field: list(column)})
    names, faults = identifiers(table, field)
    known: dict[str, int] = {}
    codes = np.array([known.setdefault(name, len(known)) for name in names], np.int64)
    return codes, list(known), faults


def labels(table: RawTable, field: str) -> tuple[list[str], list[FaultColumn]]:
    """Read a column that may name something: '' where it does not."""
    if field not in table.columns:
        return [""] * table.size, []
    return _words(table, field)


def clean(value: str) -> str:
    """Return text in NFC without surrounding spaces."""
    return unicodedata.normalize("NFC", value.strip())


def unseen(value: str) -> bool:
    """Tell whether text holds a character that nobody sees."""
    return _UNSEEN.search(value) is not None


def _words(table: RawTable, field: str) -> tuple[list[str], list[FaultColumn]]:
    cells = table.columns.get(field)
    if cells is None:
        return [""] * table.size, []
    raw = cells.tolist() if isinstance(cells, np.ndarray) else cells
    values, faults = _typed(table, field, raw)
    faults += _changed_by_a_spreadsheet(table, field, values)
    joined = " ".join(values)
    if joined.isascii() and joined.isprintable():
        normal = values
    else:
        normal = [unicodedata.normalize("NFC", value) for value in values]
        faults += _refuse(table, field, normal, unseen, "UNSEEN_CHARACTER", _UNSEEN_MESSAGE)
    stripped = list(map(str.strip, normal))
    if not table.text and stripped != normal:
        faults += _refuse(table, field, normal, _padded, "SPACES", _SPACES_MESSAGE)
    if values and max(map(len, stripped)) > ID_CHARACTERS:
        faults += _refuse(table, field, stripped, _long, "TOO_LONG", _LONG_MESSAGE)
    return _without(stripped, faults), faults


_UNSEEN_MESSAGE = "it holds a control character or a mark that nobody sees; remove it"
_SPACES_MESSAGE = "it begins or ends with a space; remove the space"
_ROUNDED_MESSAGE = (
    "a spreadsheet keeps 15 digits of a number and has rounded this one; format the column as text "
    "and write it again"
)
_EXACT = 10**15
_LONG_MESSAGE = f"it is longer than {ID_CHARACTERS} characters; shorten it"


_POWER = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{1,3}")
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T]00:00(?::00)?)?"
    rf"|[0-9]{{1,2}}-{_MONTH}(?:-[0-9]{{2,4}})?|{_MONTH}-[0-9]{{2}}"
)
_DATE_MESSAGE = (
    "it is a date, which a spreadsheet makes of 1-5 or 3/4; format the column as text and write "
    "the id again"
)


def _changed_by_a_spreadsheet(
    table: RawTable, field: str, values: Sequence[str]
) -> list[FaultColumn]:
    """Refuse ids of files that a spreadsheet has turned into a power of ten or a date."""
    if not table.text:
        return []
    faults = _refuse(
        table,
        field,
        values,
        lambda value: _POWER.fullmatch(value) is not None,
        "ROUNDED",
        _ROUNDED_MESSAGE,
    )
    return faults + _refuse(
        table,
        field,
        values,
        lambda value: _DATE.fullmatch(value) is not None,
        "MADE_A_DATE",
        _DATE_MESSAGE,
    )


def _padded(value: str) -> bool:
    return value != value.strip() and not unseen(value)  # a line break is named already


def _long(value: str) -> bool:
    return len(value) > ID_CHARACTERS


def _refuse(
    table: RawTable,
    field: str,
    values: Sequence[str],
    wrong: Callable[[str], bool],
    code: str,
    message: str,
) -> list[FaultColumn]:
    rows = [row for row, value in enumerate(values) if wrong(value)]
    return [_fault(code, table, rows, field, message)] if rows else []


def _typed(
    table: RawTable, field: str, raw: Sequence[object]
) -> tuple[list[str], list[FaultColumn]]:
    """Make text of the cells; what is no text becomes '' and a fault."""
    if set(map(type, raw)) <= {str}:
        return list(raw), []  # type: ignore[arg-type]  # the line above has looked at every cell
    read = [_as_text(cell, numeric=table.text) for cell in raw]
    wrong = [row for row, value in enumerate(read) if value is None]
    values = ["" if value is None else value for value in read]
    message = "it is not text; " + (
        "format the column as text" if table.text else 'write it between quotes, as in "17"'
    )
    faults = [_fault("NOT_TEXT", table, wrong, field, message)] if wrong else []
    rounded = [row for row, cell in enumerate(raw) if _is_rounded(cell)]
    if rounded:
        faults.append(_fault("ROUNDED", table, rounded, field, _ROUNDED_MESSAGE))
    return values, faults


def _is_rounded(cell: object) -> bool:
    """Tell whether a spreadsheet may have lost the last digits of a long number."""
    return isinstance(cell, float) and math.isfinite(cell) and abs(cell) >= _EXACT


def _as_text(cell: object, *, numeric: bool) -> str | None:
    """Return a cell as text ('' where empty), or None where it is something else.

    A spreadsheet keeps the id 17 as the number 17.0: it becomes "17".
    """
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if not numeric or isinstance(cell, bool):
        return None
    if isinstance(cell, int):
        return str(cell)
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else None


def _fault(
    code: str, table: RawTable, rows: Sequence[int], field: str, message: str
) -> FaultColumn:
    return FaultColumn(code, table, _rows(rows), field, message)


def _rows(rows: Sequence[int]) -> Ints:
    return np.array(rows, dtype=np.int64)


def _without(values: list[str], faults: Sequence[FaultColumn]) -> list[str]:
    """Blank the values that a fault names, so that no later check blames them again."""
    for fault in faults:
        for row in fault.rows.tolist():
            values[row] = ""
    return values
