"""SAME_POINT, MEMBER_TWICE, SAME_ROWS: default locations, members of two villages, a file twice."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimizer.domain.notes import Note, Value
from optimizer.domain.scenario import Floats, Ids, Ints
from optimizer.input.notes.scenario_rows import ScenarioRows, TableRows, note_on_rows
from optimizer.input.notes.village_spread import VillageSpread, shared_frame

SAME_POINT, MEMBER_TWICE, SAME_ROWS = "SAME_POINT", "MEMBER_TWICE", "SAME_ROWS"

MANY = 5
"""Households at one point from which on it may be a default location."""
TIMES = 4
"""It has so many times the households of the next most common point: of blocks of flats there are
several in a village."""
ALL = 20
"""Households of a village that may not all be at one point."""


def same_point(rows: ScenarioRows) -> Iterator[Note]:
    """Name the households of a village that stand at one point, where no other point is like it."""
    table = rows.table("households")
    for village, chosen in _crowds(table):
        x, y = table.given[chosen[0]].tolist()
        params: dict[str, Value] = {"village": str(rows.villages[village]), "x": x, "y": y}
        yield note_on_rows(SAME_POINT, table.name, table.where, chosen, params)


def _crowds(table: TableRows) -> Iterator[tuple[int, Ints]]:
    """Yield village and rows of every point that is a default location by its number."""
    if not len(table):
        return
    order = np.lexsort((table.given[:, 1], table.given[:, 0], table.village))
    village, given = table.village[order], table.given[order]
    new = (village[1:] != village[:-1]) | (given[1:] != given[:-1]).any(axis=1)
    first = np.flatnonzero(np.append(True, new))
    many = np.diff(np.append(first, len(order)))
    of = village[first]
    for at in np.flatnonzero(many >= MANY).tolist():
        start, stop = np.searchsorted(of, [of[at], of[at] + 1]).tolist()
        others = np.delete(many[start:stop], at - start)
        lonely = len(others) == 0 and many[at] >= ALL
        if lonely or (len(others) and many[at] >= TIMES * others.max()):
            yield int(of[at]), np.sort(order[first[at] : first[at] + many[at]])


def same_rows(rows: ScenarioRows) -> Iterator[Note]:
    """Name members that are all households, and all of them, as where one file was given twice."""
    households, members = rows.table("households"), rows.table("members")
    if not MANY <= len(members) == len(households):
        return
    both = (_ordered(households), _ordered(members))
    if all(np.array_equal(one, other) for one, other in zip(*both, strict=True)):
        everyone = np.arange(len(members))
        yield note_on_rows(SAME_ROWS, members.name, members.where, everyone)


def _ordered(table: TableRows) -> tuple[Ids, Ints, Floats]:
    order = np.lexsort((table.given[:, 1], table.given[:, 0], table.ids, table.village))
    return table.ids[order], table.village[order], table.given[order]


def member_twice(rows: ScenarioRows, spread: VillageSpread) -> Iterator[Note]:
    """Name members of the same id at the same point in several villages."""
    table = rows.table("members")
    if len(table) < 2 or shared_frame(rows, spread) is None:  # noqa: PLR2004 - a pair
        return
    order = np.lexsort((table.village, table.given[:, 1], table.given[:, 0], table.ids))
    ids, given, village = table.ids[order], table.given[order], table.village[order]
    same = (ids[1:] == ids[:-1]) & (given[1:] == given[:-1]).all(axis=1)
    same &= village[1:] != village[:-1]
    starts = np.flatnonzero(same & ~np.append(False, same[:-1]))
    for start in starts.tolist():
        stop = start + 1
        while stop < len(same) and same[stop]:
            stop += 1
        chosen = order[start : stop + 1]
        names = [str(rows.villages[number]) for number in village[start : stop + 1].tolist()]
        params: dict[str, Value] = {"id": str(ids[start]), "villages": ", ".join(names)}
        yield note_on_rows(MEMBER_TWICE, table.name, table.where, np.sort(chosen), params)
