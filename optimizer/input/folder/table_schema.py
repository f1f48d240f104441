"""Which columns a table may have, and which it must."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from optimizer.errors import Problem
from optimizer.input.checks import Column, RawTable
from optimizer.input.checks.faults import shown
from optimizer.input.checks.rule_overlay import FIELDS
from optimizer.input.columns import ReadingChoices, fold_heading
from optimizer.input.columns.matching import Knows, may_mean
from optimizer.input.folder.sheet import Sheet
from optimizer.input.folder.sheet_fields import columns_of, header_place, left_out_note

MOST_NAMED = 1_000
"""Rows up to which each that lacks a value is named; beyond it an empty column is said once."""
AREA_LEVEL = re.compile(r"area_([1-9][0-9]?)")


@dataclass(frozen=True, slots=True)
class Schema:
    """Columns that a table must and may have; ``levels`` allows ``area_1``, ``area_2``, ..."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    levels: bool = False

    def knows(self, column: str) -> bool:
        """Tell whether a column has a meaning in this table."""
        if column in self.required or column in self.optional:
            return True
        return self.levels and AREA_LEVEL.fullmatch(column) is not None


ADDRESS = ("hamlet", "alley", "order")
_POINT = frozenset(("x", "y"))

SCHEMAS: Mapping[str, Schema] = {
    "villages": Schema(("id",), ("name", "area", *FIELDS), levels=True),
    "households": Schema(("id", "x", "y"), ("village", *ADDRESS)),
    "members": Schema(("id", "x", "y"), ("village", "min", "max", "team", "leader", *ADDRESS)),
    "places": Schema(("id", "x", "y"), ("village", *ADDRESS)),
    "pairs": Schema(("household", "member", "kind"), ("village",)),
    "distances": Schema(("metres",), ("village", "household", "member", "place", "leader")),
    "hamlets": Schema(("from", "to", "metres"), ("village",)),
    "teams": Schema(("kind",), ("village", "team", "member", "other")),
}
POINTS = ("households", "members", "places")
AS_IT_IS = ReadingChoices()
"""Nothing said about columns."""
REMEDY = 'leave it out (--leave-out HEADING) or say what it is (--columns "HEADING=FIELD")'
"""What to do about a column that is not known."""


def meaning(table: str, choices: ReadingChoices = AS_IT_IS) -> Callable[[str], bool]:
    """Return the function that tells whether a column means something in a table."""
    return may_mean(table, knows_of(table), choices)


def _is_empty(columns: Mapping[str, Column], column: str) -> bool:
    """Tell whether a column is there and none of its cells holds anything."""
    cells = columns.get(column)
    return isinstance(cells, list | tuple) and cells.count(None) + cells.count("") == len(cells)


def stored(table: str) -> Callable[[str], bool]:
    """Return the function that tells whether a column is called as this program writes it."""
    return SCHEMAS[table].knows


def headings_of(table: str, choices: ReadingChoices = AS_IT_IS) -> Callable[[str], bool]:
    """Return the function that tells whether a cell may be a heading of a table.

    A heading that is left out is one too; where the table is not known, that of any table.
    """
    tables = [table] if table in SCHEMAS else list(SCHEMAS)
    read = [meaning(each, choices) for each in tables]
    return lambda cell: (
        fold_heading(cell) in choices.leave_out or any(worth(cell) for worth in read)
    )


def knows_of(table: str) -> Knows:
    """Return the function that tells whether a table has a field, or shapes to make x and y of."""
    schema = SCHEMAS[table]
    return lambda field: schema.knows(field) or (table in POINTS and field == "geometry")


def table_from_sheet(
    name: str, sheet: Sheet, choices: ReadingChoices = AS_IT_IS, *, pointless: bool = False
) -> tuple[RawTable, list[Problem]]:
    """Take the columns that a table may have, whatever they are called; refuse every other one.

    A column whose name begins with ``#`` is a note for people, and passed over.

    Parameters
    ----------
    pointless
        Whether there may be villages without points: then the rows that lack x and y are named
        later, when their villages are known.
    """
    schema, size = SCHEMAS[name], len(sheet.numbers)
    found = columns_of(name, sheet, schema.knows, choices)
    known = ", ".join((*schema.required, *schema.optional))
    where = header_place(sheet)
    refused = f"{name} has no such column; remove it, {REMEDY}; the columns are {known}"
    problems = [
        Problem("UNKNOWN_FIELD", where, shown(heading), "", refused) for heading in found.unknown
    ]
    required = tuple(f for f in schema.required if not (pointless and f in _POINT))
    absent = required if size else ()
    doubtful = {problem.field for problem in found.problems}
    missing = [field for field in absent if field not in found.columns]
    problems += [
        Problem("MISSING_COLUMN", where, column, "", f"{name} needs this column; add it")
        for column in missing
        if column not in doubtful
    ]
    absent = required if size > MOST_NAMED else ()
    empty = [field for field in absent if _is_empty(found.columns, field)]
    problems += [
        Problem(
            "EMPTY_COLUMN", where, column, "", f"none of {size:,} {sheet.word}s has one; fill it in"
        )
        for column in empty
    ]
    kept = dict(found.columns)
    if missing or empty:  # said once; the rows of a table without its columns say nothing more
        kept, size = dict.fromkeys(kept, ()), 0
    table = RawTable(
        name,
        size,
        kept,
        sheet.where,
        sheet.source,
        text=True,
        decimal_comma=sheet.decimal_comma,
        degrees=found.degrees,
        notes=(*sheet.notes, *left_out_note(name, sheet.source, found.left_out)),
    )
    return table, [*sheet.problems, *found.problems, *problems]
