"""Rows among points and villages that are none: totals, and at the end who signed the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from optimizer.domain.notes import Note
from optimizer.input.checks import Column
from optimizer.input.columns.headings import closes_table, is_total
from optimizer.input.folder.geoparquet import taken
from optimizer.input.folder.sheet import Sheet, filled

CODE, CLOSING = "TOTALS_ROW", "CLOSING_ROW"
_CLOSING_ROWS, _SIGNATURES = 12, 3
"""Rows at the end that are looked at, and texts in one of them."""
_NUMERIC = frozenset("0123456789.,+- \u00a0\u202f")


def without_totals(sheet: Sheet, table: str) -> Sheet:
    """Return a sheet without its rows of totals, with a note that names them.

    Such a row has one text, which says so, beside numbers and at least one empty cell.
    """
    columns = list(sheet.columns.values())
    rows = sorted(
        {
            row
            for cells in columns
            if not isinstance(cells, np.ndarray)
            for row, cell in enumerate(cells)
            if isinstance(cell, str) and is_total(cell)
        }
    )
    found = [row for row in rows if _is_lonely([cells[row] for cells in columns])]
    closing = _closing(columns, len(sheet.numbers))
    if not found and not closing:
        return sheet
    kept = np.setdiff1d(np.arange(len(sheet.numbers)), [*found, *closing])
    notes = [
        Note(
            code,
            f"/{table}",
            tuple(sheet.numbers[row] for row in chosen),
            {"source": sheet.source, "count": len(chosen)},
        )
        for code, chosen in ((CODE, found), (CLOSING, closing))
        if chosen
    ]
    return replace(
        sheet,
        columns={name: taken(cells, kept) for name, cells in sheet.columns.items()},
        numbers=[sheet.numbers[row] for row in kept.tolist()],
        notes=(*sheet.notes, *notes),
    )


def _closing(columns: Sequence[Column], size: int) -> list[int]:
    """Return the last rows that hold nothing but who has written or signed the table, and when."""
    if any(isinstance(cells, np.ndarray) for cells in columns):
        return []
    found = []
    for row in range(size - 1, max(-1, size - 1 - _CLOSING_ROWS), -1):
        held = [cells[row] for cells in columns if filled(cells[row])]
        if len(held) > _SIGNATURES or not all(isinstance(cell, str) for cell in held):
            break
        if held and all(set(str(cell)) <= _NUMERIC for cell in held):
            break
        found.append(row)
    named = [any(closes_table(str(cells[row])) for cells in columns) for row in found]
    if not any(named):
        return []
    return sorted(found[: len(named) - named[::-1].index(True)])


def _is_lonely(cells: list[object]) -> bool:
    texts = [cell for cell in cells if isinstance(cell, str) and not set(cell) <= _NUMERIC]
    return len(texts) == 1 and not all(map(filled, cells))
