"""The table ``distances`` of a folder, taken apart by whom its rows lead to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.domain.scenario import Ints
from optimizer.input.checks import Column, Finding, RawDistances, RawTable
from optimizer.input.checks.faults import FaultColumn
from optimizer.input.checks.raw_table import CodedColumn, coded_column

_ENDS = ("household", "member", "place", "leader")
_KINDS = (("household", "member"), ("household", "place"), ("member", "leader"))
_REMEDY = "write household and member, household and place, or member and leader; nothing else"


def distances_by_kind(
    table: RawTable | None, villages: int
) -> tuple[RawDistances | None, list[Finding]]:
    """Cut a folder's distances into those to members, to places and among members."""
    if table is None:
        return None, []
    nothing = CodedColumn([None], np.zeros(table.size, np.int64))
    given = table.columns if table.size else {}
    ends = {field: coded_column(given[field]) if field in given else nothing for field in _ENDS}
    filled = {field: column.filled for field, column in ends.items()}
    parts, left = [], np.ones(table.size, np.bool_)
    for kind in _KINDS:
        fits = np.logical_and.reduce(
            [filled[field] == (field in kind) for field in _ENDS], initial=True
        )
        rows = np.flatnonzero(fits)
        left &= ~fits
        parts.append(_part(table, rows, {field: ends[field].take(rows) for field in kind}))
    findings: list[Finding] = []
    if left.any():
        wrong = np.flatnonzero(left)
        findings.append(FaultColumn("NOT_A_DISTANCE", table, wrong, "household", _REMEDY))
    members, places, teams = parts
    return RawDistances(members, places, teams, np.ones(villages, np.bool_)), findings


def _part(table: RawTable, rows: Ints, ends: dict[str, CodedColumn]) -> RawTable:
    columns: dict[str, Column] = dict(ends)
    if table.size:
        columns["metres"] = _taken(table.columns["metres"], rows)
    if table.size and "village" in table.columns:
        columns["village"] = coded_column(table.columns["village"]).take(rows)
    return replace(
        table,
        size=len(rows),
        columns=columns,
        where=lambda row: table.where(int(rows[row])),
        village=None if table.village is None else table.village[rows],
    )


def _taken(cells: Column, rows: Ints) -> Column:
    if isinstance(cells, np.ndarray):
        return cells[rows]
    return [cells[row] for row in rows.tolist()]
