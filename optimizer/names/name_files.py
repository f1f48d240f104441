"""Files of names read: which column is which, and every row with its place.

Nothing that stands in a cell is ever part of a problem: it may be somebody's name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from optimizer.errors import Problem, ScenarioError
from optimizer.input.checks import Column, RawTable
from optimizer.input.checks.faults import raise_findings
from optimizer.input.checks.text_columns import ID_CHARACTERS, identifiers, labels
from optimizer.input.columns import ReadingChoices, fold_heading, table_of
from optimizer.input.columns.matching import Knows, may_mean
from optimizer.input.folder.csv_file import read_csv
from optimizer.input.folder.excel_file import WORKBOOKS, read_sheets
from optimizer.input.folder.header_row import Known
from optimizer.input.folder.other_workbooks import refuse_other_workbook
from optimizer.input.folder.sheet import Sheet, filled, unreadable
from optimizer.input.folder.sheet_fields import columns_of, header_place
from optimizer.input.folder.table_schema import AS_IT_IS, SCHEMAS

HOUSEHOLDS, MEMBERS, EITHER = "households", "members", "names"
"""Tables of names; the last one holds both, or does not say which."""
_FIELDS = ("village", "id", "name")
_WHICH = {"household": HOUSEHOLDS, "member": MEMBERS}
"""Columns of ids that say themselves whose they are."""
_JOINERS = frozenset("\u200c\u200d")
_SECRET = frozenset(("UNNAMED_COLUMN", "DUPLICATE_COLUMN"))
_NAMELESS = "a column has no name, or two have the same; name every column once"


@dataclass(frozen=True, slots=True)
class NameRow:
    """A row of a file of names.

    Parameters
    ----------
    table
        ``households``, ``members``, or ``names`` where the file does not say which.
    village
        '' where none is named.
    """

    table: str
    village: str
    id: str
    name: str
    source: str
    number: int


@dataclass(frozen=True, slots=True)
class NameFiles:
    """All rows of the files that hold anything, and the tables that have no names."""

    rows: Sequence[NameRow]
    without: Sequence[str]


def read_names(paths: Sequence[Path], choices: ReadingChoices = AS_IT_IS) -> NameFiles:
    """Read workbooks and CSV files of names.

    Raises
    ------
    ScenarioError
        When a file is none of these, is damaged or too large, or no table has ids and names.
    """
    rows, without = [], []
    for path in paths:
        for table, sheet in _sheets(path, choices):
            found = _rows(table, sheet, choices)
            if found is None:
                without.append(sheet.source)
            else:
                rows += found
    if without and not rows:
        message = (
            "no table has a column of ids and one of names; call them id and name (Mã and Họ tên)"
        )
        raise ScenarioError(
            Problem("MISSING_COLUMN", source, "name", "", message) for source in without
        )
    return NameFiles(rows, without)


def _sheets(path: Path, choices: ReadingChoices) -> list[tuple[str, Sheet]]:
    if not path.is_file():
        raise unreadable(str(path), "there is no such file; check the name", "NOT_FOUND")
    refuse_other_workbook(path)
    ending, own = path.suffix.casefold(), table_of(path.stem)
    try:
        if ending == ".csv":
            table = own if own in (HOUSEHOLDS, MEMBERS) else EITHER
            return [(table, read_csv(path, _known(table, choices)))]
        if ending in WORKBOOKS:

            def wanted(name: str, sheets: int) -> Known | None:
                table = _table(name, own if sheets == 1 else "")
                return _known(table, choices) if table else None

            read = read_sheets(path, wanted)
            one = own if len(read) == 1 else ""
            return [(_table(name, one), sheet) for name, sheet in read.items()]
    except ScenarioError as fault:
        raise ScenarioError(map(_without_content, fault.problems)) from None
    message = f"names are a table that ends in .csv or {', '.join(WORKBOOKS)}; name such a file"
    raise unreadable(path.name, message, "UNKNOWN_FORMAT")


def _table(sheet: str, file: str) -> str:
    """Return which names a sheet holds; '' where it is another table of a scenario."""
    for said in (table_of(sheet), file):
        if said in (HOUSEHOLDS, MEMBERS):
            return said
        if said in SCHEMAS:
            return ""
    return EITHER


def _known(table: str, choices: ReadingChoices) -> Known:
    """Return whether a heading means something: to names, or to the table that they stand in."""
    meant = may_mean(table, _knows(table), choices)
    tables = [table] if table in SCHEMAS else [HOUSEHOLDS, MEMBERS]
    usual = [may_mean(each, SCHEMAS[each].knows, choices) for each in tables]
    return lambda heading: (
        meant(heading)
        or any(worth(heading) for worth in usual)
        or fold_heading(heading) in choices.leave_out
    )


def _knows(table: str) -> Knows:
    return lambda field: field in _FIELDS or (table == EITHER and field in _WHICH)


def _rows(table: str, sheet: Sheet, choices: ReadingChoices) -> list[NameRow] | None:
    """Return the rows of a sheet; None where it has no ids or no names."""
    found = columns_of(table, sheet, _knows(table), choices)
    columns = dict(found.columns)
    problems = [*sheet.problems, *found.problems]
    said = [field for field in _WHICH if field in columns and "id" not in columns]
    if len(said) > 1 and "name" in columns:
        message = "households and members need a column of names each; put them on two sheets"
        problems.append(Problem("WHICH_COLUMN", header_place(sheet), "id", "", message))
    elif said:
        table, columns["id"] = _WHICH[said[0]], columns[said[0]]
    if problems:
        raise_findings(list(map(_without_content, problems)))
    if not {"id", "name"} <= columns.keys():
        return None
    size = len(sheet.numbers)
    raw = RawTable(table, size, columns, sheet.where, sheet.source, text=True)
    ids, faults = identifiers(raw, "id")
    villages, more = labels(raw, "village")
    wrong = [fault for fault in (*faults, *more) if fault.code != "MISSING"]
    names, unread = _names(columns["name"], sheet)
    try:
        raise_findings([*wrong, *unread])
    except ScenarioError as fault:
        raise ScenarioError(map(_without_content, fault.problems)) from None
    return [
        NameRow(table, village, known, name, sheet.source, number)
        for village, known, name, number in zip(villages, ids, names, sheet.numbers, strict=True)
        if known or name
    ]


def _names(cells: Column, sheet: Sheet) -> tuple[list[str], list[Problem]]:
    """Return names on one line, without marks that nobody sees, and the rows that hold none."""
    names, problems = [], []
    for row, cell in enumerate(cells):
        name = written_name(cell) if isinstance(cell, str) else ""
        if filled(cell) and not isinstance(cell, str):
            message = "the name is no text; format the column as text"
            problems.append(Problem("NOT_TEXT", sheet.where(row), "name", "", message))
        elif len(name) > ID_CHARACTERS:
            message = f"it is longer than {ID_CHARACTERS} characters; shorten it"
            problems.append(Problem("TOO_LONG", sheet.where(row), "name", "", message))
        names.append(name)
    return names, problems


def written_name(cell: str) -> str:
    """Return a name in NFC, on one line, without control characters and marks nobody sees."""
    seen = (
        letter
        for letter in unicodedata.normalize("NFC", " ".join(cell.split()))
        if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn") or letter in _JOINERS
    )
    return "".join(seen).strip()


def _without_content(problem: Problem) -> Problem:
    """Return a problem without what stands in the file."""
    if problem.code in _SECRET:
        return replace(problem, field="", value="", message=_NAMELESS)
    return replace(problem, value="", params=())
