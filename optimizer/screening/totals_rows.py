"""Rows that add up others: a table of counts ends with one, and it is no village."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from optimizer.domain.notes import Note
from optimizer.domain.scenario import Ints
from optimizer.input.checks import Column, RawTable
from optimizer.input.checks.numbers import numbers
from optimizer.input.columns.headings import is_total

CODE = "TOTALS_ROW"
_FEW, _SEVERAL = 2, 3
"""Rows that a sum at the end, and one in between, must add up at least: fewer may be chance."""


def without_totals(
    table: RawTable, labels: Mapping[str, Column] | None = None
) -> tuple[RawTable, tuple[Note, ...]]:
    """Return a table of counts without the rows that add others up, and a note that names them.

    A row is one where a cell of it says so, or where both its counts are the sums of the rows
    above it (below it, for the first row).

    Parameters
    ----------
    labels
        Every column of the file, as the word may stand in one that means nothing else.
    """
    if not table.size or not {"households", "members"} <= table.columns.keys():
        return table, ()
    called = _called(table.size, {**table.columns, **(labels or {})})
    summed = _summed(table, called)
    rows = np.flatnonzero(called | summed)
    if not len(rows) or len(rows) == table.size:
        return table, ()
    kept = np.flatnonzero(~(called | summed))
    where = [table.where(row) for row in rows.tolist()]
    note = Note(
        CODE,
        "/counts",
        tuple(int(place.rpartition(" ")[2].rpartition("/")[2]) for place in where),
        {"source": table.source, "count": len(rows), "village": _label(table, int(rows[0]))},
    )
    return _taken(table, kept), (note,)


def _called(size: int, columns: Mapping[str, Column]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    found = np.zeros(size, np.bool_)
    for cells in columns.values():
        if isinstance(cells, np.ndarray):
            continue
        found |= np.array([isinstance(cell, str) and is_total(cell) for cell in cells], np.bool_)
    return found


def _summed(
    table: RawTable, called: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Find rows whose counts are the sums of those above them since the last such row."""
    counts = np.column_stack(
        [numbers(table, field, required=False)[0] for field in ("households", "members")]
    )
    found = np.zeros(table.size, np.bool_)
    if not np.isfinite(counts[~called]).all():
        return found  # what is no number is named first
    block = np.zeros(2)
    length = 0
    for row in range(table.size):
        last = row == table.size - 1
        if called[row]:
            block, length = np.zeros(2), 0
            continue
        enough = length >= (_FEW if last else _SEVERAL)
        if enough and block.all() and (counts[row] == block).all():
            found[row] = True
            block, length = np.zeros(2), 0
        else:
            block, length = block + counts[row], length + 1
    others = np.flatnonzero(~called & ~found)
    if len(others) > _FEW and others[0] == 0 and (counts[0] > 0).all():
        found[0] = bool((counts[others[1:]].sum(axis=0) == counts[0]).all())
    return found


def _taken(table: RawTable, rows: Ints) -> RawTable:
    places = rows.tolist()
    columns: dict[str, Column] = {
        field: cells[rows] if isinstance(cells, np.ndarray) else [cells[row] for row in places]
        for field, cells in table.columns.items()
    }
    return replace(
        table, size=len(places), columns=columns, where=lambda row: table.where(places[row])
    )


def _label(table: RawTable, row: int) -> str:
    cells: Sequence[object] = [table.cell("id", row), table.cell("name", row)]
    return next((str(cell)[:60] for cell in cells if cell not in (None, "")), "")
