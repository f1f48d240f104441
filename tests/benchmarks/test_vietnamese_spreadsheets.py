"""The comparison of what was planned with what a spreadsheet shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.vietnamese_spreadsheets import csv_cells, same, told


@pytest.mark.parametrize(
    ("cell", "there", "alike"),
    [
        (20.011, 20.011, True),
        (20.011, 20011.0, False),
        (20.011, "20.011", False),
        (3, 3.0, True),
        ("v-001", "v-001", True),
        ("1-2", 45_000.0, False),
        (True, "TRUE", True),
    ],
)
def test_that_a_number_is_the_same_as_a_number(cell: object, there: object, *, alike: bool) -> None:
    """Tests that thousands for decimals, a text for a number and a date for an id are others."""
    assert same(cell, there) is alike


def test_that_what_differs_is_counted_and_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tests that cells which lack are told, and the seconds of a run are passed over."""
    path = tmp_path / "t.csv"
    path.write_text("id,walk_m,seconds\nv1,20.011,3.5\n", encoding="utf-8-sig")
    truth = csv_cells(path)
    seen: list[list[object]] = [["id", "walk_m", "seconds"], ["v1", 20011.0, 9.0]]
    assert told("t.csv", truth, {"t": seen}) == 1
    assert told("t.csv", truth, {"t": [["id", "walk_m", "seconds"], ["v1"]]}) == 1
    assert "t row 2, column 2: 20.011 20011.0" in capsys.readouterr().out
