"""Distances that the caller names: every pair exists and has one distance, finite, 0 or more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.domain.named_distances import NamedDistances, NamedPairs
from optimizer.domain.scenario import Floats, Ints
from optimizer.input.checks.blocks import Block
from optimizer.input.checks.faults import FaultColumn, Finding
from optimizer.input.checks.numbers import numbers
from optimizer.input.checks.pair_checks import Sorted
from optimizer.input.checks.points import UNKNOWN, bounds, read_villages
from optimizer.input.checks.raw_scenario import RawScenario
from optimizer.input.checks.raw_table import Bools, RawTable
from optimizer.input.checks.text_columns import coded_words
from optimizer.input.checks.village_rows import VillageRows

MOST_M = 1e7
"""Longest distance that may be named: as the longest limit."""
_NO_DISTANCES = (
    "the metric is matrix and no distances are given; give the metres of each pair, or the metric "
    '"straight"'
)
_UNKNOWN = {
    "household": "UNKNOWN_HOUSEHOLD",
    "member": "UNKNOWN_MEMBER",
    "place": "UNKNOWN_PLACE",
    "leader": "UNKNOWN_LEADER",
}
_ONCE = "this pair has a distance already, at {}; keep one of the two"
_OWN = "one's own door is 0 m away; write 0 or leave the pair out"


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Named pairs of all villages, sorted: rows of the sorted tables, and where villages begin."""

    start: Ints
    end: Ints
    metres: Floats
    starts: Ints


@dataclass(frozen=True, slots=True, eq=False)
class NamedRows:
    """The distances of all villages; which sorted villages have any, or say that they have none."""

    members: _Rows
    places: _Rows
    teams: _Rows
    given: Bools


Blocks = tuple[Block, ...]
"""Households, members and places."""


def read_distances(
    raw: RawScenario, heads: VillageRows, blocks: Blocks
) -> tuple[NamedRows | None, list[Finding]]:
    """Read and check all named distances; None where there are none at all."""
    findings: list[Finding] = []
    named = raw.distances
    given = np.zeros(len(heads.order), np.bool_) if named is None else named.given[heads.order]
    asked = np.array([rules.metric.kind == "matrix" for rules in heads.rules], np.bool_)
    if (bare := heads.order[asked & ~given]).size:
        findings.append(FaultColumn("NO_DISTANCES", raw.villages, bare, "metric", _NO_DISTANCES))
    if named is None:
        return None, findings
    households, members, places = (block.sorted for block in blocks)
    placed = np.diff(blocks[2].starts) > 0
    doors = _doors_or_places(households, places, placed)
    read, always = [], np.ones(len(heads.order), np.bool_)
    for table, fields, tables, own in (
        (named.members, ("household", "member"), (households, members), ~always),
        (named.places, ("household", "place"), (households, doors), ~placed),
        (named.teams, ("member", "leader"), (members, members), always),
    ):
        rows, faults = _read(table, fields, tables, heads, own)
        read.append(rows)
        findings += faults
    to_members, to_places, to_leaders = read
    return NamedRows(to_members, to_places, to_leaders, given), findings


def distances_of(named: NamedRows | None, blocks: Blocks, number: int) -> NamedDistances | None:
    """Return the distances of one sorted village; None where it names none."""
    if named is None or not named.given[number]:
        return None
    homes, members, places = (int(block.starts[number]) for block in blocks)
    placed = int(blocks[2].starts[number + 1]) > places
    return NamedDistances(
        _pairs(named.members, number, homes, members),
        _pairs(named.places, number, homes, places if placed else homes),
        _pairs(named.teams, number, members, members),
    )


def _pairs(rows: _Rows, number: int, first: int, second: int) -> NamedPairs:
    part = slice(*rows.starts[number : number + 2].tolist())
    arrays = (
        (rows.start[part] - first).astype(np.int32),
        (rows.end[part] - second).astype(np.int32),
        rows.metres[part],
    )
    for array in arrays:
        array.setflags(write=False)
    return NamedPairs(*arrays)


@dataclass(frozen=True, slots=True, eq=False)
class _Keyed:
    """A table that pairs are looked up in: villages, ids, and each one's row."""

    village: Ints
    ids: list[str]
    row: Ints


def _doors_or_places(households: Sorted, places: Sorted, placed: Bools) -> _Keyed:
    """Return where recruits may live: a village without places has its households' doors."""
    open_doors = np.flatnonzero((households.village >= 0) & ~placed[households.village])
    row = np.concatenate([open_doors, np.arange(len(places.ids))])
    village = np.concatenate([households.village[open_doors], places.village])
    return _Keyed(village, [*households.ids[open_doors].tolist(), *places.ids.tolist()], row)


def _keyed(points: Sorted | _Keyed) -> _Keyed:
    if isinstance(points, _Keyed):
        return points
    return _Keyed(points.village, points.ids.tolist(), np.arange(len(points.ids)))


def _read(
    table: RawTable,
    fields: tuple[str, str],
    tables: tuple[Sorted | _Keyed, Sorted | _Keyed],
    heads: VillageRows,
    own: Bools,
) -> tuple[_Rows, list[Finding]]:
    """Read one table.

    Parameters
    ----------
    own
        Shape (villages,): where both fields name rows of one table.
    """
    villages = len(heads.order)
    if not table.size:
        none = np.empty(0, np.int64)
        return _Rows(none, none, np.empty(0), bounds(none, villages)), []
    village, faults = read_villages(table, heads.given_ids, heads.rank)
    metres, metres_faults = _metres(table)
    found, looked = [], []
    for field, points in zip(fields, tables, strict=True):
        at, field_faults = _find(table, field, village, _keyed(points))
        found.append(at)
        looked += field_faults
    start, end = found
    usable = np.flatnonzero((start >= 0) & (end >= 0))
    # One key and a stable sort: a table that is written in order is sorted in no time.
    key = start[usable] * (int(end.max(initial=0)) + 1) + end[usable]
    order = usable[np.argsort(key, kind="stable")]
    again = (start[order][1:] == start[order][:-1]) & (end[order][1:] == end[order][:-1])
    findings: list[Finding] = [*faults, *metres_faults, *looked]
    findings += _twice(table, order, again, fields[1])
    home = usable[(start[usable] == end[usable]) & own[village[usable]]]
    if len(wrong := home[metres[home] > 0]):
        findings.append(FaultColumn("OWN_DOOR", table, wrong, "metres", _OWN))
    rows = _Rows(start[order], end[order], metres[order], bounds(village[order], villages))
    return rows, findings


def _metres(table: RawTable) -> tuple[Floats, list[FaultColumn]]:
    metres, faults = numbers(table, "metres", required=True)
    for code, wrong, message in (
        ("NEGATIVE", metres < 0, "it is negative; a distance is 0 or more"),
        ("TOO_LARGE", metres > MOST_M, f"it is above {MOST_M:,.0f}; leave out pairs out of reach"),
    ):
        if wrong.any():
            faults.append(FaultColumn(code, table, np.flatnonzero(wrong), "metres", message))
    return metres, faults


def _find(
    table: RawTable, field: str, village: Ints, points: _Keyed
) -> tuple[Ints, list[FaultColumn]]:
    """Find the sorted row that each cell names, `UNKNOWN` where none does."""
    codes, words, faults = coded_words(table, field)
    index = {word: code for code, word in reversed(list(enumerate(words)))}
    first = np.array([index[word] for word in words], np.int64)  # spellings of one id are one
    code_of = np.array([index.get(name, UNKNOWN) for name in points.ids], np.int64)
    held = np.flatnonzero((code_of >= 0) & (points.village >= 0))
    key = points.village[held] * len(words) + code_of[held]
    order = np.argsort(key, kind="stable")
    wanted = village * len(words) + first[codes]
    at = np.minimum(np.searchsorted(key[order], wanted), max(len(key) - 1, 0))
    hit = (village != UNKNOWN) & (key[order][at] == wanted if len(key) else False)
    found = np.full(table.size, UNKNOWN, np.int64)
    found[hit] = points.row[held[order[at[hit]]]]
    named = np.array([word != "" for word in words], np.bool_)[codes]
    unknown = np.flatnonzero((found == UNKNOWN) & (village != UNKNOWN) & named)
    if len(unknown):
        message = f"its village has no {field} with this id; write one that it has"
        faults.append(FaultColumn(_UNKNOWN[field], table, unknown, field, message))
    return found, faults


def _twice(table: RawTable, order: Ints, again: Bools, field: str) -> list[FaultColumn]:
    """Find pairs that have a distance already; ``order`` has equal ones side by side."""
    later = np.flatnonzero(again) + 1
    if not len(later):
        return []
    # The sort is stable: of equal pairs the first in the author's order stands first.
    fresh = np.where(np.append(False, again), 0, np.arange(len(order)))
    first = order[np.maximum.accumulate(fresh)[later]]

    def message(position: int) -> str:
        return _ONCE.format(table.where(int(first[position])))

    return [FaultColumn("DISTANCE_TWICE", table, order[later], field, message)]
