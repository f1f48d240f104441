"""LOOK_ALIKE_IDS: ids that a reader takes for one and the planner for two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.notes import Note, Value
from optimizer.input.notes.id_folding import fold_id, fold_loosely
from optimizer.input.notes.scenario_rows import ScenarioRows, TableRows, note_on_rows, place_of

CODE = "LOOK_ALIKE_IDS"
Bools = NDArray[np.bool_]


def look_alike_ids(rows: ScenarioRows) -> Iterator[Note]:
    """Name villages whose ids look alike, and households and members of one village."""
    yield from _villages(rows)
    for table in rows.tables:
        yield from _in_villages(rows, table)


def is_about_villages(note: Note) -> bool:
    """Tell a note that compares villages from one that compares rows inside a village."""
    return note.code == CODE and "village" not in note.params


def look_alikes(ids: Sequence[str]) -> list[tuple[int, ...]]:
    """Return the rows of ids that differ and fold to the same, a tuple for each such form."""
    groups: dict[str, dict[str, int]] = {}
    for row, name in enumerate(ids):
        groups.setdefault(fold_id(name), {}).setdefault(name, row)
    return [tuple(same.values()) for same in groups.values() if len(same) > 1]


def _villages(rows: ScenarioRows) -> Iterator[Note]:
    """Name villages that look alike, with what each of them has."""
    counts = {
        table.name: np.bincount(table.village, minlength=len(rows.villages))
        for table in rows.tables
    }
    ids = rows.villages.tolist()
    halves = _halves(ids, counts["households"] > 0, counts["members"] > 0)
    for same in (*look_alikes(ids), *halves):
        for one, other in pairwise(same):
            pair = np.array([one, other], np.int64)
            params: dict[str, Value] = {
                "field": "id",
                "first": ids[one],
                "second": ids[other],
                "first_households": int(counts["households"][one]),
                "first_members": int(counts["members"][one]),
                "second_households": int(counts["households"][other]),
                "second_members": int(counts["members"][other]),
            }
            if place_of(rows.village_where(one), "villages")[2] is not None:
                yield note_on_rows(CODE, "villages", rows.village_where, pair, params)
            else:
                yield from _rarer(rows, one, other, params)


def _halves(ids: Sequence[str], settled: Bools, served: Bools) -> list[tuple[int, int]]:
    """Return villages that lack what the other has, and are one to somebody who reads loosely.

    Parameters
    ----------
    settled, served
        Shape (villages,): which have households, and which have members.
    """
    alone = [np.flatnonzero(settled & ~served), np.flatnonzero(served & ~settled)]
    by_form: dict[str, list[int]] = {}
    for village in alone[1].tolist():
        by_form.setdefault(fold_loosely(ids[village]), []).append(village)
    return [
        (village, other)
        for village in alone[0].tolist()
        for other in by_form.get(fold_loosely(ids[village]), ())
        if fold_id(ids[village]) != fold_id(ids[other])
    ]


def loose_halves(
    ids: Sequence[str], one: AbstractSet[str], other: AbstractSet[str]
) -> list[tuple[int, int]]:
    """Return the rows of ids that only the one set has and only the other, and read alike."""
    held = [np.array([name in names for name in ids], np.bool_) for names in (one, other)]
    return _halves(ids, *held)


def _rarer(rows: ScenarioRows, one: int, other: int, params: Mapping[str, Value]) -> Iterator[Note]:
    """Name the rows that spell a village, which no table of villages has, in the rarer way."""
    for table in rows.tables:
        spelled = [np.flatnonzero(table.village == village) for village in (one, other)]
        fewer = min(spelled, key=len) if len(spelled[0]) != len(spelled[1]) else spelled[1]
        if len(fewer):
            more = {**params, "field": "village"}
            yield note_on_rows(CODE, table.name, table.where, fewer, more)


def _in_villages(rows: ScenarioRows, table: TableRows) -> Iterator[Note]:
    """Name the rows of a table whose ids look like another's in the same village."""
    names = table.ids.tolist()
    folded = np.array([fold_id(name) for name in names], np.str_)
    order = np.lexsort((table.ids, folded, table.village))
    same = (folded[order][1:] == folded[order][:-1]) & (
        table.village[order][1:] == table.village[order][:-1]
    )
    for at in np.flatnonzero(same).tolist():
        pair = np.sort(order[at : at + 2])
        first, second = pair.tolist()
        if names[first] == names[second]:
            continue  # twice the same id is refused elsewhere
        params: dict[str, Value] = {
            "field": "id",
            "village": str(rows.villages[table.village[first]]),
            "first": names[first],
            "second": names[second],
        }
        yield note_on_rows(CODE, table.name, table.where, pair, params)
