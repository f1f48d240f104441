"""The villages' rows in a file of their own: a country's would fill the memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Self

import numpy as np
import orjson

from optimizer.output.summary.run_totals import RunTotals, TotalsAdder
from optimizer.output.summary.summary_values import from_row, to_row
from optimizer.output.summary.village_summary import VillageSummary

_IN_MEMORY = 1 << 20
"""Bytes up to which there is no file: some 400 villages."""


class RowStore:
    """Rows sorted by village id, added once and read as often as wanted; a context manager.

    Of a row in the file 25 bytes stay in memory: where it ends, and what it is ranked by. What all
    come to is counted as they come.

    Parameters
    ----------
    folder
        Where the file is, without a name, as soon as one is needed.
    """

    def __init__(self, folder: Path) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY, dir=str(folder))  # noqa: SIM115 - this is one
        self._ends = array("q", [0])
        self._failed, self._recruits, self._unserved = array("b"), array("q"), array("q")
        self._last = ""
        self._adding = TotalsAdder()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, row: VillageSummary) -> None:
        """Append the row of the next village.

        Raises
        ------
        ValueError
            When its id comes before the last one's.
        """
        if len(self) and row.village_id < self._last:
            raise ValueError(f"{row.village_id} after {self._last}: rows come sorted by id")
        self._last = row.village_id
        self._file.seek(self._ends[-1])
        written = self._file.write(orjson.dumps(to_row(row)))
        self._ends.append(self._ends[-1] + written)
        failed, recruits, unserved, _ = row.urgency
        self._failed.append(failed)
        self._recruits.append(recruits)
        self._unserved.append(unserved)
        self._adding.add(row)

    def extend(self, rows: Iterable[VillageSummary]) -> None:
        """Append rows; see `add`."""
        for row in rows:
            self.add(row)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __iter__(self) -> Iterator[VillageSummary]:
        return map(self._row, range(len(self)))

    def totals(self) -> RunTotals:
        """Return what the villages come to."""
        return self._adding.sums()

    def ranked(self) -> Iterator[VillageSummary]:
        """Yield the rows by `Tally.urgency`."""
        keys = (self._unserved, self._recruits, self._failed)
        # The sort is stable, and among equals the ids are in order already.
        order = np.lexsort([np.frombuffer(key, f"i{key.itemsize}") for key in keys])
        return map(self._row, map(int, order))

    def _row(self, number: int) -> VillageSummary:
        start, end = self._ends[number], self._ends[number + 1]
        self._file.seek(start)
        return from_row(orjson.loads(self._file.read(end - start)))
