"""Which columns a table may have, and which it must."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from optimizer.errors import Problem
from optimizer.input.checks import Column, RawTable
from optimizer.input.checks.faults import shown
from optimizer.input.checks.rule_overlay import FIELDS
from optimizer.input.folder.sheet import Sheet

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


SCHEMAS: Mapping[str, Schema] = {
    "villages": Schema(("id",), ("name", "area", *FIELDS), levels=True),
    "households": Schema(("id", "x", "y"), ("village",)),
    "members": Schema(("id", "x", "y"), ("village", "min", "max", "team")),
    "places": Schema(("id", "x", "y"), ("village",)),
    "pairs": Schema(("household", "member", "kind"), ("village",)),
}
POINTS = ("households", "members", "places")


def meaning(table: str) -> Callable[[str], bool]:
    """Return the function that tells whether a column means something in a table."""
    schema = SCHEMAS[table]
    return lambda column: schema.knows(column) or (table == "villages" and column == "village")


def _is_empty(columns: Mapping[str, Column], column: str) -> bool:
    """Tell whether a column is there and none of its cells holds anything."""
    cells = columns.get(column)
    return isinstance(cells, list | tuple) and cells.count(None) + cells.count("") == len(cells)


def table_from_sheet(name: str, sheet: Sheet) -> tuple[RawTable, list[Problem]]:
    """Take the columns that a table may have; every other one is refused, with its header alone.

    The villages table may call its id ``village``, as the other tables do. A column whose name
    begins with ``#`` is a note for people, and passed over.
    """
    columns = {name: cells for name, cells in sheet.columns.items() if not name.startswith("#")}
    if name == "villages" and "village" in columns and "id" not in columns:
        columns["id"] = columns.pop("village")
    schema, size = SCHEMAS[name], len(sheet.numbers)
    known = ", ".join((*schema.required, *schema.optional))
    where = f"{sheet.source} row 1" if sheet.word == "row" else sheet.source
    refused = f"{name} has no such column; remove it, the columns are {known}"
    problems = [
        Problem("UNKNOWN_FIELD", where, shown(column), "", refused)
        for column in columns
        if not schema.knows(column)
    ]
    missing = [column for column in schema.required if column not in columns] if size else []
    problems += [
        Problem("MISSING_COLUMN", where, column, "", f"{name} needs this column; add it")
        for column in missing
    ]
    empty = [
        column for column in schema.required if size > MOST_NAMED and _is_empty(columns, column)
    ]
    problems += [
        Problem(
            "EMPTY_COLUMN", where, column, "", f"none of {size:,} {sheet.word}s has one; fill it in"
        )
        for column in empty
    ]
    kept = {column: cells for column, cells in columns.items() if schema.knows(column)}
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
    )
    return table, [*sheet.problems, *problems]
