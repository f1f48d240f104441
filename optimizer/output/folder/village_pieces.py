"""A result folder read back a village at a time, as it was written."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path

from optimizer.errors import ScenarioError
from optimizer.input.budgets import file_budgets
from optimizer.input.budgets.parquet_budget import UNREADABLE, ParquetColumns
from optimizer.output.folder.csv_rows import rows_of

Columns = Mapping[str, Sequence[object]]
Cells = tuple[object, ...]

_ROWS_AT_ONCE = 50_000
TEAM_COLUMNS = ("village", "plan", "team", "member", "leads")
"""What is read of the members of teams."""
_UNREADABLE = (*UNREADABLE, csv.Error, ScenarioError)


class WrongOrder(Exception):  # noqa: N818 - another way to read it is known
    """The table is none that can be read in pieces; whoever reads it whole will say why."""


@dataclass(slots=True)
class VillagePieces:
    """A table whose rows come in the order of the villages' ids; each is asked for once, in order.

    Parameters
    ----------
    source
        The file's name.
    before
        Rows that stand before those given last.
    """

    source: str
    names: Sequence[str]
    groups: Iterator[tuple[object, Iterator[Cells]]]
    before: int = 0
    _given: int = 0
    _next: tuple[object, Iterator[Cells]] | None = field(default=None)

    def __post_init__(self) -> None:
        self._next = next(self.groups, None)

    def of(self, village: str) -> Columns:
        """Return the village's rows as columns.

        Raises
        ------
        WrongOrder
            When the next rows are those of a village that should have come before, or of none.
        ScenarioError
            When they are far more than a village has.
        """
        self.before += self._given
        self._given = 0
        if self._next is None or self._next[0] != village:
            self._check_later_than(village)
            return dict.fromkeys(self.names, ())
        rows = list(islice(self._next[1], file_budgets.VILLAGE_ROWS.most + 1))
        file_budgets.VILLAGE_ROWS.check(len(rows), self.source, "village")
        self._given = len(rows)
        self._next = next(self.groups, None)
        return dict(zip(self.names, zip(*rows, strict=True), strict=True))

    def end(self) -> None:
        """Say that there are no more villages.

        Raises
        ------
        Disorder
            When there are rows left.
        """
        if self._next is not None:
            raise WrongOrder

    def _check_later_than(self, village: str) -> None:
        """Refuse rows that no village to come will ask for."""
        if self._next is None:
            return
        name = self._next[0]
        if not isinstance(name, str) or name < village:
            raise WrongOrder


@contextmanager
def open_pieces(folder: Path) -> Iterator[tuple[VillagePieces, ...]]:
    """Open assignments, unserved, recruits and members of teams of a result folder.

    Raises
    ------
    Disorder
        When one of them cannot be read in pieces, or at all; also later, when rows are asked for.
    """
    with ExitStack() as files:
        try:
            parquet = files.enter_context(ParquetColumns(folder / "assignments.parquet"))
            unserved, recruits = (
                files.enter_context((folder / name).open(encoding="utf-8-sig", newline=""))
                for name in ("unserved.csv", "recruits.csv")
            )
            path = folder / "team_members.csv"
            teams: Iterable[str] = [",".join(TEAM_COLUMNS)]
            if path.is_file():  # only where teams were asked for
                teams = files.enter_context(path.open(encoding="utf-8-sig", newline=""))
        except _UNREADABLE as fault:
            raise WrongOrder from fault
        names = tuple(parquet.names)
        yield (
            _pieces("assignments.parquet", _rows(names, parquet)),
            _pieces("unserved.csv", _texts(unserved)),
            _pieces("recruits.csv", _texts(recruits)),
            _pieces("team_members.csv", _texts(teams)),
        )


def _pieces(source: str, lines: Iterator[Cells]) -> VillagePieces:
    """Return a table whose first line is its header."""
    rows = _as_wide_as_the_first(lines)
    names = [str(name) for name in next(rows, ())]
    if "village" not in names or len(set(names)) < len(names):
        raise WrongOrder
    return VillagePieces(source, names, groupby(rows, itemgetter(names.index("village"))))


def _as_wide_as_the_first(lines: Iterator[Cells]) -> Iterator[Cells]:
    """Yield the lines; one that is longer or shorter, or cannot be read, is disorder."""
    width = None
    try:
        for line in lines:
            width = width or len(line)
            if len(line) != width:
                raise WrongOrder
            yield line
    except _UNREADABLE as fault:
        raise WrongOrder from fault


def _rows(names: Cells, file: ParquetColumns) -> Iterator[Cells]:
    yield names
    for number in range(len(file.sizes)):
        group = file.read(file.names, [number])
        for batch in group.to_batches(max_chunksize=_ROWS_AT_ONCE):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _texts(file: Iterable[str]) -> Iterator[Cells]:
    """Yield the cells as they were before they were made harmless; empty lines are none."""
    yield from map(tuple, rows_of(file))
