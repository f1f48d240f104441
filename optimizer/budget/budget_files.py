"""The files of a budget, each by its name: tables, a workbook, a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from optimizer.budget.budget_document import Document
from optimizer.budget.budget_workbook import write_budget_workbook
from optimizer.budget.frontier_picture import draw_frontier
from optimizer.budget.village_curve import VillageCurve
from optimizer.domain.languages import Language
from optimizer.output.folder.csv_table import CsvTable

TITLES: Mapping[Language, tuple[str, str, str]] = {
    Language.EN: ("Households served by so many recruits", "recruits", "households"),
    Language.VI: ("Số hộ có người phụ trách theo số bổ sung", "số bổ sung", "số hộ"),
}
ALLOCATION = ("village", "recruits", "served", "bound", "needed", "households", "name", "area")
Write = Callable[[Path, Document, Sequence[VillageCurve], Language], None]


def write_budget_file(
    path: Path, document: Document, curves: Sequence[VillageCurve], language: Language
) -> None:
    """Write the file of a budget that the name of the path says.

    Raises
    ------
    KeyError
        Where there is no such file.
    """
    BUDGET_FILES[path.name](path, document, curves, language)


def _frontier(
    path: Path, document: Document, _: Sequence[VillageCurve], language: Language
) -> None:
    points: Any = document["frontier"]
    table = CsvTable(path, ("recruits", "served", "bound"), language)
    table.write(points)
    table.close()


def _allocation(
    path: Path, document: Document, curves: Sequence[VillageCurve], language: Language
) -> None:
    chosen: Any = document["villages"]
    given = dict(chosen)
    table = CsvTable(path, ALLOCATION, language)
    table.write(
        (
            curve.village,
            taken := given.get(curve.village, 0),
            int(curve.served[taken]),
            int(curve.bound[taken]),
            curve.most,
            curve.households,
            curve.name,
            " / ".join(curve.area),
        )
        for curve in curves
    )
    table.close()


def _picture(path: Path, document: Document, _: Sequence[VillageCurve], language: Language) -> None:
    points: Any = document["frontier"]
    number = min(int(str(document["recruits"])), points[-1][0])
    drawn = draw_frontier(points, points[number - points[0][0]], TITLES[language])
    path.write_text(drawn, encoding="utf-8")


BUDGET_FILES: Mapping[str, Write] = {
    "frontier.csv": _frontier,
    "allocation.csv": _allocation,
    "budget.xlsx": write_budget_workbook,
    "frontier.svg": _picture,
}
"""Name of a file to what writes it."""
