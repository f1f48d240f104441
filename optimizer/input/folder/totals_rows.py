"""Rows of totals among points and villages: they add others up, and are no household or member."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.domain.notes import Note
from optimizer.input.columns.headings import is_total
from optimizer.input.folder.geoparquet import taken
from optimizer.input.folder.sheet import Sheet, filled

CODE = "TOTALS_ROW"
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
    if not found:
        return sheet
    kept = np.setdiff1d(np.arange(len(sheet.numbers)), found)
    numbers = tuple(sheet.numbers[row] for row in found)
    note = Note(CODE, f"/{table}", numbers, {"source": sheet.source, "count": len(found)})
    return replace(
        sheet,
        columns={name: taken(cells, kept) for name, cells in sheet.columns.items()},
        numbers=[sheet.numbers[row] for row in kept.tolist()],
        notes=(*sheet.notes, note),
    )


def _is_lonely(cells: list[object]) -> bool:
    texts = [cell for cell in cells if isinstance(cell, str) and not set(cell) <= _NUMERIC]
    return len(texts) == 1 and not all(map(filled, cells))
