"""Tables of points as columns: ids, villages, coordinates; sorted and counted by village."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from optimizer.domain.scenario import Floats, Ids, Ints
from optimizer.errors import Problem
from optimizer.input.checks.faults import FaultColumn, Finding, Params
from optimizer.input.checks.numbers import numbers
from optimizer.input.checks.raw_table import Bools, RawTable
from optimizer.input.checks.systems import in_degrees
from optimizer.input.checks.text_columns import coded_words, identifiers
from optimizer.input.notes.id_folding import fold_id

UNKNOWN = -1
"""Village of a row whose village is not known."""


@dataclass(frozen=True, slots=True, eq=False)
class PointRows:
    """A table of points in its author's order.

    Parameters
    ----------
    village
        Shape (n,), rows of the sorted villages, or ``UNKNOWN``.
    ids
        Shape (n,), '' where a fault was found.
    given
        Shape (n, 2), NaN where a fault was found.
    written
        Shape (n, 2): the same as their author wrote them, in the system of their table.
    """

    table: RawTable
    village: Ints
    ids: Ids
    given: Floats
    written: Floats


def read_points(
    table: RawTable, village_ids: Sequence[str], rank: Ints, needs_points: Bools
) -> tuple[PointRows, list[Finding]]:
    """Read a table of points.

    Parameters
    ----------
    rank
        The sorted row of each village.
    needs_points
        Shape (villages,): whether the rows of each sorted village must have x and y. Elsewhere
        they have both or neither.
    """
    village, village_faults = read_villages(table, village_ids, rank)
    ids, id_faults = identifiers(table, "id")
    always = bool(needs_points.all())
    x, x_faults = numbers(table, "x", required=always)
    y, y_faults = numbers(table, "y", required=always)
    gaps = [] if always else _gaps(table, (x, y), [*x_faults, *y_faults], village, needs_points)
    written = np.column_stack((x, y))
    given, system_faults = in_degrees(table, written)
    rows = PointRows(table, village, np.array(ids, dtype=np.str_), given, written)
    return rows, [*village_faults, *id_faults, *x_faults, *y_faults, *gaps, *system_faults]


def _gaps(
    table: RawTable,
    axes: tuple[Floats, Floats],
    faults: Sequence[FaultColumn],
    village: Ints,
    needs_points: Bools,
) -> list[Finding]:
    """Name coordinates that are missing: of a village whose distances need them, or one of two."""
    known = village != UNKNOWN
    asked = known & needs_points[np.where(known, village, 0)]
    empty = [np.isnan(axis) for axis in axes]
    for fault in faults:
        empty["xy".index(fault.field)][fault.rows] = False
    found: list[Finding] = []
    for name, gone, other in (("x", empty[0], empty[1]), ("y", empty[1], empty[0])):
        if table.columns.get(name) is None and asked.any():
            message = (
                f'{table.name} needs this column where the metric is "straight" or "path"; add it, '
                'or ask for the metric "matrix" or "list"'
            )
            found.append(Problem("MISSING_COLUMN", table.source, name, "", message))
        elif (wrong := gone & (asked | ~other)).any():
            message = "it is missing; give every row one"
            found.append(FaultColumn("MISSING", table, np.flatnonzero(wrong), name, message))
    return found


def read_villages(
    table: RawTable, village_ids: Sequence[str], rank: Ints
) -> tuple[Ints, list[FaultColumn]]:
    """Say which village each row is of."""
    if table.village is not None:
        return rank[table.village], []
    if "village" not in table.columns:  # its reader has named the missing column
        return np.full(table.size, UNKNOWN, dtype=np.int64), []
    codes, words, faults = coded_words(table, "village")
    first = {name: rank[row] for row, name in reversed(list(enumerate(village_ids)))}
    of = np.fromiter(map(first.get, words, repeat(UNKNOWN)), np.int64, len(words))
    village = of[codes]
    unknown = [row for row in np.flatnonzero(village == UNKNOWN).tolist() if words[codes[row]]]
    if unknown:
        names = [words[code] for code in codes.tolist()]
        message = "no village has this id; write one of the villages table, or add it there"
        faults += meant_ids(table, "village", names, unknown, village_ids)
        faults.append(FaultColumn("UNKNOWN_VILLAGE", table, np.array(unknown), "village", message))
    return village, faults


def meant_ids(
    table: RawTable, field: str, names: Sequence[str], unknown: Sequence[int], known: Sequence[str]
) -> list[FaultColumn]:
    """Name, once each, the unknown ids that look like a known one, with the one that is meant."""
    meant = {fold_id(name): name for name in reversed(known)}
    first = {names[row]: row for row in reversed(unknown) if fold_id(names[row]) in meant}
    rows = sorted(first.values())
    if not rows:
        return []
    times = Counter(names[row] for row in unknown)

    def message(position: int) -> str:
        name = names[rows[position]]
        return (
            f"{name!r} looks like {meant[fold_id(name)]!r} ({times[name]} rows); write it as "
            "there, in every row (a column formatted as text keeps zeros)"
        )

    def params(position: int) -> Params:
        name = names[rows[position]]
        return (("first", name), ("second", meant[fold_id(name)]))

    return [FaultColumn("LOOK_ALIKE_IDS", table, np.array(rows), field, message, params)]


def sorted_rows(rows: PointRows) -> tuple[Ints, list[FaultColumn]]:
    """Order rows by village and id, and find ids that stand twice in a village."""
    order = np.lexsort((rows.ids, rows.village))
    village, ids = rows.village[order], rows.ids[order]
    same = (village[1:] == village[:-1]) & (ids[1:] == ids[:-1]) & (ids[1:] != "")
    same &= village[1:] != UNKNOWN
    again = np.flatnonzero(same) + 1
    if not len(again):
        return order, []
    # The sort is stable: of equal ids the first in the author's order stands first.
    first = np.maximum.accumulate(np.where(np.append(False, same), 0, np.arange(len(order))))
    earlier = order[first[again]]

    def place(position: int) -> str:
        return rows.table.where(int(earlier[position]))

    def message(position: int) -> str:
        first = place(position)
        return f"the id stands already at {first}; ids are unique inside a village, rename one"

    def params(position: int) -> Params:
        return (("first", place(position)),)

    return order, [FaultColumn("DUPLICATE_ID", rows.table, order[again], "id", message, params)]


def bounds(village: Ints, villages: int) -> Ints:
    """Return where each village begins among rows sorted by village, and where the last ends."""
    return np.searchsorted(village, np.arange(villages + 1))
