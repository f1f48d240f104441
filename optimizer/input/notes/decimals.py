"""How many decimals coordinates have: COARSE_COORDINATES, and degrees taken for metres."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.notes import Note, Value
from optimizer.domain.scenario import Floats
from optimizer.input.notes.scenario_rows import ScenarioRows, TableRows, by_village, note_on_rows

COARSE, DEGREES = "COARSE_COORDINATES", "LOOKS_LIKE_DEGREES"
Bools = NDArray[np.bool_]

COARSE_DECIMALS = 2
"""Degrees with so few decimals are right to a kilometre."""
COARSE_M, HUNDRED_M = 1_000.0, 100.0
ROUNDED_POINTS, ROUNDED_SHARE = 10, 0.9
PROJECTED = 100_000.0
"""From this size on metres are those of a projection, not of a small plane of the village."""
FEWEST = 5
"""Points from which on a village's decimals are looked at."""
MOST = 0.5
MEASURED_DECIMALS = 5
"""Of degrees that a device or a map gave."""

TINY, TINY_M, TINY_HOUSEHOLDS = "LOOKS_LIKE_KILOMETRES", 10.0, 10
"""So many households do not have so few metres."""
DISTINCT = 5
EXTENT = (0.0001, 2.0)
FINE_DECIMALS = 4
"""Of degrees that are so beyond doubt."""
DOUBTFUL_DECIMALS = 3


def coarse(rows: ScenarioRows) -> Iterator[Note]:
    """Name points with so few decimals that they are right to a kilometre only.

    In a village of which most points are finer, and in one where all are coarse. One point that
    happens to be a round number is not named.
    """
    for table in rows.tables[:2]:
        if not len(table):
            continue
        rough = _rough(table.written, lonlat=table.degrees)
        most = _mostly(table, len(rows.villages))
        rough |= most
        if not rough.any():
            continue
        order, starts = by_village(table.village, len(rows.villages))
        for village in np.unique(table.village[rough]).tolist():
            own = np.sort(order[starts[village] : starts[village + 1]])
            chosen = own[rough[own]]
            if len(own) < FEWEST or not _stands_out(table.written[own], rough[own], table.degrees):
                continue
            params: dict[str, Value] = {"village": str(rows.villages[village]), "all": len(own)}
            yield note_on_rows(COARSE, table.name, table.where, chosen, params)


def rounded(rows: ScenarioRows) -> Iterator[Note]:
    """Name villages nearly all of whose points are rounded to about a hundred metres."""
    for table in rows.tables[:2]:
        if table.degrees:
            fine = np.asarray(has_decimals(table.written, COARSE_DECIMALS + 2).any(axis=1))
            coarser = np.asarray(~has_decimals(table.written, COARSE_DECIMALS + 1).all(axis=1))
        else:
            whole = table.written == np.round(table.written / HUNDRED_M) * HUNDRED_M
            small = (np.abs(table.written) < PROJECTED).any(axis=1)
            fine = np.asarray(~whole.all(axis=1) | small)
            coarser = _rough(table.written, lonlat=False)
        order, starts = by_village(table.village, len(rows.villages))
        for village in np.unique(table.village[~fine]).tolist():
            own = np.sort(order[starts[village] : starts[village + 1]])
            chosen = own[~fine[own]]
            if len(own) < ROUNDED_POINTS or len(chosen) < ROUNDED_SHARE * len(own):
                continue
            if coarser[own].mean() > MOST:
                continue  # named as coarser still
            params: dict[str, Value] = {"village": str(rows.villages[village]), "all": len(own)}
            more = {**params, "rounded_m": 100}
            yield note_on_rows(COARSE, table.name, table.where, chosen, more)


def _mostly(table: TableRows, villages: int) -> Bools:
    """Tell the points of villages in most of whose rows one coordinate is coarse."""
    if table.degrees:
        coarse_axes = ~has_decimals(table.written, COARSE_DECIMALS + 1)
    else:
        coarse_axes = table.written == np.round(table.written / COARSE_M) * COARSE_M
        coarse_axes &= np.abs(table.written) >= PROJECTED
    either = coarse_axes.any(axis=1)
    sizes = np.maximum(1, np.bincount(table.village, minlength=villages))
    share = np.bincount(table.village[either], minlength=villages) / sizes
    return np.asarray(either & (share > MOST)[table.village], np.bool_)


def _stands_out(given: Floats, rough: Bools, lonlat: bool) -> bool:  # noqa: FBT001
    """Tell coarse points from round numbers: they are the most, or all others are measured."""
    if rough.mean() > MOST:
        return True
    finest = MEASURED_DECIMALS if lonlat else 1
    return bool(has_decimals(given[~rough], finest).any(axis=1).mean() > MOST)


def _rough(given: Floats, *, lonlat: bool) -> Bools:
    """Tell which points have both coordinates rounded to about a kilometre."""
    if lonlat:
        return np.asarray(~has_decimals(given, COARSE_DECIMALS + 1).any(axis=1), np.bool_)
    whole = (given == np.round(given / COARSE_M) * COARSE_M).all(axis=1)
    return np.asarray(whole & (np.abs(given) >= PROJECTED).all(axis=1), np.bool_)


def has_decimals(values: Floats, decimals: int) -> Bools:
    """Tell which values have so many decimals or more."""
    scaled = values * 10.0 ** (decimals - 1)
    return np.asarray(
        np.abs(scaled - np.round(scaled)) > 1e-6 * np.maximum(1.0, np.abs(scaled) * 1e-6)
    )


def are_degrees(given: Floats) -> bool:
    """Tell degrees from metres, beyond doubt.

    At least five distinct points that reach from 0.0001 to 2 units, within 180 and 90 (in either
    order), most of them with four decimals or more.
    """
    return _like_degrees(given, distinct=DISTINCT, decimals=FINE_DECIMALS)


def may_be_degrees(given: Floats) -> bool:
    """Tell degrees from metres with doubt: fewer points, or fewer decimals."""
    return _like_degrees(given, distinct=2, decimals=DOUBTFUL_DECIMALS)


def _like_degrees(given: Floats, *, distinct: int, decimals: int) -> bool:
    if len(given) < distinct:
        return False
    size = np.abs(given).max(axis=0)
    extent = float(np.ptp(given, axis=0).max())
    if size.max() > 180.0 or size.min() > 90.0 or not EXTENT[0] <= extent <= EXTENT[1]:  # noqa: PLR2004
        return False
    if has_decimals(given, decimals).any(axis=1).mean() <= MOST:
        return False
    return len(np.unique(given, axis=0)) >= distinct


def tiny_villages(rows: ScenarioRows) -> Iterator[Note]:
    """Name villages under metres whose households all stand within a few metres of one another."""
    if rows.lonlat:
        return
    table = rows.table("households")
    order, starts = by_village(table.village, len(rows.villages))
    for number in range(len(rows.villages)):
        own = table.given[order[starts[number] : starts[number + 1]]]
        if len(own) < TINY_HOUSEHOLDS or np.ptp(own, axis=0).max() > TINY_M:
            continue
        if len(np.unique(own, axis=0)) > len(own) / 2 and not may_be_degrees(own):
            params: dict[str, Value] = {
                "village": str(rows.villages[number]),
                "extent": round(float(np.ptp(own, axis=0).max()), 3),
            }
            at = np.array([number], np.int64)
            yield note_on_rows(TINY, "villages", rows.village_where, at, params)


def doubtful_degrees(rows: ScenarioRows) -> Iterator[Note]:
    """Name villages under metres whose points may be degrees."""
    if rows.lonlat:
        return
    village = np.concatenate([table.village for table in rows.tables[:2]])
    given = np.concatenate([table.given for table in rows.tables[:2]])
    order, starts = by_village(village, len(rows.villages))
    fits = np.abs(given).max(axis=1) <= 180.0  # noqa: PLR2004
    for number in np.unique(village[fits]).tolist():
        own = given[order[starts[number] : starts[number + 1]]]
        if may_be_degrees(own):
            params: dict[str, Value] = {
                "village": str(rows.villages[number]),
                "extent": round(float(np.ptp(own, axis=0).max()), 6),
            }
            at = np.array([number], np.int64)
            yield note_on_rows(DEGREES, "villages", rows.village_where, at, params)
