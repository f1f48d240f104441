from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.results.tables import Table, as_written, harmless


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
    table = Table(tmp_path / "t.csv", ("id", "name"))
    table.write([("=v1", "Thôn Một, Phước Bình")])
    table.close()
    text = (tmp_path / "t.csv").read_bytes().decode("utf-8-sig")
    assert text == 'id,name\r\n\'=v1,"Thôn Một, Phước Bình"\r\n'
