"""Parquet that becomes more than it looks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.errors import ScenarioError
from optimizer.input.budgets import file_budgets
from optimizer.input.budgets.parquet_budget import UNREADABLE, ParquetColumns
from optimizer.input.budgets.thrift import read_page, read_sizes
from optimizer.input.folder.geoparquet import read_points

TABLE = pa.table(
    {
        "id": [f"h{number}" for number in range(500)],
        "village": ["v1", None] * 250,
        "x": [float(number) for number in range(500)],
        "n": pa.array(range(500), pa.int32()),
        "inside": [[1, 2], []] * 250,
    }
)


@pytest.mark.parametrize("version", ["1.0", "2.0"])
@pytest.mark.parametrize("packed", ["none", "snappy", "gzip", "zstd", "lz4"])
@pytest.mark.parametrize("rows", [500, 64])
@pytest.mark.parametrize("text", [None, "PLAIN", "DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY"])
def test_that_every_way_of_writing_reads_the_same(
    tmp_path: Path, version: str, packed: str, rows: int, text: str | None
) -> None:
    """Tests that pages of both kinds, in and out of dictionaries and row groups, read alike."""
    path = tmp_path / "t.parquet"
    own = {} if text is None else {"use_dictionary": False, "column_encoding": {"id": text}}
    pq.write_table(
        TABLE, path, data_page_version=version, compression=packed, row_group_size=rows, **own
    )
    with ParquetColumns(path) as file:
        assert file.read(file.names).equals(TABLE)
        assert file.read(["n", "id"]).equals(TABLE.select(["n", "id"]))
        assert file.read(["id"], [0]).num_rows == rows


def repeated(path: Path, rows: int, size: int) -> Path:
    """Write one long text that every row has."""
    indices = pa.array([0] * rows, pa.int32())
    texts = pa.DictionaryArray.from_arrays(indices, pa.array(["A" * size]))
    pq.write_table(pa.table({"id": texts, "x": [0.0] * rows}), path, store_schema=False)
    return path


@pytest.mark.parametrize("encoding", ["dictionary", "DELTA_BYTE_ARRAY"])
def test_that_what_is_repeated_counts_every_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    """Tests that repeated bytes count up to the limit, and a column that is not read nothing."""
    path = repeated(tmp_path / "b.parquet", 1_000, 1_000)
    if encoding != "dictionary":
        plain = pq.read_table(path)
        own = {"use_dictionary": False, "column_encoding": {"id": encoding, "x": "PLAIN"}}
        pq.write_table(plain, path, **own)
    assert path.stat().st_size < 30_000
    for most, fits in ((1_100_000, True), (999_999, False)):
        monkeypatch.setattr(file_budgets, "TEXT_BYTES", replace(file_budgets.TEXT_BYTES, most=most))
        with ParquetColumns(path) as file:
            assert file.read(["x"]).num_rows == 1_000
            if fits:
                assert file.read(["id"]).num_rows == 1_000
            else:
                with pytest.raises(ScenarioError, match=r"b\.parquet, field id.*TOO_MANY_BYTES"):
                    file.read(["id"])


def test_that_columns_times_row_groups_have_a_limit(tmp_path: Path) -> None:
    """Tests that 12,000 pieces of columns are read and one column more is not, by the footer."""
    for wide, fits in ((6_000, True), (6_001, False)):
        path = tmp_path / f"{wide}.parquet"
        pq.write_table(pa.table({f"c{n}": [0, 1] for n in range(wide)}), path, row_group_size=1)
        if fits:
            with ParquetColumns(path) as file:
                assert len(file.names) == wide
        else:
            with pytest.raises(ScenarioError, match=r"6001.parquet.*12,002.*TOO_MANY_COLUMNS"):
                ParquetColumns(path)


def test_that_the_footer_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a page says how large it is, whatever the footer says."""
    path = tmp_path / "b.parquet"
    pq.write_table(pa.table({"id": ["A" * 300_000]}), path, compression="zstd")
    monkeypatch.setattr(file_budgets, "TEXT_BYTES", replace(file_budgets.TEXT_BYTES, most=100_000))
    with ParquetColumns(path) as file, pytest.raises(ScenarioError, match="TOO_MANY_BYTES"):
        file.read(["id"])


@pytest.mark.parametrize(("budget", "most"), [("PARQUET_ROWS", 499), ("PARQUET_VALUES", 999)])
def test_that_rows_and_values_have_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, budget: str, most: int
) -> None:
    """Tests that 500 rows and the 1,000 values of two columns are counted."""
    path = tmp_path / "t.parquet"
    pq.write_table(TABLE, path)
    for limit, fits in ((most + 1, True), (most, False)):
        monkeypatch.setattr(
            file_budgets, budget, replace(getattr(file_budgets, budget), most=limit)
        )
        with ParquetColumns(path) as file:
            if fits:
                file.read(["id", "x"])
            else:
                with pytest.raises(ScenarioError, match="at most"):
                    file.read(["id", "x"])


def test_that_few_bytes_are_few_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a file of points has at most so many rows, or one for so many bytes of it."""
    path = tmp_path / "households.parquet"
    monkeypatch.setattr(file_budgets, "POINT_ROWS", replace(file_budgets.POINT_ROWS, most=10))
    monkeypatch.setattr(file_budgets, "POINT_BYTES", 1)
    for points, fits in ((np.arange(20_000) / 7, True), (np.zeros(20_000), False)):
        pq.write_table(pa.table({"x": points, "y": points}), path)
        if fits:
            assert len(read_points(path, lambda _: True).numbers) == 20_000
        else:
            with pytest.raises(ScenarioError, match=r"households.*20,000 rows.*TOO_MANY_ROWS"):
                read_points(path, lambda _: True)


@given(st.binary(max_size=80))
def test_that_any_bytes_may_be_a_head(content: bytes) -> None:
    """Tests that the head of a page is read or is none."""
    page = read_page(content)
    assert page is None or (page.head <= len(content) and min(page.packed, page.unpacked) >= 0)


@given(st.binary(max_size=200))
def test_that_any_bytes_may_be_a_footer(content: bytes) -> None:
    """Tests that the sizes of a footer are read or refused."""
    try:
        assert all(size.repetitions >= 0 for group in read_sizes(content) for size in group)
    except ValueError as fault:
        assert str(fault)  # noqa: PT017 - either is right


def test_that_false_statistics_of_sizes_are_refused(tmp_path: Path) -> None:
    """Tests that a histogram without an entry for each level ends no process."""
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"a": ["x", None] * 10}), path)
    content = path.read_bytes()
    at = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    [[sizes]] = read_sizes(content[at:-8])
    assert (sizes.repetitions, sizes.definitions) == (0, 2)
    # The list of the two levels of definition, ten entries of each: one of them is taken away.
    place = content.index(bytes([0x26, 20, 20]), at)
    false = content[:place] + bytes([0x16, 20]) + content[place + 3 :]
    footer = int.from_bytes(content[-8:-4], "little") - 1
    path.write_bytes(false[:-8] + footer.to_bytes(4, "little") + b"PAR1")
    with pytest.raises(UNREADABLE, match="false statistics"):
        ParquetColumns(path)


def test_that_a_file_without_rows_is_one(tmp_path: Path) -> None:
    """Tests that an empty table is a table, and a file that is none is not."""
    path = tmp_path / "t.parquet"
    pq.write_table(TABLE.slice(0, 0), path)
    with ParquetColumns(path) as file:
        assert file.read(["id"]).num_rows == 0
    path.write_bytes(b"PAR1")
    with pytest.raises(UNREADABLE):
        ParquetColumns(path)


@pytest.mark.parametrize("encoding", ["PLAIN", "DELTA_BYTE_ARRAY", "dictionary"])
@pytest.mark.parametrize(("size", "fits"), [(9_000, True), (11_000, False)])
def test_that_texts_are_as_long_as_names_on_average(
    tmp_path: Path, encoding: str, size: int, *, fits: bool
) -> None:
    """Tests that texts have up to 10,000 bytes on average, and shapes may have more."""
    path = tmp_path / "t.parquet"
    own = (
        {}
        if encoding == "dictionary"
        else {"use_dictionary": False, "column_encoding": {"id": encoding}}
    )
    texts = [f"{number:03}{'z' * size}" for number in range(130)]
    pq.write_table(pa.table({"id": texts}), path, **own)
    with ParquetColumns(path) as file:
        if fits:
            assert file.read(["id"])["id"].to_pylist() == texts
        else:
            with pytest.raises(ScenarioError, match=r"t\.parquet, field id.*TOO_LONG"):
                file.read(["id"])
    pq.write_table(pa.table({"geometry": [text.encode() for text in texts]}), path)
    with ParquetColumns(path) as file:
        assert file.read(["geometry"]).num_rows == len(texts)
