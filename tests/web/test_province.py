"""The province: numbers, map, table, filters, and planning while one watches."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import expect

from tests.web.sample import FIGURES, MARKUP
from tests.web.visitor import Visitor

SHOWN = {"vi": "{} trong 6 thôn, khu phố", "en": "{} of 6 villages"}
STOP = {"vi": "Dừng", "en": "Stop"}
CLEAR = {"vi": "Bỏ lọc", "en": "Clear filters"}
ADD = {"vi": "Được bổ sung một số người: chia về đâu?", "en": "So many people may be added: where?"}
ALL_PROVEN = {"vi": "Đã chứng minh với mọi số người", "en": "Proven for every number"}
WRONG = {"vi": "Ghi một số nguyên", "en": "Write a whole number"}
FLOORS = {"vi": "Mức tối thiểu", "en": "At least so many"}


@pytest.fixture
def province(visitor: Visitor, run: str) -> Visitor:
    """The planned sample."""
    visitor.open("province", run=run)
    return visitor


def names(visitor: Visitor) -> list[str]:
    return [row.strip() for row in visitor.find("tbody td:first-child a").all_inner_texts()]


def test_that_the_numbers_are_those_of_the_plan(province: Visitor) -> None:
    """Tests that villages in need, recruits and households left out are counted as by hand."""
    expect(province.find(".figure-value")).to_have_text(
        [str(FIGURES[key]) for key in ("short", "recruits", "unserved")]
    )
    expect(province.find(".chip")).to_have_count(6)
    expect(province.find(".chip b")).to_have_text(["1"] * 6)


def test_that_the_neediest_village_comes_first(province: Visitor) -> None:
    """Tests that equal recruits are ordered by who is left out, and a head turns the order."""
    assert names(province) == ["Thôn 3", MARKUP, "Thôn 2", "Đồng Dài", "Thôn 5", "Thôn 10"]
    heads = province.find("thead button")
    heads.first.click()
    assert names(province) == ["Đồng Dài", MARKUP, "Thôn 2", "Thôn 3", "Thôn 5", "Thôn 10"]
    heads.first.click()
    assert names(province)[0] == "Thôn 10"
    province.page.reload()
    province.stands("province")
    assert names(province)[0] == "Thôn 10"


def test_that_the_table_is_sorted_by_the_keyboard(province: Visitor) -> None:
    """Tests that a head sorts when Enter is pressed on it, keeps the focus, and says the order."""
    heads = province.find("thead th")
    expect(heads.nth(2)).to_have_attribute("aria-sort", "descending")
    head = province.find("thead button").first
    for order in ("ascending", "descending"):
        head.press("Enter")
        expect(heads.first).to_have_attribute("aria-sort", order)
        expect(head).to_be_focused()
    assert [heads.nth(nth).get_attribute("aria-sort") for nth in range(1, 6)] == [None] * 5
    assert "sort=name-up" in province.page.url


def test_that_another_view_takes_the_focus(province: Visitor) -> None:
    """Tests that whoever opens a village by its link goes on reading at the village."""
    province.find("tbody a").first.press("Enter")
    province.stands("village")
    expect(province.find("main")).to_be_focused()


def test_that_markup_in_a_name_is_only_text(province: Visitor) -> None:
    """Tests that a name with tags in it is shown as it was given."""
    expect(province.find("tbody").get_by_text(MARKUP, exact=True)).to_be_visible()
    assert province.find("td b, td img").count() == 0
    province.find(
        "tbody tr",
    ).filter(has_text="<b>").get_by_role("link").click()
    province.stands("village")
    expect(province.find("h1")).to_contain_text(MARKUP)
    assert province.find("h1 b, h1 img").count() == 0


def test_that_filters_work_and_stay_in_the_address(province: Visitor) -> None:
    """Tests that search ignores accents, an area has its own numbers, and a reload keeps both."""
    said = SHOWN[province.language]
    province.find("#search").fill("dong dai")
    expect(province.find(".controls .hint")).to_have_text(said.format(1))
    assert names(province) == ["Đồng Dài"]
    province.find("#search").fill("")
    province.find("#area").select_option("Ninh Thuận / Ninh Hải")
    expect(province.find(".figure-value")).to_have_text(["0", "0", "0"])
    province.find("[data-verdict=TIGHT]").click()
    assert names(province) == ["Thôn 5"]
    province.page.reload()
    province.stands("province")
    assert names(province) == ["Thôn 5"]
    expect(province.find("[data-verdict=TIGHT]")).to_have_attribute("aria-pressed", "true")
    province.find("#search").fill("nowhere")
    province.press(CLEAR[province.language])
    expect(province.find(".controls .hint")).to_have_text(said.format(6))


def test_that_a_village_is_found_on_the_map(province: Visitor) -> None:
    """Tests that pointing at a row rings the village, and a click on its mark opens it."""
    province.find("tbody tr").filter(has_text="Thôn 2").hover()
    tip = province.find(".map-tip")
    expect(tip).to_contain_text("Thôn 2")
    place, target = tip.bounding_box(), province.find(".map-canvas").bounding_box()
    assert place is not None
    assert target is not None
    # The mark is where the tip's corner points.
    province.page.mouse.move(place["x"] - 14, place["y"] - 14)
    expect(tip).to_contain_text("Thôn 2")
    province.page.mouse.click(place["x"] - 14, place["y"] - 14)
    province.stands("village")
    expect(province.find("h1")).to_contain_text("Thôn 2")


def test_that_planning_is_watched_and_stopped(visitor: Visitor, address: str) -> None:
    """Tests that progress moves while one looks, and that stopping keeps what is done."""
    copy = httpx.post(f"{address}/v1/presets/ninh-thuan/copy", json={}, timeout=60).json()
    asked = {"scenario_id": copy["id"], "time_limit_s": 1}
    job = httpx.post(f"{address}/v1/jobs", json=asked).json()["id"]
    visitor.open("province", run=job)
    expect(visitor.find("tbody tr").first).to_be_visible()
    expect(visitor.find("progress")).to_have_attribute("max", "397")
    visitor.press(STOP[visitor.language])
    expect(visitor.find("progress")).to_have_count(0)
    expect(visitor.find(".run-state button")).to_be_visible()
    assert httpx.get(f"{address}/v1/jobs/{job}").json()["status"] == "canceled"
    visitor.page.reload()
    visitor.stands("province")
    visitor.find("tbody a").first.click()
    visitor.stands("village")
    expect(visitor.find(".maps figure").first).to_be_visible()
    httpx.delete(f"{address}/v1/scenarios/{copy['id']}").raise_for_status()


def test_that_people_to_add_are_shared_out(visitor: Visitor, run: str) -> None:
    """Tests that the start page leads over "we may add 1" to a picture for the meeting."""
    said = visitor.language
    visitor.open("start")
    way = visitor.find(f".recent a[href*='budget'][href*='{run}']")
    expect(way).to_have_text(ADD[said])
    way.press("Enter")
    visitor.stands("budget")
    number = visitor.find("#recruits")
    expect(number).to_have_value("100")
    expect(visitor.find(".figure-value")).to_have_text(["99", "+14", "0"])
    number.fill("1")
    expect(visitor.find(".figure-value")).to_have_text(["93", "+8", "2"])
    expect(visitor.find(".proof")).to_contain_text(ALL_PROVEN[said])
    rows = visitor.find("tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("Thôn 3")
    expect(rows.first.locator("td.number")).to_have_text(["1", "1", "0", "8", "8"])
    expect(visitor.find("svg.frontier circle")).to_have_count(1)
    number.fill("one")
    expect(visitor.find(".asking .bad")).to_contain_text(WRONG[said])
    visitor.find("#slide").press("Home")
    expect(visitor.find(".figure-value").first).to_have_text("85")
    visitor.find("#slide").press("ArrowRight")
    expect(number).to_have_value("1")
    expect(visitor.find(".figure-value").first).to_have_text("93")
    visitor.page.reload()
    visitor.stands("budget")
    expect(visitor.find("#recruits")).to_have_value("1")
    expect(visitor.find(".figure-value").first).to_have_text("93")


def test_that_floors_and_files_are_there(visitor: Visitor, run: str) -> None:
    """Tests that an area gets its floor, too much is refused in words, and files are saved."""
    visitor.open("budget", run=run, recruits="1")
    expect(visitor.find(".figure-value").first).to_have_text("93")
    visitor.find("summary").filter(has_text=FLOORS[visitor.language]).press("Enter")
    visitor.find("#floor-area").select_option("Ninh Thuận/Bác Ái")
    visitor.find("#floor-least").fill("2")
    visitor.find("#floor-least").press("Enter")
    expect(visitor.find("[role=alert]")).to_be_visible()
    visitor.find("#recruits").fill("2")
    expect(visitor.find(".figure-value").first).to_have_text("97")
    expect(visitor.find("[role=alert]")).to_have_count(0)
    visitor.find(".asking li button").press("Enter")
    expect(visitor.find(".asking li")).to_have_count(0)
    for nth, ending in enumerate((".xlsx", ".csv", ".csv", ".svg")):
        with visitor.page.expect_download() as waiting:
            visitor.find(".files button").nth(nth).click()
        assert waiting.value.suggested_filename.endswith(ending)
