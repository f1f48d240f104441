"""Events from a file: a JSON list, or a table as CSV or Excel."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from optimizer.errors import Problem, ScenarioError
from optimizer.input.checks.faults import Finding, raise_findings, shown
from optimizer.input.checks.raw_table import Column, RawTable
from optimizer.input.folder.csv_file import read_csv
from optimizer.input.folder.excel_file import WORKBOOKS, read_excel
from optimizer.input.folder.request_file import read_document
from optimizer.input.folder.sheet import Sheet, unreadable
from optimizer.replanning.event_words import field_of, kind_of
from optimizer.replanning.events import COLUMNS, Event, parse_events

TABLE = "events"


def read_events(path: Path, villages: Sequence[str]) -> list[Event]:
    """Read a file of events.

    Parameters
    ----------
    villages
        Those of the plan in force.

    Raises
    ------
    ScenarioError
        With every problem of the file, by its row.
    """
    if not path.is_file():
        message = "there is no such file; name a table or a JSON list of events"
        raise ScenarioError([Problem("NOT_FOUND", str(path), "", "", message)])
    if path.suffix.lower() == ".json":
        document, twice = read_document(path)
        return events_from_list(document, villages, twice)
    if path.suffix.lower() in WORKBOOKS:
        sheet = read_excel(path, TABLE, _is_column)
    elif path.suffix.lower() in (".csv", ".txt", ".tsv"):
        sheet = read_csv(path, _is_column)
    else:
        raise unreadable(path.name, "events are read from .csv, .xlsx or .json; save it as one")
    if sheet.problems:
        raise ScenarioError(sheet.problems)
    table = RawTable(
        TABLE,
        len(sheet.numbers),
        _meant(sheet),
        sheet.where,
        sheet.source,
        text=True,
        decimal_comma=sheet.decimal_comma,
    )
    return parse_events(table, villages)


def events_from_list(
    document: object, villages: Sequence[str], found: Sequence[Problem] = ()
) -> list[Event]:
    """Read events from a parsed JSON list of objects.

    Raises
    ------
    ScenarioError
        With every problem, by its JSON pointer.
    """
    findings: list[Finding] = list(found)
    if not isinstance(document, list):
        message = 'events are a list of objects: [{"kind": "member_left", ...}]'
        raise ScenarioError([Problem("NOT_A_LIST", "the events", "", shown(document), message)])
    for number, item in enumerate(document):
        if not isinstance(item, dict):
            message = "write an object {...}"
            findings.append(Problem("NOT_AN_OBJECT", f"/{number}", "", shown(item), message))
            continue
        findings += [
            Problem("UNKNOWN_FIELD", f"/{number}", shown(key), "", _columns_there_are())
            for key in item
            if key not in COLUMNS
        ]
    raise_findings(findings)
    columns = {field: [item.get(field) for item in document] for field in COLUMNS}
    return parse_events(
        RawTable(TABLE, len(document), columns, lambda row: f"/{row}", "the events"), villages
    )


def _meant(sheet: Sheet) -> dict[str, Column]:
    """Return the columns by the fields that they mean, and kinds by the words of programs.

    Raises
    ------
    ScenarioError
        With every heading that means nothing, or what another one means.
    """
    findings: list[Finding] = []
    columns: dict[str, Column] = {}
    for name, cells in sheet.columns.items():
        field = field_of(name)
        if field is None:
            columns_there = _columns_there_are()
            findings.append(Problem("UNKNOWN_COLUMN", sheet.source, shown(name), "", columns_there))
        elif field in columns:
            message = f"another column means {field} too; leave one of them"
            findings.append(Problem("DUPLICATE_COLUMN", sheet.source, shown(name), "", message))
        else:
            columns[field] = [_kind(cell) for cell in cells] if field == "kind" else cells
    raise_findings(findings)
    return columns


def _kind(cell: object) -> object:
    """Return the kind that a word means, the word itself where it means none."""
    return (kind_of(cell) or cell) if isinstance(cell, str) else cell


def _is_column(heading: str) -> bool:
    return field_of(heading) is not None


def _columns_there_are() -> str:
    return f"events have no such field; they have {', '.join(COLUMNS)}"
