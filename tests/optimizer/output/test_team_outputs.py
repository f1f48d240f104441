"""Teams in every output: tables, terminal, reports."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from rich.console import Console

from optimizer.domain.languages import Language
from optimizer.output.summary.overview import make_overview, print_summary
from optimizer.output.summary.row_store import RowStore
from optimizer.output.summary.summary_table import LEDGER, read_summary_table
from optimizer.output.summary.village_summary import summarise_village
from tests.optimizer.output.team_results import planned
from tests.optimizer.written_results import write_folder

SCENARIO, PLANS = planned()
ROWS = tuple(map(summarise_village, SCENARIO.villages, PLANS))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("teams") / "out"
    write_folder(SCENARIO, PLANS, place, run={"rules": SCENARIO.rules.model_dump(mode="json")})
    return place


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def on_the_terminal(language: Language) -> str:
    console = Console(width=140, highlight=False)
    with RowStore(Path()) as rows:
        rows.extend(ROWS)
        found = make_overview(rows)
    with console.capture() as capture:
        print_summary(found, console, seconds=1.0, language=language)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def test_that_both_plans_of_a_village_that_recruits_are_written(folder: Path) -> None:
    """Tests that today's teams stand without the recruits whom the village needs beside them."""
    written = [row for row in lines(folder / "team_members.csv") if row["village"] == "b"]
    assert [row["member"] for row in written if row["plan"] == "today"] == ["m00", "m01", "m02"]
    assert [row["member"] for row in written if row["plan"] == "after"][:1] == ["m00"]
    assert len([row for row in written if row["plan"] == "after"]) == 4


def test_that_who_changes_team_is_written_with_the_leader(folder: Path) -> None:
    """Tests that one of the six joins the two, whose leader is named."""
    (row,) = [row for row in lines(folder / "team_moves.csv") if row["plan"] == "today"]
    assert (row["village"], row["from"], row["to"], row["leader"]) == ("a", "T2", "T1", "m00")


def test_that_the_terminal_counts_teams_moves_and_villages_without() -> None:
    """Tests that teams of today and after recruiting are told, and who has none, by name."""
    text = on_the_terminal(Language.EN)
    assert "Teams: 3, with 3.7 members on average (3 to 5); villages: 3." in text
    assert "Teams: 3, with 4.0 members on average (3 to 5); villages: 3." in text
    assert "Members who change team: 1; no fewer would do." in text
    assert "1  NO_TEAM  villages without members, and so without a team" in text
    assert "Without a team: c Thôn c." in text
    assert "Villages without any team" not in text


def test_that_the_terminal_says_it_in_vietnamese() -> None:
    """Tests that the programme's words are used."""
    text = on_the_terminal(Language.VI)
    assert "Tổ Nhân dân tự quản sau khi bổ sung" in text
    assert "Số Tổ: 3, trung bình 3,7 tổ viên mỗi Tổ (từ 3 đến 5); tại 3 thôn, khu phố." in text
    assert "Số tổ viên chuyển Tổ: 1; đã chứng minh là ít nhất." in text


def test_that_rows_with_teams_are_read_back(folder: Path) -> None:
    """Tests that the figures of teams come back as they were written."""
    found = {row.village_id: row.teams_after for row in read_summary_table(folder / LEDGER)}
    assert found == {row.village_id: row.teams_after for row in ROWS}
    assert found["b"].sizes == (0, 0, 0, 0, 1)


def test_that_the_page_shows_teams_by_area(folder: Path) -> None:
    """Tests that the report has sizes, moves and a line an area, in both languages."""
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "Teams by area" in page
    assert "Tổ theo địa bàn" in page
    assert "Số tổ viên chuyển Tổ: 1; đã chứng minh là ít nhất." in page
    assert "NO_TEAM" in page


def test_that_the_workbook_has_sheets_of_teams(folder: Path) -> None:
    """Tests that teams are counted by area and by village."""
    book = CalamineWorkbook.from_path(folder / "report.xlsx")
    areas = book.get_sheet_by_name("Teams by area").to_python()
    assert areas[0][4:] == [
        *("Teams", "Members a team", "Smallest", "Largest", "Too small", "Too large"),
        *("Far members", "Change team", "Villages without"),
    ]
    assert areas[1][4:] == [3, 4, 3, 5, 0, 0, 0, 1, 1]
    villages = book.get_sheet_by_name("Teams by village").to_python()
    assert {row[0]: row[4] for row in villages[1:]} == {"a": 2, "b": 1, "c": 0}
