"""CSV files for people read back, in whichever language they were written."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from optimizer.output.folder.csv_table import as_written

_MEASURED = ("x", "y", "metres")
"""Columns with decimals; so are those that end in ``_m``."""


def delimiter_of(head: str) -> str:
    """Return what stands between the cells of a table by its first line."""
    return ";" if head.count(";") > head.count(",") else ","


def rows_of(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield header and rows as they were before they were made harmless; empty lines are none.

    Decimals have a point, also where the table was written for Vietnamese spreadsheets.

    Parameters
    ----------
    lines
        Of a file that is open, or of a text, with their ends.
    """
    text = iter(lines)
    head = next(text, "")
    delimiter = delimiter_of(head)
    rows = csv.reader(chain([head], text), delimiter=delimiter)
    names = next(rows, [])
    yield names
    measured = [
        at
        for at, name in enumerate(names)
        if delimiter == ";" and (name in _MEASURED or name.endswith("_m"))
    ]
    for row in rows:
        cells = list(map(as_written, row))
        for at in measured:
            if at < len(cells):
                cells[at] = cells[at].replace(",", ".")
        if cells:
            yield cells


def records_of(lines: Iterable[str]) -> Iterator[Mapping[str, str]]:
    """Yield each row by the names of its columns; a cell that is not there is empty."""
    rows = rows_of(lines)
    names = next(rows, [])
    for row in rows:
        yield _record(names, row)


def _record(names: Sequence[str], row: Sequence[str]) -> Mapping[str, str]:
    missing = len(names) - len(row)
    return dict(zip(names, [*row, *[""] * missing], strict=False))
