"""Parquet, measured page by page before a column is decoded.

What the footer says of a column's size is what it was when it was encoded, and may be untrue. Each
page says how large it is unpacked and how many values it has, and is packed as large as it says or
fails. A text that stands once in a dictionary, or begins as the one before, may stand for
thousands: such columns are read as their dictionary, or a few rows at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from optimizer.input.budgets import file_budgets
from optimizer.input.budgets.thrift import Page, read_page, read_sizes

_WHOLE = frozenset({0, 2, 3, 4, 8})
"""Encodings of pages whose texts stand in them, or in a dictionary, as they are: PLAIN,
PLAIN_DICTIONARY, RLE, BIT_PACKED, RLE_DICTIONARY."""
_AT_ONCE_BYTES = 1 << 25
"""Bytes that a batch of rows may become where a value may repeat what came before it."""
_SHORT_BYTES = 1 << 20
"""Bytes of a column whose texts may be of any length."""
_TEXT = "BYTE_ARRAY"
_HEADER_BYTES = 1 << 16
_WIDEST = 64
"""Bytes of a value of fixed length: a decimal has 16, a number of the longest kind 32."""


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A column of a row group, as its pages say."""

    name: str
    unpacked: int
    values: int
    largest: int
    whole: bool
    nested: bool


@dataclass(slots=True)
class Texts:
    """A column of texts: the bytes of its largest page, and whether its texts are whole there."""

    largest: int = 1
    whole: bool = True


UNREADABLE = (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError)
"""What Arrow raises about a file: its own exceptions, and Python's about texts and numbers."""


class ParquetColumns:
    """A Parquet file whose columns are decoded as far as the budgets go.

    Raises
    ------
    Exception
        One of ``UNREADABLE`` when the file is no whole Parquet file; also later, when columns are
        asked for.
    """

    def __init__(self, path: Path) -> None:
        self._source = path.name
        # Not mapped: every page of the file once read would stay in this process's memory.
        self._raw = pa.OSFile(str(path))
        try:
            self._file = pq.ParquetFile(self._raw)
            whole = self._file.metadata
            chunks = whole.num_columns * whole.num_row_groups
            file_budgets.PARQUET_CHUNKS.check(chunks, self._source)
            _check_sizes(self._raw, self._file, self._source)
        except BaseException:
            self._raw.close()
            raise
        self.names: Sequence[str] = self._file.schema_arrow.names
        self.sizes = [
            self._file.metadata.row_group(number).num_rows
            for number in range(self._file.num_row_groups)
        ]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._raw.close()

    def read(self, names: Sequence[str], groups: Sequence[int] | None = None) -> pa.Table:
        """Read columns of the whole file, or of some of its row groups.

        Raises
        ------
        ScenarioError
            When they would become too much.
        """
        groups = range(len(self.sizes)) if groups is None else groups
        file_budgets.PARQUET_ROWS.check(sum(self.sizes[number] for number in groups), self._source)
        texts = self._texts(frozenset(names), groups)
        slow = [name for name in names if name in texts and not texts[name].whole]
        kept = [name for name in texts if name not in slow]
        quick = [name for name in names if name not in slow]
        reader = pq.ParquetFile(self._raw, read_dictionary=kept) if kept else self._file
        table = _decoded(reader.read_row_groups(list(groups), columns=quick), self._source)
        for name in slow:
            column = self._slowly(name, texts[name].largest, groups)
            table = table.append_column(name, column)
        table.validate(full=True)  # texts may be no UTF-8
        return table.select(list(names))

    def _texts(self, wanted: frozenset[str], groups: Sequence[int]) -> dict[str, Texts]:
        """Return the columns of texts; refuse columns that would become too much."""
        unpacked = values = 0
        texts: dict[str, Texts] = {}
        for chunk in _chunks(self._raw, self._file, wanted, groups):
            unpacked, values = unpacked + chunk.unpacked, values + chunk.values
            file_budgets.TEXT_BYTES.check(unpacked, self._source, chunk.name)
            file_budgets.PARQUET_VALUES.check(values, self._source, chunk.name)
            if chunk.largest and chunk.nested:
                file_budgets.TEXT_BYTES.check(
                    chunk.values * chunk.largest, self._source, chunk.name
                )
            elif chunk.largest:
                self._check_length(chunk.name, chunk.unpacked, chunk.values)
                text = texts.setdefault(chunk.name, Texts())
                text.largest = max(text.largest, chunk.largest)
                text.whole = text.whole and chunk.whole
        return texts

    def _check_length(self, name: str, size: int, texts: int) -> None:
        """Refuse long texts, on average; shapes may be as long as they are."""
        kind = self._file.schema_arrow.field(name).type
        if size > _SHORT_BYTES and (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
            file_budgets.TEXT_LENGTH.check(size // max(1, texts), self._source, name)

    def _slowly(self, name: str, largest: int, groups: Sequence[int]) -> pa.ChunkedArray:
        """Read a column a few rows at a time, and stop where it becomes too much."""
        batches, total, texts = [], 0, 0
        rows = max(1, min(_AT_ONCE_BYTES // largest, 1 << 16))
        for batch in self._file.iter_batches(rows, row_groups=list(groups), columns=[name]):
            total += batch.nbytes
            texts += batch.num_rows
            self._check_length(name, total, texts)
            file_budgets.TEXT_BYTES.check(total, self._source, name)
            batches.append(batch.column(0))
        return pa.chunked_array(batches, self._file.schema_arrow.field(name).type)


def _check_sizes(raw: pa.NativeFile, file: pq.ParquetFile, source: str) -> None:
    """Look at what the footer says of sizes: where that is false, asking for a column aborts.

    Raises
    ------
    ScenarioError
        When the footer is longer than is read.
    pa.ArrowInvalid
        When a histogram has not an entry for each level, or bytes are stated of what is no text.
    """
    raw.seek(raw.size() - 8)
    tail = raw.read()
    size = int.from_bytes(tail[:4], "little")
    file_budgets.PARQUET_FOOTER.check(size, source)
    raw.seek(raw.size() - 8 - size)
    try:
        groups = read_sizes(raw.read())
    except ValueError as fault:
        raise pa.ArrowInvalid(f"the footer is not whole: {fault}") from fault
    for group in groups:
        if len(group) != len(file.schema):
            raise pa.ArrowInvalid("a row group lacks a column")
        for at, said in enumerate(group):
            column = file.schema.column(at)
            levels = (column.max_repetition_level, column.max_definition_level)
            right = all(
                entries in {0, level + 1}
                for entries, level in zip((said.repetitions, said.definitions), levels, strict=True)
            )
            if not right or (said.texts and column.physical_type != _TEXT):
                raise pa.ArrowInvalid(f"{column.path}: false statistics of sizes")


def _chunks(
    raw: pa.NativeFile, file: pq.ParquetFile, wanted: frozenset[str], groups: Sequence[int]
) -> Iterator[_Chunk]:
    """Yield the columns of row groups that are to be read."""
    for number in groups:
        group = file.metadata.row_group(number)
        for at in range(group.num_columns if group.num_rows else 0):
            column = group.column(at)
            name = column.path_in_schema.partition(".")[0]
            if name not in wanted and column.path_in_schema not in wanted:
                continue
            wide = file.schema.column(at).length if _is_fixed(column) else 0
            if wide > _WIDEST:
                raise pa.ArrowInvalid(f"{name}: values of {wide} bytes")
            yield _chunk(name, column, list(_pages(raw, column)))


def _chunk(name: str, column: pq.ColumnChunkMetaData, pages: Sequence[Page]) -> _Chunk:
    sizes = [page.unpacked for page in pages]
    return _Chunk(
        name,
        sum(sizes),
        max(column.num_values, sum(page.values for page in pages)),
        max(sizes, default=1) if column.physical_type == _TEXT else 0,
        whole=all(page.encoding in _WHOLE for page in pages),
        nested="." in column.path_in_schema,
    )


def _is_fixed(column: pq.ColumnChunkMetaData) -> bool:
    return bool(column.physical_type == "FIXED_LEN_BYTE_ARRAY")


def _pages(raw: pa.NativeFile, column: pq.ColumnChunkMetaData) -> Iterator[Page]:
    """Yield what the heads of a column's pages say."""
    start = column.data_page_offset
    if column.has_dictionary_page and column.dictionary_page_offset:
        start = min(start, column.dictionary_page_offset)
    end = start + column.total_compressed_size
    if start < 0 or column.total_compressed_size < 0:
        raise pa.ArrowInvalid("a column stands nowhere")
    while start < end:
        raw.seek(start)
        page = read_page(raw.read(_HEADER_BYTES))
        if page is None:
            raise pa.ArrowInvalid("a page has no head")
        yield page
        start += page.head + page.packed


def _decoded(table: pa.Table, source: str) -> pa.Table:
    """Return texts instead of dictionaries, once it is known how long they become."""
    total = 0
    for name, column in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_dictionary(column.type):
            total += sum(_length(chunk) for chunk in column.chunks)
            file_budgets.TEXT_BYTES.check(total, source, name)
    for at, column in enumerate(table.columns):
        if pa.types.is_dictionary(column.type):
            plain = column.cast(column.type.value_type)
            table = table.set_column(at, table.column_names[at], plain)
    return table


def _length(chunk: pa.DictionaryArray) -> int:
    lengths = pc.binary_length(chunk.dictionary).cast(pa.int64()).fill_null(0)
    total = pc.sum(lengths.take(chunk.indices)).as_py()
    return int(total or 0)
