"""How sheets of a workbook are printed: A4 across, one page wide, rows as high as their texts."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap

from xlsxwriter.worksheet import Worksheet

_A4 = 9
_MARGIN_IN = 0.4
_LINE_HEIGHT = 15
"""Points of a line of text, as Excel has it for its own font."""
_HIGHEST = 409
"""Points that a row can have at most."""
_INDENT = 2
"""Characters of a column that a text stands away from its edges."""


def print_across(sheet: Worksheet, foot: str) -> None:
    """Let a sheet be printed on A4 across, one page wide, with its head on every page."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=_MARGIN_IN, right=_MARGIN_IN, top=0.5, bottom=0.6)
    sheet.set_footer(foot)


def lines_of(cell: str | float | None, width: int) -> int:
    """Return how many lines a text takes in a column, broken between words."""
    if not isinstance(cell, str):
        return 1
    room = max(width - _INDENT, 1)
    if len(cell) <= room and "\n" not in cell:  # most do, and wrapping is slow
        return 1
    broken = (wrap(line, room) for line in cell.splitlines())
    return max(sum(max(len(lines), 1) for lines in broken), 1)


def set_height(
    sheet: Worksheet, row: int, cells: Iterable[str | float | None], widths: Iterable[int]
) -> None:
    """Make a row as high as its longest text, before its cells are written.

    Not every program that opens or prints a workbook works it out by itself. A row of one line is
    left as it is.
    """
    lines = max(map(lines_of, cells, widths))
    if lines > 1:
        sheet.set_row(row, min(lines * _LINE_HEIGHT, _HIGHEST))
