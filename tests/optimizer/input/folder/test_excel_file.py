from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from optimizer.input.folder import read_scenario
from tests.optimizer.inputs import MEMBERS, folder, folder_problems, only, places

Grid = list[list[Any]]
HOUSEHOLDS: Grid = [["village", "id", "x", "y"], ["v1", 17, 0, 0], ["v1", "h2", "10,5", 1.5]]
SECOND = ["v1", "h2", 1, 1]
THOUSANDS = ["v1", "h2", "10,500", 1.5]
CREW: Grid = [["village", "id", "x", "y", "max"], ["v1", "m1", 0, 0, 8]]


def write(path: Path, **sheets: Grid) -> None:
    with xlsxwriter.Workbook(path, {"remove_timezone": True}) as book:
        for name, grid in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(grid):
                sheet.write_row(number, 0, row)


def households(path: Path, **sheets: Grid) -> Path:
    made = folder(path, {"members.csv": MEMBERS})
    write(made / "households.xlsx", **sheets)
    return made


def right(grid: Grid) -> Grid:
    return [*grid[:2], ["v1", "h2", 10.5, 1.5]]


@pytest.mark.parametrize(
    "sheets",
    [
        {"Sheet1": right(HOUSEHOLDS)},
        {"Sheet1": [["note"]], "Households": right(HOUSEHOLDS)},
        {"Sheet1": right(HOUSEHOLDS), "Sheet2": []},
        {"Sheet1": [*right(HOUSEHOLDS)[:2], [], right(HOUSEHOLDS)[2]]},
    ],
)
def test_one_table_a_file(tmp_path: Path, sheets: dict[str, Grid]) -> None:
    """Tests that the named or the only filled sheet is the table, and 17 is an id without .0."""
    one = read_scenario(households(tmp_path, **sheets)).villages[0]
    assert one.households.ids.tolist() == ["17", "h2"]
    assert one.households.xy.tolist() == [[0.0, 0.0], [10.5, 1.5]]


@pytest.mark.parametrize(
    ("sheets", "code", "where"),
    [
        ({"A": right(HOUSEHOLDS), "B": right(HOUSEHOLDS)}, "WHICH_SHEET", "households.xlsx"),
        ({"A": []}, "WHICH_SHEET", "households.xlsx"),
        ({"A": [*HOUSEHOLDS[:2], THOUSANDS]}, "NOT_A_NUMBER", "households.xlsx row 3"),
        ({"A": [*right(HOUSEHOLDS), [], SECOND]}, "DUPLICATE_ID", "households.xlsx row 5"),
        ({"A": [*right(HOUSEHOLDS), ["v1", True, 1, 1]]}, "NOT_TEXT", "households.xlsx row 4"),
    ],
)  # fmt: skip
def test_wrong_sheets(tmp_path: Path, sheets: dict[str, Grid], code: str, where: str) -> None:
    """Tests that faults of a workbook are named with the row that Excel shows."""
    found = only(folder_problems(households(tmp_path, **sheets)))
    assert (found.code, found.where) == (code, where)


def test_a_date_is_no_id(tmp_path: Path) -> None:
    """Tests that an id that Excel has made a date of is refused with the remedy."""
    made = folder(tmp_path, {"members.csv": MEMBERS})
    with xlsxwriter.Workbook(made / "households.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HOUSEHOLDS[0])
        sheet.write_row(1, 0, ["v1", "", 0, 0])
        date = book.add_format({"num_format": "d/m/yy"})
        sheet.write_datetime(1, 1, datetime(2025, 2, 1, tzinfo=UTC).replace(tzinfo=None), date)
    found = only(folder_problems(made))
    assert (found.code, found.field) == ("NOT_TEXT", "id")
    assert "format the column as text" in found.message


def test_one_workbook_for_all_tables(tmp_path: Path) -> None:
    """Tests that scenario.xlsx holds one sheet a table."""
    made = folder(tmp_path, {})
    pairs: Grid = [["village", "household", "member", "kind"], ["v1", 17, "m1", "locked"]]
    write(made / "scenario.xlsx", households=right(HOUSEHOLDS), members=CREW, pairs=pairs)
    one = read_scenario(made).villages[0]
    assert (one.members.maximum.tolist(), one.locked.tolist()) == ([8], [[0, 0]])


def test_wrong_workbooks(tmp_path: Path) -> None:
    """Tests that an unknown sheet, a table twice and a damaged file are faults."""
    made = folder(tmp_path, {"members.csv": MEMBERS})
    write(made / "scenario.xlsx", houses=HOUSEHOLDS, members=CREW)
    assert ("UNKNOWN_TABLE", "scenario.xlsx", "") in places(folder_problems(made))
    write(made / "scenario.xlsx", households=right(HOUSEHOLDS), members=CREW)
    assert only(folder_problems(made)).code == "TABLE_TWICE"
    (made / "scenario.xlsx").write_bytes(b"PK")
    assert only(folder_problems(made)).code == "UNREADABLE"


def test_a_sheet_as_people_fill_it(tmp_path: Path) -> None:
    """Tests that titles, a header of two lines, a village merged down, and blank rows are read."""
    made = folder(tmp_path, {"members.csv": MEMBERS})
    with xlsxwriter.Workbook(made / "households.xlsx") as book:
        sheet = book.add_worksheet("Hộ dân")
        sheet.merge_range(0, 0, 0, 3, "DANH SÁCH HỘ")
        for at, name in enumerate(("STT", "Thôn", "Mã hộ")):
            sheet.merge_range(2, at, 3, at, name)
        sheet.merge_range(2, 3, 2, 4, "Tọa độ")
        sheet.write_row(3, 3, ("X (m)", "Y (m)"))
        sheet.merge_range(4, 1, 6, 1, "v1")
        for row, (x, y) in enumerate((("0", 0), ("10,5", 0), ("20", 0)), start=4):
            sheet.write_number(row, 0, row - 3)
            sheet.write_row(row, 2, (f"h{row - 3}", x, y))
        sheet.write_row(7, 0, (" ", "", "\u00a0"))
        book.add_worksheet("lists").hide()
        book.get_worksheet_by_name("lists").write_row(0, 0, ("a", "b"))
    scenario = read_scenario(made)
    one = scenario.villages[0]
    assert one.id == "v1"
    assert one.households.ids.tolist() == ["h1", "h2", "h3"]
    assert one.households.xy.tolist() == [[0, 0], [10.5, 0], [20, 0]]
    assert [note.params["columns"] for note in scenario.notes] == ["stt"]


def test_two_tables_side_by_side_are_said_once(tmp_path: Path) -> None:
    """Tests that two tables beside each other on a sheet are one problem with its cause."""
    both: Grid = [[*row, "", *row] for row in right(HOUSEHOLDS)]
    found = only(folder_problems(households(tmp_path, Sheet1=both)))
    assert found.code == "SEVERAL_TABLES"
