"""CSV as people and scripts write it: commas, semicolons, tabs or bars; UTF-8, UTF-16, Windows.

Every cell is read as text, so that an id 007 stays one and row numbers are exact. In a file
separated by semicolons ``109,05`` is understood as 109.05; once a column holds a decimal comma, a
point in it is refused, since it could only separate thousands.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

from optimizer.domain.notes import Note
from optimizer.input.budgets import file_budgets
from optimizer.input.budgets.csv_budget import check_csv
from optimizer.input.folder.collector import collector_paused
from optimizer.input.folder.header_row import Known
from optimizer.input.folder.sheet import Sheet, sheet_from_grid, unreadable
from optimizer.input.folder.text_encoding import decoded_of_people

_DELIMITERS = ",;\t|"
_SAID = "sep="
_LINE = 10_000
"""Characters of a line that are looked at."""
_LOOKED_AT = 30
"""Lines at the top that are looked at for what separates the cells: titles have few."""


def read_csv(path: Path, known: Known | None = None) -> Sheet:
    """Read a CSV file.

    Parameters
    ----------
    known
        Whether a heading means something; see `sheet_from_grid`.

    Raises
    ------
    ScenarioError
        When its encoding is none that is known, it has no header, or its quotes do not close.
    """
    text, encoding = decoded_of_people(path.name, path.read_bytes())
    said, text = _said(text)
    delimiter = said or _delimiter(text, known)
    check_csv(text, delimiter, path.name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    first = 1 if said else 0  # that line counts as a row for whoever looks at the file
    with collector_paused():
        try:
            grid = list(reader)
        except csv.Error as error:
            message = f"the quotes of line {reader.line_num} do not fit ({error}); mend the line"
            raise unreadable(path.name, message) from error
        file_budgets.SHEET_COLUMNS.check(max(map(len, grid), default=0), path.name)
        sheet = sheet_from_grid(
            path.name, grid, decimal_comma=delimiter == ";", known=known, first=first
        )
    if encoding is None:
        return sheet
    params = {"source": path.name, "encoding": encoding}
    return replace(sheet, notes=(*sheet.notes, Note("ENCODING", "", (), params)))


def _said(text: str) -> tuple[str, str]:
    """Return what Excel's first line ``sep=;`` names, and the text without that line."""
    line, _, rest = text.partition("\n")
    line = line.rstrip("\r").strip('"')
    mark = line[len(_SAID) :]
    if line[: len(_SAID)].casefold() == _SAID and len(mark) == 1:
        return mark, rest
    return "", text


def _delimiter(text: str, known: Known | None) -> str:
    """Return what separates the cells: what makes most headings of a line, or is there most."""
    lines = [line.rstrip("\r") for line in text.split("\n", _LOOKED_AT)[:_LOOKED_AT]]
    if known is not None:
        found = [max(_headings(line, mark, known) for line in lines) for mark in _DELIMITERS]
        if max(found) > 1 and found.count(max(found)) == 1:
            return _DELIMITERS[found.index(max(found))]
    for line in lines:
        counts = [line.count(mark) for mark in _DELIMITERS]
        if max(counts):
            return _DELIMITERS[counts.index(max(counts))]
    return ","


def _headings(line: str, mark: str, known: Known) -> int:
    cells = line[:_LINE].split(mark)
    return sum(known(cell.strip().strip('"')) for cell in cells if cell.strip())
