"""Who looks after whom, with points."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from optimizer.output.formats import OutputFormat
from tests.optimizer.hand_made import PLANS, SCENARIO
from tests.optimizer.output.earth_village import plans_on_earth, write


def test_that_both_ends_of_a_pair_have_points(tmp_path: Path) -> None:
    """Tests that points and metres of a row fit together, and that recruits are among them."""
    path = write(tmp_path / "out", OutputFormat.POINTS, planned=(SCENARIO, PLANS))
    text = path.read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    served = sum(
        int((made.person >= 0).sum())
        for plan in PLANS
        for made in (plan.today, plan.after)
        if made is not None
    )
    assert len(rows) == served == 20
    for row in rows:
        away = abs(float(row["x"]) - float(row["person_x"]))
        assert float(row["metres"]) == pytest.approx(away)
        assert row["y"] == row["person_y"] == "0.0"
    recruits = [row for row in rows if row["person"] == "recruit-1"]
    assert [(row["household"], row["plan"]) for row in recruits] == [
        ("h5", "after"),
        ("h6", "after"),
        ("h7", "after"),
    ]


def test_that_no_cell_is_a_formula(tmp_path: Path) -> None:
    """Tests that an id that a spreadsheet would run has an apostrophe before it."""
    path = write(tmp_path / "out", OutputFormat.POINTS, planned=plans_on_earth())
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert {row["household"] for row in rows if row["village"] == "b"} == {"'=h0", "'=h1"}
