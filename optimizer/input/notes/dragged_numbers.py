"""DRAGGED_COLUMN: loads, limits and distances that a spreadsheet has filled downwards."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimizer.domain.notes import Note, Value
from optimizer.domain.scenario import Floats, Ints
from optimizer.input.notes.dragged_columns import CODE, RUN
from optimizer.input.notes.scenario_rows import NumberColumn, note_on_rows

COPIES = 6
"""Rows one after the other from which on the same measured distance is no accident."""
SCATTERED = 6
"""Values in equal steps, each once, from which on a column of loads was filled and then sorted."""
ACCIDENTS, LIKELY = 0.05, 0.05
"""Runs that a column may be expected to have by accident, and the least share of a step in it."""
_NEAR = 1e-6


def dragged_numbers(columns: tuple[NumberColumn, ...]) -> Iterator[Note]:
    """Name runs of rows in which a number grows or falls by one step a row."""
    for column in columns:
        runs = _runs(column.values, measured=column.measured) or _sorted_since(column.values)
        for run in runs:
            first, last = column.values[run[[0, -1]]]
            params: dict[str, Value] = {
                "field": column.field,
                "first": float(first),
                "last": float(last),
                "step": round(float(last - first) / (len(run) - 1), 9),
            }
            yield note_on_rows(CODE, column.table, column.where, run, params)


def _sorted_since(values: Floats) -> list[Ints]:
    """Return the rows of a series whose rows were moved since: most of a column, each value once.

    In the order of the values, so that the first and the last are its ends.
    """
    held = np.flatnonzero(np.isfinite(values))
    found, place, times = np.unique(values[held], return_index=True, return_counts=True)
    once = place[times == 1]
    series = found[times == 1]
    if len(series) < max(SCATTERED, len(held) / 2):
        return []
    steps = np.diff(series)
    return [held[once]] if np.ptp(steps) <= _NEAR else []


def _runs(values: Floats, *, measured: bool) -> list[Ints]:
    """Return the rows of every run; NaN ends one."""
    steps = np.diff(values)
    ordered = np.sort(steps)
    found = []
    for start, stop in _stretches(steps):
        copied = abs(steps[start]) <= _NEAR
        if copied and not (measured and values[start] % 1 > _NEAR):
            continue
        long = stop - start + 1 >= (COPIES if copied else RUN)
        if long and _is_no_accident(steps, ordered, start, stop):
            found.append(np.arange(start, stop + 1))
    return found


def _is_no_accident(steps: Floats, ordered: Floats, start: int, stop: int) -> bool:
    """Tell a run from one that a column has whose steps are often these, as of loads 8 to 12.

    Parameters
    ----------
    ordered
        The same steps, sorted: a large table has thousands of runs to be looked at.
    """
    step, run = steps[start], steps[start:stop]
    below, above = np.searchsorted(ordered, (step - _NEAR, step + _NEAR), side="left")
    same = int(above - below) - np.count_nonzero(np.abs(run - step) <= _NEAR)
    share = max(LIKELY, same / max(1, len(steps) - len(run)))
    return float(len(steps) * share ** (stop - start)) < ACCIDENTS


def _stretches(steps: Floats) -> Iterator[tuple[int, int]]:
    """Yield first and last row of every stretch of equal differences."""
    equal = np.abs(np.diff(steps)) <= _NEAR
    edges = np.flatnonzero(np.diff(np.concatenate(([False], equal, [False])).astype(np.int8)))
    for start, stop in edges.reshape(-1, 2).tolist():
        yield start, stop + 1
