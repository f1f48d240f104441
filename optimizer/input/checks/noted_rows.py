"""Checked tables as the checks of what looks wrong take them; notes as problems where asked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimizer.domain.notes import LEFT_OUT, Note
from optimizer.domain.scenario import Floats, Ints
from optimizer.errors import Problem
from optimizer.input.checks.doubtful_systems import doubtful_systems
from optimizer.input.checks.number_columns import number_columns
from optimizer.input.checks.points import UNKNOWN, PointRows, read_villages
from optimizer.input.checks.raw_scenario import RawScenario
from optimizer.input.checks.raw_table import Bools, RawTable
from optimizer.input.checks.text_columns import identifiers
from optimizer.input.checks.village_rows import VillageRows
from optimizer.input.notes.dragged_numbers import dragged_numbers
from optimizer.input.notes.look_alike_ids import CODE as LOOK_ALIKE_IDS
from optimizer.input.notes.look_alike_ids import look_alikes, loose_halves
from optimizer.input.notes.note_texts import english
from optimizer.input.notes.scenario_notes import find_notes
from optimizer.input.notes.scenario_rows import ScenarioRows, TableRows


def notes_of(
    raw: RawScenario,
    heads: VillageRows,
    points: Sequence[PointRows],
    placed: Sequence[tuple[Ints, Floats]],
) -> tuple[Note, ...]:
    """Return what looks wrong in tables in which nothing is wrong.

    Parameters
    ----------
    placed
        For each table the author's rows, sorted by village and id, and their metres.
    """
    order = heads.order.tolist()
    rows = ScenarioRows(
        villages=np.array([heads.given_ids[row] for row in order], np.str_),
        village_where=lambda village: raw.villages.where(order[village]),
        limits_m=np.array([rules.max_distance_m for rules in heads.rules], np.float64),
        most=np.array([rules.max_households for rules in heads.rules], np.int64),
        unused=_unused(raw, heads),
        tables=tuple(
            _table(table, at, lonlat=raw.lonlat) for table, at in zip(points, placed, strict=True)
        ),
        lonlat=raw.lonlat,
        columns=number_columns(raw),
    )
    return (*raw.notes, *doubtful_systems(raw, points), *find_notes(rows))


def _unused(raw: RawScenario, heads: VillageRows) -> Bools:
    """Return the sorted villages that name distances and measure otherwise."""
    other = np.array([rules.metric.kind != "matrix" for rules in heads.rules], np.bool_)
    if raw.distances is None:
        return np.zeros_like(other)
    # A folder's table is there for all villages: those without a row in it name none.
    named = np.zeros_like(other)
    given = raw.distances.given[heads.order]
    for table in (raw.distances.members, raw.distances.places, raw.distances.teams):
        if table.size:
            village, _ = read_villages(table, heads.given_ids, heads.rank)
            named[village[village != UNKNOWN]] = True
    return named & given & other


def _table(points: PointRows, placed: tuple[Ints, Floats], *, lonlat: bool) -> TableRows:
    """Return the rows that have a point, in their author's order."""
    metres = np.empty_like(points.given)
    order, xy = placed
    metres[order] = xy
    held = np.flatnonzero(np.isfinite(points.given).all(axis=1) & (points.village != UNKNOWN))
    author = held.tolist()
    return TableRows(
        points.table.name,
        points.village[held],
        points.ids[held],
        points.given[held],
        metres[held],
        lambda row: points.table.where(author[row]),
        written=points.written[held],
        degrees=_in_degrees(points.table, lonlat=lonlat),
    )


def _in_degrees(table: RawTable, *, lonlat: bool) -> bool:
    """Tell whether the coordinates of a table, as they are written, are degrees."""
    return lonlat if table.system is None else table.system.geographic


def refused(notes: Sequence[Note]) -> list[Problem]:
    """Return notes as problems, for a caller who wants what looks wrong refused.

    Columns that were left out are said back and are nothing wrong.
    """
    return [
        Problem(
            note.code,
            _place(note),
            str(note.params.get("field", "")),
            "",
            english(note),
        )
        for note in notes
        if note.code != LEFT_OUT
    ]


def dragged_causes(raw: RawScenario) -> list[Problem]:
    """Say of windows that cannot be that a column was filled downwards, where it was."""
    return refused(list(dragged_numbers(number_columns(raw))))


def _place(note: Note) -> str:
    """Return the place of a note as that of a problem: its first row."""
    source = str(note.params.get("source", note.pointer))
    if not note.rows:
        return source or "the whole input"
    first = note.rows[0]
    return f"{source}/{first}" if source.startswith("/") else f"{source} row {first}"


def invented_villages(raw: RawScenario) -> list[Problem]:
    """Refuse villages that tables alone name, where one lacks what its look-alike has.

    A village that only households name, beside one of a look-alike id that only members name, is
    one village in two spellings: planned as two, one has nobody and the other is a surplus.
    """
    tables = [raw.households, raw.members]
    named = [_first_rows(table) for table in tables]
    problems = []
    ids = sorted(named[0].keys() | named[1].keys())
    halves = loose_halves(ids, named[0].keys(), named[1].keys())
    for same in (*look_alikes(ids), *halves):
        names = [ids[row] for row in same]
        if all(name in rows for rows in named for name in names):
            continue
        places = [f"{name!r} ({', '.join(_places(tables, named, name))})" for name in names]
        message = (
            f"these look alike and would be {len(names)} villages: {'; '.join(places)}; "
            "write one of them everywhere, or add a table villages"
        )
        table = next(at for at, rows in enumerate(named) if names[-1] in rows)
        place = tables[table].where(named[table][names[-1]])
        problems.append(Problem(LOOK_ALIKE_IDS, place, "village", names[-1], message))
    return problems


def _first_rows(table: RawTable) -> dict[str, int]:
    """Return each village that a table names, with the first row that does."""
    if "village" not in table.columns:
        return {}
    names, _ = identifiers(table, "village")
    return {name: row for row, name in reversed(list(enumerate(names))) if name}


def _places(tables: Sequence[RawTable], named: Sequence[dict[str, int]], name: str) -> list[str]:
    return [
        table.where(rows[name]) for table, rows in zip(tables, named, strict=True) if name in rows
    ]
