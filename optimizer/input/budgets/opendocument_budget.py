"""OpenDocument spreadsheets (``.ods``): what repeats in them, before a reader lays cells out.

A cell or a row may say that it is repeated any number of times; readers write it so often.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from xml.parsers import expat

from optimizer.input.budgets import file_budgets

CONTENT = "content.xml"
_TABLE, _ROW = "table:table", "table:table-row"
_CELLS = ("table:table-cell", "table:covered-table-cell")
_TEXT = "text:p"
_COLUMNS_REPEATED, _ROWS_REPEATED = "table:number-columns-repeated", "table:number-rows-repeated"
_CHUNK = 1 << 20
_DIGITS = 9
_TIMES = 10**_DIGITS
"""A number of more digits is too large whatever they are."""


def check_content(archive: zipfile.ZipFile, content: str, source: str) -> None:
    """Refuse a spreadsheet whose cells or texts would be too many once they are repeated.

    Parameters
    ----------
    content
        The name of the part that holds the sheets.

    Raises
    ------
    ScenarioError
        With the sheet's count and the limit.
    zipfile.BadZipFile
        When its content is no XML, or declares what XML would repeat.
    """
    counted = _Counted(source)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = counted.start
    parser.EndElementHandler = counted.end
    parser.CharacterDataHandler = counted.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        with archive.open(content) as part:
            while chunk := part.read(_CHUNK):
                parser.Parse(chunk, False)  # noqa: FBT003 - the signature is expat's
            parser.Parse(b"", True)  # noqa: FBT003 - the signature is expat's
    except (expat.ExpatError, ValueError) as fault:
        raise zipfile.BadZipFile(str(fault)) from fault


def _refuse_doctype(*_: object) -> None:
    raise zipfile.BadZipFile("a document type, which may repeat what it names")


@dataclass(slots=True)
class _Counted:
    """The sheets so far: rows and columns from the first cell to the last that holds anything."""

    source: str
    sheets: int = 0
    cells: int = 0
    """Of the sheets before."""
    rows: int = 0
    held_rows: int = 0
    columns: int = 0
    """Of this sheet: to its last row, to its last row that holds anything, and to its widest."""
    times: int = 1
    width: int = 0
    held_width: int = 0
    """Of this row: how often it stands there, to its last cell, to its last that holds anything."""
    repeated: int = 1
    length: int = 0
    row_bytes: int = 0
    text_bytes: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a sheet, a row or a cell."""
        if name == _TABLE:
            self.sheets += 1
            file_budgets.SHEETS.check(self.sheets, self.source)
            self.rows = self.held_rows = self.columns = 0
        elif name == _ROW:
            self.times = _number(attributes.get(_ROWS_REPEATED))
            self.width = self.held_width = self.row_bytes = 0
        elif name in _CELLS:
            self.repeated = _number(attributes.get(_COLUMNS_REPEATED))
            values = (text for key, text in attributes.items() if key.startswith("office:"))
            self.length = sum(map(len, values))
        elif name == _TEXT:
            self.length += 1

    def text(self, data: str) -> None:
        """Count what stands in a cell."""
        self.length += len(data.encode("utf-8"))

    def end(self, name: str) -> None:
        """End a cell, a row or a sheet."""
        if name in _CELLS:
            self.width += self.repeated
            if self.length:
                self.held_width = self.width
                self.row_bytes += self.repeated * self.length
            self.length = 0
        elif name == _ROW:
            self.rows += self.times
            self.columns = max(self.columns, self.held_width)
            if self.held_width:
                self.held_rows = self.rows
                self.text_bytes += self.times * self.row_bytes
                self._check(self.cells + self.held_rows * self.columns)
                file_budgets.TEXT_BYTES.check(self.text_bytes, self.source)
        elif name == _TABLE:
            self.cells += self.held_rows * self.columns

    def _check(self, cells: int) -> None:
        file_budgets.SHEET_CELLS.check(cells, f"{self.source} sheet {self.sheets}")


def _number(stated: str | None) -> int:
    """Return how often something stands there; what is no number stands there once."""
    if stated is None or not stated.strip().isdigit():
        return 1
    return int(stated) if len(stated.strip()) <= _DIGITS else _TIMES
