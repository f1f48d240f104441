"""What people do to the tables of a workbook before it is sent."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Row = list[object]

_VIETNAMESE = {
    "village": ("Thôn", "Mã thôn", "thon", "THÔN"),
    "x": ("Kinh độ", "lon", "Longitude", "X", "long"),
    "y": ("Vĩ độ", "lat", "Latitude", "Y", "vi do"),
    "min": ("Số hộ ít nhất", "Tối thiểu", "MIN"),
    "max": ("Số hộ tối đa", "Tối đa", "Max"),
}
_IDS = {"households": ("Mã hộ", "ma ho", "ID"), "members": ("Mã thành viên", "Mã TV", "Id")}
_SHEETS = {"households": ("Hộ", "Danh sách hộ"), "members": ("Thành viên", "Tổ viên")}


@dataclass(slots=True)
class Table:
    """One sheet as it is going to be written.

    Parameters
    ----------
    above
        Rows of titles over the header.
    merged
        Column, first and last row of cells merged down.
    """

    name: str
    sheet: str
    header: list[str]
    rows: list[Row]
    above: list[Row] = field(default_factory=list)
    merged: list[tuple[int, int, int]] = field(default_factory=list)


def titles(table: Table, chance: random.Random) -> None:
    """Write one or more rows above the header."""
    words = ("DANH SÁCH HỘ GIA ĐÌNH", "Xã Phước Bình", "Năm 2026", None)
    table.above += [[chance.choice(words)] for _ in range(chance.randint(1, 3))]


def shifted(table: Table, _: random.Random) -> None:
    """Move the table one column to the right."""
    table.header.insert(0, "")
    for row in table.rows:
        row.insert(0, None)


def numbered(table: Table, _: random.Random) -> None:
    """Count the rows in a column of their own."""
    table.header.insert(0, "STT")
    for number, row in enumerate(table.rows, start=1):
        row.insert(0, number)


def columns_moved(table: Table, chance: random.Random) -> None:
    """Put the columns into another order."""
    order = list(range(len(table.header)))
    chance.shuffle(order)
    table.header = [table.header[at] for at in order]
    table.rows = [[row[at] for at in order] for row in table.rows]


def rows_moved(table: Table, chance: random.Random) -> None:
    """Sort the rows in another way."""
    chance.shuffle(table.rows)


def translated(table: Table, chance: random.Random) -> None:
    """Name columns and sheet in Vietnamese, or in another case."""
    names = {**_VIETNAMESE, "id": _IDS[table.name]}
    table.header = [
        chance.choice(names[head.casefold()]) if head.casefold() in names else head
        for head in table.header
    ]
    table.sheet = chance.choice(_SHEETS[table.name])


def as_text(table: Table, chance: random.Random) -> None:
    """Write some or all numbers of a column as text, with a point or a comma."""
    at = chance.randrange(len(table.header))
    comma, share = chance.random() < 0.5, chance.choice((1.0, 1.0, 0.5))  # noqa: PLR2004 - half
    for row in table.rows:
        if isinstance(row[at], float | int) and chance.random() < share:
            text = str(row[at])
            row[at] = text.replace(".", ",") if comma else text


def spaced(table: Table, chance: random.Random) -> None:
    """Add spaces, plain and not, round the cells of a column."""
    at = chance.randrange(len(table.header))
    for row in table.rows:
        if isinstance(row[at], str):
            row[at] = chance.choice(("{} ", " {}", "{}\u00a0", "{}")).format(row[at])


def blank_rows(table: Table, chance: random.Random) -> None:
    """Leave rows empty, or with a space alone."""
    for _ in range(chance.randint(1, 3)):
        empty: Row = [chance.choice((None, " ")), *[None] * (len(table.header) - 1)]
        table.rows.insert(chance.randrange(len(table.rows)), empty)


def header_again(table: Table, chance: random.Random) -> None:
    """Repeat the header, as at the top of a printed page."""
    table.rows.insert(chance.randrange(1, len(table.rows)), list(table.header))


def merged(table: Table, _: random.Random) -> None:
    """Merge cells of the same value that follow one another, in every column of text."""
    for at in range(len(table.header)):
        start = 0
        for end in range(1, len(table.rows) + 1):
            same = end < len(table.rows) and table.rows[end][at] == table.rows[start][at]
            if not same:
                if end - start > 1 and isinstance(table.rows[start][at], str):
                    table.merged.append((at, start, end - 1))
                start = end


def totals(table: Table, _: random.Random) -> None:
    """Add the columns up in a last row."""
    sums: Row = []
    for at in range(len(table.header)):
        cells = [float(str(row[at])) for row in table.rows if isinstance(row[at], int | float)]
        sums.append(sum(cells) if len(cells) == len(table.rows) else None)
    sums[0] = "Tổng cộng"
    table.rows.append(sums)


def dragged(table: Table, chance: random.Random) -> None:
    """Drag a number down the column: each is a step more than the last, or the same."""
    numbers = [
        at
        for at in range(len(table.header))
        if sum(isinstance(row[at], float) for row in table.rows) > len(table.rows) // 2
    ]
    if numbers:
        _drag(table, chance, chance.choice(numbers), chance.choice((1, 1, 0.000001, 0, 10, 3.7)))


def loads_dragged(table: Table, chance: random.Random) -> None:
    """Drag the least or the most households of members down the column."""
    known = ("min", "max", *_VIETNAMESE["min"], *_VIETNAMESE["max"])
    loads = [at for at, head in enumerate(table.header) if head in known]
    if loads:
        _drag(table, chance, chance.choice(loads), chance.choice((1, 1, 2, 10)))


def _drag(table: Table, chance: random.Random, at: int, step: float) -> None:
    start = chance.randrange(max(1, len(table.rows) - 5))
    first = table.rows[start][at]
    if not isinstance(first, float | int):
        return
    for number, row in enumerate(table.rows[start:]):
        row[at] = first + step * number


def exchanged(table: Table, chance: random.Random) -> None:
    """Exchange x and y of some rows."""
    heads = [head.casefold() for head in table.header]
    if "x" not in heads or "y" not in heads:
        return
    x, y = heads.index("x"), heads.index("y")
    for row in chance.sample(table.rows, 2):
        row[x], row[y] = row[y], row[x]


MESSES: Mapping[str, Callable[[Table, random.Random], None]] = {
    one.__name__: one
    for one in (
        *(titles, shifted, numbered, columns_moved, rows_moved, translated, as_text, spaced),
        *(blank_rows, header_again, merged, totals, dragged, loads_dragged, exchanged),
    )
}
LAST = ("blank_rows", "header_again", "merged", "totals")
"""What is done to a table once its cells are as they will be."""
