"""A village by team: cards, who changes team, and what is printed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.optimizer.output.team_results import request
from tests.web.service import plan
from tests.web.visitor import Visitor

BY_TEAM = {"vi": "Theo Tổ", "en": "By team"}
LEADER = {"vi": "tổ trưởng m00 · 3 tổ viên, 3 hộ", "en": "leader m00 · 3 members, 3 households"}
MOVE = {"vi": "T2 → T1, tổ trưởng m00", "en": "T2 → T1, leader m00"}
FEWEST = {"vi": "đã chứng minh là ít nhất", "en": "no fewer would do"}
PRINT = {"vi": "In danh sách từng Tổ, hiện nay (PDF)", "en": "Print each team's list, today (PDF)"}
LISTS = {"vi": "Tải danh sách từng Tổ, pdf", "en": "Download each team's list, pdf"}
TEAM = {"vi": "Tổ Nhân dân tự quản T1", "en": "Team T1"}

LIGHTER = {"vi": "tổ trưởng phụ trách nhiều nhất 2 hộ", "en": "leaders at most 2 households"}
WINDOW = {
    "vi": "Ít nhất phải nhỏ hơn hoặc bằng nhiều nhất.",
    "en": "“At least” must not be above “at most”.",
}


@pytest.fixture(scope="module")
def teams(address: str) -> str:
    """Villages whose teams were planned."""
    return plan(address, request(), "Ba thôn")


def test_that_a_village_is_looked_at_by_team(visitor: Visitor, teams: str) -> None:
    """Tests that cards, moves and the list to print follow the switch, and a link keeps it."""
    said = visitor.language
    visitor.open("village", run=teams, village="a")
    visitor.find("[name=by][value=team]").check(force=True)
    expect(visitor.find(".switch").last).to_contain_text(BY_TEAM[said])
    cards = visitor.find("[data-subject^='team:']")
    expect(cards).to_have_count(2)
    expect(cards.first).to_contain_text(LEADER[said])
    expect(visitor.find(".village-side")).to_contain_text(MOVE[said])
    expect(visitor.find(".village-side")).to_contain_text(FEWEST[said])
    expect(visitor.page.get_by_role("button", name=PRINT[said])).to_be_visible()
    cards.first.click()
    visitor.page.reload()
    visitor.stands("village")
    expect(visitor.find("[data-subject='team:T1']")).to_have_attribute("aria-pressed", "true")
    assert visitor.serious() == []
    visitor.open("takehome", run=teams, print="all")
    visitor.find("#sheets-by").select_option("team")
    with visitor.page.expect_download() as loading:
        visitor.press(LISTS[said])
    assert loading.value.suggested_filename == "sheets-today-team.pdf"
    [first, *_] = PdfReader(loading.value.path()).pages
    assert TEAM[said] in first.extract_text()


def test_that_nothing_of_teams_is_shown_where_none_were_asked_for(
    visitor: Visitor, run: str
) -> None:
    """Tests that a plan without teams has no switch."""
    visitor.open("village", run=run, village="v1", by="team")
    expect(visitor.find("[name=by]")).to_have_count(0)
    expect(visitor.find("[data-subject^='person:']").first).to_be_attached()


def test_that_teams_can_be_tried_with_lighter_leaders(visitor: Visitor, teams: str) -> None:
    """Tests that window, target and the leaders' maximum are fields that say what they change."""
    visitor.open("whatif", run=teams)
    expect(visitor.find("#teams")).to_be_checked()
    expect(visitor.find("#teams-target")).to_have_value("4")
    visitor.find("#teams-leader").fill("2")
    visitor.find("#teams-leader").press("Tab")
    expect(visitor.find("main")).to_contain_text(LIGHTER[visitor.language])
    visitor.find("#teams-min").fill("6")
    visitor.find("#teams-min").press("Tab")
    expect(visitor.find("main")).to_contain_text(WINDOW[visitor.language])
