"""The village: who looks after whom, who is left out and why, and what to do."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.web import sample
from tests.web.service import plan
from tests.web.visitor import Visitor

COUNTING = {"vi": "21 hộ, 2 thành viên, 20 chỗ", "en": "21 households, 2 members, 20 places"}
OVER = {
    "vi": "thừa 1 hộ: cần ít nhất 1 người bổ sung gần đó",
    "en": "1 too many: at least 1 recruit near them",
}
LEFT_OUT = {"vi": "4 hộ chưa có người phụ trách", "en": "4 households left out"}
EVERYBODY = {"vi": "Mọi hộ đều có người phụ trách", "en": "Every household is looked after"}
FULL = {
    "vi": "Có thành viên ở gần nhưng đều đã đủ số hộ",
    "en": "Members live near enough, but all are full",
}
NOT_FOUND = {
    "vi": "Chưa kịp tìm xem chỉ tăng cự ly thì có đủ hay không.",
    "en": "Whether a longer distance limit alone would do was not found out in the time.",
}
AT_MOST = {"vi": "Mỗi người tối đa 12 hộ", "en": "At most 12 households each"}
LOAD = {"vi": " trên 10 hộ", "en": " of 10 households"}
GROUND = {
    "vi": ["đường đi", "vật cản (sông, suối…)", "chỗ qua được"],
    "en": ["path", "barrier (river, road…)", "crossing"],
}
TODAY = {"vi": "Hộ hiện chưa có người phụ trách", "en": "Households left out today"}
PAINTED = """([canvas, red, green, blue]) => {
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  for (let at = 0; at < data.length; at += 4)
    if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) return true;
  return false;
}"""
BARRIER, PATH = (0x4B, 0x4F, 0x73), (0xD8, 0xCF, 0xB8)
ASTRAY = {
    "vi": "đường đi gần nhất cách 443 m; tối đa là 200 m",
    "en": "the nearest path is 443 m away; the most is 200 m",
}
RECRUIT = {"vi": "Người bổ sung 1", "en": "recruit-1"}
PROVINCE = {"vi": "Địa bàn · Liên gia", "en": "Province · Liên gia"}
NEXT = {"vi": "Thôn sau", "en": "Next village"}


@pytest.fixture
def village(visitor: Visitor, run: str) -> Visitor:
    """The village with 24 households and room for 20."""
    visitor.open("village", run=run, village="v1")
    return visitor


def test_that_today_and_after_stand_side_by_side(village: Visitor) -> None:
    """Tests that both plans are drawn with who is left out, and either can be seen alone."""
    said = village.language
    expect(village.find(".maps figure")).to_have_count(2)
    expect(village.find("figcaption").nth(0)).to_contain_text(LEFT_OUT[said])
    expect(village.find("figcaption").nth(1)).to_contain_text(EVERYBODY[said])
    village.find("[name=plan][value=today]").check()
    expect(village.find(".maps figure")).to_have_count(1)
    unserved = village.find("[data-subject^='household:']")
    expect(unserved).to_have_count(4)
    expect(unserved.first).to_contain_text(FULL[said])
    village.page.reload()
    village.stands("village")
    expect(village.find(".maps figure")).to_have_count(1)


def test_that_who_is_left_out_is_told_beside_both_plans(village: Visitor) -> None:
    """Tests that a household left out today is named with its reason while both are looked at."""
    expect(village.find(".lists")).to_contain_text(TODAY[village.language])
    unserved = village.find("[data-subject^='household:']")
    expect(unserved).to_have_count(4)
    expect(unserved.first).to_contain_text(FULL[village.language])


@pytest.fixture(scope="module")
def walled(address: str) -> str:
    """A village with a path, a stream and a bridge, planned."""
    return plan(address, sample.walled())


def test_that_the_ground_is_drawn(visitor: Visitor, walled: str) -> None:
    """Tests that paths, barriers and crossings are on the map and in its legend."""
    visitor.open("village", run=walled, village="v1")
    visitor.page.wait_for_load_state("networkidle")
    ground = visitor.find(".legend li:has(.land-mark)")
    assert ground.all_inner_texts() == GROUND[visitor.language]
    canvas = visitor.find(".map canvas").first.element_handle()
    for colour in (BARRIER, PATH):
        visitor.page.wait_for_function(PAINTED, arg=[canvas, *colour])


def test_that_who_is_off_the_paths_is_told_why(visitor: Visitor, address: str) -> None:
    """Tests that a household that no path comes near is named with how far the nearest is."""
    visitor.open("village", run=plan(address, sample.astray()), village="v1")
    expect(visitor.find("[data-subject='household:far']")).to_contain_text(ASTRAY[visitor.language])


def test_that_a_recruit_is_explained_by_a_count(village: Visitor) -> None:
    """Tests that the smallest pocket says households, members and room, and who is to come."""
    pocket = village.find("[data-subject='pocket:0']")
    expect(pocket).to_contain_text(COUNTING[village.language])
    expect(pocket).to_contain_text(OVER[village.language])
    expect(village.find("[data-subject^='place:']")).to_have_count(1)
    recruit = village.find("[data-subject='person:recruit-1']")
    expect(recruit.locator("strong")).to_have_text(RECRUIT[village.language])
    recruit.focus()
    expect(village.find(".map-tip strong").last).to_have_text(RECRUIT[village.language])


def test_that_people_are_found_without_a_mouse(village: Visitor) -> None:
    """Tests that the keyboard reaches a member, lights the households, and the address knows."""
    member = village.find("[data-subject='person:m1']")
    expect(member).to_contain_text(LOAD[village.language])
    member.focus()
    expect(member).to_have_class("item lit")
    expect(village.find(".map-tip").first).to_contain_text("m1")
    village.page.keyboard.press("Enter")
    expect(member).to_have_attribute("aria-pressed", "true")
    assert "pick=person%3Am1" in village.page.url
    village.page.reload()
    village.stands("village")
    expect(village.find(".map-tip").first).to_contain_text("m1")
    expect(village.find("[data-subject='person:m1']")).to_have_attribute("aria-pressed", "true")


def test_that_the_walk_is_drawn(village: Visitor) -> None:
    """Tests that the histogram is a picture with a sentence that says the same."""
    expect(village.find(".chart canvas")).to_be_visible()
    expect(village.find(".chart + .hint")).to_contain_text(" m")


def test_that_a_rule_can_be_relaxed_from_here(village: Visitor) -> None:
    """Tests that a relaxation is filled into what-if, for this village."""
    village.press(AT_MOST[village.language], role="link")
    village.stands("whatif")
    expect(village.find("#max_households")).to_have_value("12")
    expect(village.find("#scope")).to_have_value("v1")


def test_that_what_was_not_found_in_the_time_is_said(visitor: Visitor, run: str) -> None:
    """Tests that a relaxation nobody looked for is no relaxation that does not exist."""

    def cut(route: Route) -> None:
        eased = {"max_distance_m": None, "max_households": None, "unknown": ["max_distance_m"]}
        route.fulfill(json=route.fetch().json() | {"relaxations": eased})

    visitor.page.route("**/v1/results/*/villages/v1", cut)
    visitor.open("village", run=run, village="v1")
    expect(visitor.find(".instead .hint")).to_have_count(1)
    expect(visitor.find(".instead .hint")).to_have_text(NOT_FOUND[visitor.language])
    expect(visitor.find(".instead a")).to_have_count(0)


def test_that_the_next_village_is_one_step_away(village: Visitor) -> None:
    """Tests that villages follow each other as in the province's table, and name the tab."""
    village.find(".neighbours").get_by_text(NEXT[village.language]).click()
    village.stands("village")
    expect(village.find("h1")).to_contain_text("Thôn 2")
    expect(village.page).to_have_title("Thôn 2 · Liên gia")
    village.find(".trail a").click()
    village.stands("province")
    expect(village.page).to_have_title(PROVINCE[village.language])


def test_that_a_village_that_could_not_be_planned_leads_on(visitor: Visitor, run: str) -> None:
    """Tests that a failure is said with its reason, beside the way back to the province."""

    def failed(route: Route) -> None:
        whole = route.fetch().json()
        lost = dict.fromkeys(("verdict", "today", "recruitment", "after", "relaxations"))
        route.fulfill(json=whole | lost | {"failure": {"code": "LOST", "reason": "Worker lost."}})

    visitor.page.route("**/v1/results/*/villages/v1", failed)
    visitor.open("village", run=run, village="v1")
    expect(visitor.find(".failure")).to_contain_text("Worker lost.")
    visitor.find(".failure .primary").click()
    visitor.stands("province")


def test_that_a_village_without_members_is_drawn(visitor: Visitor, run: str) -> None:
    """Tests that nobody in service is no reason to show nothing."""
    visitor.open("village", run=run, village="v3")
    expect(visitor.find("[data-subject^='place:']")).to_have_count(1)
    expect(visitor.find(".maps figure")).to_have_count(2)
