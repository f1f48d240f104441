"""Rows that add up others: a table of counts ends with one, and it is no village."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.notes import Note
from optimizer.domain.scenario import Floats, Ints
from optimizer.input.checks import Column, RawTable
from optimizer.input.checks.numbers import numbers
from optimizer.input.columns.headings import fold_heading, is_total

CODE = "TOTALS_ROW"
_FEW, _SEVERAL = 2, 3
"""Rows that a sum at the end, and one in between, must add up at least: fewer may be chance."""
_SHARES = ("ty le", "ti le", "phan tram", "percent", "share of")
"""Beginnings of the names, folded, of rows of shares."""
_AVERAGES = frozenset({"binh quan", "trung binh", "binh quan chung", "average", "mean"})
"""Names of rows of averages; a village may be called so too, and is told by its counts."""

Bools = NDArray[np.bool_]


def without_totals(
    table: RawTable, labels: Mapping[str, Column] | None = None
) -> tuple[RawTable, tuple[Note, ...]]:
    """Return a table of counts without the rows that add others up, and a note that names them.

    A row is one where a cell of it says so, or where both its counts are the sums of the rows
    above it (below it, for the first row), or of the part of the table that it heads; and one of
    averages or shares, which counts nobody.

    Parameters
    ----------
    labels
        Every column of the file, as the word may stand in one that means nothing else.
    """
    if not table.size or not {"households", "members"} <= table.columns.keys():
        return table, ()
    called = _called(table.size, {**table.columns, **(labels or {})})
    counts = np.column_stack(
        [numbers(table, field, required=False)[0] for field in ("households", "members")]
    )
    called |= _describing(table, counts)
    summed = _summed(counts, called) | _heads(counts, called)
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


def _called(size: int, columns: Mapping[str, Column]) -> Bools:
    found = np.zeros(size, np.bool_)
    for cells in columns.values():
        if isinstance(cells, np.ndarray):
            continue
        found |= np.array([isinstance(cell, str) and is_total(cell) for cell in cells], np.bool_)
    return found


def _describing(table: RawTable, counts: Floats) -> Bools:
    """Find rows of shares of the whole, and of averages: by their name, and what they hold."""
    found = np.zeros(table.size, np.bool_)
    for row in range(table.size):
        word = fold_heading(_label(table, row))
        others = np.delete(counts, row, axis=0)
        if word.startswith(_SHARES):
            found[row] = True
        elif word in _AVERAGES and len(others) >= _FEW:
            found[row] = bool((np.abs(counts[row] - others.mean(axis=0)) <= 1).all())
    return found


def _summed(counts: Floats, called: Bools) -> Bools:
    """Find rows whose counts are the sums of those above them since the last such row."""
    found = np.zeros(len(counts), np.bool_)
    if not np.isfinite(counts[~called]).all():
        return found  # what is no number is named first
    block = np.zeros(2)
    length = 0
    for row in range(len(counts)):
        last = row == len(counts) - 1
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


def _heads(counts: Floats, called: Bools) -> Bools:
    """Find the heads of parts where the whole table is parts: a row, then rows that it adds up.

    The heads stand above their parts or below them; a row that adds up all heads stands first or
    last.
    """
    found = np.zeros(len(counts), np.bool_)
    rows = np.flatnonzero(~called)
    if not np.isfinite(counts[rows]).all():
        return found
    for order in (rows, rows[::-1]):
        for inner in (slice(None), slice(1, None), slice(None, -1)):
            part = order[inner]
            heads = _parts(counts[part])
            if heads is None:
                continue
            rest = np.setdiff1d(rows, part)
            if (counts[rest] == counts[part][~heads].sum(axis=0)).all():
                found[part[heads]] = True
                found[rest] = True
                return found
    return found


def _parts(counts: Floats) -> Bools | None:
    """Return which rows are heads; None where not every row belongs to a part."""
    heads = np.zeros(len(counts), np.bool_)
    at = longest = 0
    while at < len(counts):
        end, added = at + 1, np.zeros(2)
        while end < len(counts) and (added < counts[at]).any():
            added, end = added + counts[end], end + 1
        if not counts[at].all() or (added != counts[at]).any():
            return None
        heads[at] = True
        longest = max(longest, end - at - 1)
        at = end
    return heads if heads.sum() >= _FEW and longest >= _FEW else None


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
