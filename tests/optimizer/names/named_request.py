"""A request of two villages whose ids are the same, and its result on the disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from optimizer.input.request import scenario_from_request
from optimizer.pipeline import plan_village
from tests.optimizer.written_results import write_folder, write_response

Table = Sequence[Sequence[object]]


def village(name: str, households: int, **more: object) -> dict[str, Any]:
    """Return households h0, h1, ... 10 m apart, and two members at the first one's door."""
    homes = [{"id": f"h{row}", "x": 10.0 * row, "y": 0.0} for row in range(households)]
    people = [{"id": f"m{row}", "x": 0.0, "y": 1.0} for row in range(2)]
    return {"id": name, "name": f"Thôn {name}", "households": homes, "members": people, **more}


def asked(*villages: dict[str, Any], **rules: object) -> dict[str, Any]:
    """Return a request in which a member takes at most two households."""
    return {"rules": {"min_households": 0, "max_households": 2, **rules}, "villages": villages}


def result_folder(request: dict[str, Any], path: Path) -> Path:
    """Plan a request and write its result folder."""
    scenario = scenario_from_request({**request, "villages": list(request["villages"])})
    write_folder(scenario, map(plan_village, scenario.villages), path)
    return path


def result_file(request: dict[str, Any], path: Path) -> Path:
    """Plan a request and write its response JSON."""
    scenario = scenario_from_request({**request, "villages": list(request["villages"])})
    write_response(scenario, map(plan_village, scenario.villages), path)
    return path


def workbook(path: Path, **sheets: Table) -> Path:
    """Write a workbook of texts and numbers as they are."""
    with Workbook(str(path), {"strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for nth, row in enumerate(rows):
                sheet.write_row(nth, 0, row)
    return path
