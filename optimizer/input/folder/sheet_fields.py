"""A sheet's columns as the fields of a table, whatever its author calls them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.domain.notes import LEFT_OUT, Note, Value
from optimizer.errors import Problem
from optimizer.input.checks import Column
from optimizer.input.checks.faults import shown
from optimizer.input.columns.choices import ReadingChoices
from optimizer.input.columns.matching import Knows, MatchedColumns, counts_rows, match_columns
from optimizer.input.folder.sheet import Sheet
from optimizer.input.folder.wkt_column import points_of_text

_NAMED = 40
"""Columns left out that a note names."""
_DOUBTFUL = 'several columns may be this: {}; say which with --columns "{}={}"'


@dataclass(frozen=True, slots=True, eq=False)
class TableColumns:
    """The columns of a sheet by field.

    Parameters
    ----------
    unknown
        Headings that mean nothing in this table.
    left_out
        Headings that were left out: by the caller, or as they only count the rows.
    degrees
        True where the headings of x and y themselves are longitude and latitude.
    """

    columns: Mapping[str, Column]
    unknown: Sequence[str]
    left_out: tuple[str, ...]
    problems: tuple[Problem, ...]
    degrees: bool


def columns_of(table: str, sheet: Sheet, knows: Knows, choices: ReadingChoices) -> TableColumns:
    """Say what each column of a sheet is; of text that is shapes x and y are made.

    Raises
    ------
    ScenarioError
        When shapes as text hold more than is read of a map.
    """
    located = knows("x") and knows("y")
    matched = match_columns(
        table,
        list(sheet.columns),
        lambda field: knows(field) or (located and field == "geometry"),
        choices,
    )
    columns: dict[str, Column] = {
        field: sheet.columns[heading] for field, heading in matched.headings.items()
    }
    unknown, problems = list(matched.unknown), list(_doubts(sheet, matched))
    heading = matched.headings.get("geometry", "")
    if heading and not knows("geometry"):
        del columns["geometry"]
        if {"x", "y"} & (columns.keys() | matched.doubtful.keys()):
            unknown.append(heading)
        else:
            xy, wrong = points_of_text(sheet, heading)
            problems += wrong
            columns |= {"x": np.ascontiguousarray(xy[:, 0]), "y": np.ascontiguousarray(xy[:, 1])}
            columns |= _objects(xy) if wrong else {}
    counting = [name for name in unknown if counts_rows(name, sheet.columns[name])]
    return TableColumns(
        columns,
        [name for name in unknown if name not in counting],
        (*sheet.left_out, *matched.left_out, *counting),
        tuple(problems),
        matched.degrees,
    )


def left_out_note(table: str, source: str, left_out: Sequence[str]) -> tuple[Note, ...]:
    """Return the note that says which columns were not read; none where there is none."""
    if not left_out:
        return ()
    named = ", ".join(map(shown, left_out[:_NAMED]))
    params: dict[str, Value] = {
        "table": table,
        "source": source,
        "columns": named,
        "count": len(left_out),
    }
    return (Note(LEFT_OUT, f"/{table}", (), params),)


def header_place(sheet: Sheet) -> str:
    """Return where the columns of a sheet are named."""
    return f"{sheet.source} row {sheet.header}" if sheet.word == "row" else sheet.source


def _doubts(sheet: Sheet, matched: MatchedColumns) -> list[Problem]:
    return [
        Problem(
            "WHICH_COLUMN",
            header_place(sheet),
            field,
            shown(", ".join(rivals)),
            _DOUBTFUL.format(shown(", ".join(rivals)), shown(rivals[0]), field),
        )
        for field, rivals in matched.doubtful.items()
    ]


def _objects(xy: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> dict[str, Column]:
    """Return x and y with None where a shape gave none, as an array may have no gaps."""
    return {
        axis: [None if np.isnan(value) else value for value in xy[:, nth].tolist()]
        for nth, axis in enumerate(("x", "y"))
    }
