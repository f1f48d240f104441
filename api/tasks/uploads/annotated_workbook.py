"""Annotates a workbook with what is wrong beside each row.

Sheets with their order and all values are kept. Not kept, as the reader does not see them:
formulas (their last values stay), formats, comments, lists to choose from, pictures and charts.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from api.http.errors import ServiceError
from api.http.problem_texts_vietnamese import translate_problem
from api.tasks.uploads.problem_location import file_details, place_of
from api.tasks.uploads.uploaded_files import Sent, UnpackLimits, check_size_of, scenario_of_files
from optimizer.errors import Problem, ScenarioError
from optimizer.input.columns import ReadingChoices
from optimizer.input.folder.excel_file import open_workbook, whole

ERRORS = "# lỗi - errors"
"""Head of the column, and name of the sheet for problems of no row; readers pass both over."""
_LONGEST = 32_767


def mark(
    file: Sent,
    bounds: UnpackLimits,
    choices: ReadingChoices,
    language: str,
    *,
    strict: bool = False,
) -> bytes:
    """Return a workbook with a column of problems in every sheet that has some.

    Raises
    ------
    ServiceError
        When it is no whole Excel file, or larger than is taken.
    """
    check_size_of(file, bounds)
    problems: Sequence[Problem] = ()
    try:
        scenario_of_files([file], bounds, choices.coordinates, choices, strict=strict)
    except ScenarioError as fault:
        problems = [_in(language, problem) for problem in fault.problems]
    try:
        with whole(file.name):
            book = open_workbook(io.BytesIO(file.content), file.name)
            grids = {
                name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in book.sheet_names
            }
    except ScenarioError as fault:
        errors = file_details(fault.problems)
        raise ServiceError("BAD_SCENARIO", errors=errors, count=len(errors)) from None
    grids.pop(ERRORS, None)
    return _written(grids, *_sorted(problems, grids, Path(file.name).stem.casefold()))


def _in(language: str, problem: Problem) -> Problem:
    detail = {"code": problem.code, "message": problem.message, "params": dict(problem.params)}
    told = translate_problem(detail, language)
    return replace(problem, message=told["message"])


def _sorted(
    problems: Sequence[Problem], grids: Mapping[str, object], stem: str
) -> tuple[Mapping[tuple[str, int], list[str]], list[str]]:
    """Put problems to their rows, by sheet and number; the others are listed."""
    names = {name.strip().casefold(): name for name in grids}
    if len(grids) == 1:
        names[stem] = next(iter(grids))
    beside: dict[tuple[str, int], list[str]] = defaultdict(list)
    others: list[str] = []
    for problem in problems:
        place = place_of(problem)
        if place is None or place[0] not in names:
            others.append(str(problem))
        else:
            field = f"{problem.field}: " if problem.field else ""
            beside[names[place[0]], place[1]].append(field + problem.message)
    return beside, others


def _written(
    grids: Mapping[str, Sequence[Sequence[object]]],
    beside: Mapping[tuple[str, int], list[str]],
    others: Sequence[str],
) -> bytes:
    made = io.BytesIO()
    plain = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    with Workbook(made, {"in_memory": True, **plain}) as book:
        loud = book.add_format({"bg_color": "#fde7e5"})
        day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for name, grid in grids.items():
            sheet = book.add_worksheet(name)
            rows = [_without_old(grid, row) for row in grid]
            for number, row in enumerate(rows):
                for at, cell in enumerate(row):
                    _write(sheet, number, at, cell, day)
            told = {line: words for (where, line), words in beside.items() if where == name}
            width = max(map(len, rows), default=0)
            if told:
                sheet.set_column(width, width, 80)
                sheet.write_string(0, width, ERRORS)
            for line, words in told.items():
                sheet.write_string(line - 1, width, "; ".join(words)[:_LONGEST], loud)
        if others:
            sheet = book.add_worksheet(ERRORS)
            sheet.set_column(0, 0, 120)
            for number, text in enumerate(others):
                sheet.write_string(number, 0, text[:_LONGEST], loud)
    return made.getvalue()


def _without_old(grid: Sequence[Sequence[object]], row: Sequence[object]) -> list[object]:
    """Return a row without the column that an earlier round has added."""
    old = [at for at, cell in enumerate(grid[0]) if cell == ERRORS]
    return [cell for at, cell in enumerate(row) if at not in old]


def _write(sheet: Worksheet, row: int, at: int, cell: object, day: Format) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, at, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, at, cell)
    elif isinstance(cell, datetime | date | time | timedelta):
        sheet.write_datetime(row, at, cell, day)
    elif isinstance(cell, str) and cell:
        sheet.write_string(row, at, cell[:_LONGEST])
