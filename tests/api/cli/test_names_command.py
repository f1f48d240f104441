"""``liengia names`` from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.planner_app import app
from tests.optimizer.names.named_request import asked, result_folder, village

SECRET = ("Trần", "Bảy", "Lạ")


@pytest.fixture
def result(tmp_path: Path) -> Path:
    """Return the result of a village with two households."""
    return result_folder(asked(village("v1", 2)), tmp_path / "result")


def names(tmp_path: Path, *lines: str) -> Path:
    file = tmp_path / "names.csv"
    file.write_text("\n".join(("id,name", *lines)), encoding="utf-8")
    return file


@pytest.mark.parametrize("language", ["en", "vi"])
def test_that_the_terminal_tells_rows_and_no_names(
    tmp_path: Path, result: Path, language: str
) -> None:
    """Tests that workbook and sum are there, and a line for each kind of mismatch."""
    file = names(tmp_path, "h0,Trần Bảy", "h1,Trần Tám", "h1,Trần Lạ", "x9,Lạ Mặt", "m0,Trần Một")
    done = CliRunner().invoke(app, ["names", str(result), str(file), "--lang", language])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "result-names.xlsx").is_file()
    assert not any(word in done.output for word in SECRET)
    for code in ("TWO_NAMES", "UNKNOWN_ID", "NO_NAME"):
        assert f"[{code}]" in done.stderr
    assert {"en": "names.csv row 3, names.csv row 4", "vi": "names.csv dòng 3"}[
        language
    ] in done.stderr
    assert {"en": "Households: 2, with a name: 1", "vi": "có họ tên: 1"}[language] in done.stdout


def test_that_bad_input_is_exit_2(tmp_path: Path, result: Path) -> None:
    """Tests that no file, names of nobody, and an output that is no workbook are refused."""
    file = names(tmp_path, "h0,Trần Bảy")
    nobody = tmp_path / "nobody.csv"
    nobody.write_text("id,name\nx,Trần Bảy\n", encoding="utf-8")
    for words, said in (
        ([str(tmp_path / "no.csv")], "NOT_FOUND"),
        ([str(nobody)], "NAMES_OF_NOBODY"),
        ([str(file), "--output", str(file)], "ends in .xlsx"),
        ([str(file), "--output", str(tmp_path / "a.csv")], "ends in .xlsx"),
    ):
        done = CliRunner().invoke(app, ["names", str(result), *words])
        assert done.exit_code == 2, done.output
        assert said in done.stderr
        assert not any(word in done.output for word in SECRET)


def test_that_no_file_that_is_read_is_replaced(tmp_path: Path, result: Path) -> None:
    """Tests that the workbook of names itself is refused as the output."""
    book = tmp_path / "names.xlsx"
    book.write_bytes(b"PK")
    done = CliRunner().invoke(app, ["names", str(result), str(book), "--output", str(book)])
    assert done.exit_code == 2
    assert "is one of the files that are read" in done.stderr
    assert book.read_bytes() == b"PK"
