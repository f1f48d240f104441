"""Which row of a grid names the columns: below titles, in one line or two, and never twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Known = Callable[[str], bool]
"""Whether a heading means something in the table that is read."""

_TITLES = 30
"""Rows at the top among which the header is looked for."""
_ENOUGH = 2
"""Headings that mean something, from which on a row is a header."""


def find_header(grid: Sequence[Sequence[object]], known: Known | None) -> int | None:
    """Return the row that names the columns; None where there is none.

    It is the first row, unless a row below it, under titles, names columns and the first does not.
    """
    top = grid[:_TITLES]
    if known is not None:
        found = [_headings(row, known) for row in top]
        first = next((at for at, row in enumerate(top) if _held(row)), None)
        if first is not None and found[first] < _ENOUGH:
            below = [at for at, count in enumerate(found) if count >= _ENOUGH]
            if below:
                return below[0]
        if first is not None and found[first] >= _ENOUGH:
            return first
    return 0 if grid and _held(grid[0]) else None


def second_line(
    grid: Sequence[Sequence[object]], at: int, known: Known
) -> list[tuple[object, object]] | None:
    """Return the cells of a header of two lines (``Tọa độ`` above ``X`` and ``Y``) in pairs.

    None where the next row is one of data: a cell of it means nothing as a heading.
    """
    if at + 1 >= len(grid):
        return None
    upper, lower = grid[at], grid[at + 1]
    width = max(len(upper), len(lower))
    pad = [None] * width
    pairs = list(zip([*upper, *pad][:width], [*lower, *pad][:width], strict=True))
    new = [low for up, low in pairs if _held([low]) and low != up]  # the same is merged down
    if not new or not all(isinstance(cell, str) and known(cell) for cell in new):
        return None
    return pairs


def is_heading_row(row: Sequence[object], known: Known) -> bool:
    """Tell whether a row names columns: two cells or more, all of which mean something."""
    last = row[-1] if row else None
    if not isinstance(last, str) or last[-1:].isdigit():
        return False  # as nearly every row of data ends; nothing more is looked at
    held = _held(row)
    return len(held) >= _ENOUGH and all(isinstance(cell, str) and known(cell) for cell in held)


def numbers_columns(row: Sequence[object], width: int) -> bool:
    """Tell whether a row numbers the columns, as printed tables do: 1, 2, 3; (1), (2); A, B, 1, 2.

    Every column has a number, one more than the one before it, the first of them perhaps letters.
    """
    words = [_number_word(cell) for cell in row[:width]]
    if len(words) < _NUMBERED or any(map(bool, _held(row[width:]))):
        return False
    letters = [word for word in words if word in _COLUMN_LETTERS]
    counted = [str(nth) for nth in range(1, len(words) - len(letters) + 1)]
    return words == [*_COLUMN_LETTERS[: len(letters)], *counted] and len(counted) >= _ENOUGH


_NUMBERED = 3
_COLUMN_LETTERS = ("a", "b", "c", "d")


def _number_word(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip(" ()[].").casefold()


def _headings(row: Sequence[object], known: Known) -> int:
    return sum(isinstance(cell, str) and bool(cell.strip()) and known(cell) for cell in row)


def _held(row: Sequence[object]) -> list[object]:
    return [
        cell for cell in row if cell is not None and (not isinstance(cell, str) or cell.strip())
    ]
