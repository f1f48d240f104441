"""Columns of numbers: finite, whole where they count something, never a guess."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from optimizer.domain.scenario import Floats
from optimizer.input.checks.faults import FaultColumn
from optimizer.input.checks.raw_table import Column, RawTable
from optimizer.input.checks.written_numbers import (
    has_decimal_comma,
    is_ambiguous,
    plain_number,
    readings,
    without_groups,
)

_SEVERAL = 3
"""Cells with a point from which on a column has a habit."""
MOST_HOUSEHOLDS = 1_000_000
"""Largest window that is taken for a number of households."""

_PLAIN = frozenset("0123456789+-.eE")


class _Wrong(StrEnum):
    """Why a cell is no number; the value is the remedy."""

    MISSING = "it is missing; give every row one"
    NOT_A_NUMBER = "it is not a number; write digits, with a point before the decimals"
    NOT_FINITE = "it is not a finite number; write a real one or leave the row out"


def numbers(table: RawTable, field: str, *, required: bool) -> tuple[Floats, list[FaultColumn]]:
    """Read a column of numbers.

    Returns
    -------
    tuple
        Shape (rows,), NaN where a cell is empty or at fault, and the faults.
    """
    cells = table.columns.get(field)
    if cells is None:
        cells = [None] * table.size
    listed = cells.tolist() if isinstance(cells, np.ndarray) else cells
    fast, faults = _fast(table, cells), list[FaultColumn]()
    if fast is None:
        fast, faults = _slow(table, field, listed, required=required)
    if table.text and not isinstance(cells, np.ndarray) and _are_thousands(cells):
        faults += _of_two_readings(table, field, fast)
    return fast, faults


def whole_numbers(table: RawTable, field: str) -> tuple[Floats, list[FaultColumn]]:
    """Read a column of whole numbers of households, NaN where a cell is empty."""
    if field not in table.columns:
        return np.full(table.size, np.nan), []
    values, faults = numbers(table, field, required=False)
    faults += _of_two_readings(table, field, values)
    given = ~np.isnan(values)
    rules = (
        ("NEGATIVE", given & (values < 0), "it is negative; write 0 or more"),
        (
            "NOT_WHOLE",
            given & (values != np.floor(values)),
            "households are counted in whole ones; write no mark between thousands",
        ),
        ("TOO_LARGE", values > MOST_HOUSEHOLDS, f"it is above {MOST_HOUSEHOLDS:,}; lower it"),
    )
    for code, wrong, message in rules:
        if wrong.any():
            faults.append(FaultColumn(code, table, np.flatnonzero(wrong), field, message))
            values[wrong] = np.nan
    return values, faults


def _are_thousands(cells: Sequence[object]) -> bool:
    """Tell whether the points of a column may well stand between thousands: 659 beside 6.103.

    Whoever writes decimals writes three of them everywhere, or now and then fewer; here all who
    have a point have three digits behind it, and others are whole numbers without one.
    """
    held = [cell.strip() for cell in cells if isinstance(cell, str) and cell.strip()]
    pointed = [cell for cell in held if "." in cell or "," in cell]
    whole = len(held) - len(pointed)
    return whole > 0 and len(pointed) >= _SEVERAL and all(map(is_ambiguous, pointed))


def _of_two_readings(table: RawTable, field: str, values: Floats) -> list[FaultColumn]:
    """Name the cells that are a count to one reader and a thousandth of it to another."""
    cells = table.columns[field]
    if not table.text or isinstance(cells, np.ndarray):
        return []
    rows = [
        row
        for row, cell in enumerate(cells)
        if isinstance(cell, str) and is_ambiguous(cell.strip()) and not np.isnan(values[row])
    ]
    values[rows] = np.nan

    def message(position: int) -> str:
        large, small = readings(str(cells[rows[position]]))
        return f"it is {large:.0f} to one reader and {small:g} to another; write no mark in it"

    found = np.array(rows, np.int64)
    return [FaultColumn("AMBIGUOUS_NUMBER", table, found, field, message)] if rows else []


def _fast(table: RawTable, cells: Column) -> Floats | None:
    """Read a column in which every cell is a plain number; None where one is not."""
    if isinstance(cells, np.ndarray):
        values = cells.astype(np.float64)
        return values if np.isfinite(values).all() else None
    kinds = set(map(type, cells))
    if kinds <= {int, float}:
        try:
            values = np.array(cells, dtype=np.float64)
        except OverflowError:  # a whole number beyond the largest float
            return None
        return values if np.isfinite(values).all() else None
    if table.text and kinds == {str} and set("".join(map(str, cells))) <= _PLAIN:
        try:
            values = np.array(list(map(float, map(str, cells))))
        except ValueError:
            return None
        return values if np.isfinite(values).all() else None
    return None


_FIGURES = frozenset("0123456789.,+-eE \u00a0\u202f\t\n")


def _slow(
    table: RawTable, field: str, cells: Sequence[object], *, required: bool
) -> tuple[Floats, list[FaultColumn]]:
    """Read cell by cell, to name every cell that is no number."""
    # A word among the numbers is named by itself, and is no reason to doubt all others.
    figures = [cell.strip() for cell in cells if isinstance(cell, str) and set(cell) <= _FIGURES]
    commas = [cell for cell in figures if "," in cell]
    comma = bool(commas) and (
        table.decimal_comma or (table.text and _are_decimals(commas, figures))
    )
    read = [_number(cell, text=table.text, comma=comma) for cell in cells]
    values = np.array([np.nan if isinstance(v, _Wrong) else v for v in read], dtype=np.float64)
    faults = []
    for wrong in _Wrong:
        if wrong is _Wrong.MISSING and not required:
            continue
        rows = np.array([row for row, v in enumerate(read) if v is wrong], dtype=np.int64)
        if len(rows):
            faults.append(FaultColumn(wrong.name, table, rows, field, wrong.value))
    return values, faults


def _are_decimals(commas: Sequence[str], figures: Sequence[str]) -> bool:
    """Tell whether the commas of a column stand before decimals, and cannot be thousands.

    Every cell with a comma has one, none has a point alone, and one at least is no group of three.
    """
    if not all(map(has_decimal_comma, commas)):
        return False
    if any("." in cell and "," not in cell for cell in figures):
        return False
    return not all(map(is_ambiguous, commas))


def _number(cell: object, *, text: bool, comma: bool) -> float | _Wrong:
    """Read one cell.

    With ``comma`` some cell of the column has a decimal comma, and then a point in it would be
    a thousands separator in the same convention: it is refused rather than guessed.
    """
    if cell is None:
        return _Wrong.MISSING
    if isinstance(cell, str) and text:
        return _spelled(cell.strip(), comma=comma)
    if isinstance(cell, bool) or not isinstance(cell, int | float | np.number):
        return _Wrong.NOT_A_NUMBER
    try:
        value = float(cell)
    except OverflowError:
        return _Wrong.NOT_FINITE
    return value if math.isfinite(value) else _Wrong.NOT_FINITE


def _spelled(written: str, *, comma: bool) -> float | _Wrong:
    if not written:
        return _Wrong.MISSING
    if written.lower().lstrip("+-") in {"nan", "inf", "infinity"}:
        return _Wrong.NOT_FINITE
    written = without_groups(written)
    if comma:
        written = "?" if "." in written else written.replace(",", ".", 1)
    value = plain_number(written)
    if value is None:
        return _Wrong.NOT_A_NUMBER
    return value if math.isfinite(value) else _Wrong.NOT_FINITE
