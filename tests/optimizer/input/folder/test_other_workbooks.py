"""Spreadsheets of other formats: each refused with what to do, and with nothing else beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.domain.rules import Rules
from optimizer.errors import ScenarioError
from optimizer.input.folder import read_scenario
from optimizer.screening.counts_file import screen_file
from scenarios.placement.point_file import read_point_file
from tests.optimizer.inputs import HOUSEHOLDS, MEMBERS, folder, folder_problems, only
from tests.optimizer.old_workbooks import Cell, old_workbook, opendocument, row, written

PAGE = "<html><body><table><tr><td>village</td></tr></table></body></html>"


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("households.xls", PAGE, "a web page under the name of a spreadsheet"),
        ("households.xls", "\ufeff\n<!DOCTYPE html>", "a web page under the name"),
        ("households.xls", '<?xml version="1.0"?><Workbook/>', "a spreadsheet as XML"),
        ("households.ods", "<?xml version='1.0'?><office:document/>", "a spreadsheet as XML"),
        ("households.xlsx", PAGE, "a web page under the name of a spreadsheet"),
        ("households.xls", "x", "a .xls by its name and no whole spreadsheet"),
        ("households.ods", "x", "a .ods by its name and no whole spreadsheet"),
        ("households.xlsb", "PK\x03\x04", "a spreadsheet of the format .xlsb"),
        ("households.numbers", "x", "a .numbers by its name and no whole spreadsheet"),
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
    made = folder(tmp_path, {"scenario.xlsb": "x"})
    assert only(folder_problems(made)).code == "SAVE_AS_XLSX"


def test_that_counts_and_points_say_the_same(tmp_path: Path) -> None:
    """Tests that every reader of tables gives the same remedy."""
    path = tmp_path / "counts.xlsb"
    path.write_bytes(b"PK\x03\x04")
    for read in (lambda: screen_file(path, Rules()), lambda: read_point_file(path, "households")):
        with pytest.raises(ScenarioError) as raised:
            read()
        assert only(raised.value.problems).code == "SAVE_AS_XLSX"


TABLES: dict[str, list[list[Cell]]] = {
    "Hộ": [["Danh sách"], ["Thôn", "Mã hộ", "X", "Y"], ["v1", "h1", 0.5, 0.0], [None, "h2", 3, 4]],
    "Thành viên": [["Thôn", "Mã", "X", "Y", "Tối đa"], ["v1", "m1", 0.0, 1.0, 7]],
}


def open_sheet(rows: list[list[Cell]]) -> bytes:
    """Return one sheet as OpenDocument, numbers as numbers."""
    number = '<table:table-cell office:value-type="float" office:value="{}"/>'
    cells = [
        [
            written(one)
            if isinstance(one, str)
            else number.format(one)
            if one is not None
            else "<table:table-cell/>"
            for one in line
        ]
        for line in rows
    ]
    return opendocument("".join(row(*line) for line in cells))


def test_that_an_old_workbook_is_a_scenario(tmp_path: Path) -> None:
    """Tests that all tables may stand in one .xls, with titles and Vietnamese headings."""
    rows = {**TABLES, "Hộ": [*TABLES["Hộ"][:3], ["v1", *TABLES["Hộ"][3][1:]]]}
    made = folder(tmp_path, {"scenario.yaml": "coordinates: metres\n"})
    (made / "scenario.xls").write_bytes(old_workbook(list(rows.items())))
    (village,) = read_scenario(made).villages
    assert village.households.given.tolist() == [[0.5, 0.0], [3.0, 4.0]]
    assert (village.members.ids.tolist(), village.members.maximum.tolist()) == (["m1"], [7])


def test_that_tables_may_be_old_or_open(tmp_path: Path) -> None:
    """Tests that a folder may have an .ods and an .xls, and a row is told as Excel counts it."""
    homes: list[list[Cell]] = [*TABLES["Hộ"][1:3], ["v1", "h1", 3.0, 4.0]]
    made = folder(tmp_path, {"scenario.yaml": "coordinates: metres\n"})
    (made / "households.ods").write_bytes(open_sheet(homes))
    (made / "members.xls").write_bytes(old_workbook([("Tờ1", TABLES["Thành viên"])]))
    problem = only(folder_problems(made))
    assert (problem.code, problem.where) == ("DUPLICATE_ID", "households.ods row 3")
    homes[2][1] = "h2"
    (made / "households.ods").write_bytes(open_sheet(homes))
    assert read_scenario(made).villages[0].households.ids.tolist() == ["h1", "h2"]


def test_that_counts_and_points_are_read_of_both(tmp_path: Path) -> None:
    """Tests that every reader of tables takes them."""
    counts: list[list[Cell]] = [["Thôn", "Số hộ", "Thành viên"], ["v1", 100.0, 9.0]]
    for name, content in (
        ("counts.ods", open_sheet(counts)),
        ("counts.xls", old_workbook([("s", counts)])),
    ):
        (tmp_path / name).write_bytes(content)
        (found,) = screen_file(tmp_path / name, Rules())
        assert found.counted.households == 100
    (tmp_path / "houses.xls").write_bytes(old_workbook([("s", TABLES["Hộ"][1:3])]))
    assert len(read_point_file(tmp_path / "houses.xls", "households").xy) == 1


def test_that_what_is_no_table_is_refused_in_short(tmp_path: Path) -> None:
    """Tests that an unknown file and a missing table name the endings once, .xlsx first."""
    made = folder(tmp_path, {"notes.docx": "x", "households.csv": HOUSEHOLDS})
    unknown, missing = sorted(folder_problems(made), key=lambda found: found.code, reverse=True)
    assert (unknown.code, missing.code) == ("UNKNOWN_TABLE", "MISSING_TABLE")
    for found in (unknown, missing):
        assert "...." not in found.message
        assert found.message.count(".xlsx") == 1
    assert "members.xlsx, or with .xls, .ods, .xlsm, .csv, .parquet" in missing.message
