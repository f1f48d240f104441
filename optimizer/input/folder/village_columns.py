"""The villages table of a large folder: as columns, and as heads a few villages at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from optimizer.domain.scenario import Ints
from optimizer.errors import ScenarioError
from optimizer.input.budgets.parquet_budget import UNREADABLE, ParquetColumns
from optimizer.input.checks import RawTable
from optimizer.input.checks.text_columns import clean
from optimizer.input.folder.parquet_file import arrow_sheet
from optimizer.input.folder.table_schema import meaning, table_from_sheet
from optimizer.input.folder.villages_table import HeadColumns, read_heads

_AT_ONCE = 2_000
"""Villages that are Python values at the same time."""


@dataclass(frozen=True, slots=True, eq=False)
class VillagesTable:
    """A villages table in order.

    Parameters
    ----------
    ids
        As they are written, each once.
    areas
        Every area that a village lies in, each once.
    """

    source: str
    columns: pa.Table
    ids: pa.StringArray
    areas: Sequence[tuple[str, ...]]

    def heads(self, rows: Sequence[int]) -> HeadColumns:
        """Return some villages; each knows where it stands in its file."""
        return read_heads(_table(self.source, self.columns, np.array(rows, np.int64))[0])

    def order(self) -> Ints:
        """Return the rows sorted by id: the bytes of UTF-8 sort as the texts do."""
        return np.asarray(pc.sort_indices(self.ids).to_numpy(), np.int64)


def open_villages(path: Path) -> VillagesTable | None:
    """Open a villages table; None where it has problems, which the reader of whole tables names."""
    try:
        with ParquetColumns(path) as file:
            names = [name.strip().casefold() for name in file.names]
            if not all(map(meaning("villages"), names)) or len(set(names)) < len(names):
                return None
            columns = file.read(file.names)
    except (*UNREADABLE, ScenarioError):
        return None
    columns = columns.rename_columns(names)
    ids: list[pa.Array] = []
    areas: dict[tuple[str, ...], None] = {}
    for start in range(0, columns.num_rows, _AT_ONCE):
        rows = np.arange(start, min(start + _AT_ONCE, columns.num_rows))
        table, wrong = _table(path.name, columns, rows)
        if wrong or not _plain(table):
            return None
        heads = read_heads(table)
        if heads.problems:
            return None
        areas |= dict.fromkeys(heads.areas)
        ids.append(pa.array(table.columns["id"], pa.string()))
    known = pa.concat_arrays(ids) if ids else pa.array([], pa.string())
    if not ids or pc.count_distinct(known).as_py() < len(known):
        return None
    return VillagesTable(path.name, columns, known, tuple(areas))


def _table(source: str, columns: pa.Table, rows: Ints) -> tuple[RawTable, bool]:
    """Return some rows as a table, and whether anything is wrong with its columns."""
    sheet = arrow_sheet(source, columns.take(pa.array(rows)), (rows + 1).tolist())
    table, problems = table_from_sheet("villages", sheet)
    return table, bool(problems)


def _plain(table: RawTable) -> bool:
    """Tell whether the villages' ids are texts, just as they will be read."""
    ids = table.columns["id"]
    return all(isinstance(name, str) and name and name == clean(name) for name in ids)
