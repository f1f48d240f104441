"""A budget as files: the frontier and the allocation as tables, all of it as JSON, a picture."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from optimizer.budget.budget_document import Document
from optimizer.budget.frontier_picture import draw_frontier
from optimizer.budget.village_curve import VillageCurve
from optimizer.domain.languages import Language
from optimizer.errors import OutputError
from optimizer.output.folder.atomic_files import check_folder, put_folder
from optimizer.output.folder.csv_table import CsvTable

MARK = "budget.json"
"""The file by which a budget's folder is recognised as ours."""
TITLES: Mapping[Language, tuple[str, str, str]] = {
    Language.EN: ("Households served by so many recruits", "recruits", "households"),
    Language.VI: ("Số hộ có người phụ trách theo số bổ sung", "số bổ sung", "số hộ"),
}
ALLOCATION = ("village", "recruits", "served", "bound", "needed", "households", "name", "area")


def check_budget_place(path: Path) -> None:
    """Refuse a place that holds something else than an earlier budget.

    Raises
    ------
    OutputError
        When replacing what is there would lose something that is not ours.
    """
    if path.exists() and not path.is_dir():
        raise OutputError(f"{path} is a file; name a folder")
    check_folder(path, "a budget", MARK)


def write_budget(
    path: Path,
    document: Document,
    curves: Sequence[VillageCurve],
    kept: Mapping[str, Any],
    language: Language = Language.EN,
) -> None:
    """Write the files under a temporary name, and put them in their place when they are whole.

    Parameters
    ----------
    kept
        The curves as `curve_store` keeps them, so that a second budget costs nothing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part, old = (path.parent / f".{path.name}.{word}" for word in ("unfinished", "replaced"))
    for left in (part, old):
        shutil.rmtree(left, ignore_errors=True)
    part.mkdir()
    try:
        _fill(part, document, curves, kept, language)
        put_folder(part, path, old)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _fill(
    part: Path,
    document: Document,
    curves: Sequence[VillageCurve],
    kept: Mapping[str, Any],
    language: Language,
) -> None:
    points: Any = document["frontier"]
    chosen = dict(_pairs(document))
    frontier = CsvTable(part / "frontier.csv", ("recruits", "served", "bound"))
    frontier.write(points)
    frontier.close()
    allocation = CsvTable(part / "allocation.csv", ALLOCATION)
    allocation.write(
        (
            curve.village,
            taken := chosen.get(curve.village, 0),
            int(curve.served[taken]),
            int(curve.bound[taken]),
            curve.most,
            curve.households,
            curve.name,
            " / ".join(curve.area),
        )
        for curve in curves
    )
    allocation.close()
    number = min(int(str(document["recruits"])), points[-1][0])
    marked = points[number - points[0][0]]
    (part / "frontier.svg").write_text(
        draw_frontier(points, marked, TITLES[language]), encoding="utf-8"
    )
    (part / "curves.json").write_bytes(orjson.dumps(kept))
    (part / MARK).write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2))


def _pairs(document: Document) -> list[tuple[str, int]]:
    listed: Any = document["villages"]
    return [(name, taken) for name, taken in listed]
