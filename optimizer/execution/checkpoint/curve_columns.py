"""The columns of a coverage curve: a table of its points, then the places of each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimizer.domain.plan import CurvePoint
from optimizer.execution.checkpoint.record_columns import RecordColumns


def write_curve(curve: Sequence[CurvePoint]) -> list[bytes]:
    """Return the columns of a curve; none where there is none."""
    if not curve:
        return []
    table = [(one.recruits, one.served, one.bound, len(one.places)) for one in curve]
    rows = [np.array(table, "<i8"), *(np.asarray(one.places, "<i8") for one in curve)]
    return [column.tobytes() for column in rows]


def read_curve(points: int, columns: RecordColumns) -> tuple[CurvePoint, ...]:
    """Return a curve of so many points."""
    table = columns.whole(4 * points).reshape(-1, 4)
    return tuple(
        CurvePoint(recruits, served, bound, columns.whole(places))
        for recruits, served, bound, places in table.tolist()
    )
