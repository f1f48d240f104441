"""Distances that the caller names: a table of pairs, a table across, or an array."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from optimizer.domain.scenario import Floats, Ints
from optimizer.errors import Problem
from optimizer.frames.coordinates import row_name
from optimizer.frames.labels import cells_of, label_repr, label_texts
from optimizer.frames.point_frames import PointFrame
from optimizer.input.checks import CodedColumn, Column, Finding, RawDistances, RawTable, empty_table
from optimizer.input.checks.faults import shown
from optimizer.input.folder.distance_rows import distances_by_kind

Metres: TypeAlias = pd.DataFrame | ArrayLike
DistanceTables: TypeAlias = Metres | Mapping[str, Any] | None
"""Metres of pairs: a DataFrame with ``household``, ``member`` and ``metres``; one with a row a
household and a column a member; an array of that shape; or a mapping of these by ``members``,
``places`` and ``teams``."""

_ENDS = {
    "members": ("household", "member"),
    "places": ("household", "place"),
    "teams": ("member", "leader"),
}
_LONG = (*("household", "member", "place", "leader"), "metres")
_SHAPE = "its shape is {} and that of {} and {} is {}; give a row for each, in their order"
_ACROSS = "with several villages write one row a pair: columns {!r}, household, member and metres"
_KIND = "no such distances; name members, places or teams"
_NUMBERS = "write a DataFrame, or an array of metres with a row a household and a column a member"
_AXES = 2


@dataclass(frozen=True, slots=True, eq=False)
class DistanceEnds:
    """Whom distances may lead to; households' doors are the places where there are no others."""

    households: PointFrame
    members: PointFrame
    places: PointFrame

    def labels_of(self, word: str) -> pd.Index:
        """Return the labels of whom a column of distances names."""
        if word == "household":
            return self.households.index
        if word == "place":
            return self.places.index if len(self.places.index) else self.households.index
        return self.members.index


def read_distances(
    given: DistanceTables, ends: DistanceEnds, village: Hashable | None, findings: list[Finding]
) -> RawDistances | None:
    """Take named distances apart; None where nobody names any.

    Parameters
    ----------
    village
        The column that names villages; None for one village.
    """
    if given is None:
        return None
    if isinstance(given, pd.DataFrame) and "metres" in given.columns:
        return _by_kind(_long(given, village, findings), findings)
    parts = given if isinstance(given, Mapping) else {"members": given}
    tables = {kind: empty_table("distances") for kind in _ENDS}
    for kind, metres in parts.items():
        if kind not in _ENDS:
            findings.append(Problem("UNKNOWN_FIELD", "distances", shown(kind), "", _KIND))
        elif isinstance(metres, pd.DataFrame) and "metres" in metres.columns:
            tables[kind] = _long(metres, village, findings)
        elif village is not None:
            text = _ACROSS.format(village)
            findings.append(Problem("MISSING_COLUMN", "distances", "village", "", text))
        else:
            tables[kind] = _across(metres, _ENDS[kind], ends, findings)
    return RawDistances(tables["members"], tables["places"], tables["teams"], np.ones(1, np.bool_))


def _by_kind(table: RawTable, findings: list[Finding]) -> RawDistances | None:
    named, problems = distances_by_kind(table, 1)
    findings += problems
    return named


def _long(table: pd.DataFrame, village: Hashable | None, findings: list[Finding]) -> RawTable:
    """Return a table of one row a pair."""
    index = table.index
    columns: dict[str, Column] = {
        name: cells_of(table[name]) if name == "metres" else _coded(table[name])
        for name in _LONG
        if name in table.columns
    }
    one = None
    if village is None:
        one = np.zeros(len(table), np.int64)
    elif village in table.columns:
        columns["village"] = _coded(table[village])
    else:
        text = _ACROSS.format(village)
        findings.append(Problem("MISSING_COLUMN", "distances", "village", "", text))
    return RawTable(
        "distances",
        len(table),
        columns,
        lambda row: row_name("distances", index, row),
        "distances",
        village=one,
    )


def _coded(column: pd.Series) -> CodedColumn:
    codes, words = pd.factorize(column, use_na_sentinel=False)
    return CodedColumn(label_texts(words), np.asarray(codes, np.int64))


def _across(
    given: Metres, fields: tuple[str, str], ends: DistanceEnds, findings: list[Finding]
) -> RawTable:
    """Return a table across as one row a pair; where there is no number there is no way."""
    rows, columns = (ends.labels_of(field) for field in fields)
    if isinstance(given, pd.DataFrame):
        rows, columns, values = given.index, given.columns, given
    else:
        values = _array(given)
        if values.shape != (len(rows), len(columns)):
            wanted = f"({len(rows)}, {len(columns)})"
            text = _SHAPE.format(values.shape, f"{fields[0]}s", f"{fields[1]}s", wanted)
            findings.append(Problem("NOT_A_DISTANCE", "distances", "", "", text))
            return empty_table("distances")
    metres, wrong = _numbers(values)
    if wrong:
        findings.append(Problem("NOT_A_NUMBER", "distances", "", wrong, _NUMBERS))
        return empty_table("distances")
    start, end = np.nonzero(~np.isnan(metres) & ~np.isposinf(metres))
    return _pairs(fields, (rows, columns), (start, end), metres[start, end])


def _pairs(
    fields: tuple[str, str],
    labels: tuple[pd.Index, pd.Index],
    ends: tuple[Ints, Ints],
    metres: Floats,
) -> RawTable:
    def where(row: int) -> str:
        at = (labels[nth][ends[nth][row]] for nth in range(_AXES))
        return f"distances.loc[{', '.join(map(label_repr, at))}]"

    columns: dict[str, Column] = {
        field: CodedColumn(label_texts(labels[nth]), ends[nth].astype(np.int64))
        for nth, field in enumerate(fields)
    }
    columns["metres"] = metres
    one = np.zeros(len(metres), np.int64)
    return RawTable("distances", len(metres), columns, where, "distances", village=one)


def _array(given: ArrayLike) -> pd.DataFrame:
    """Return an array as a table; one of another number of axes is as it is written, in a row."""
    cells = np.asarray(given, dtype=object)
    return pd.DataFrame(cells if cells.ndim == _AXES else cells.reshape(1, -1))


def _numbers(values: pd.DataFrame) -> tuple[Floats, str]:
    """Return the metres of a table across, NaN where there are none; and a cell that is none."""
    try:
        return values.to_numpy(np.float64, na_value=np.nan), ""
    except (TypeError, ValueError):
        cells: Sequence[object] = values.to_numpy(object).ravel().tolist()
        text = [cell for cell in cells if isinstance(cell, str)]
        return np.empty((0, 0)), shown(text[0] if text else cells[0])


def for_villages(named: RawDistances | None, villages: int) -> RawDistances | None:
    """Say that all villages name distances, as one table is there for all of them."""
    return None if named is None else replace(named, given=np.ones(villages, np.bool_))
