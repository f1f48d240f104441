"""The villages table: areas and rules out of columns; or no table, and the villages others name."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.errors import Problem
from optimizer.input.checks import RawTable
from optimizer.input.checks.area_codes import area_codes
from optimizer.input.checks.faults import shown
from optimizer.input.checks.rule_overlay import FIELDS
from optimizer.input.checks.text_columns import identifiers
from optimizer.input.checks.written_numbers import is_ambiguous, readings, written_number
from optimizer.input.folder.table_schema import AREA_LEVEL

_NOTHING = "none"
"""How a table writes null, where an empty cell means the scenario's rule."""

_DIGITS = 9
"""More than any rule allows, and few enough for int()."""

_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True, eq=False)
class HeadColumns:
    """The villages with their areas and their own rules, row by row."""

    table: RawTable
    areas: Sequence[tuple[str, ...]]
    rules: Sequence[dict[str, object]]
    problems: tuple[Problem, ...] = ()


def read_heads(table: RawTable) -> HeadColumns:
    """Take areas (``area`` as a/b/c, or ``area_1``, ``area_2``, ...) and rules out of a table."""
    levels = sorted(
        (column for column in table.columns if AREA_LEVEL.fullmatch(column)),
        key=lambda column: int(column.removeprefix("area_")),
    )
    areas, problems = [], []
    if levels and "area" in table.columns:
        message = "the table has area and area_1 too; keep one way of writing areas"
        problems.append(Problem("TWO_AREAS", table.source, "area", "", message))
    for row in range(table.size):
        codes, wrong = area_codes(_codes(table, levels, row), table.where(row))
        areas.append(codes)
        problems += wrong
    problems += _ambiguous(table)
    fields = [field for field in FIELDS if field in table.columns]
    rules = [_rules(table, fields, row) for row in range(table.size)]
    return HeadColumns(table, areas, rules, tuple(problems))


def named_villages(tables: Sequence[RawTable], folder: str) -> tuple[HeadColumns, list[RawTable]]:
    """Make the villages that tables name; one, with the folder's name, where they name none."""
    named = [table for table in tables if "village" in table.columns]
    if named:
        words = {word for table in named for word in identifiers(table, "village")[0] if word}
        ids: list[str] = sorted(words)
    else:
        ids = [folder]
    made = RawTable("villages", len(ids), {"id": ids}, lambda row: f"village {ids[row]}", folder)
    heads = HeadColumns(made, [()] * len(ids), [{} for _ in ids])
    return heads, [named_in_tables(table, len(ids)) for table in tables]


def named_in_tables(table: RawTable, villages: int) -> RawTable:
    """Put the rows of a table without a column ``village`` into the only village there is."""
    if "village" in table.columns or villages != 1:
        return table
    return replace(table, village=np.zeros(table.size, dtype=np.int64))


def _codes(table: RawTable, levels: Sequence[str], row: int) -> Sequence[object]:
    """Return the codes of a row; a gap between two filled levels stays, to be named."""
    codes: list[object]
    if levels:
        codes = [_text(table.cell(level, row)) for level in levels]
    else:
        path = _text(table.cell("area", row))
        codes = list(path.split("/")) if isinstance(path, str) and path else []
    while codes and codes[-1] == "":
        codes.pop()
    return codes


def _text(cell: object) -> object:
    """Return a cell as text where it is a code: spreadsheets keep the code 17 as 17.0."""
    if cell is None:
        return ""
    if isinstance(cell, float | np.floating) and cell == cell // 1:
        return str(int(cell))
    if isinstance(cell, int | np.integer) and not isinstance(cell, bool):
        return str(cell)
    return cell.strip() if isinstance(cell, str) else cell


def _rules(table: RawTable, fields: Sequence[str], row: int) -> dict[str, object]:
    cells = {field: table.cell(field, row) for field in fields}
    return {
        field: _rule(field, cell)
        for field, cell in cells.items()
        if cell is not None and cell != "" and not _has_two_readings(field, cell)
    }


def _rule(field: str, cell: object) -> object:
    """Return a cell as the value a rule takes; what cannot be one is left for the rules to name."""
    if isinstance(cell, np.generic):
        cell = cell.item()
    if field == "max_distance_m":
        return _number(cell)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if field == "recruiting":
        return _TRUTH.get(str(cell).strip().casefold(), cell)
    return _word(field, cell.strip()) if isinstance(cell, str) else cell


def _word(field: str, word: str) -> object:
    """Return a text as the value a rule takes."""
    if field == "priorities":
        return word.replace(",", " ").split()
    if field == "minimum":
        return word
    if word.casefold() == _NOTHING:
        return None
    if field in {"teams", "metric"} and word.startswith("{"):
        return _object(word)
    return int(word) if word.isascii() and word.isdigit() and len(word) <= _DIGITS else word


def _object(word: str) -> object:
    """Return what a cell of JSON says, or its text where it is none, for the rules to name."""
    try:
        value: object = json.loads(word)
    except (ValueError, RecursionError):
        return word
    return value


def _number(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    value = written_number(cell)
    return cell if value is None else value


def _has_two_readings(field: str, cell: object) -> bool:
    """Tell a distance that is named as ambiguous, and not to be blamed by the rules again."""
    return field == "max_distance_m" and isinstance(cell, str) and is_ambiguous(cell.strip())


def _ambiguous(table: RawTable) -> list[Problem]:
    """Name distances that are 1500 m to one reader and 1.5 m to another."""
    cells = table.columns.get("max_distance_m")
    if cells is None or isinstance(cells, np.ndarray):
        return []
    problems = []
    for row, cell in enumerate(cells):
        if isinstance(cell, str) and _has_two_readings("max_distance_m", cell):
            large, small = readings(cell)
            message = f"it may mean {large:g} m or {small:g} m; write {large:g}, or {small:g}"
            place = table.where(row)
            problem = Problem("AMBIGUOUS_NUMBER", place, "max_distance_m", shown(cell), message)
            problems.append(problem)
    return problems
