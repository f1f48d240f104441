from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.errors import ScenarioError
from optimizer.input.columns import ReadingChoices
from optimizer.input.folder import read_scenario
from optimizer.input.folder.csv_file import read_csv
from tests.optimizer.inputs import (
    HOUSEHOLDS,
    MEMBERS,
    assert_same,
    folder,
    folder_problems,
    only,
    places,
)


def households(path: Path, text: str, **files: str) -> Path:
    return folder(path, {"households.csv": text, "members.csv": MEMBERS} | files)


@pytest.mark.parametrize(
    "spelling",
    [
        "\ufeff" + HOUSEHOLDS,
        HOUSEHOLDS.replace("\n", "\r\n"),
        HOUSEHOLDS.replace(",", ";"),
        "\ufeff" + HOUSEHOLDS.replace(",", ";").replace("10", "10,0"),
        HOUSEHOLDS.replace("village,id", '"Village", ID '),
        HOUSEHOLDS.replace("\nv1,h2", "\n\n,,,\nv1, h2 "),
        HOUSEHOLDS.replace("y\n", "y,,\n").replace("0\n", "0,,\n"),
        HOUSEHOLDS.replace("10", "1e1"),
        "\n".join(reversed(HOUSEHOLDS.split("\n")[1:-1])).join(["village,id,x,y\n", "\n"]),
    ],
)
def test_spellings_of_one_table(tmp_path: Path, spelling: str) -> None:
    """Tests that marks, line ends, separators, blank rows and order make no difference."""
    plain = read_scenario(households(tmp_path / "plain", HOUSEHOLDS))
    assert_same(read_scenario(households(tmp_path / "other", spelling)), plain)


@pytest.mark.parametrize(
    ("text", "code", "where", "field"),
    [
        ("", "NO_HEADER", "households.csv", ""),
        (",,,\n", "NO_HEADER", "households.csv", ""),
        (HOUSEHOLDS + "v1,h4,5\n", "WRONG_CELL_COUNT", "households.csv row 5", ""),
        (HOUSEHOLDS + "v1,h4,5,6,7\n", "WRONG_CELL_COUNT", "households.csv row 5", ""),
        (HOUSEHOLDS + "\n\nv1,h1,5,6\n", "DUPLICATE_ID", "households.csv row 7", "id"),
        (HOUSEHOLDS + "v1,h4,,6\n", "MISSING", "households.csv row 5", "x"),
        (HOUSEHOLDS + "v1,,5,6\n", "MISSING", "households.csv row 5", "id"),
        (HOUSEHOLDS + "v1,h4,nan,6\n", "NOT_FINITE", "households.csv row 5", "x"),
        (HOUSEHOLDS + "v1,h4,5,-inf\n", "NOT_FINITE", "households.csv row 5", "y"),
        (HOUSEHOLDS + "v1,h4,1_0,6\n", "NOT_A_NUMBER", "households.csv row 5", "x"),
        (HOUSEHOLDS + "v1,h4,ten,6\n", "NOT_A_NUMBER", "households.csv row 5", "x"),
        (HOUSEHOLDS + "v1,h4,1e999,6\n", "NOT_FINITE", "households.csv row 5", "x"),
        (HOUSEHOLDS + 'v1,h4,"1,500",6\n', "NOT_A_NUMBER", "households.csv row 5", "x"),
        (HOUSEHOLDS + ",h4,5,6\n", "MISSING", "households.csv row 5", "village"),
        (HOUSEHOLDS + 'v1,"h4,5,6\n', "UNREADABLE", "households.csv", ""),
        (HOUSEHOLDS.replace("id", "x"), "DUPLICATE_COLUMN", "households.csv row 1", "x"),
        (HOUSEHOLDS.replace("id", ""), "UNNAMED_COLUMN", "households.csv row 1", ""),
        (HOUSEHOLDS.replace("id", "name"), "UNKNOWN_FIELD", "households.csv row 1", "name"),
    ],
)
def test_wrong_tables(tmp_path: Path, text: str, code: str, where: str, field: str) -> None:
    """Tests that each fault is named with file, row as a spreadsheet counts, and column."""
    assert (code, where, field) in places(folder_problems(households(tmp_path, text)))


def test_a_point_beside_decimal_commas_is_refused(tmp_path: Path) -> None:
    """Tests that 1.234 is not guessed to be 1234 where its column writes decimal commas."""
    text = HOUSEHOLDS.replace(",", ";").replace("10", "10,5").replace("20", "1.234")
    found = only(folder_problems(households(tmp_path, text)))
    assert (found.code, found.where, found.value) == (
        "NOT_A_NUMBER",
        "households.csv row 4",
        "1.234",
    )


def test_a_name_column_is_refused_unread(tmp_path: Path) -> None:
    """Tests that a column of private data is named by its header alone."""
    text = "village,id,x,y,phone\nv1,h1,0,0,0912345678\n"
    found = only(folder_problems(households(tmp_path, text)))
    assert (found.code, found.field) == ("UNKNOWN_FIELD", "phone")
    assert "0912" not in str(found)


def test_another_encoding(tmp_path: Path) -> None:
    """Tests that a file in another encoding is refused with its line and the remedy."""
    path = households(tmp_path, HOUSEHOLDS)
    (path / "households.csv").write_bytes(
        "village,id,x,y\nThôn,h1,0,0\n".encode("cp850", "replace")
    )
    found = only(folder_problems(path))
    assert (found.code, found.where) == ("NOT_UTF8", "households.csv")
    assert "line 2" in found.message


def test_a_header_without_rows_is_an_empty_table(tmp_path: Path) -> None:
    """Tests that a village may come without households, in a table that has only a header."""
    one = read_scenario(households(tmp_path, "village,id,x,y\n")).villages[0]
    assert (len(one.households), len(one.members)) == (0, 1)


def test_ids_stay_text(tmp_path: Path) -> None:
    """Tests that 007 keeps its zeros and 1 does not become 1.0."""
    text = HOUSEHOLDS.replace("h1", "007").replace("h2", "1")
    one = read_scenario(households(tmp_path, text)).villages[0]
    assert one.households.ids.tolist() == ["007", "1", "h3"]


def test_that_rows_after_a_thousand_faults_are_not_read(tmp_path: Path) -> None:
    """Tests that all rows of another length are named, or a thousand and where it ended."""
    for rows in (999, 1_000, 5_000):
        path = tmp_path / str(rows)
        path.mkdir()
        (path / "t.csv").write_text("id,x,y\n" + "a\n" * rows, encoding="utf-8")
        if rows < 1_000:
            assert len(read_csv(path / "t.csv").problems) == rows
            continue
        with pytest.raises(ScenarioError) as refused:
            read_csv(path / "t.csv")
        assert len(refused.value.problems) == 1_001
        assert str(refused.value.problems[-1]).startswith("t.csv row 1001: the rows after")


VIETNAMESE = "thôn,mã hộ,kinh độ,vĩ độ\nv1,hộ 1,0,0\nv1,hộ 2,10,0\n"


@pytest.mark.parametrize(
    "content",
    [
        VIETNAMESE.encode(),
        VIETNAMESE.encode("utf-16"),
        VIETNAMESE.replace(",", "\t").encode(),
        ("sep=;\r\n" + VIETNAMESE.replace(",", ";")).encode(),
        VIETNAMESE.replace("10", '"10,0"').encode(),
        ("Danh sách hộ, xã Phước Bình,,\n,,,\n" + VIETNAMESE).encode(),
        ("Danh sách hộ, xã Phước Bình\n" + VIETNAMESE.replace(",", ";")).encode(),
        (
            "stt," + VIETNAMESE.replace("\nv1,hộ ", "\n1,v1,hộ ", 1).replace("\nv1", "\n2,v1")
        ).encode(),
        (VIETNAMESE + "thôn,mã hộ,kinh độ,vĩ độ\n").encode(),
    ],
)
def test_what_programs_write(tmp_path: Path, content: bytes) -> None:
    """Tests that tabs, sep=, UTF-16, titles, row numbers and quoted commas are one table."""
    path = households(tmp_path, "")
    (path / "households.csv").write_bytes(content)
    one = read_scenario(path).villages[0]
    assert one.households.ids.tolist() == ["hộ 1", "hộ 2"]
    assert one.households.xy.tolist() == [[0.0, 0.0], [10.0, 0.0]]


def test_windows_vietnamese_is_read_and_said(tmp_path: Path) -> None:
    """Tests that accents of windows-1258 come out whole, with a note that it was supposed."""
    path = households(tmp_path, "")
    apart = VIETNAMESE.replace("ộ", "ô\u0323").replace("ĩ", "i\u0303").replace("ã", "a\u0303")
    (path / "households.csv").write_bytes(apart.encode("cp1258"))
    scenario = read_scenario(path)
    assert scenario.villages[0].households.ids.tolist() == ["hộ 1", "hộ 2"]
    assert [note.code for note in scenario.notes] == ["ENCODING"]


def test_a_second_table_is_said_once(tmp_path: Path) -> None:
    """Tests that a table below another is one problem, at its header."""
    found = only(folder_problems(households(tmp_path, HOUSEHOLDS + "\nvillage,id,x,y,min\n" * 1)))
    assert (found.code, found.where) == ("WRONG_CELL_COUNT", "households.csv row 6")
    below = HOUSEHOLDS + "\nvillage,member,x,y\nv1,m1,a,b\n"
    (tmp_path / "households.csv").write_text(below.replace("member", "kinh độ"), encoding="utf-8")
    assert only(folder_problems(tmp_path)).code == "SEVERAL_TABLES"


def test_shapes_as_text_are_points(tmp_path: Path) -> None:
    """Tests that points and areas in WKT, and PostGIS's hexadecimal, stand for x and y."""
    text = (
        "village,id,geometry\nv1,h1,POINT (0 0)\nv1,h2,SRID=3405;POINT (10 0)\n"
        'v1,h3,"POLYGON ((19 -1, 21 -1, 21 1, 19 1, 19 -1))"\n'
        "v1,h4,01010000000000000000003E400000000000000000\n"
    )
    one = read_scenario(households(tmp_path, text)).villages[0]
    assert one.households.xy.tolist() == [[0, 0], [10, 0], [20, 0], [30, 0]]
    text = text.replace("POINT (10 0)", "CIRCLE (10 0)")
    wrong = folder_problems(households(tmp_path, text))
    assert ("BAD_GEOMETRY", "households.csv row 3", "geometry") in places(wrong)


def test_columns_are_mapped_and_left_out(tmp_path: Path) -> None:
    """Tests that names are refused until left out, here and in scenario.yaml, and said back."""
    text = "thôn,số nhà,họ tên,x,y\nv1,h1,Nguyễn A,0,0\n"
    path = households(tmp_path, text)
    codes = {problem.code for problem in folder_problems(path)}
    assert codes == {"UNKNOWN_FIELD", "MISSING_COLUMN"}
    choices = ReadingChoices.of(["Số nhà=id"], ["Họ tên"])
    scenario = read_scenario(path, choices)
    assert scenario.villages[0].households.ids.tolist() == ["h1"]
    [note] = scenario.notes
    assert (note.code, note.params["columns"]) == ("COLUMNS_LEFT_OUT", "họ tên")
    said = "coordinates: metres\ncolumns: {Số nhà: id}\nleave_out: [Họ tên]\n"
    (path / "scenario.yaml").write_text(said, encoding="utf-8")
    assert_same(read_scenario(path), scenario)


def test_that_columns_have_a_limit(tmp_path: Path) -> None:
    """Tests that a line of more columns than a sheet of Excel has is refused by their number."""
    wide = ",".join(f"c{number}" for number in range(16_385))
    path = tmp_path / "households.csv"
    path.write_text(f"{wide}\n")
    with pytest.raises(ScenarioError, match=r"households\.csv.*16,385 columns.*TOO_MANY_COLUMNS"):
        read_csv(path)


@pytest.mark.parametrize("row", ["1,2,3,4", "(1),(2),(3),(4)", "A,B,1,2", "a,1,2,3"])
def test_a_row_that_numbers_the_columns_is_no_household(tmp_path: Path, row: str) -> None:
    """Tests that the numbers under the headings of a printed table are left out and told."""
    head, rest = HOUSEHOLDS.split("\n", 1)
    read = read_scenario(households(tmp_path / "other", f"{head}\n{row}\n{rest}"))
    assert_same(read, read_scenario(households(tmp_path / "plain", HOUSEHOLDS)))
    assert [(note.code, note.rows) for note in read.notes] == [("COLUMN_NUMBERS", (2,))]


@pytest.mark.parametrize("row", ["v1,2,3,4", "1,2,3,5", "v1,1,2,3"])
def test_a_household_is_not_taken_for_numbers_of_columns(tmp_path: Path, row: str) -> None:
    """Tests that a row is one of data where any cell is not the number of its column."""
    head, rest = HOUSEHOLDS.split("\n", 1)
    (tmp_path / "households.csv").write_text(f"{head}\n{row}\n{rest}", encoding="utf-8")
    assert read_csv(tmp_path / "households.csv").numbers[0] == 2
