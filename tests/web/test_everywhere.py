"""What holds for every view: access, phones, no WebGL, no dead ends; and pictures to look at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.web.visitor import PHONE, Visitor, visiting

VIEWS = ("start", "province", "village", "whatif", "takehome")
EVERY = (*VIEWS, "counts", "points", "budget")
PICTURES = Path(__file__).parents[2] / "out" / "screenshots"
UNKNOWN = {
    "vi": "Phương án này không có thôn, khu phố “v9”.",
    "en": "This plan has no village “v9”.",
}
MISSING = {"vi": "Không tìm thấy phương án này.", "en": "There is no such plan."}
HOME = {"vi": "Về trang bắt đầu", "en": "Back to the start"}


@pytest.fixture
def phone(chromium: Browser, address: str) -> Iterator[Visitor]:
    """A visitor with a phone."""
    with visiting(chromium, address, "vi", PHONE) as visitor:
        yield visitor


@pytest.mark.parametrize("view", EVERY)
def test_that_everybody_can_use_it(visitor: Visitor, run: str, view: str) -> None:
    """Tests that axe-core finds nothing serious, and that nothing is wider than the screen."""
    visitor.open(view, run=run, village="v1")
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.serious() == []
    assert visitor.overflows() <= 0
    picture = PICTURES / f"{view}-{visitor.language}.png"
    picture.parent.mkdir(parents=True, exist_ok=True)
    visitor.page.screenshot(path=picture)


@pytest.mark.parametrize("view", EVERY)
def test_that_it_fits_a_phone(phone: Visitor, run: str, view: str) -> None:
    """Tests that a phone shows every view and every step without scrolling sideways."""
    phone.open(view, run=run, village="v1")
    phone.page.wait_for_load_state("networkidle")
    for step in phone.find(".head .step").all():
        expect(step).to_be_in_viewport(ratio=1)
    assert phone.overflows() <= 0
    assert phone.serious() == []
    phone.page.screenshot(path=PICTURES / f"{view}-phone.png", full_page=True)


def test_that_a_link_to_nothing_leads_on(visitor: Visitor, run: str) -> None:
    """Tests that an unknown village and a deleted plan are told apart, each with a way on."""
    visitor.open("village", run=run, village="v9")
    expect(visitor.find(".empty h2")).to_have_text(UNKNOWN[visitor.language])
    visitor.find(".empty button").click()
    visitor.stands("province")
    visitor.page.goto(f"{visitor.address}/#/province?run=job_gone&lang={visitor.language}")
    expect(visitor.find(".failure")).to_contain_text(MISSING[visitor.language])
    visitor.press(HOME[visitor.language], role="link")
    visitor.stands("start")


@pytest.mark.parametrize("view", VIEWS[1:])
def test_that_a_view_without_a_plan_says_what_to_do(visitor: Visitor, view: str) -> None:
    """Tests that nothing to show is said, with the way to something."""
    visitor.open(view)
    visitor.find(".empty button").click()
    visitor.stands("start")


def test_that_a_silent_service_is_said(visitor: Visitor, run: str) -> None:
    """Tests that a service that does not answer is named, and trying again works."""
    for addresses in ("**/v1/**", "**/health/**"):
        visitor.page.route(addresses, lambda route: route.abort())
    visitor.page.goto(f"{visitor.address}/#/province?run={run}&lang={visitor.language}")
    expect(visitor.find(".failure[role=alert]")).to_be_visible()
    visitor.page.unroute("**/v1/**")
    visitor.find(".failure button").click()
    visitor.stands("province")
