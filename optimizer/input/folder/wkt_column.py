"""A column of shapes as text (WKT, or WKB in hexadecimal), as databases and open data write it."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from optimizer.domain.scenario import Floats
from optimizer.errors import Problem
from optimizer.input.budgets import file_budgets
from optimizer.input.checks.faults import shown
from optimizer.input.folder.shape_points import points_in
from optimizer.input.folder.sheet import Sheet

_MESSAGE = "it is no point or area as text, such as POINT (108.9 11.6); mend it or remove the row"


def points_of_text(sheet: Sheet, field: str) -> tuple[Floats, list[Problem]]:
    """Return shape (rows, 2), a point in each shape (NaN where there is none), and what is wrong.

    Raises
    ------
    ScenarioError
        When the texts would become more vertices than are read of a map.
    """
    texts = [cell.strip() if isinstance(cell, str) else "" for cell in sheet.columns[field]]
    pairs = sum(text.count(",") + 1 for text in texts)
    file_budgets.MAP_VERTICES.check(max(pairs, sum(map(len, texts)) // 64), sheet.source)
    xy, right = points_in(_shapes(texts))
    wrong = np.flatnonzero(~right).tolist()
    problems = [
        Problem("BAD_GEOMETRY", sheet.where(row), field, shown(sheet.columns[field][row]), _MESSAGE)
        for row in wrong
    ]
    return xy, problems


def _shapes(texts: list[str]) -> NDArray[np.object_]:
    """Return the shapes, None where a text is none."""
    plain = [text.partition(";")[2] if text[:5].upper() == "SRID=" else text for text in texts]
    binary = [text[:2] in {"00", "01"} for text in plain]
    as_text = shapely.from_wkt(
        [None if hexed else text for text, hexed in zip(plain, binary, strict=True)],
        on_invalid="ignore",
    )
    as_hex = shapely.from_wkb(
        [text if hexed else None for text, hexed in zip(plain, binary, strict=True)],
        on_invalid="ignore",
    )
    return np.where(binary, as_hex, as_text)
