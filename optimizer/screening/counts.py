"""A table of counts, checked: every problem is named with its row, field, value and remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Ints
from optimizer.errors import Problem
from optimizer.input.checks import Finding, RawTable
from optimizer.input.checks.faults import FaultColumn, raise_findings, shown
from optimizer.input.checks.numbers import whole_numbers
from optimizer.input.checks.rule_overlay import overlay
from optimizer.input.checks.text_columns import identifiers, labels
from optimizer.input.checks.village_rows import twice_named
from optimizer.input.folder.table_schema import REMEDY, Schema
from optimizer.input.folder.villages_table import read_heads

SCHEMA = Schema(
    ("id", "households", "members"),
    ("name", "area", "min_households", "max_households"),
    levels=True,
)


@dataclass(frozen=True, slots=True)
class VillageCounts:
    """A village of which only counts are known; ``least`` and ``most`` are the allowed loads."""

    id: str
    name: str
    area: tuple[str, ...]
    households: int
    members: int
    least: int
    most: int


def read_counts(
    table: RawTable, rules: Rules, found: Sequence[Problem] = ()
) -> list[VillageCounts]:
    """Read counts; a village's own window lies over the rules'.

    Parameters
    ----------
    found
        What the reader of the file has found wrong already; it is raised together with the rest.

    Raises
    ------
    ScenarioError
        With every problem of the table.
    """
    table, findings = _known(table)
    findings += found
    ids, id_faults = identifiers(table, "id")
    names, name_faults = labels(table, "name")
    households, household_faults = _required(table, "households")
    members, member_faults = _required(table, "members")
    heads = read_heads(table)
    findings += [*id_faults, *name_faults, *household_faults, *member_faults, *heads.problems]
    findings += _twice(table, ids)
    windows = []
    for row, own in enumerate(heads.rules):
        merged, problems = overlay(rules, own, table.where(row))
        windows.append(merged)
        findings += problems
    if not table.size and not findings:
        message = "there is no village; give at least one"
        findings.append(Problem("NO_VILLAGES", table.source, "", "", message))
    raise_findings(findings)
    rows = zip(ids, names, heads.areas, households, members, windows, strict=True)
    return [
        VillageCounts(name, label, area, many, few, own.min_households, own.max_households)
        for name, label, area, many, few, own in rows
    ]


def unknown_field(where: str, field: str) -> Problem:
    """Refuse a field that counts have not, with those they have."""
    known = ", ".join((*SCHEMA.required, *SCHEMA.optional, "area_1"))
    refused = f"counts have no such column; remove it, {REMEDY}; the columns are {known}"
    return Problem("UNKNOWN_FIELD", where, shown(field), "", refused)


def _known(table: RawTable) -> tuple[RawTable, list[Finding]]:
    """Take the columns that are known; nothing else about a village is taken."""
    columns = dict(table.columns)
    if "village" in columns and "id" not in columns:
        columns["id"] = columns.pop("village")
    findings: list[Finding] = [
        unknown_field(table.source, column) for column in columns if not SCHEMA.knows(column)
    ]
    missing = [column for column in SCHEMA.required if column not in columns] if table.size else []
    findings += [
        Problem("MISSING_COLUMN", table.source, column, "", "counts need this column; add it")
        for column in missing
    ]
    kept = {name: cells for name, cells in columns.items() if SCHEMA.knows(name)}
    if missing:  # said once; the rows say nothing more
        kept = dict.fromkeys(kept, ())
    size = 0 if missing else table.size
    made = RawTable(
        table.name,
        size,
        kept,
        table.where,
        table.source,
        text=table.text,
        decimal_comma=table.decimal_comma,
    )
    return made, findings


def _required(table: RawTable, field: str) -> tuple[list[int], list[FaultColumn]]:
    """Read a column that must hold a count in every row; -1 where one is at fault."""
    values, faults = whole_numbers(table, field)
    blamed = {row for fault in faults for row in fault.rows.tolist()}
    empty = [row for row in np.flatnonzero(np.isnan(values)).tolist() if row not in blamed]
    if empty:
        message = "it is missing; write 0 where there is none"
        faults.append(FaultColumn("MISSING", table, _rows(empty), field, message))
    return [-1 if np.isnan(value) else int(value) for value in values], faults


def _twice(table: RawTable, ids: list[str]) -> list[FaultColumn]:
    """Find ids that stand twice."""
    seen: Counter[str] = Counter()
    again = []
    for row, name in enumerate(ids):
        seen[name] += 1
        if name and seen[name] > 1:
            again.append(row)
    return [twice_named(table, ids, again)] if again else []


def _rows(rows: list[int]) -> Ints:
    return np.array(rows, dtype=np.int64)
