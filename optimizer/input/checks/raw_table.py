"""Raw columns of one table, and a way to say where a row is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.notes import Note
from optimizer.domain.scenario import Ints
from optimizer.input.systems import CoordinateSystem

Column = Sequence[object] | NDArray[np.float64] | NDArray[np.int64]
"""Cells as they came in: any objects, None where empty; or an array of numbers without gaps."""

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """One table of an input, before anything is checked.

    Parameters
    ----------
    name
        The table's word: ``households``, ``members``, ``places``, ``pairs`` or ``villages``.
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
