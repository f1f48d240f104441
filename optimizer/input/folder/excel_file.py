"""Workbooks of Excel and LibreOffice: one table a file, or all tables as sheets of one workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from optimizer.errors import Problem, ScenarioError
from optimizer.input.budgets import file_budgets
from optimizer.input.budgets.excel_budget import check_workbook
from optimizer.input.columns import ReadingChoices, table_of
from optimizer.input.folder.collector import collector_paused
from optimizer.input.folder.header_row import Known
from optimizer.input.folder.other_workbooks import HEAD, refuse_page
from optimizer.input.folder.sheet import Sheet, sheet_from_grid, unreadable
from optimizer.input.folder.table_schema import AS_IT_IS, headings_of

WORKBOOKS = (".xlsx", ".xls", ".ods", ".xlsm")
"""Endings of workbooks that are read."""
_NOT_WHOLE = "the file is no whole Excel file; save it again"


def read_excel(path: Path, table: str, known: Known) -> Sheet:
    """Read the sheet of this name, or the only one that is seen and holds anything.

    Parameters
    ----------
    known
        Whether a heading means something; see `sheet_from_grid`.

    Raises
    ------
    ScenarioError
        When the file is damaged, or does not say which sheet is meant.
    """
    filled = _filled_sheets(path)
    named = [sheet for sheet in filled if table_of(sheet.name) == table]
    chosen = named or [sheet for sheet in filled if not sheet.name.strip().startswith("#")]
    if len(chosen) != 1:
        found = ", ".join(sheet.name for sheet in filled) or "none"
        message = f"one sheet must hold the table; name it {table} (sheets with content: {found})"
        raise unreadable(path.name, message, "WHICH_SHEET")
    return _sheet(path.name, chosen[0], known)


def read_workbook(
    path: Path, known: tuple[str, ...], choices: ReadingChoices = AS_IT_IS
) -> dict[str, Sheet]:
    """Read every sheet of a workbook whose sheets are named like the tables.

    A sheet whose name begins with ``#`` is a note for people, and passed over; so is a hidden one.

    Raises
    ------
    ScenarioError
        When the file is damaged, or a sheet is no table.
    """
    sheets, problems = {}, []
    for sheet in _filled_sheets(path):
        name = table_of(sheet.name)
        if name.startswith("#"):
            continue
        if name in known and name not in sheets:
            source = f"{path.name} sheet {sheet.name}"
            sheets[name] = _sheet(source, sheet, headings_of(name, choices))
        else:
            message = (
                f"this sheet is no table, or stands twice; the tables are {', '.join(known)}; put "
                "# before its name, or hide it, if it is none"
            )
            problems.append(Problem("UNKNOWN_TABLE", path.name, "", sheet.name, message))
    if problems:
        raise ScenarioError(problems)
    return sheets


def read_sheets(path: Path, wanted: Callable[[str, int], Known | None]) -> dict[str, Sheet]:
    """Read those sheets of a workbook that are wanted, by their names; hidden ones are passed over.

    Parameters
    ----------
    wanted
        From a sheet's name and the number of sheets to whether a heading means something in it;
        None where it is not to be read.

    Raises
    ------
    ScenarioError
        When the file is damaged, or a sheet that is wanted is no table.
    """
    filled = [one for one in _filled_sheets(path) if not one.name.strip().startswith("#")]
    chosen = [(sheet, wanted(sheet.name, len(filled))) for sheet in filled]
    return {
        sheet.name: _sheet(f"{path.name} sheet {sheet.name}", sheet, known)
        for sheet, known in chosen
        if known is not None
    }


def open_workbook(file: BinaryIO, source: str) -> CalamineWorkbook:
    """Open a workbook whose sheets are no larger than is read.

    Raises
    ------
    ScenarioError
        When it is no whole workbook, or would become too much.
    """
    refuse_page(file.read(HEAD), source)
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
    """Return the sheets that are seen and hold anything."""
    with path.open("rb") as file, whole(path.name):
        book = open_workbook(file, path.name)
        seen = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        sheets = [book.get_sheet_by_name(name) for name in seen]
    return [sheet for sheet in sheets if sheet.height]


def _sheet(source: str, sheet: CalamineSheet, known: Known) -> Sheet:
    with whole(source), collector_paused():
        read = sheet.to_python(skip_empty_area=False)  # the empty rows keep the row numbers exact
        merged = sheet.merged_cell_ranges or ()
    grid: list[list[object]] = [list(row) for row in read] if merged else read  # type: ignore[assignment]  # cells of any kind are objects
    fill_down(grid, merged, source)
    return sheet_from_grid(source, grid, known=known)


def fill_down(
    grid: list[list[object]],
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]],
    source: str,
) -> None:
    """Write what stands in a cell merged down a column into every row of it.

    Parameters
    ----------
    merged
        First and last cell of each range, row and column from 0.
    """
    down = [
        (top, min(bottom, len(grid) - 1), left)
        for (top, left), (bottom, right) in merged
        if left == right and top < bottom and top < len(grid) and left < len(grid[top])
    ]
    file_budgets.SHEET_CELLS.check(sum(bottom - top for top, bottom, _ in down), source)
    for top, bottom, column in down:
        for row in grid[top + 1 : bottom + 1]:
            row[column] = grid[top][column]
