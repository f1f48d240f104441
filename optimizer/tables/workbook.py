"""Excel: one table a file, or all tables as sheets of one workbook."""

from __future__ import annotations

from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from optimizer.errors import Problem, ScenarioError
from optimizer.tables.sheet import Sheet, sheet_from_grid, unreadable


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


def _filled_sheets(path: Path) -> list[CalamineSheet]:
    try:
        book = CalamineWorkbook.from_path(path)
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    except (CalamineError, OSError) as error:
        raise unreadable(path.name, "the file is no whole Excel file; save it again") from error
    return [sheet for sheet in sheets if sheet.height]


def _sheet(source: str, sheet: CalamineSheet) -> Sheet:
    grid = sheet.to_python(skip_empty_area=False)  # the empty rows keep the row numbers exact
    return sheet_from_grid(source, grid)
