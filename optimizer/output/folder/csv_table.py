"""CSV files for people: nothing in them that a spreadsheet would run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from math import isnan
from pathlib import Path

from optimizer.domain.languages import Language, decimal_mark

Cell = str | int | float | None


class CsvTable:
    """A CSV file for people: with a byte order mark, and nothing that a spreadsheet would run.

    Parameters
    ----------
    language
        Whose spreadsheets it is for: in Vietnamese ones a comma stands before decimals, so that
        semicolons separate the cells.
    mark
        Whether the byte order mark is there: for programs that would take it for a letter, no.
    """

    def __init__(
        self,
        path: Path,
        columns: Sequence[str],
        language: Language = Language.EN,
        *,
        mark: bool = True,
    ) -> None:
        self._decimal = decimal_mark(language)
        # Excel takes a file without the mark for one of the machine's old code pages.
        self._file = path.open("w", encoding="utf-8-sig" if mark else "utf-8", newline="")
        self._rows = csv.writer(self._file, delimiter="," if self._decimal == "." else ";")
        self._rows.writerow(columns)

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Append rows."""
        self._rows.writerows([self._written(cell) for cell in row] for row in rows)

    def _written(self, cell: Cell) -> Cell:
        if isinstance(cell, float) and isnan(cell):
            return None
        if isinstance(cell, float) and self._decimal != ".":
            return str(cell).replace(".", self._decimal)
        return harmless(cell)

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


def harmless(cell: Cell) -> Cell:
    """Keep a spreadsheet from running a text as a formula: an apostrophe makes it plain text."""
    # Texts that already begin with the apostrophe get one too, so that it can be taken off again.
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r", "'")):
        return "'" + cell
    return cell


def as_written(text: str) -> str:
    """Return the text that ``harmless`` was given."""
    return text.removeprefix("'")
