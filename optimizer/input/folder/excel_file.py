"""Excel: one table a file, or all tables as sheets of one workbook."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from optimizer.errors import Problem, ScenarioError
from optimizer.input.budgets.excel_budget import check_workbook
from optimizer.input.folder.sheet import Sheet, sheet_from_grid, unreadable

_NOT_WHOLE = "the file is no whole Excel file; save it again"


def read_excel(path: Path, table: str) -> Sheet:
    """Read the sheet of this name, or the only one that holds anything.

    Raises
    ------
    ScenarioError
        When the file is damaged, or does not say which sheet is meant.
    """
    filled = _filled_sheets(path)
    named = [sheet for sheet in filled if sheet.name.strip().casefold() == table]
    chosen = named or filled
    if len(chosen) != 1:
        found = ", ".join(sheet.name for sheet in filled) or "none"
        message = f"one sheet must hold the table; name it {table} (sheets with content: {found})"
        raise unreadable(path.name, message, "WHICH_SHEET")
    return _sheet(path.name, chosen[0])


def read_workbook(path: Path, known: tuple[str, ...]) -> dict[str, Sheet]:
    """Read every sheet of a workbook whose sheets are named like the tables.

    A sheet whose name begins with ``#`` is a note for people, and passed over.

    Raises
    ------
    ScenarioError
        When the file is damaged, or a sheet is no table.
    """
    sheets, problems = {}, []
    for sheet in _filled_sheets(path):
        name = sheet.name.strip().casefold()
        if name.startswith("#"):
            continue
        if name in known and name not in sheets:
            sheets[name] = _sheet(f"{path.name} sheet {sheet.name}", sheet)
        else:
            message = f"this sheet is no table, or stands twice; the tables are {', '.join(known)}"
            problems.append(Problem("UNKNOWN_TABLE", path.name, "", sheet.name, message))
    if problems:
        raise ScenarioError(problems)
    return sheets


def open_workbook(file: BinaryIO, source: str) -> CalamineWorkbook:
    """Open a workbook whose sheets are no larger than is read.

    Raises
    ------
    ScenarioError
        When it is no whole Excel file, or would become too much.
    """
    check_workbook(file, source)
    with whole(source):
        return CalamineWorkbook.from_filelike(file)


@contextmanager
def whole(source: str) -> Iterator[None]:
    """Turn what the reader raises about a file, a panic of its parser too, into its refusal."""
    try:
        yield
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise unreadable(source, _NOT_WHOLE) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # which has no other name in Python
            raise
        raise unreadable(source, _NOT_WHOLE) from error


def _filled_sheets(path: Path) -> list[CalamineSheet]:
    with path.open("rb") as file, whole(path.name):
        book = open_workbook(file, path.name)
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    return [sheet for sheet in sheets if sheet.height]


def _sheet(source: str, sheet: CalamineSheet) -> Sheet:
    with whole(source):
        grid = sheet.to_python(skip_empty_area=False)  # the empty rows keep the row numbers exact
    return sheet_from_grid(source, grid)
