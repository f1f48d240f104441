"""A commune's list without a coordinate: from Excel to the lists that are printed, on the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.web import listed_commune
from tests.web.service import plan
from tests.web.visitor import Visitor

AS_LIST = {
    "vi": "Danh sách: xóm, ngõ và thứ tự nhà",
    "en": "A list: hamlet, alley and the order of the houses",
}
RECRUIT = {"vi": "Người bổ sung 1", "en": "recruit-1"}
PLAN = {"vi": "Lập phương án", "en": "Make the plan"}
PRINT = {
    "vi": "In danh sách từng người, sau khi bổ sung (PDF)",
    "en": "Print each person's list, after recruiting (PDF)",
}
AWAY = {"vi": "xa nhất cách khoảng 5 nhà", "en": "the farthest about 5 houses away"}
NEAR = {"vi": "gần H255, Xóm Hạ, Ngõ Bến Đò", "en": "near H255, hamlet Xóm Hạ, Ngõ Bến Đò"}
NOTHING = {"vi": "nên không vẽ được gì", "en": "there is nothing to draw"}
METRES = re.compile(r"\d\s?(?:m|km)\b")
"""A length as the page writes it."""


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commune's list."""
    return listed_commune.workbook(tmp_path_factory.mktemp("list") / "danh sách.xlsx")


def test_that_a_list_goes_from_excel_to_paper(visitor: Visitor, workbook: Path) -> None:
    """Tests that 300 households in 15 alleys become strips and A4 lists, and no metre is stated."""
    said = visitor.language
    visitor.open("start")
    visitor.find("#file").set_input_files(workbook)
    visitor.press(AS_LIST[said])
    visitor.press(PLAN[said])
    visitor.stands("province")
    visitor.find("tbody a").first.click()
    visitor.stands("village")
    expect(visitor.find(".alley")).to_have_count(15)
    expect(visitor.find(".house[data-house^=H]")).to_have_count(300)
    expect(visitor.find(".alley .house.recruited")).to_have_count(3)
    expect(visitor.find(".map, .chart")).to_have_count(0)
    expect(visitor.find(".item-text").filter(has_text=RECRUIT[said])).to_contain_text(AWAY[said])
    expect(visitor.page.get_by_text(NEAR[said])).to_be_visible()
    expect(visitor.find("main")).not_to_contain_text(METRES)
    # A pointer that rests on a house while the page is scrolled would make the others faint.
    visitor.page.mouse.move(1, 1)
    assert visitor.serious() == []
    with visitor.page.expect_download() as loading:
        visitor.press(PRINT[said])
    _check_print(Path(loading.value.path()))


def _check_print(path: Path) -> None:
    pages = [page.extract_text() for page in PdfReader(path).pages]
    box = PdfReader(path).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)
    assert len(pages) == 34
    first = " ".join(pages[0].split())
    assert "Xóm Đông, Ngõ Giếng Làng, 3" in first
    assert "H001 Xóm Đông, Ngõ Giếng Làng, 1" in first
    numbers = [f"H{number:03}" for number in range(1, 301)]
    assert all(sum(number in page for page in pages) == 1 for number in numbers)


def test_that_pointing_at_a_person_shows_the_houses(visitor: Visitor, workbook: Path) -> None:
    """Tests that the houses of a person who is pinned stand out, and all others step back."""
    del workbook
    request = {
        "rules": {"metric": {"kind": "list"}},
        "villages": [
            {
                "id": "v1",
                "households": [
                    {"id": f"h{nth}", "hamlet": "Đông", "alley": "Ngõ 1", "order": nth}
                    for nth in range(1, 13)
                ],
                "members": [
                    {"id": f"m{nth}", "hamlet": "Đông", "alley": "Ngõ 1", "order": nth}
                    for nth in (3, 20)
                ],
            }
        ],
    }
    run = plan(visitor.address, request)
    visitor.open("village", run=run, village="v1", pick="person:m3")
    mine = visitor.find("[data-house]:not([data-house='']):not(.faint)")
    expect(mine).to_have_count(len(_of(visitor, "m3")))
    # A member who lives beyond the last house stands there all the same.
    expect(visitor.find(".house.bare")).to_have_text("20")
    assert visitor.overflows() <= 0


def _of(visitor: Visitor, person: str) -> list[str]:
    names = visitor.find(".run").filter(has=visitor.page.locator(f".run-name >> text={person}"))
    return names.locator("[data-house]:not([data-house=''])").all_inner_texts()


def test_that_distances_without_points_have_no_map(visitor: Visitor) -> None:
    """Tests that a village of named distances has every list and its metres, and no empty map."""
    request = {
        "rules": {"metric": {"kind": "matrix"}},
        "villages": [
            {
                "id": "v1",
                "households": [{"id": f"h{nth}"} for nth in range(12)],
                "members": [{"id": "m1"}],
                "distances": {"members": [[f"h{nth}", "m1", 100.0 + nth] for nth in range(12)]},
            }
        ],
    }
    run = plan(visitor.address, request)
    visitor.open("province", run=run)
    expect(visitor.find("tbody tr")).to_have_count(1)
    visitor.open("village", run=run, village="v1", plan="today")
    expect(visitor.page.get_by_text(NOTHING[visitor.language])).to_be_visible()
    expect(visitor.find(".map, .alley")).to_have_count(0)
    expect(visitor.find(".item-text").filter(has_text="m1").first).to_contain_text("109 m")
    assert visitor.serious() == []
