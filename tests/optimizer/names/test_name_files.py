"""Files of names: which column is which, and what is said of those that cannot be read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from optimizer.errors import ScenarioError
from optimizer.input.columns import ReadingChoices
from optimizer.names.name_files import NameRow, read_names, written_name
from tests.optimizer.names.named_request import Table, workbook


def read(*paths: Path) -> list[tuple[str, str, str, str, int]]:
    rows = read_names(paths).rows
    return [(row.table, row.village, row.id, row.name, row.number) for row in rows]


def test_that_the_templates_own_layout_works_with_one_column_more(tmp_path: Path) -> None:
    """Tests that sheets of a scenario give names by id, and other sheets and columns are left."""
    file = workbook(
        tmp_path / "a.xlsx",
        villages=[["id", "name"], ["v1", "Thôn Một"]],
        households=[["village", "id", "x", "y", "name"], ["v1", 7, 0, 0, "Trần Thị Bảy"]],
        members=[["village", "id", "x", "y", "min", "Họ và tên"], ["v1", "m1", 0, 0, 5, "Lê Ba"]],
        pairs=[["village", "household", "member", "kind"], ["v1", "h1", "m1", "current"]],
        **{"# ghi chú": [["không đọc"]]},
    )
    assert read(file) == [
        ("households", "v1", "7", "Trần Thị Bảy", 2),
        ("members", "v1", "m1", "Lê Ba", 2),
    ]


def test_that_vietnamese_headings_under_titles_are_known(tmp_path: Path) -> None:
    """Tests that sheets Hộ and Thành viên are read, below titles, a name of two lines as one."""
    sheets: dict[str, Table] = {
        "Hộ": [
            ["DANH SÁCH HỘ"],
            ["STT", "Thôn", "Mã hộ", "Họ tên chủ hộ", "Điện thoại"],
            [1, "v1", "H01", "Phạm  Văn\nTám ", "0900"],
        ],
        "Thành viên": [["Thôn", "Mã thành viên", "Họ và tên"], ["v1", "T01", "Vũ Chín"]],
    }
    assert read(workbook(tmp_path / "a.xlsx", **sheets)) == [
        ("households", "v1", "H01", "Phạm Văn Tám", 3),
        ("members", "v1", "T01", "Vũ Chín", 2),
    ]


@pytest.mark.parametrize(
    ("head", "table"),
    [("id", "names"), ("Mã hộ", "households"), ("Mã thành viên", "members"), ("Mã", "names")],
)
def test_that_the_heading_of_the_ids_says_whose_they_are(
    tmp_path: Path, head: str, table: str
) -> None:
    """Tests that a table of any name is of households or members where its ids are called so."""
    file = tmp_path / "bảng.csv"
    file.write_text(f"village;{head};Họ tên\nv1;a;Lê Ba\n", encoding="utf-8-sig")
    assert read(file) == [(table, "v1", "a", "Lê Ba", 2)]


def test_that_a_file_called_households_holds_households(tmp_path: Path) -> None:
    """Tests that a CSV or a single sheet takes its table from the file's name."""
    plain = tmp_path / "households.csv"
    plain.write_text("id,name\na,Lê Ba\n", encoding="utf-8")
    book = workbook(tmp_path / "Thành viên.xlsx", Sheet1=[["id", "name"], ["b", "Lê Tư"]])
    assert [row[:4] for row in read(plain, book)] == [
        ("households", "", "a", "Lê Ba"),
        ("members", "", "b", "Lê Tư"),
    ]


def test_that_a_sheet_without_names_is_told(tmp_path: Path) -> None:
    """Tests that a table that has ids alone is named, and that nothing at all is refused."""
    heads: Table = [["village", "id", "x"], ["v1", "a", 0]]
    file = workbook(tmp_path / "a.xlsx", households=heads, members=[["id", "name"], ["m", "Lê Ba"]])
    found = read_names([file])
    assert found.without == ["a.xlsx sheet households"]
    assert found.rows == [NameRow("members", "", "m", "Lê Ba", "a.xlsx sheet members", 2)]
    with pytest.raises(ScenarioError, match="MISSING_COLUMN"):
        read_names([workbook(tmp_path / "b.xlsx", households=heads)])


def test_that_two_columns_of_names_are_asked_about(tmp_path: Path) -> None:
    """Tests that a choice between two is refused until somebody says which it is."""
    file = tmp_path / "households.csv"
    file.write_text("id,Họ tên,Tên chủ hộ\na,Lê Ba,Lê Tư\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="WHICH_COLUMN"):
        read_names([file])
    (row,) = read_names([file], ReadingChoices.of(["Tên chủ hộ=name"])).rows
    assert row.name == "Lê Tư"


def test_that_two_columns_of_ids_are_refused(tmp_path: Path) -> None:
    """Tests that a list of pairs with one column of names does not say whose they are."""
    file = tmp_path / "bảng.csv"
    file.write_text("Mã hộ,Mã thành viên,Họ tên\nh1,m1,Lê Ba\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="column of names each"):
        read_names([file])


@pytest.mark.parametrize(
    "text",
    [
        "id,name,\nh1,Lê Ba,Bí Mật\n",
        "id,name\nh1,Bí\x07Mật\u202e,Bí Mật\n",
        "Bí Mật,Bí Mật\nh1,h2\n",
        "id,name\n2026-11-01,Bí Mật\n",
        'id,name\nh1,"Bí Mật\n',
        f"id,name\nh1,{'Bí Mật ' * 40}\n",
    ],
)
def test_that_a_refusal_holds_nothing_of_the_file(tmp_path: Path, text: str) -> None:
    """Tests that no problem of a file of names shows what stands in a cell."""
    file = tmp_path / "names.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        read_names([file])
    shown = " ".join(f"{one} {one.params}" for one in refused.value.problems).casefold()
    assert "bí" not in shown
    assert "2026" not in shown


def test_that_what_is_no_text_is_no_name(tmp_path: Path) -> None:
    """Tests that a number in the place of a name is refused with its row."""
    file = workbook(tmp_path / "a.xlsx", households=[["id", "name"], ["h1", "Lê Ba"], ["h2", 5]])
    with pytest.raises(ScenarioError, match=r"a.xlsx sheet households row 3, field name: .*text"):
        read_names([file])


def test_that_a_workbook_is_measured_before_it_is_expanded(tmp_path: Path) -> None:
    """Tests that a part that would become far more than it is gets refused by its size."""
    file, made = tmp_path / "a.xlsx", io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    file.write_bytes(made.getvalue())
    with pytest.raises(ScenarioError, match="TOO_MANY_BYTES"):
        read_names([file])


def test_that_names_are_written_on_one_line() -> None:
    """Tests that marks nobody sees are taken away and letters are composed."""
    assert written_name(" Le\u0302 \t Ba\u202e\u200b\n") == "Lê Ba"
