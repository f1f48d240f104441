"""Notes that compare villages of a folder that is read a few villages at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

import numpy as np

from optimizer.domain.notes import MOST_NOTES, Note, Value
from optimizer.domain.scenario import Ints, Village
from optimizer.input.folder.grouped_parquet import Grouped
from optimizer.input.notes.across_villages import AcrossVillages
from optimizer.input.notes.look_alike_ids import is_about_villages
from optimizer.input.notes.outliers import OUTLIER
from optimizer.input.notes.repeated_points import MEMBER_TWICE
from optimizer.input.notes.scenario_rows import note_on_rows

_AT_ONCE = 50
"""Villages that are looked at a second time together."""
Again = Callable[[Sequence[int]], Sequence[Village]]
"""From numbers of villages, sorted by id, to the villages."""


def compares_villages(note: Note) -> bool:
    """Tell whether a note depends on villages that may stand in another chunk."""
    amid = note.code == OUTLIER and "amid" in note.params
    return is_about_villages(note) or note.code == MEMBER_TWICE or amid


def notes_across(
    seen: AcrossVillages, tables: Mapping[str, Grouped], order: Ints, again: Again
) -> list[Note]:
    """Return what looks wrong once all villages are compared; at most `MOST_NOTES`.

    Parameters
    ----------
    order
        Rows of the villages table, sorted by id: numbers of villages to rows.
    """
    notes = list(islice(_members_twice(seen, tables, order, again), MOST_NOTES))
    return notes + list(islice(_amid(seen, tables, order, again), MOST_NOTES - len(notes)))


def _members_twice(
    seen: AcrossVillages, tables: Mapping[str, Grouped], order: Ints, again: Again
) -> Iterator[Note]:
    for numbers in islice(seen.members_twice(), MOST_NOTES):
        held: dict[tuple[str, float, float], list[int]] = defaultdict(list)
        villages = again(numbers)
        for nth, village in enumerate(villages):
            members = village.members
            for member, (x, y) in zip(members.ids.tolist(), members.given.tolist(), strict=True):
                held[member, x, y].append(nth)
        for (member, _, _), where in sorted(held.items()):
            if len(where) > 1:
                said: dict[str, Value] = {
                    "id": member,
                    "villages": ", ".join(villages[nth].id for nth in where),
                }
                rows = [int(order[numbers[nth]]) for nth in where]
                yield _note(MEMBER_TWICE, "members", tables, rows, (member,), said)


def _amid(
    seen: AcrossVillages, tables: Mapping[str, Grouped], order: Ints, again: Again
) -> Iterator[Note]:
    hosts = seen.hosts()

    def villages() -> Iterator[tuple[int, Village]]:
        for start in range(0, len(hosts), _AT_ONCE):
            numbers = hosts[start : start + _AT_ONCE]
            yield from zip(numbers, again(numbers), strict=True)

    for found in seen.amid(villages()) if hosts else ():
        own, host = again([found.village]), again([found.host])
        said: dict[str, Value] = {
            "village": own[0].id,
            "ids": ", ".join(found.ids[:5]),
            "farthest_m": round(found.farthest_m),
            "amid": host[0].id,
        }
        yield _note(OUTLIER, found.table, tables, [int(order[found.village])], found.ids, said)


def _note(
    code: str,
    table: str,
    tables: Mapping[str, Grouped],
    villages: Sequence[int],
    ids: Sequence[str],
    said: Mapping[str, Value],
) -> Note:
    """Make a note on the rows of some ids in some villages (rows of the villages table)."""
    sheet, _ = tables[table].sheet(villages)
    cells = list(map(str, sheet.columns["id"]))
    rows = np.flatnonzero(np.isin(cells, ids))
    return note_on_rows(code, table, sheet.where, rows, said)
