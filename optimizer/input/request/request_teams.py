"""What the villages of a request ask of their teams, as one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from optimizer.errors import Problem
from optimizer.input.checks import Finding, RawTable
from optimizer.input.checks.faults import shown
from optimizer.input.checks.team_requests import TEAM_KINDS
from optimizer.input.request.request_shape import as_list, as_object

_FIELDS = frozenset(TEAM_KINDS)
_PAIR = 2
_COLUMNS = ("kind", "team", "member", "other")


def teams_table(
    own: Sequence[tuple[Mapping[str, object], str]], findings: list[Finding]
) -> RawTable:
    """Make one table of the ``teams`` of all villages; what has another shape is named."""
    rows: list[tuple[object, ...]] = []
    places: list[str] = []
    numbers: list[int] = []
    for number, (village, at) in enumerate(own):
        if village.get("teams") is None:
            continue
        pointer = f"{at}/teams"
        asked = as_object(village["teams"], pointer, _FIELDS, findings)
        for kind in TEAM_KINDS:
            listed = as_list(asked, kind, pointer, findings) if asked.get(kind) is not None else ()
            for nth, item in enumerate(listed):
                place = f"{pointer}/{kind}/{nth}"
                row = _row(kind, item, place, findings)
                if row is not None:
                    rows.append(row)
                    places.append(place)
                    numbers.append(number)
    columns = {name: [row[nth] for row in rows] for nth, name in enumerate(_COLUMNS)}
    village_rows = np.array(numbers, np.int64)
    return RawTable(
        "teams", len(rows), columns, places.__getitem__, "/villages/*/teams", village_rows
    )


def _row(kind: str, item: object, place: str, findings: list[Finding]) -> tuple[object, ...] | None:
    if kind == "keep_open":
        return kind, item, None, None
    if kind == "fixed":
        return kind, None, item, None
    if isinstance(item, list) and len(item) == _PAIR:
        return kind, None, *item
    message = 'write a pair of members ["m1", "m2"]'
    findings.append(Problem("NOT_A_PAIR", place, "", shown(item), message))
    return None
