"""Villages that a table states for its rows, kept, and compared with the outlines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from optimizer.domain.notes import Note, Value
from optimizer.domain.scenario import Ints
from optimizer.input.boundaries.village_of_point import NOWHERE, LocatedPoints, Position
from optimizer.input.checks.faults import FaultColumn, Finding, raise_findings
from optimizer.input.checks.points import meant_ids
from optimizer.input.checks.text_columns import identifiers, labels
from optimizer.input.notes.scenario_rows import note_on_rows
from scenarios.placement.point_file import PointRecords
from scenarios.placement.point_location import LocatedRows
from scenarios.placement.village_outlines import Outlines

CONFLICT = "VILLAGE_CONFLICT"
_NAMED = 5


def read_stated(outlines: Outlines, *tables: PointRecords) -> list[Ints]:
    """Read the villages that tables state, shape (rows,) each.

    Raises
    ------
    ScenarioError
        With every row that states a village of which there is no outline.
    """
    read = [_stated(rows, outlines) for rows in tables]
    raise_findings([finding for _, findings in read for finding in findings])
    return [stated for stated, _ in read]


def _stated(rows: PointRecords, outlines: Outlines) -> tuple[Ints, list[Finding]]:
    """Read the column ``village``: the outline that each row names by its id, or by its name.

    Returns
    -------
    tuple
        Shape (rows,), ``NOWHERE`` where nothing is stated, and what is wrong with the column.
    """
    stated = np.full(rows.table.size, NOWHERE, np.int64)
    if "village" not in rows.table.columns:
        return stated, []
    names, faults = labels(rows.table, "village")
    ids = identifiers(outlines.table, "id")[0]
    called = labels(outlines.table, "name")[0]
    by_name = {name: row for row, name in enumerate(called) if called.count(name) == 1 and name}
    known = by_name | {name: row for row, name in enumerate(ids)}
    stated = np.array([known.get(name, NOWHERE) for name in names], np.int64)
    unknown = [row for row, name in enumerate(names) if name and name not in known]
    findings: list[Finding] = [*faults]
    if unknown:
        message = "no outline has this id or name; mend it, or leave the cell empty"
        findings += meant_ids(rows.table, "village", names, unknown, [*ids, *by_name])
        at = np.array(unknown, np.int64)
        findings.append(FaultColumn("UNKNOWN_VILLAGE", rows.table, at, "village", message))
    return stated, findings


def keep_stated(stood: LocatedRows, stated: Ints) -> LocatedRows:
    """Put rows into the village that they state, whatever outline they lie in."""
    located = stood.located
    conflict = (stated != NOWHERE) & (located.village != stated)
    if not (stated != NOWHERE).any():
        return stood
    village = np.where(stated == NOWHERE, located.village, stated)
    standing = np.where(conflict, Position.STATED.value, located.standing)
    others = {row: homes for row, homes in located.others.items() if not conflict[row]} | {
        row: (int(located.village[row]),)
        for row in np.flatnonzero(conflict & (located.village != NOWHERE)).tolist()
    }
    return replace(stood, located=LocatedPoints(village, standing, others))


def location_notes(outlines: Outlines, *tables: LocatedRows) -> tuple[Note, ...]:
    """Return what looks wrong about where points lie: another village, or far from all."""
    return tuple(
        note
        for table in tables
        for found in (_conflicts, _far_outside)
        for note in found(table, outlines)
    )


def _conflicts(stood: LocatedRows, outlines: Outlines) -> Iterator[Note]:
    """Yield a note for each pair of a stated village and the outline in which its rows lie."""
    located, table = stood.located, stood.rows.table
    rows = located.rows(Position.STATED)
    lies = np.array([located.others.get(row, (NOWHERE,))[0] for row in rows.tolist()], np.int64)
    ids = [*outlines.ids.tolist(), "-"]  # the last one is nobody's
    pairs = np.unique(np.column_stack((located.village[rows], lies)), axis=0)
    for stated, outline in pairs.tolist():
        chosen = rows[(located.village[rows] == stated) & (lies == outline)]
        names = [str(table.cell("id", row)) for row in chosen[:_NAMED].tolist()]
        params: dict[str, Value] = {
            "stated": ids[stated],
            "outline": ids[outline],
            "ids": ", ".join(names),
        }
        yield note_on_rows(CONFLICT, table.name, table.where, chosen, params)


FAR_M = 10_000.0
"""Of a point outside all villages: from there on it is no neighbour's house."""
SHARE = 0.25
"""Largest share of a table that can be mistakes; a file may hold the houses of a whole district."""


def _far_outside(stood: LocatedRows, outlines: Outlines) -> Iterator[Note]:
    """Yield a note about points far from every village, where they are few."""
    rows = np.flatnonzero((stood.located.village == NOWHERE) & (stood.far_m > FAR_M))
    if not len(rows) or len(rows) > SHARE * stood.rows.table.size:
        return
    table = stood.rows.table
    names = [str(table.cell("id", row)) for row in rows[:_NAMED].tolist()]
    params: dict[str, Value] = {
        "nearest": str(outlines.ids[stood.nearest[rows[0]]]),
        "farthest_m": round(float(stood.far_m[rows].max())),
        "ids": ", ".join(names),
    }
    yield note_on_rows("OUTLIER", table.name, table.where, rows, params)
