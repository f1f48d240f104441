"""The village: who looks after whom, who is left out and why, and what to do."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.web import sample
from tests.web.service import plan
from tests.web.visitor import PHONE, Visitor

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
LEFT_OUT_FILL, SETTLED_MS = (0xD5, 0x5E, 0x00), 500
BARRIER, PATH = (0x4B, 0x4F, 0x73), (0xD8, 0xCF, 0xB8)
ASTRAY = {
    "vi": "đường đi gần nhất cách 443 m; tối đa là 200 m",
    "en": "the nearest path is 443 m away; the most is 200 m",
}
RECRUIT = {"vi": "Người bổ sung 1", "en": "recruit-1"}
PROVINCE = {"vi": "Địa bàn · Liên gia", "en": "Province · Liên gia"}
NEXT = {"vi": "Thôn sau", "en": "Next village"}
DESK = {
    "vi": {
        "begin": "Sửa bằng tay",
        "end": "Thôi sửa, xem phương án đã lập",
        "full": "Nếu nhận sẽ có 11 trên 10 hộ: quá nhiều",
        "over": "{} có 11 trên 10 hộ: quá nhiều",
        "eleven": "11 trên 10 hộ",
        "undo": "^Hoàn tác",
        "give": "^Giao",
        "free": "^Bỏ cố định",
        "kept": "giữ cố định",
        "leave": "^Người này thôi làm",
        "open": "hộ chưa có người phụ trách",
        "finish": "^Tính nốt",
        "nobody": "Hãy ghi người sửa.",
        "locked": "2 hộ được giữ cố định cho m1, người chỉ nhận nhiều nhất 1 hộ",
    },
    "en": {
        "begin": "Change by hand",
        "end": "Stop changing, show the plan as it was made",
        "full": "Would have 11 of 10 households: too many",
        "over": "{} has 11 of 10 households: too many",
        "eleven": "11 of 10 households",
        "undo": "^Undo",
        "give": "^Give",
        "free": "^Set free",
        "kept": "kept",
        "leave": "^This one leaves",
        "open": "without anybody",
        "finish": "^Plan the rest",
        "nobody": "Say who changes the plan.",
        "locked": "2 households are kept with m1, who takes at most 1",
    },
}


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


def test_that_a_choice_leaves_the_shortage_in_sight(visitor: Visitor, run: str) -> None:
    """Tests that a household that is seen already moves no map, three kilometres from others."""
    visitor.open("village", run=run, village="v2", plan="today")
    canvas = visitor.find(".maps canvas").first.element_handle()
    visitor.page.wait_for_function(PAINTED, arg=[canvas, *LEFT_OUT_FILL])
    visitor.find("#find").fill("h20")
    visitor.find(".finder [data-subject='household:h20']").click()
    visitor.page.wait_for_timeout(SETTLED_MS)
    visitor.page.wait_for_function(PAINTED, arg=[canvas, *LEFT_OUT_FILL])


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


def desk(visitor: Visitor, run: str, village: str, pick: str) -> None:
    """Open a village while it is changed by hand, with something chosen."""
    visitor.open("village", run=run, village=village, desk="true", pick=pick)


def by_name(visitor: Visitor, pattern: str) -> Locator:
    return visitor.find(".desk").get_by_role("button", name=re.compile(pattern))


def line_of(visitor: Visitor, who: str) -> Locator:
    return visitor.find(f".choice-line:has(strong:text-is('{who}'))")


def test_that_a_household_is_given_away_at_its_cost(visitor: Visitor, run: str) -> None:
    """Tests that a change is shown with its cost, may break a rule, and is undone and redone."""
    said = DESK[visitor.language]
    visitor.open("village", run=run, village="v1", pick="household:h1")
    visitor.press(said["begin"])
    expect(visitor.find(".desk h2")).to_be_focused()
    expect(visitor.find(".maps figure")).to_have_count(1)
    lines = visitor.find(".choice-line")
    expect(lines).to_have_count(2)
    other = visitor.find(".choice-line:not(.has)").first
    expect(other).to_contain_text(said["full"])
    who = other.locator("strong").inner_text()
    give = other.get_by_role("button").first
    give.focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.find(".choice-line.has strong").filter(has_text=who)).to_have_count(1)
    step = visitor.find(".steps li .step-line")
    expect(step).to_contain_text(f"h1: {'m2' if who == 'm1' else 'm1'} → {who}")
    expect(step).to_contain_text(said["over"].format(who))
    expect(visitor.find(f"[data-subject='person:{who}']").last).to_contain_text(said["eleven"])
    visitor.page.reload()
    visitor.stands("village")
    expect(step).to_have_count(1)
    visitor.page.keyboard.press("Control+z")
    expect(step).to_have_count(0)
    expect(by_name(visitor, said["undo"])).to_be_disabled()
    visitor.page.keyboard.press("Control+y")
    expect(step).to_have_count(1)
    assert visitor.serious() == []
    by_name(visitor, said["undo"]).click()
    visitor.press(said["end"])
    expect(visitor.find(".maps figure")).to_have_count(2)


def test_that_the_rest_is_planned_around_what_was_fixed(visitor: Visitor, run: str) -> None:
    """Tests that one net list of events is sent, and a version with author and comment comes."""
    said = DESK[visitor.language]
    desk(visitor, run, "v4", "household:h1")
    other = visitor.find(".choice-line:not(.has)").first
    who = other.locator("strong").inner_text()
    for _ in range(2):  # given, set free and given again is one lock
        other = line_of(visitor, who)
        other.get_by_role("button", name=re.compile(said["give"])).click()
        other.get_by_role("button", name=re.compile(said["free"])).click()
    other.get_by_role("button", name=re.compile(said["give"])).click()
    by_name(visitor, said["finish"]).click()
    expect(visitor.find(".desk .note.bad")).to_have_text(said["nobody"])
    visitor.find("#author").fill("Trưởng thôn <b>10</b>")
    visitor.find("#version-comment").fill("theo ý bà con")
    with visitor.page.expect_request("**/replan") as sent:
        by_name(visitor, said["finish"]).click()
    body = sent.value.post_data_json
    lock = {"kind": "pair_locked", "village": "v4", "household": "h1", "member": who}
    assert body is not None
    assert body["events"] == [lock]
    expect(visitor.find(".made-by")).to_contain_text("Trưởng thôn <b>10</b>")
    expect(visitor.find(".made-by")).to_contain_text("theo ý bà con")
    assert f"run={run}" not in visitor.page.url
    assert f"base={run}" in visitor.page.url
    visitor.press(said["begin"])
    visitor.find("#find").fill("h1")
    visitor.find("[data-subject='household:h1']").first.click()
    kept = visitor.find(".choice-line.has")
    expect(kept).to_contain_text(who)
    expect(kept).to_contain_text(said["kept"])
    expect(visitor.find(".steps li .step-line")).to_have_count(0)


def test_that_who_leaves_and_who_takes_fewer_is_planned(visitor: Visitor, run: str) -> None:
    """Tests that a member who leaves comes before all else, and too many locks are not sent."""
    said = DESK[visitor.language]
    desk(visitor, run, "v6", "person:m1")
    by_name(visitor, said["leave"]).click()
    expect(visitor.find(".steps .outcome")).to_contain_text(said["open"])
    expect(visitor.find("[data-subject='person:m1']:not(.desk *)")).to_have_count(0)
    visitor.find("[data-subject='person:m2']").first.click()
    visitor.find("#most").fill("4")
    visitor.page.keyboard.press("Enter")
    expect(visitor.find(".steps li")).not_to_have_count(1)
    visitor.find("#author").fill("Trưởng thôn")
    with visitor.page.expect_request("**/replan") as sent:
        by_name(visitor, said["finish"]).click()
    body = sent.value.post_data_json
    assert body is not None
    assert [event["kind"] for event in body["events"]] == ["member_left", "member_window"]
    assert body["events"][1] | {"village": ""} == {
        "kind": "member_window",
        "village": "",
        "member": "m2",
        "max": 4,
        "min": 4,
    }
    expect(visitor.find(".made-by")).to_be_visible()


def test_that_more_locks_than_the_most_are_said_before(visitor: Visitor, run: str) -> None:
    """Tests that what no plan can hold is named, and not sent."""
    said = DESK[visitor.language]
    desk(visitor, run, "v4", "person:m1")
    visitor.find("#most").fill("1")
    visitor.page.keyboard.press("Enter")
    for home in ("h1", "h9"):
        visitor.find("#find").fill(home)
        visitor.find(f".finder [data-subject='household:{home}']").click()
        line = line_of(visitor, "m1")
        line.get_by_role("button").first.click()
    expect(visitor.find(".desk [role=alert]")).to_contain_text(said["locked"])
    expect(by_name(visitor, said["finish"])).to_have_count(0)


def test_that_a_changed_village_fits_a_phone(visitor: Visitor, run: str) -> None:
    """Tests that choices and changes are read without scrolling sideways."""
    visitor.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    desk(visitor, run, "v1", "household:h1")
    visitor.find(".choice-line:not(.has) button").first.click()
    assert visitor.overflows() <= 0
    assert visitor.serious() == []
