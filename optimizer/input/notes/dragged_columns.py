"""DRAGGED_COLUMN: coordinates that a spreadsheet has filled downwards, a step more or the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.notes import Note, Value
from optimizer.domain.scenario import Floats, Ints
from optimizer.input.notes.decimals import MOST, has_decimals
from optimizer.input.notes.scenario_rows import ScenarioRows, TableRows, by_village, note_on_rows

CODE = "DRAGGED_COLUMN"
RUN = 5
"""Rows one after the other from which on a series is no accident."""
COPIES = 6
"""Rows one after the other from which on the same measured coordinate is none."""
AXES: tuple[Literal["x"], Literal["y"]] = ("x", "y")
_TENS = 10.0 ** np.arange(5, -8, -1)
"""Of what a spreadsheet counts on by: one, tens, or one in the last decimal."""
LONG_RUN = 6
"""Rows in equal steps of any other size, as two cells that are dragged together make them."""
_NEAR = 1e-3
"""Share of a step that two differences may differ by: doubles of 1e7 keep nine decimals."""

_COUNTED = re.compile(r"(.*?)([0-9]{1,9})")
"""A village's id that ends in a number."""

Bools = NDArray[np.bool_]


def dragged(rows: ScenarioRows) -> Iterator[Note]:
    """Name runs of rows in which a coordinate grows by one step a row."""
    for table in rows.tables:
        for axis, run in _runs(table.written, lonlat=table.degrees):
            yield dragged_note(table, axis, run)
        order, starts = by_village(table.village, len(rows.villages))
        for number in np.flatnonzero(np.diff(starts) >= SCATTERED).tolist():
            own = np.sort(order[starts[number] : starts[number + 1]])
            for axis, run in _scattered(table.written[own], own, degrees=table.degrees):
                yield dragged_note(table, axis, run)
        across = _across(table)
        if len(across):
            yield note_on_rows(CODE, table.name, table.where, across, {"field": "y", "across": 1})
    yield from _dragged_villages(rows)


def _dragged_villages(rows: ScenarioRows) -> Iterator[Note]:
    """Name households whose village counts on from row to row: Thôn 1, Thôn 2, Thôn 3."""
    table = rows.table("households")
    if len(table) < RUN or len(rows.villages) < RUN:
        return
    parts = [_COUNTED.fullmatch(name) for name in rows.villages.tolist()]
    stems = np.array([part[1] if part else "" for part in parts], np.str_)
    numbers = np.array([int(part[2]) if part else 0 for part in parts], np.int64)
    of = table.village
    alone = np.bincount(of, minlength=len(parts))[of] == 1
    on = (stems[of[1:]] == stems[of[:-1]]) & (numbers[of[1:]] == numbers[of[:-1]] + 1)
    on &= alone[1:] & alone[:-1]
    edges = np.flatnonzero(np.diff(np.concatenate(([False], on, [False])).astype(np.int8)))
    for start, stop in edges.reshape(-1, 2).tolist():
        if stop - start + 1 >= RUN:
            run = np.arange(start, stop + 1)
            first, last = (str(rows.villages[of[row]]) for row in (start, stop))
            params: dict[str, Value] = {"field": "village", "first": first, "last": last, "step": 1}
            yield note_on_rows(CODE, table.name, table.where, run, params)


def _scattered(written: Floats, rows: Ints, *, degrees: bool) -> list[tuple[int, Ints]]:
    """Return axis and rows of a village's series that were filled before the rows were sorted.

    In the order of their values, `SCATTERED` rows or more, and half of all, have the same measured
    coordinate or one more in its last decimal each, while the other one is irregular.
    Where points are so many that neighbours in the last decimal are no accident nothing is said.
    """
    unit = 1e-6 if degrees else 1.0
    fine = has_decimals(written, 5 if degrees else 1)
    found = []
    for axis in (0, 1):
        order = np.argsort(written[:, axis], kind="stable")
        steps = np.diff(written[order, axis])
        wide = float(np.ptp(written[:, 1 - axis])) if len(written) else 0.0
        if len(written) * unit > wide / _THIN:
            continue
        for step in (0.0, unit, 10 * unit):
            if len(written) * step > wide / _THIN:
                continue
            same = np.abs(steps - step) <= _NEAR * unit
            edges = np.flatnonzero(
                np.diff(np.concatenate(([False], same, [False])).astype(np.int8))
            )
            for start, stop in edges.reshape(-1, 2).tolist():
                chosen = np.sort(order[start : stop + 1])
                if (
                    len(chosen) < max(SCATTERED, len(written) / 2)
                    or fine[chosen, axis].mean() < MOST
                ):
                    continue
                down = np.diff(written[chosen, axis])
                if (np.diff(rows[chosen]) == 1).all() and (
                    np.abs(np.abs(down) - step) < unit / 9
                ).all():
                    continue  # as it was filled: named already
                if len(np.unique(written[chosen, 1 - axis])) == len(chosen):
                    found.append((axis, rows[chosen]))
    return found


SCATTERED = 8
_THIN = 10.0
"""The other coordinate reaches over so many times the last decimals that the points could fill."""


def _across(table: TableRows) -> Ints:
    """Return rows whose y is their x, or one more: a cell filled to the right."""
    if table.degrees or len(table) < RUN:
        return np.empty(0, np.int64)
    apart = table.written[:, 1] - table.written[:, 0]
    filled = (np.abs(apart) < _NEAR) | (np.abs(apart - 1) < _NEAR)
    filled &= has_decimals(table.written, 1).all(axis=1)
    return np.flatnonzero(filled) if filled.sum() >= RUN else np.empty(0, np.int64)


def dragged_note(table: TableRows, axis: int, run: Ints) -> Note:
    """Make the note about one run."""
    first, last = table.written[run[0], axis], table.written[run[-1], axis]
    params: dict[str, Value] = {
        "field": AXES[axis],
        "first": float(first),
        "last": float(last),
        "step": round(float(last - first) / (len(run) - 1), 9),
    }
    return note_on_rows(CODE, table.name, table.where, run, params)


def dragged_runs(given: Floats) -> list[tuple[int, Ints]]:
    """Return axis and rows of every run in coordinates of which nothing else is known."""
    return _runs(given, lonlat=True)


def _runs(given: Floats, *, lonlat: bool) -> list[tuple[int, Ints]]:
    if len(given) < RUN:
        return []
    steps = np.diff(given, axis=0)
    series = (steps != 0) & _steady(steps)
    measured = has_decimals(given, 5 if lonlat else 1)
    found = []
    for axis in (0, 1):
        for start, stop in _stretches(series[:, axis], steps[:, axis]):
            tens = bool(_is_ten(steps[start:stop, axis]).all())
            if stop - start + 1 < (RUN if tens else LONG_RUN):
                continue
            run = np.arange(start, stop + 1)
            if _is_dragged(steps[start:stop, 1 - axis], measured[run], axis, tens=tens):
                found.append((axis, run))
    return found + _copied(given, steps, lonlat=lonlat)


def _copied(given: Floats, steps: Floats, *, lonlat: bool) -> list[tuple[int, Ints]]:
    """Return axis and rows where one measured coordinate is repeated and the other is not.

    Of a measured coordinate the last decimal, a decimetre or less, is not the same so many times;
    where the other one comes again too, the points are those of a grid.
    """
    fine = has_decimals(given, 6 if lonlat else 2)
    found = []
    for axis in (0, 1):
        same = np.concatenate(([False], (steps[:, axis] == 0) & fine[:-1, axis], [False]))
        edges = np.flatnonzero(np.diff(same.astype(np.int8))).reshape(-1, 2)
        for start, stop in edges.tolist():
            across = steps[start:stop, 1 - axis]
            run = np.arange(start, stop + 1)
            irregular = len(np.unique(np.round(across, 9))) > len(across) / 2
            distinct = len(np.unique(given[run, 1 - axis])) == len(run)
            if len(run) >= COPIES and irregular and distinct:
                found.append((axis, run))
    return found


def _is_ten(steps: Floats) -> Bools:
    """Tell which differences are a power of ten."""
    size = np.abs(steps)[..., None]
    return np.asarray((np.abs(size - _TENS) <= _NEAR * _TENS).any(axis=-1))


def _steady(steps: Floats) -> Bools:
    """Tell which differences are the same as the one before or behind."""
    same = np.abs(np.diff(steps, axis=0)) <= _NEAR * np.abs(steps[1:])
    none = np.zeros((1, 2), np.bool_)
    return np.asarray(np.concatenate((none, same)) | np.concatenate((same, none)))


def _stretches(series: Bools, steps: Floats) -> Iterator[tuple[int, int]]:
    """Yield first and last row of every stretch of equal differences."""
    equal = series[1:] & series[:-1]
    equal &= np.abs(np.diff(steps)) <= _NEAR * np.abs(steps[1:])
    edges = np.flatnonzero(np.diff(np.concatenate(([False], equal, [False])).astype(np.int8)))
    for start, stop in edges.reshape(-1, 2).tolist():
        yield start, stop + 1


def _is_dragged(across: Floats, measured: Bools, axis: int, *, tens: bool) -> bool:
    """Tell a dragged column from a row of houses at equal distances, or points of a drawing.

    Parameters
    ----------
    across
        Differences of the other column: the same all along for houses in a row, unless that was
        dragged too.
    measured
        Shape (rows, 2): which coordinates have the decimals of a measured one.
    tens
        Whether the steps are a power of ten: houses may stand in any other ones.
    """
    both = tens and bool(_is_ten(across).all()) and np.ptp(across) <= _NEAR * np.abs(across).max()
    if both:
        return float(measured.mean()) > 0.5  # noqa: PLR2004 - most of them
    irregular = len(np.unique(np.round(across, 9))) > len(across) / 2
    return irregular and float(measured[:, 1 - axis].mean()) > 0.5  # noqa: PLR2004 - most of them
