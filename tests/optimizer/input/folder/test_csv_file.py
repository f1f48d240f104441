from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.errors import ScenarioError
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
        (HOUSEHOLDS + 'v1,h4,"1,5",6\n', "NOT_A_NUMBER", "households.csv row 5", "x"),
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
        "village,id,x,y\nThôn,h1,0,0\n".encode("cp1258", "replace")
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
