"""Teams to take home: printed lists with the leader first, and tables."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from tests.api.client import TestClient
from tests.api.planned import Results, keep, keep_plan, store_of
from tests.optimizer.output.team_results import request


@pytest.fixture(scope="module")
def teams(planned: Results) -> tuple[TestClient, str]:
    client, _, _ = planned
    return client, keep_plan(store_of(client), keep(client, request()))


def pages(client: TestClient, path: str, language: str) -> list[str]:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    return [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]


def test_that_every_team_has_a_page_with_the_leader_first(teams: tuple[TestClient, str]) -> None:
    """Tests that a page names team, leader, members, their households, and who came."""
    client, name = teams
    where = f"/v1/results/{name}/villages/a/sheets.pdf?by=team"
    first, second = pages(client, where, "vi")[:2]
    assert "Tổ Nhân dân tự quản T1" in first
    assert "Tổ trưởng m00 · 3 tổ viên · 3 hộ · Thôn a" in first
    lines = first.splitlines()
    rows = [line for line in lines if line[:1].isdigit() and " m0" in line]
    assert ["tổ trưởng" in row for row in rows] == [True, False, False]
    assert "chuyển từ Tổ T2" in rows[2]
    assert "Tổ Nhân dân tự quản T2" in second
    assert "Bản đề xuất: chưa được duyệt" in first
    assert "Leader m00 · 3 members" in pages(client, where, "en")[0]


def test_that_recruits_are_on_the_list_of_their_team(teams: tuple[TestClient, str]) -> None:
    """Tests that the list after recruiting has who is to be recruited, and today's has not."""
    client, name = teams
    where = f"/v1/results/{name}/villages/b/sheets.pdf?by=team"
    assert "Người bổ sung 1" not in pages(client, where, "vi")[0]
    after = pages(client, f"{where}&plan=after", "vi")[0]
    assert "Người bổ sung 1" in after
    assert "cần bổ sung" in after


def test_that_a_plan_without_teams_has_no_such_list(planned: Results) -> None:
    """Tests that lists by team, and tables of teams, are refused where none were asked for."""
    client, name, _ = planned
    assert client.get(f"/v1/results/{name}/villages/hamlets/sheets.pdf?by=team").status_code == 404
    answer = client.get(f"/v1/results/{name}/tables/teams.csv")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "NO_TEAMS")


def test_that_tables_of_teams_are_those_of_a_folder(teams: tuple[TestClient, str]) -> None:
    """Tests that teams, members with their metres, and moves come in every format."""
    client, name = teams
    rows = client.get(f"/v1/results/{name}/tables/team_members.csv").text.splitlines()
    assert rows[1] == "a,Thôn a,Bác Ái / Phước Bình,today,T1,m00,yes,T1,0.0"
    assert rows[2] == "a,Thôn a,Bác Ái / Phước Bình,today,T1,m01,no,T1,100.0"
    book = client.get(f"/v1/results/{name}/tables/team_moves.xlsx").content
    moves = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert moves[1] == ["a", "Thôn a", "Bác Ái / Phước Bình", "today", "m03", "T2", "T1", "m00"]
