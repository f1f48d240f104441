from __future__ import annotations

import errno
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.output.folder.csv_table import CsvTable, as_written, harmless
from optimizer.output.folder.result_tables import ResultTables
from tests.optimizer.verification.example import example, example_plan


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@SUM(A1)", "\t=1", "\r=1"])
def test_that_a_formula_becomes_text(text: str) -> None:
    """Tests that an id which a spreadsheet would run is written behind an apostrophe."""
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("cell", ["h-1", "", "a=b", -5, -0.5, None])
def test_that_everything_else_stays_as_it_is(cell: str | float | None) -> None:
    """Tests that numbers, also negative ones, and ordinary ids are not touched."""
    assert harmless(cell) == cell


@given(st.text())
def test_that_a_text_comes_back(text: str) -> None:
    """Tests that what is made harmless can be read back as it was, apostrophes included."""
    cell = harmless(text)
    assert isinstance(cell, str)
    assert as_written(cell) == text


def test_that_accents_survive_and_commas_are_quoted(tmp_path: Path) -> None:
    """Tests that a table is UTF-8 with a byte order mark and standard quoting."""
    table = CsvTable(tmp_path / "t.csv", ("id", "name"))
    table.write([("=v1", "Thôn Một, Phước Bình")])
    table.close()
    text = (tmp_path / "t.csv").read_bytes().decode("utf-8-sig")
    assert text == 'id,name\r\n\'=v1,"Thôn Một, Phước Bình"\r\n'


def test_that_files_are_closed_when_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that where one table cannot be written to its end, the others are closed."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    village = example()
    tables = ResultTables(tmp_path)
    monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
    with pytest.raises(OSError, match="No space"), tables:
        tables.add(village, example_plan(village))
    for name in ("recruits.csv", "unserved.csv"):
        assert len((tmp_path / name).read_text(encoding="utf-8-sig").splitlines()) > 1
