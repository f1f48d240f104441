"""Parquet: columns as they are stored, numbers as arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from optimizer.input.budgets import file_budgets
from optimizer.input.budgets.file_budgets import Budget
from optimizer.input.budgets.parquet_budget import UNREADABLE, ParquetColumns
from optimizer.input.checks import CodedColumn, Column
from optimizer.input.folder.sheet import Sheet, unreadable


def read_parquet(
    path: Path,
    meant: Callable[[str], bool],
    *,
    coded: bool = False,
    rows: Budget = file_budgets.PARQUET_ROWS,
) -> Sheet:
    """Read a Parquet file; of columns without a meaning the name alone.

    Parameters
    ----------
    meant
        Whether a column of this name, in small letters, means something.
    coded
        Whether texts are few words in many rows, and are kept as such.
    rows
        How many there may be.

    Raises
    ------
    ScenarioError
        When the file is damaged, or is no Parquet.
    """
    try:
        with ParquetColumns(path) as file:
            names = [name.strip().casefold() for name in file.names]
            if len(set(names)) < len(names):
                message = "two columns have the same name; rename or remove one"
                raise unreadable(path.name, message, "DUPLICATE_COLUMN")
            wanted = [given for given in file.names if meant(given.strip().casefold())]
            size = sum(file.sizes)
            rows.check(size, path.name)
            table = file.read(wanted) if wanted else None
    except UNREADABLE as error:
        raise unreadable(path.name, "the file is no whole Parquet file; write it again") from error
    nothing: Column = [None] * size
    columns: dict[str, Column] = dict.fromkeys(names, nothing)
    if table is not None:
        cells = (column_cells(column, coded=coded) for column in table.columns)
        columns |= dict(zip((name.strip().casefold() for name in wanted), cells, strict=True))
    return Sheet(path.name, columns, range(1, size + 1))


def arrow_sheet(source: str, table: pa.Table, numbers: Sequence[int]) -> Sheet:
    """Return rows as a sheet; ``numbers`` are those that they have in their file."""
    cells = [column_cells(column) for column in table.columns]
    return Sheet(source, dict(zip(table.column_names, cells, strict=True)), numbers)


def column_cells(column: pa.ChunkedArray, *, coded: bool = False) -> Column:
    """Return a column as numbers where it is one of numbers without gaps, else cell by cell."""
    kind = column.type
    if pa.types.is_decimal(kind):
        column, kind = column.cast(pa.float64()), pa.float64()
    if column.null_count == 0 and pa.types.is_floating(kind):
        return np.asarray(column.to_numpy(), dtype=np.float64)
    if column.null_count == 0 and pa.types.is_integer(kind) and kind != pa.uint64():
        return np.asarray(column.to_numpy(), dtype=np.int64)
    if column.null_count == len(column):
        return (
            CodedColumn([None], np.zeros(len(column), np.int64)) if coded else [None] * len(column)
        )
    if coded and (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return _coded(column)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        texts: list[object] = column.to_numpy().tolist()
        return texts
    objects: list[object] = column.to_pylist()
    return objects


def _coded(column: pa.ChunkedArray) -> CodedColumn:
    """Return texts as words and their numbers; an empty cell is a word of its own."""
    encoded = column.combine_chunks().dictionary_encode()
    words: list[object] = encoded.dictionary.to_pylist()
    codes = encoded.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)
    return CodedColumn([*words, None], codes.astype(np.int64))
