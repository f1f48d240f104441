"""A request as a workbook: what was clicked, or made by a program, to be mended in Excel."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

from xlsxwriter import Workbook

from api.http.errors import ServiceError
from api.http.json_body import parse
from api.http.temporary_files import scratch
from api.tasks.planner_task import Sizes, check_sizes, scenario_of
from api.tasks.uploads.workbook_template import NOTES
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Scenario
from optimizer.input.folder import write_scenario

_NUMBERS = frozenset(
    (
        *("x", "y", "min", "max", "order", "metres"),
        *("min_households", "max_households", "max_distance_m", "max_recruits"),
    )
)
"""Columns that are written as numbers; ids stay texts, with their zeros in front."""


def workbook_of(body: bytes, sizes: Sizes) -> bytes:
    """Return a request's tables as sheets, which read back as the same scenario.

    Raises
    ------
    ServiceError
        When the body is no scenario, or has what no sheet holds.
    """
    document = parse(body)
    check_sizes(document, sizes)
    scenario = scenario_of(document)
    if scenario.lending is not None or scenario.supervision is not None:
        reason = "a workbook holds no lending and no supervision; leave them out"
        raise ServiceError("BAD_VALUE", pointer="", reason=reason)
    with scratch() as place:
        folder = place / "scenario"
        # A workbook says rules village by village.
        write_scenario(replace(scenario, rules=Rules()), folder, format="csv")
        tables = sorted(folder.glob("*.csv"))
        others = {path.name for path in folder.iterdir()} - {path.name for path in tables}
        if others - {"scenario.yaml"}:
            reason = "a workbook holds no paths and no barriers; leave them out"
            raise ServiceError("BAD_VALUE", pointer="", reason=reason)
        return _written(tables, scenario)


def _written(tables: list[Path], scenario: Scenario) -> bytes:
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        notes = book.add_worksheet(NOTES)
        notes.write_row(0, 0, ("Mục / what", "Nội dung / how"), bold)
        notes.write_row(1, 0, ("coordinates", "lonlat" if scenario.lonlat else "metres"))
        for path in tables:
            sheet = book.add_worksheet(path.stem)
            with path.open(encoding="utf-8-sig", newline="") as file:
                head, *rows = csv.reader(file)
            sheet.write_row(0, 0, head, bold)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(rows, start=1):
                for at, (column, cell) in enumerate(zip(head, row, strict=True)):
                    if column in _NUMBERS and _is_number(cell):
                        sheet.write_number(number, at, float(cell))
                    elif cell:
                        sheet.write_string(number, at, cell)
    return made.getvalue()


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
