from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from optimizer.domain.languages import Language
from optimizer.domain.plan import Reason, Verdict
from optimizer.output.print_layout import lines_of
from optimizer.output.report import report_workbook
from optimizer.output.report.report_facts import ReportFacts
from optimizer.output.report.report_workbook import write_workbook
from tests.optimizer.output.report.rows import FAILED, FINE, POOR, facts, many

RECRUIT = {
    "village": "b",
    "name": "Thôn b",
    "recruit": "recruit-1",
    "place": "=h7",
    "households": "3",
    "serves_more": "2",
    "hamlet": "A",
    "message_en": "wanted",
    "message_vi": "cần",
}


def written(
    path: Path, made: ReportFacts, language: Language = Language.EN
) -> dict[str, list[list[Any]]]:
    write_workbook(path, made, iter([RECRUIT]), language)
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_that_every_sheet_is_there_in_either_language(tmp_path: Path) -> None:
    """Tests that sheets and heads are named in the language of the workbook."""
    english = written(tmp_path / "en.xlsx", facts())
    assert list(english) == ["Summary", "Villages", "Areas", "Recruits", "Unserved by reason"]
    assert english["Villages"][0][:5] == ["Village", "Name", "Area", "Verdict", "Recruits"]
    vietnamese = written(tmp_path / "vi.xlsx", facts(), Language.VI)
    assert list(vietnamese)[1:4] == ["Thôn, khu phố", "Địa bàn", "Bổ sung"]
    assert vietnamese["Thôn, khu phố"][1][3] == "Thiếu cục bộ"


def test_that_the_figures_are_read_back(tmp_path: Path) -> None:
    """Tests that sums, villages, areas, recruits and reasons are the numbers that were reported."""
    sheets = written(tmp_path / "r.xlsx", facts([FINE, POOR, FAILED]))
    told = {row[0]: row[1] for row in sheets["Summary"]}
    assert told["households"] == 22
    assert told["members to be added"] == 1
    assert told["villages not planned"] == 1
    assert told["Everybody looked after"] == 1
    failed, short, served = sheets["Villages"][1:]
    assert (failed[0], failed[3], failed[-1]) == ("f", "Not planned", "its worker ended")
    assert (short[0], short[4], short[6]) == ("b", 1, 2)
    assert (served[0], served[4], served[6]) == ("a", "", 0)
    assert sheets["Areas"][1][:3] == [0, "Total", 3]
    assert sheets["Recruits"][1][3:8] == ["recruit-1", "A", "=h7", 2, 3]
    assert sheets["Unserved by reason"][1][2:5] == [2, 0, 2]


def test_that_texts_are_never_formulas(tmp_path: Path) -> None:
    """Tests that names that look like formulas, numbers or addresses stay the texts they are."""
    nasty = ["=1+1", "+84", "-5", "@SUM(A1)", "007", "internal:Sheet!A1", "{=1}"]
    rows = [replace(FINE, village_id=text, name=text) for text in nasty]
    path = tmp_path / "r.xlsx"
    sheets = written(path, facts(rows))
    assert sorted(row[1] for row in sheets["Villages"][1:]) == sorted(nasty)
    with ZipFile(path) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in parts.read(name)


def test_that_a_sheet_can_be_filtered_and_its_head_stays(tmp_path: Path) -> None:
    """Tests that there is a filter, a frozen head and a colour for each verdict."""
    path = tmp_path / "r.xlsx"
    written(path, facts())
    with ZipFile(path) as parts:
        villages = parts.read("xl/worksheets/sheet2.xml").decode()
    assert '<autoFilter ref="A1:T3"/>' in villages
    assert 'state="frozen"' in villages
    assert villages.count("<cfRule") == len(Verdict)


def test_that_a_large_result_is_written_as_it_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that rows that leave memory at once are the same rows."""
    rows = many(30)
    small = written(tmp_path / "small.xlsx", facts(rows))
    monkeypatch.setattr(report_workbook, "_IN_MEMORY", 10)
    assert written(tmp_path / "large.xlsx", facts(rows)) == small
    assert len(small["Villages"]) == 31


def test_that_the_same_plan_gives_the_same_file(tmp_path: Path) -> None:
    """Tests that nothing of the clock is in a workbook but the day of the plan."""
    for name in ("a.xlsx", "b.xlsx"):
        written(tmp_path / name, facts())
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_that_every_sheet_prints_on_a4_across(tmp_path: Path) -> None:
    """Tests that sheets are as wide as a page, and that heads stand on each page of a table."""
    path = tmp_path / "r.xlsx"
    written(path, facts(), Language.VI)
    with ZipFile(path) as parts:
        for nth in range(1, 6):
            sheet = parts.read(f"xl/worksheets/sheet{nth}.xml").decode()
            assert '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>' in sheet
            assert "<oddFooter>&amp;L&amp;A&amp;RTrang &amp;P/&amp;N</oddFooter>" in sheet
        repeated = parts.read("xl/workbook.xml").decode()
    assert repeated.count('name="_xlnm.Print_Titles"') == 4


def test_that_people_read_no_code_and_no_fraction_of_a_metre(tmp_path: Path) -> None:
    """Tests that reasons have names, limits are whole metres rounded up, recruits a name."""
    rows = [FINE, replace(POOR, max_distance_m=812.0000001, walk_m=120.4, longest_m=50.2)]
    path = tmp_path / "r.xlsx"
    sheets = written(path, facts(rows, rules={"metric": {"kind": "straight"}}), Language.VI)
    head, short, _ = sheets["Thôn, khu phố"]
    figures = dict(zip(head, short, strict=True))
    assert figures["Tổng khoảng cách đường chim bay (m)"] == 120
    assert figures["Khoảng cách đường chim bay xa nhất (m)"] == 50
    assert figures["Cự ly nào thì đủ (m)"] == 813
    assert sheets["Bổ sung"][1][3] == "Người bổ sung 1"
    said = str([*sheets["Tổng hợp"], *sheets["Chưa có người - lý do"]])
    assert "Quá xa" in said
    for reason in Reason:
        assert reason not in said
    with ZipFile(path) as parts:
        assert b'formatCode="#,##0"' in parts.read("xl/styles.xml")


@pytest.mark.parametrize(
    ("cell", "width", "lines"),
    [
        ("short", 52, 1),
        (None, 52, 1),
        (1_234_567_890, 3, 1),
        ("one two three", 7, 3),
        ("one two three", 9, 2),
        ("ngườidàikhôngcóchỗngắt", 12, 3),
        ("first\n\nthird", 52, 3),
        ("", 52, 1),
    ],
)
def test_that_lines_of_a_text_are_counted_as_they_are_broken(
    cell: str | int | None, width: int, lines: int
) -> None:
    """Tests that texts break between words, and inside a word that is wider than its column."""
    assert lines_of(cell, width) == lines


@pytest.mark.parametrize("in_memory", [5_000, 0])
def test_that_a_row_is_as_high_as_its_longest_text(
    in_memory: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that no text runs into the next row where a program takes heights as they stand."""
    monkeypatch.setattr(report_workbook, "_IN_MEMORY", in_memory)
    long = replace(POOR, message={Language.EN: "word " * 40, Language.VI: "chữ " * 40})
    endless = replace(POOR, village_id="e", message=dict.fromkeys(Language, "word " * 4000))
    written(tmp_path / "r.xlsx", facts([FINE, long, endless]))
    with ZipFile(tmp_path / "r.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet2.xml").decode()
    heights = {
        row: float(ht) for row, ht in re.findall(r'<row r="(\d+)"[^>]*? ht="([^"]+)"', sheet)
    }
    rows = re.findall(r'<row r="(\d+)"', sheet)
    assert len(rows) == 4
    assert 60.0 in heights.values()
    assert max(heights.values()) == 408.75, "409 points in whole pixels"
