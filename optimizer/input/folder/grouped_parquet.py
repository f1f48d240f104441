"""A Parquet table in which each village's rows stand together: read a few villages at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from optimizer.domain.scenario import Ints
from optimizer.errors import ScenarioError
from optimizer.input.budgets.parquet_budget import UNREADABLE, ParquetColumns
from optimizer.input.checks import Column
from optimizer.input.folder.parquet_file import column_cells
from optimizer.input.folder.sheet import Sheet

_GROUPS_HELD = 2
"""Row groups in memory: villages that follow one another often share one."""


class Grouped:
    """One table, and where each village's rows stand in it.

    Parameters
    ----------
    spans
        Shape (villages, 2): first row and the row after the last.
    coded
        Whether texts are few words in many rows, and are kept as such.
    """

    def __init__(self, path: Path, spans: Ints, *, coded: bool = False) -> None:
        self._coded = coded
        self._path, self.spans = path, spans
        self._file = ParquetColumns(path)
        self._starts = np.concatenate([[0], np.cumsum(self._file.sizes)]).astype(np.int64)
        self._held: dict[int, pa.Table] = {}

    def sheet(self, villages: Sequence[int]) -> tuple[Sheet, Ints]:
        """Read the rows of some villages, with the numbers that they have in the whole file.

        Returns
        -------
        tuple
            The rows without the column ``village``, and each row's position among the villages.
        """
        spans = self.spans[villages].tolist()
        parts = [part for span in spans for part in self._parts(*span)]
        rows = pa.concat_tables(parts) if parts else self._group(0).slice(0, 0)
        numbers = np.concatenate([np.arange(*span) + 1 for span in spans])
        columns: dict[str, Column] = {
            name: column_cells(column, coded=self._coded)
            for name, column in zip(rows.column_names, rows.columns, strict=True)
            if name != "village"
        }
        village = np.repeat(np.arange(len(spans)), [stop - start for start, stop in spans])
        return Sheet(self._path.name, columns, numbers.tolist()), village

    def _parts(self, start: int, stop: int) -> Iterator[pa.Table]:
        """Yield the rows from one to another, from every row group that holds some."""
        first = int(np.searchsorted(self._starts, start, side="right")) - 1
        while start < stop:
            begin, end = self._starts[first : first + 2].tolist()
            upto = min(stop, end)
            yield self._group(first).slice(start - begin, upto - start)
            start, first = upto, first + 1

    def _group(self, number: int) -> pa.Table:
        if number not in self._held:
            while len(self._held) >= _GROUPS_HELD:
                self._held.pop(next(iter(self._held)))
            self._held[number] = self._file.read(self._file.names, [number])
        return self._held[number]


def grouped(
    path: Path, known: pa.StringArray, meant: Callable[[str], bool], *, coded: bool = False
) -> Grouped | None:
    """Open a table whose rows stand together village by village; None where they do not.

    Parameters
    ----------
    known
        Ids of the villages, exactly as they are written. A table that names another, or none, is
        not one to be read in parts.
    meant
        Whether a column of this name means something; a table with others is none either.
    """
    try:
        file = ParquetColumns(path)
        if "village" not in file.names or not all(map(meant, file.names)):
            return None
        spans = np.zeros((len(known), 2), np.int64)
        last, at = -1, 0
        for number in range(len(file.sizes)):
            found = _runs(file.read(["village"], [number]).column(0).combine_chunks(), known)
            if found is None:
                return None
            villages, lengths = found
            ends = at + np.cumsum(lengths)
            again = int(len(villages) > 0 and villages[0] == last)
            spans[villages[:again], 1] = ends[:again]
            new = villages[again:]
            if spans[new].any() or len(np.unique(new)) < len(new):
                return None
            spans[new, 0], spans[new, 1] = (ends - lengths)[again:], ends[again:]
            if len(villages):
                last, at = int(villages[-1]), int(ends[-1])
    except (*UNREADABLE, ScenarioError):
        return None  # the reader of whole tables says what is wrong with it
    return Grouped(path, spans, coded=coded)


def _runs(column: pa.Array, known: pa.StringArray) -> tuple[Ints, Ints] | None:
    """Return the villages whose rows follow one another, and how many each has.

    None where a row names no village that is known.
    """
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if not pa.types.is_string(column.type) and not pa.types.is_large_string(column.type):
        return None
    changes = pc.fill_null(pc.not_equal(column[1:], column[:-1]), fill_value=True)
    first = [0] if len(column) else []
    starts = np.array([*first, *(np.flatnonzero(changes.to_numpy(zero_copy_only=False)) + 1)])
    villages = pc.index_in(column.take(pa.array(starts, pa.int64())).cast(pa.string()), known)
    if villages.null_count:
        return None
    lengths = np.diff(starts, append=len(column)).astype(np.int64)
    return villages.to_numpy().astype(np.int64), lengths
