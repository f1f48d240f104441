"""Spreadsheets of other formats: each refused with what to do, and with nothing else beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.domain.rules import Rules
from optimizer.errors import ScenarioError
from optimizer.screening.counts_file import screen_file
from scenarios.placement.point_file import read_point_file
from tests.optimizer.inputs import HOUSEHOLDS, MEMBERS, folder, folder_problems, only

PAGE = "<html><body><table><tr><td>village</td></tr></table></body></html>"


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("households.xls", PAGE, "a web page under the name of a spreadsheet"),
        ("households.xls", "\ufeff\n<!DOCTYPE html>", "a web page under the name"),
        ("households.xls", '<?xml version="1.0"?><Workbook/>', "a spreadsheet as XML"),
        ("households.ods", "PK\x03\x04", "a spreadsheet of the format .ods"),
        ("households.xls", "village\tid\n", "a .xls by its name and no whole spreadsheet"),
    ],
)
def test_that_a_table_is_to_be_saved_again(
    tmp_path: Path, name: str, content: str, what: str
) -> None:
    """Tests that one problem names what the file really is and how to save it, and no other."""
    made = folder(tmp_path, {name: content, "members.csv": MEMBERS})
    found = only(folder_problems(made))
    assert (found.code, found.where) == ("SAVE_AS_XLSX", name)
    assert what in found.message
    assert "save it as .xlsx" in found.message


def test_that_a_workbook_of_all_tables_is_to_be_saved_again(tmp_path: Path) -> None:
    """Tests that the tables which it would hold are not said to be missing."""
    made = folder(tmp_path, {"scenario.xls": "x"})
    assert only(folder_problems(made)).code == "SAVE_AS_XLSX"


def test_that_counts_and_points_say_the_same(tmp_path: Path) -> None:
    """Tests that every reader of tables gives the same remedy."""
    path = tmp_path / "counts.ods"
    path.write_bytes(b"PK\x03\x04")
    for read in (lambda: screen_file(path, Rules()), lambda: read_point_file(path, "households")):
        with pytest.raises(ScenarioError) as raised:
            read()
        assert only(raised.value.problems).code == "SAVE_AS_XLSX"


def test_that_what_is_no_table_is_refused_in_short(tmp_path: Path) -> None:
    """Tests that an unknown file and a missing table name the endings once, .xlsx first."""
    made = folder(tmp_path, {"notes.docx": "x", "households.csv": HOUSEHOLDS})
    unknown, missing = sorted(folder_problems(made), key=lambda found: found.code, reverse=True)
    assert (unknown.code, missing.code) == ("UNKNOWN_TABLE", "MISSING_TABLE")
    for found in (unknown, missing):
        assert "...." not in found.message
        assert found.message.count(".xlsx") == 1
    assert "members.xlsx, or with .csv, .parquet" in missing.message
