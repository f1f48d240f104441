"""The folder of a budget: its tables, workbook and picture, all of it as JSON, and the curves."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from optimizer.budget.budget_document import Document
from optimizer.budget.budget_files import BUDGET_FILES, write_budget_file
from optimizer.budget.village_curve import VillageCurve
from optimizer.domain.languages import Language
from optimizer.errors import OutputError
from optimizer.output.folder.atomic_files import check_folder, put_folder

MARK = "budget.json"
"""The file by which a budget's folder is recognised as ours."""


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
    for name in BUDGET_FILES:
        write_budget_file(part / name, document, curves, language)
    (part / "curves.json").write_bytes(orjson.dumps(kept))
    (part / MARK).write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2))
