"""A scenario's rows as arrays, and the place of each row as its author counts it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.notes import MOST_ROWS, Note, Value
from optimizer.domain.scenario import Floats, Ids, Ints

_POINTER = re.compile(r"(?P<source>/.*)/(?P<row>[0-9]+)")
_POSITION = re.compile(r"(?P<source>\w+)[.]iloc\[(?P<row>[0-9]+)\](?: .*)?")
_ROW = re.compile(r"(?P<source>.*) (?P<word>row|feature|building|line) (?P<row>[0-9]+)")


@dataclass(frozen=True, slots=True, eq=False)
class TableRows:
    """A table of points in its author's order.

    Parameters
    ----------
    name
        ``households``, ``members`` or ``places``.
    village
        Shape (n,): row of the sorted villages.
    ids
        Shape (n,).
    given
        Shape (n, 2): coordinates as they came in, finite.
    metres
        Shape (n, 2): metres in the village's plane.
    where
        Row to the place as its author sees it.
    written
        Shape (n, 2): coordinates as their author wrote them, in the system of the table.
    degrees
        Whether these are degrees.
    """

    name: str
    village: Ints
    ids: Ids
    given: Floats
    metres: Floats
    where: Callable[[int], str]
    written: Floats
    degrees: bool

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True, eq=False)
class NumberColumn:
    """A column of plain numbers in its author's order.

    Parameters
    ----------
    table, field
        Names of both.
    values
        Shape (n,), NaN where nothing stands.
    where
        Row to the place as its author sees it.
    measured
        Whether its numbers are measured: one with decimals does not come again and again then.
    """

    table: str
    field: str
    values: Floats
    where: Callable[[int], str]
    measured: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioRows:
    """Everything that the checks look at.

    Parameters
    ----------
    villages
        Shape (villages,): ids, sorted.
    village_where
        Village to the place of its row in the villages table.
    limits_m
        Shape (villages,): distance limit of each village.
    most
        Shape (villages,): most households of one member.
    lonlat
        True where coordinates as they came in are degrees.
    unused
        Shape (villages,): where distances are named and the metric is another than ``matrix``;
        empty where none are named.
    columns
        Loads, limits and distances.
    """

    villages: Ids
    village_where: Callable[[int], str]
    limits_m: Floats
    most: Ints
    tables: tuple[TableRows, ...]
    lonlat: bool
    unused: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))
    columns: tuple[NumberColumn, ...] = ()

    def table(self, name: str) -> TableRows:
        """Return the table of this name."""
        return next(table for table in self.tables if table.name == name)


def note_on_rows(
    code: str,
    table: str,
    where: Callable[[int], str],
    rows: Ints,
    params: Mapping[str, Value] | None = None,
) -> Note:
    """Make a note about rows of a table; at most `MOST_ROWS` of them are named, all are counted."""
    places = [place_of(where(row), table) for row in rows[:MOST_ROWS].tolist()]
    pointer, source, _ = places[0]
    numbers = sorted({number for _, _, number in places if number is not None})
    return Note(
        code,
        pointer,
        tuple(numbers),
        {"source": source, "count": len(rows), **(params or {})},
    )


def place_of(where: str, table: str) -> tuple[str, str, int | None]:
    """Return pointer, source and row number of a place as its author sees it."""
    pointer = _POINTER.fullmatch(where)
    if pointer is not None:
        return pointer["source"], pointer["source"], int(pointer["row"])
    row = _POSITION.fullmatch(where) or _ROW.fullmatch(where)
    if row is not None:
        return f"/{table}", row["source"], int(row["row"])
    return f"/{table}", where, None


def by_village(village: Ints, villages: int) -> tuple[Ints, Ints]:
    """Return rows in the order of their villages, and where each village begins among them."""
    order = np.argsort(village, kind="stable")
    return order, np.searchsorted(village[order], np.arange(villages + 1))
