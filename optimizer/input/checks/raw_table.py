"""Raw columns of one table, and a way to say where a row is."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.notes import Note
from optimizer.domain.scenario import Ints
from optimizer.input.systems import CoordinateSystem

Bools = NDArray[np.bool_]
Column = Sequence[object] | NDArray[np.float64] | NDArray[np.int64]
"""Cells as they came in: any objects, None where empty; or an array of numbers without gaps."""


class CodedColumn(Sequence[object]):
    """A column of few words in many rows: each word once, and its number in each row.

    Parameters
    ----------
    words
        Each once; None for an empty cell.
    codes
        Shape (rows,), positions among the words.
    """

    def __init__(self, words: Sequence[object], codes: Ints) -> None:
        self.words, self.codes = words, codes

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, at: int) -> object: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[object]: ...
    def __getitem__(self, at: int | slice) -> object | Sequence[object]:
        """Return the word of a row."""
        if isinstance(at, slice):
            return CodedColumn(self.words, self.codes[at])
        return self.words[int(self.codes[at])]

    def take(self, rows: Ints) -> CodedColumn:
        """Return some rows, and of the words only theirs."""
        used, codes = np.unique(self.codes[rows], return_inverse=True)
        return CodedColumn([self.words[code] for code in used.tolist()], codes)

    @property
    def filled(self) -> Bools:
        """Shape (rows,): where a cell holds anything."""
        return np.array([word not in _NOTHING for word in self.words], np.bool_)[self.codes]


def coded_column(cells: Column) -> CodedColumn:
    """Return any column as one of few words."""
    if isinstance(cells, CodedColumn):
        return cells
    if isinstance(cells, np.ndarray):
        words, codes = np.unique(cells, return_inverse=True)
        return CodedColumn(words.tolist(), codes)
    known: dict[tuple[type, object], int] = {}  # 1, 1.0 and True are different words
    keys = [(type(cell), cell if isinstance(cell, Hashable) else id(cell)) for cell in cells]
    codes = np.array([known.setdefault(key, len(known)) for key in keys], np.int64)
    first = np.full(len(known), len(cells))
    np.minimum.at(first, codes, np.arange(len(cells)))
    return CodedColumn([cells[row] for row in first.tolist()], codes)


_NOTHING = (None, "")


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """One table of an input, before anything is checked.

    Parameters
    ----------
    name
        The table's word: ``households``, ``members``, ``places``, ``pairs``, ``distances``,
        ``hamlets`` or ``villages``.
    size
        Number of rows.
    columns
        Column name to cells; every column has ``size`` cells.
    where
        Row to the place as its author sees it.
    source
        The table as a whole: a file's name, or a JSON pointer.
    village
        Shape (size,), each row's village as a row of the villages table, where its source knows
        it by position; None where a column ``village`` names it.
    text
        True where numbers may be written as text (CSV, Excel) and ids as numbers.
    decimal_comma
        True where the file's own convention writes ``109,05`` (CSV separated by semicolons).
    degrees
        True where the author calls x and y longitude and latitude.
    system
        The system of coordinates of x and y, where it is another than the scenario's.
    notes
        What its reader has to say about it.
    """

    name: str
    size: int
    columns: Mapping[str, Column]
    where: Callable[[int], str]
    source: str
    village: Ints | None = None
    text: bool = False
    decimal_comma: bool = False
    degrees: bool = False
    system: CoordinateSystem | None = None
    notes: tuple[Note, ...] = ()

    def cell(self, field: str, row: int) -> object:
        """Return what stands in a row, None where the column does not exist."""
        column = self.columns.get(field)
        return None if column is None else column[row]


def empty_table(name: str) -> RawTable:
    """Make a table without rows, for one that was not given."""
    return RawTable(name, 0, {}, lambda row: f"{name} row {row}", name)
