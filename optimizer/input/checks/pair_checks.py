"""Pairs of a household and a member: locked, forbidden, current; without contradiction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from optimizer.domain.scenario import Ids, Ints
from optimizer.input.checks.faults import FaultColumn, Params
from optimizer.input.checks.points import UNKNOWN
from optimizer.input.checks.raw_table import Bools, RawTable
from optimizer.input.checks.text_columns import identifiers

KINDS = ("locked", "forbidden", "current")
LOCKED, FORBIDDEN, CURRENT = range(3)


@dataclass(frozen=True, slots=True, eq=False)
class Sorted:
    """A table of points after sorting by village and id.

    Parameters
    ----------
    order
        Shape (n,), row in the author's table.
    """

    table: RawTable
    order: Ints
    village: Ints
    ids: Ids


@dataclass(frozen=True, slots=True, eq=False)
class PairRows:
    """Pairs sorted by village, kind, household and member, each once.

    Parameters
    ----------
    row
        Shape (n,), row in the author's table.
    household, member
        Shape (n,), rows of the sorted tables.
    """

    row: Ints
    village: Ints
    kind: Ints
    household: Ints
    member: Ints


def read_pairs(
    table: RawTable, village: Ints, households: Sorted, members: Sorted, maximum: Ints
) -> tuple[PairRows, list[FaultColumn]]:
    """Read and check all pairs; ``maximum`` belongs to the sorted members.

    A pair that stands twice with the same kind is a duplicate, as an id that stands twice is.
    """
    if not table.size:
        none = np.empty(0, dtype=np.int64)
        return PairRows(none, none, none, none, none), []
    kind, faults = _kinds(table)
    household, household_faults = find_rows(table, "household", village, households)
    member, member_faults = find_rows(table, "member", village, members)
    faults += household_faults + member_faults
    usable = np.flatnonzero((kind >= 0) & (household >= 0) & (member >= 0))
    order = usable[np.lexsort((member[usable], household[usable], kind[usable], village[usable]))]
    key = np.column_stack((kind[order], household[order], member[order]))
    fresh = np.append(True, (key[1:] != key[:-1]).any(axis=1))[: len(order)]
    faults += _repeated(table, order, fresh)
    row = order[fresh]
    pairs = PairRows(row, village[row], kind[row], household[row], member[row])
    return pairs, faults + _contradictions(table, pairs, members, maximum)


def locks_of(pairs: PairRows, members: int) -> Ints:
    """Return how many households are locked to each member, shape (members,)."""
    return np.bincount(pairs.member[pairs.kind == LOCKED], minlength=members)


def _repeated(table: RawTable, order: Ints, fresh: Bools) -> list[FaultColumn]:
    """Find pairs that stand already with the same kind; ``order`` has equal ones side by side."""
    again = np.flatnonzero(~fresh)
    if not len(again):
        return []
    # The sort is stable: of equal pairs the first in the author's order stands first.
    first = order[np.maximum.accumulate(np.where(fresh, np.arange(len(order)), 0))[again]]

    def place(position: int) -> str:
        return table.where(int(first[position]))

    def message(position: int) -> str:
        there = place(position)
        return f"the pair stands already, with the same kind, at {there}; remove one of the two"

    def params(position: int) -> Params:
        return (("first", place(position)),)

    return [FaultColumn("PAIR_TWICE", table, order[again], "household", message, params)]


def _kinds(table: RawTable) -> tuple[Ints, list[FaultColumn]]:
    words, faults = identifiers(table, "kind")
    code = {word: number for number, word in enumerate(KINDS)}
    kind = np.array([code.get(word, UNKNOWN) for word in words], dtype=np.int64)
    unknown = [row for row in np.flatnonzero(kind == UNKNOWN).tolist() if words[row]]
    if unknown:
        message = f"a pair is of one of the kinds {', '.join(KINDS)}; write one of them"
        faults.append(FaultColumn("UNKNOWN_KIND", table, np.array(unknown), "kind", message))
    return kind, faults


def find_rows(
    table: RawTable, field: str, village: Ints, points: Sorted
) -> tuple[Ints, list[FaultColumn]]:
    """Find the sorted row that each cell of a column names."""
    names, faults = identifiers(table, field)
    keys = zip(points.village.tolist(), points.ids.tolist(), strict=True)
    index = {key: row for row, key in enumerate(keys)}
    wanted = zip(village.tolist(), names, strict=True)
    found = np.array([index.get(key, UNKNOWN) for key in wanted], dtype=np.int64)
    found[village == UNKNOWN] = UNKNOWN
    unknown = [
        row
        for row in np.flatnonzero((found == UNKNOWN) & (village != UNKNOWN)).tolist()
        if names[row]
    ]
    if unknown:
        message = f"its village has no {field} with this id; write one that it has"
        code = f"UNKNOWN_{field.upper()}"
        faults.append(FaultColumn(code, table, np.array(unknown), field, message))
    return found, faults


def _contradictions(
    table: RawTable, pairs: PairRows, members: Sorted, maximum: Ints
) -> list[FaultColumn]:
    faults = []
    second = _second_person(pairs)
    for kind, code, message in (
        (LOCKED, "LOCKED_TWICE", "the household is locked to another member too; keep one lock"),
        (CURRENT, "CURRENT_TWICE", "the household has another current member too; keep one"),
    ):
        rows = second & (pairs.kind == kind)
        if rows.any():
            faults.append(FaultColumn(code, table, pairs.row[rows], "household", message))
    both = _locked_and_forbidden(pairs, len(members.ids))
    if both.any():
        message = "the pair is locked and forbidden; keep one of the two"
        faults.append(
            FaultColumn("LOCKED_AND_FORBIDDEN", table, pairs.row[both], "member", message)
        )
    return faults + _overfull(pairs, members, maximum)


def _second_person(pairs: PairRows) -> Bools:
    """Find pairs whose household stands in the pair before them, of the same kind."""
    same = (pairs.kind[1:] == pairs.kind[:-1]) & (pairs.household[1:] == pairs.household[:-1])
    return np.append(False, same)[: len(pairs.row)]


def _locked_and_forbidden(pairs: PairRows, members: int) -> Bools:
    """Find forbidden pairs that are locked too."""
    key = pairs.household * members + pairs.member
    forbidden = pairs.kind == FORBIDDEN
    locked = np.isin(key, key[pairs.kind == LOCKED])
    both: Bools = forbidden & locked
    return both


def _overfull(pairs: PairRows, members: Sorted, maximum: Ints) -> list[FaultColumn]:
    locked = locks_of(pairs, len(members.ids))
    over = np.flatnonzero(locked > maximum)
    if not len(over):
        return []

    def message(position: int) -> str:
        row = over[position]
        return (
            f"{locked[row]} households are locked to this member, who holds at most "
            f"{maximum[row]}; raise max or unlock some"
        )

    told: Callable[[int], str] = message
    return [FaultColumn("TOO_MANY_LOCKED", members.table, members.order[over], "max", told)]
