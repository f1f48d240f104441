"""Events of a year: what may happen to a village, read from rows of a table or a JSON list."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from optimizer.errors import Problem
from optimizer.input.checks.faults import Finding, raise_findings, shown
from optimizer.input.checks.numbers import numbers, whole_numbers
from optimizer.input.checks.raw_table import RawTable
from optimizer.input.checks.text_columns import labels

DATES, LOADS = ("from", "to"), ("min", "max")
NUMBERS = ("x", "y", *LOADS)


class EventKind(StrEnum):
    """What happened."""

    MEMBER_LEFT = "member_left"
    MEMBER_JOINED = "member_joined"
    MEMBER_MOVED = "member_moved"
    MEMBER_WINDOW = "member_window"
    MEMBER_AWAY = "member_away"
    HOUSEHOLD_GONE = "household_gone"
    HOUSEHOLD_NEW = "household_new"
    HOUSEHOLD_MOVED = "household_moved"
    PAIR_LOCKED = "pair_locked"
    PAIR_FORBIDDEN = "pair_forbidden"
    PAIR_FREED = "pair_freed"


NEEDED: Mapping[EventKind, tuple[str, ...]] = {
    EventKind.MEMBER_LEFT: ("member",),
    EventKind.MEMBER_JOINED: ("member",),
    EventKind.MEMBER_MOVED: ("member", "x", "y"),
    EventKind.MEMBER_WINDOW: ("member",),
    EventKind.MEMBER_AWAY: ("member", "from", "to"),
    EventKind.HOUSEHOLD_GONE: ("household",),
    EventKind.HOUSEHOLD_NEW: ("household", "x", "y"),
    EventKind.HOUSEHOLD_MOVED: ("household", "x", "y"),
    EventKind.PAIR_LOCKED: ("household", "member"),
    EventKind.PAIR_FORBIDDEN: ("household", "member"),
    EventKind.PAIR_FREED: ("household", "member"),
}
OPTIONAL: Mapping[EventKind, tuple[str, ...]] = {
    EventKind.MEMBER_JOINED: ("x", "y", "min", "max", "team", "as"),
    EventKind.MEMBER_WINDOW: ("min", "max"),
}
COLUMNS = (
    "kind",
    "village",
    "member",
    "household",
    "x",
    "y",
    "min",
    "max",
    "team",
    "as",
    "from",
    "to",
)
"""All that an event may say."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event; fields that its kind does not have are None.

    Parameters
    ----------
    where
        The place as its author sees it: ``events.csv row 3``, or ``/2``.
    recruit
        Of a member who joins: the recruit of the plan in force who was found.
    first, last
        Of an absence: the first and the last day.
    """

    kind: EventKind
    village: str
    where: str
    member: str | None = None
    household: str | None = None
    x: float | None = None
    y: float | None = None
    minimum: int | None = None
    maximum: int | None = None
    team: str | None = None
    recruit: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None


def parse_events(table: RawTable, villages: Sequence[str]) -> list[Event]:
    """Read events, in the order of the rows.

    Parameters
    ----------
    table
        Columns among `COLUMNS`; empty cells are None or ''.
    villages
        Those of the plan in force; where there is one alone, it need not be named.

    Raises
    ------
    ScenarioError
        With every problem of every row.
    """
    findings: list[Finding] = []
    columns = {field: _column(table, field, findings) for field in COLUMNS}
    raise_findings(findings)
    events = []
    for row in range(table.size):
        cells = {field: columns[field][row] for field in COLUMNS}
        events.append(_event(cells, table.where(row), villages, findings))
    raise_findings(findings)
    return [event for event in events if event is not None]


def _column(table: RawTable, field: str, findings: list[Finding]) -> Sequence[Any]:
    """Read a column; None where a cell is empty."""
    if field not in table.columns:
        return [None] * table.size
    if field in DATES:
        return [_day(table, field, row, findings) for row in range(table.size)]
    if field in NUMBERS:
        read = whole_numbers if field in LOADS else partial(numbers, required=False)
        found, faults = read(table, field)
        findings += faults
        return [None if math.isnan(value) else value for value in found.tolist()]
    words, faults = labels(table, field)
    findings += faults
    return [word or None for word in words]


def _day(table: RawTable, field: str, row: int, findings: list[Finding]) -> dt.date | None:
    """Read a date as 2026-12-31, or as a spreadsheet's own."""
    cell = table.cell(field, row)
    if cell is None or cell == "":
        return None
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    try:
        return dt.date.fromisoformat(str(cell).strip())
    except ValueError:
        message = "write the day as 2026-12-31"
        findings.append(Problem("BAD_DATE", table.where(row), field, shown(cell), message))
        return None


def _event(
    cells: dict[str, Any], where: str, villages: Sequence[str], findings: list[Finding]
) -> Event | None:
    """Make one event, or name what is wrong with it."""
    word = (cells["kind"] or "").casefold()
    if word not in set(EventKind):
        message = f"an event is of one of the kinds {', '.join(EventKind)}; write one of them"
        findings.append(Problem("UNKNOWN_EVENT", where, "kind", shown(cells["kind"]), message))
        return None
    kind, told = EventKind(word), len(findings)
    if cells["village"] is None and len(villages) == 1:
        cells["village"] = villages[0]
    needed = ("village", *NEEDED[kind])
    if kind is EventKind.MEMBER_JOINED and cells["as"] is None:
        needed = (*needed, "x", "y")
    known = {"kind", *needed, *OPTIONAL.get(kind, ())}
    for field in needed:
        if cells[field] is None:
            message = f"{kind} needs {field}; write it"
            findings.append(Problem("MISSING", where, field, "", message))
    for field, value in cells.items():
        if value is not None and field not in known:
            message = f"{kind} has no {field}; leave it out"
            findings.append(Problem("UNKNOWN_FIELD", where, field, shown(value), message))
    if len(findings) == told:
        findings += _inconsistent(kind, cells, where, villages)
    return _made(kind, cells, where) if len(findings) == told else None


def _inconsistent(
    kind: EventKind, cells: Mapping[str, Any], where: str, villages: Sequence[str]
) -> list[Problem]:
    """Return what one event says that cannot be."""
    found = []
    if cells["village"] not in villages:
        message = "no village of the plan in force has this id; write one that it has"
        found.append(Problem("UNKNOWN_VILLAGE", where, "village", cells["village"], message))
    if kind is EventKind.MEMBER_WINDOW and cells["min"] is None and cells["max"] is None:
        message = "say the new min, the new max, or both"
        found.append(Problem("MISSING", where, "max", "", message))
    if (cells["x"] is None) is not (cells["y"] is None):
        field = "y" if cells["y"] is None else "x"
        found.append(Problem("MISSING", where, field, "", "a point has x and y; write both"))
    if cells["from"] is not None and cells["from"] > cells["to"]:
        message = "the last day is before the first; exchange them"
        found.append(Problem("BAD_DATE", where, "to", cells["to"].isoformat(), message))
    return found


def _made(kind: EventKind, cells: Mapping[str, Any], where: str) -> Event:
    return Event(
        kind=kind,
        village=cells["village"],
        where=where,
        member=cells["member"],
        household=cells["household"],
        x=cells["x"],
        y=cells["y"],
        minimum=None if cells["min"] is None else int(cells["min"]),
        maximum=None if cells["max"] is None else int(cells["max"]),
        team=cells["team"],
        recruit=cells["as"],
        first=cells["from"],
        last=cells["to"],
    )
