"""CSV: UTF-8 with or without BOM, separated by commas or, as Excel in Vietnam writes, semicolons.

Every cell is read as text, so that an id 007 stays one and row numbers are exact. In a file
separated by semicolons ``109,05`` is understood as 109.05; once a column holds a decimal comma, a
point in it is refused, since it could only separate thousands.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from optimizer.input.budgets.csv_budget import check_csv
from optimizer.input.folder.sheet import Sheet, sheet_from_grid, unreadable


def read_csv(path: Path) -> Sheet:
    """Read a CSV file.

    Raises
    ------
    ScenarioError
        When the file is not UTF-8, has no header, or its quotes do not close.
    """
    text = decoded(path.name, path.read_bytes())
    header = text.split("\n", 1)[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    check_csv(text, delimiter, path.name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        grid = list(reader)
    except csv.Error as error:
        message = f"the quotes of line {reader.line_num} do not fit ({error}); mend the line"
        raise unreadable(path.name, message) from error
    return sheet_from_grid(path.name, grid, decimal_comma=delimiter == ";")


def decoded(source: str, content: bytes) -> str:
    """Return a file's text.

    Raises
    ------
    ScenarioError
        When the file is not UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"line {line} is not UTF-8; save the file again as UTF-8 (in Excel: CSV UTF-8)"
        raise unreadable(source, message, "NOT_UTF8") from error
