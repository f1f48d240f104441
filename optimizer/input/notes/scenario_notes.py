"""Every check of what looks wrong, in the order in which a planner reads the notes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from optimizer.domain.notes import MOST_NOTES, Note
from optimizer.input.notes.absurd_rules import absurd_limits, absurd_loads, exchanged_tables
from optimizer.input.notes.decimals import coarse, doubtful_degrees, rounded, tiny_villages
from optimizer.input.notes.dragged_columns import dragged
from optimizer.input.notes.dragged_numbers import dragged_numbers
from optimizer.input.notes.look_alike_ids import look_alike_ids
from optimizer.input.notes.outliers import outliers
from optimizer.input.notes.repeated_points import member_twice, same_point, same_rows
from optimizer.input.notes.scenario_rows import ScenarioRows
from optimizer.input.notes.tables_apart import tables_apart
from optimizer.input.notes.unused_distances import unused_distances
from optimizer.input.notes.village_spread import spread_of


def find_notes(rows: ScenarioRows) -> tuple[Note, ...]:
    """Return what looks wrong; at most `MOST_NOTES` notes, and one that counts the others."""
    found = _every(rows)
    notes = tuple(islice(found, MOST_NOTES))
    left = sum(1 for _ in found)
    return (*notes, Note("MORE_NOTES", "", (), {"count": left})) if left else notes


def _every(rows: ScenarioRows) -> Iterator[Note]:
    yield from absurd_limits(rows)
    yield from absurd_loads(rows)
    yield from exchanged_tables(rows)
    yield from unused_distances(rows)
    yield from look_alike_ids(rows)
    yield from doubtful_degrees(rows)
    yield from tiny_villages(rows)
    yield from dragged(rows)
    yield from dragged_numbers(rows.columns)
    spread = spread_of(rows)
    yield from tables_apart(rows)
    yield from same_rows(rows)
    yield from member_twice(rows, spread)
    yield from outliers(rows, spread)
    yield from coarse(rows)
    yield from rounded(rows)
    yield from same_point(rows)
