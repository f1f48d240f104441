"""Rows of totals at the end of people's tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.input.folder import read_scenario
from tests.optimizer.inputs import HOUSEHOLDS, MEMBERS, assert_same, folder, folder_problems


@pytest.mark.parametrize("row", ["Tổng cộng,,,", ",Tổng số,30,0", "TOTAL,3,,", ",,Cộng:,"])
def test_that_a_row_of_totals_is_no_household(tmp_path: Path, row: str) -> None:
    """Tests that a row which says that it adds others up is left out with a note."""
    made = read_scenario(
        folder(tmp_path, {"households.csv": f"{HOUSEHOLDS}{row}\n", "members.csv": MEMBERS})
    )
    (note,) = made.notes
    assert (note.code, note.pointer, note.rows) == ("TOTALS_ROW", "/households", (5,))
    assert [len(village.households) for village in made.villages] == [3]


def test_that_a_whole_row_is_a_household(tmp_path: Path) -> None:
    """Tests that a village or a household of such a name is kept where the row is whole."""
    text = "village,id,x,y\nTổng,1,0,0\nTổng,Total,10,0\n"
    members = "village,id,x,y\nTổng,m1,0,0\n"
    made = read_scenario(folder(tmp_path, {"households.csv": text, "members.csv": members}))
    assert [(village.id, len(village.households)) for village in made.villages] == [("Tổng", 2)]
    assert [note.code for note in made.notes] == []


def test_that_a_nameless_column_is_told_by_what_it_holds(tmp_path: Path) -> None:
    """Tests that a column without a name is found again by its first cell."""
    text = "village,id,,x,y\nv1,h1,chủ hộ,0,0\n"
    made = folder(tmp_path, {"households.csv": text, "members.csv": MEMBERS})
    (problem,) = folder_problems(made)
    assert problem.code == "UNNAMED_COLUMN"
    assert "'chủ hộ'" in problem.message


def test_who_signed_the_table_is_no_household(tmp_path: Path) -> None:
    """Tests that the last rows with a date and a signature are left out with a note."""
    text = (
        HOUSEHOLDS
        + ",,,\n,,Ngày 5 tháng 5 năm 2026,\n,NGƯỜI LẬP BIỂU,,CHỦ TỊCH\n,Nguyễn Văn An,,\n"
    )
    made = {"households.csv": text, "members.csv": MEMBERS}
    read = read_scenario(folder(tmp_path / "other", made))
    plain = {"households.csv": HOUSEHOLDS, "members.csv": MEMBERS}
    assert_same(read, read_scenario(folder(tmp_path / "plain", plain)))
    assert [(note.code, note.params["count"]) for note in read.notes] == [("CLOSING_ROW", 3)]


def test_that_a_communes_own_list_is_read(tmp_path: Path) -> None:
    """Tests that decimal commas, a total, a dated line and who drew the list up are known."""
    rows = [f'Thôn 1,H{n},"108,72{n}501","12,02{n}502"\n' for n in range(4)]
    end = 'Tổng cộng,4,,\n,,"Phước Bình, ngày 29 tháng 11 năm 2026",\n,,NGƯỜI LẬP BẢNG,\n'
    made = {
        "scenario.yaml": "coordinates: lonlat\n",
        "households.csv": "Thôn,Mã hộ,Kinh độ,Vĩ độ\n" + "".join(rows) + end,
        "members.csv": "Thôn,Mã thành viên,Kinh độ,Vĩ độ\nThôn 1,TV1,108.7205,12.0201\n",
    }
    read = read_scenario(folder(tmp_path, made))
    assert read.villages[0].households.given[1].tolist() == [108.721501, 12.021502]
    assert [(note.code, note.rows) for note in read.notes] == [
        ("TOTALS_ROW", (6,)),
        ("CLOSING_ROW", (7, 8)),
    ]


def test_that_one_word_does_not_make_all_numbers_doubtful(tmp_path: Path) -> None:
    """Tests that a note among decimal commas is the only cell that is named."""
    rows = [f'v1,h{n},"108,72{n}501","12,02{n}502"\n' for n in range(4)]
    text = "village,id,x,y\n" + "".join(rows) + 'v1,h9,"chưa đo, đo sau","12,021"\n'
    made = {"scenario.yaml": "coordinates: lonlat\n", "households.csv": text}
    made["members.csv"] = "village,id,x,y\nv1,m1,108.7205,12.0201\n"
    (problem,) = folder_problems(folder(tmp_path, made))
    assert (problem.code, problem.where) == ("NOT_A_NUMBER", "households.csv row 6")
