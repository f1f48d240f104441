"""Tables beside the points: villages with their rules, hamlets, and wishes for teams."""

from __future__ import annotations

from collections.abc import Collection, Hashable

import numpy as np
import pandas as pd

from optimizer.errors import Problem
from optimizer.frames.coordinates import row_name
from optimizer.frames.labels import cells_of, label_texts
from optimizer.frames.point_frames import ONE
from optimizer.input.checks import Column, Finding, RawTable
from optimizer.input.folder.sheet_fields import left_out_note
from optimizer.input.folder.table_schema import SCHEMAS
from optimizer.input.folder.villages_table import HeadColumns, named_villages, read_heads

_NAMES = frozenset({"name", "from", "to", "kind", "team", "member", "other"})
"""Columns whose cells are names: numbers in them are read as text."""


def side_table(
    name: str, given: pd.DataFrame, village: Hashable | None, findings: list[Finding]
) -> RawTable:
    """Return a table as the checks take it; what a column of another name holds is left out.

    Parameters
    ----------
    village
        The column that names villages; None for one village.
    """
    schema, index = SCHEMAS[name], given.index
    known = [column for column in given.columns if schema.knows(str(column))]
    missing = [column for column in schema.required if column not in {*known, "id"}]
    findings += [
        Problem("MISSING_COLUMN", name, column, "", f"{name} needs this column; add it")
        for column in missing
    ]
    columns: dict[str, Column] = {str(field): _cells(field, given[field]) for field in known}
    one = None if village is not None else np.zeros(len(given), np.int64)
    if village is not None and village in given.columns:
        columns["village"] = label_texts(given[village])
    elif village is not None and name != "villages":
        text = f"{name} needs the column of villages {village!r}; add it"
        findings.append(Problem("MISSING_COLUMN", name, "village", "", text))
    left = [str(column) for column in given.columns if column not in {*known, village}]
    return RawTable(
        name,
        0 if missing else len(given),
        dict.fromkeys(columns, ()) if missing else columns,
        lambda row: row_name(name, index, row),
        name,
        village=one,
        notes=left_out_note(name, name, left),
    )


def village_heads(
    given: pd.DataFrame | None,
    named: list[RawTable],
    village: Hashable | None,
    findings: list[Finding],
) -> HeadColumns:
    """Return the villages: those of a table of their own, or those that points name.

    Parameters
    ----------
    named
        The tables of points.
    """
    if given is None:
        return named_villages(named, ONE)[0]
    if village is None:
        text = "say with village= which column of households and members names the village"
        findings.append(Problem("MISSING_COLUMN", "villages", "village", "", text))
    if "id" in given.columns:
        given = given.drop(columns="id")
    table = side_table("villages", given, village or "village", findings)
    ids: Collection[object] = label_texts(given.index)
    kept = {field: cells for field, cells in table.columns.items() if field != "village"}
    whole = RawTable(
        "villages",
        len(given),
        {**kept, "id": list(ids)},
        table.where,
        "villages",
        notes=table.notes,
    )
    return read_heads(whole)


def _cells(field: object, column: pd.Series) -> Column:
    return label_texts(column) if field in _NAMES else cells_of(column)
