"""What if: changed rules, undone and tried, and two versions beside each other."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.visitor import PHONE, Visitor

TRY = {"vi": "Tính thử", "en": "Plan with these rules"}
UNDO = {"vi": "Hoàn tác", "en": "Undo"}
BACK = {"vi": "Quay lại bản trước", "en": "Back to the version before"}
CHANGED = {"vi": "nhiều nhất 12 hộ", "en": "at most 12 households"}
BACKWARDS = "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}"
COMPARISON = {"vi": f"{BACKWARDS} Về bảng so sánh", "en": f"{BACKWARDS} Back to the comparison"}
WRONG = {"vi": "Ít nhất phải nhỏ hơn", "en": "must not be above"}
UNASKED = "3 → \N{EN DASH}"


@pytest.fixture
def whatif(visitor: Visitor, run: str) -> Visitor:
    """The controls over the planned sample."""
    visitor.open("whatif", run=run)
    return visitor


def fill(visitor: Visitor, rule: str, value: str) -> None:
    visitor.find(f"#{rule}").fill(value)
    visitor.find(f"#{rule}").press("Tab")


def test_that_changes_are_said_undone_and_kept(whatif: Visitor) -> None:
    """Tests that a change is said in words, survives a reload, and is undone step by step."""
    said = whatif.find(".said")
    fill(whatif, "max_households", "12")
    expect(said).to_have_text(CHANGED[whatif.language])
    fill(whatif, "max_distance_m", "800")
    expect(said).to_contain_text("800 m")
    whatif.page.reload()
    whatif.stands("whatif")
    expect(whatif.find("#max_distance_m")).to_have_value("800")
    whatif.press(UNDO[whatif.language])
    expect(said).to_have_text(CHANGED[whatif.language])
    whatif.press(UNDO[whatif.language])
    expect(whatif.find("#max_households")).to_have_value("10")
    expect(said).to_have_text("")


def test_that_a_number_is_read_as_the_language_writes_it(whatif: Visitor) -> None:
    """Tests that 1.500 is fifteen hundred metres in Vietnamese, and 1,500 in English."""
    typed = {"vi": "1.500", "en": "1,500"}[whatif.language]
    fill(whatif, "max_distance_m", typed)
    expect(whatif.find(".said")).to_contain_text(f"{typed} m")
    expect(whatif.find("#max_distance_m")).to_have_value(typed)
    fill(whatif, "max_distance_m", {"vi": "1.5", "en": "1,5"}[whatif.language])
    expect(whatif.find(".said")).to_contain_text(typed)
    assert whatif.page.get_by_role("button", name=TRY[whatif.language]).count() == 0


def test_that_a_window_that_nobody_can_meet_is_refused(whatif: Visitor) -> None:
    """Tests that a wrong number is named before anything is planned."""
    fill(whatif, "min_households", "11")
    expect(whatif.find(".said")).to_contain_text(WRONG[whatif.language])
    assert whatif.page.get_by_role("button", name=TRY[whatif.language]).count() == 0


def test_that_a_try_is_a_new_version_and_is_compared(whatif: Visitor) -> None:
    """Tests that room for 12 each needs one recruit less twice, and that the step is undone."""
    fill(whatif, "max_households", "12")
    whatif.press(TRY[whatif.language])
    figures = whatif.find(".comparison .figure-value")
    expect(figures.nth(0)).to_have_text("3 → 1")
    expect(figures.nth(1)).to_have_text("3 → 1")
    expect(figures.nth(2)).to_have_text("14 → 8")
    expect(whatif.find(".comparison canvas").first).to_be_visible()
    expect(whatif.find(".comparison tbody tr").filter(has_text="Thôn 2")).to_contain_text("1 → 0")
    expect(whatif.find(".versions li.current")).to_contain_text(CHANGED[whatif.language])
    line = whatif.find(".comparison tbody tr").filter(has_text="Thôn 2")
    changed = int(line.locator("td").last.inner_text())
    line.get_by_role("link").click()
    whatif.stands("village")
    expect(whatif.find(".village-side > .group .tally").first).to_have_text(f"{changed}")
    expect(whatif.find(".village-side > .group .item small").first).to_contain_text(" → m1")
    whatif.press(COMPARISON[whatif.language], role="link")
    whatif.stands("whatif")
    expect(figures.nth(1)).to_have_text("3 → 1")
    whatif.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert whatif.overflows() <= 0
    whatif.press(BACK[whatif.language], role="link")
    whatif.stands("whatif")
    expect(whatif.find(".comparison")).to_have_count(0)
    expect(whatif.find("#max_households")).to_have_value("10")
    whatif.find(".versions a.button").first.click()
    expect(figures.nth(1)).to_have_text("1 → 3")


def test_that_one_village_can_be_changed_alone(whatif: Visitor) -> None:
    """Tests that a rule for one village changes that village and no other."""
    whatif.find("#scope").select_option("v1")
    fill(whatif, "max_households", "12")
    whatif.press(TRY[whatif.language])
    figures = whatif.find(".comparison .figure-value")
    expect(figures.nth(1)).to_have_text("3 → 2")
    expect(figures.nth(2)).to_have_text("14 → 10")
    expect(whatif.find(".comparison tbody tr")).to_have_count(1)
    whatif.find("#scope").select_option("v1")
    expect(whatif.find("#max_households")).to_have_value("12")
    whatif.find("#scope").select_option("v2")
    expect(whatif.find("#max_households")).to_have_value("10")


def test_that_every_rule_has_a_control(whatif: Visitor) -> None:
    """Tests that minimum, priorities and recruiting reach the service as they were set."""
    whatif.find("#minimum-enforce").check()
    whatif.find("#priority-0").select_option("balance")
    whatif.find("#priority-1").select_option("longest")
    whatif.find("#recruiting").uncheck()
    with whatif.page.expect_request(
        lambda sent: sent.method == "POST" and sent.url.endswith("/v1/scenarios")
    ) as sent:
        whatif.press(TRY[whatif.language])
    body = sent.value.post_data_json
    assert body is not None
    assert body["rules"] == {
        "minimum": "enforce",
        "priorities": ["balance", "longest"],
        "recruiting": False,
    }
    expect(whatif.find(".comparison .figure-value").nth(1)).to_have_text(UNASKED)
