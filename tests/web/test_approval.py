"""The approval: who takes a plan on and why, a newer plan, and withdrawing."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.web.sample import request as sample
from tests.web.service import finished, plan
from tests.web.visitor import Visitor, visiting

WORDS = {
    "vi": {
        "approve": "Phê duyệt phương án",
        "nobody": "Hãy ghi người phê duyệt.",
        "covers": "Sẽ áp dụng ở 6 thôn, khu phố.",
        "in force": "Đang áp dụng từ",
        "by": "Chủ tịch xã phê duyệt",
        "comment": "Ý kiến: Họp <b>thôn</b> ngày 28",
        "whole": "Áp dụng phương án hiện nay ở 6 thôn, khu phố.",
        "after": "Áp dụng phương án sau khi bổ sung ở 6 thôn, khu phố.",
        "again": "Phê duyệt lại",
        "withdraw": "Rút phê duyệt…",
        "none": "6 thôn, khu phố: không còn phương án nào được áp dụng",
        "keep": "Không rút",
        "sure": "Rút phê duyệt",
        "no reason": "Hãy ghi lý do.",
        "withdrawn": "Đã rút phê duyệt.",
        "before": "6 thôn, khu phố: phương án do Chủ tịch xã phê duyệt",
    },
    "en": {
        "approve": "Approve the plan",
        "nobody": "Say who approves.",
        "covers": "It will be in force in 6 villages.",
        "in force": "In force since",
        "by": "approved by Chủ tịch xã",
        "comment": "Comment: Họp <b>thôn</b> ngày 28",
        "whole": "In force is the plan of today, in 6 villages.",
        "after": "In force is the plan after recruiting, in 6 villages.",
        "again": "Approve again",
        "withdraw": "Withdraw…",
        "none": "6 villages: no plan in force any more",
        "keep": "Do not withdraw",
        "sure": "Withdraw the approval",
        "no reason": "Say why.",
        "withdrawn": "Withdrawn.",
        "before": "6 villages: the plan that Chủ tịch xã approved on",
    },
}


def said(visitor: Visitor, key: str) -> str:
    return WORDS[visitor.language][key]


def press(visitor: Visitor, key: str) -> None:
    visitor.press(said(visitor, key))


def card(visitor: Visitor) -> Locator:
    return visitor.find("section[aria-labelledby=approval]")


def withdraw(visitor: Visitor, reason: str) -> None:
    press(visitor, "withdraw")
    visitor.find("#withdrawing-reason").fill(reason)
    press(visitor, "sure")
    expect(visitor.find(".told")).to_contain_text(said(visitor, "withdrawn"))


def one_village() -> dict[str, Any]:
    """Return the sample's third village alone: eight households, nobody for them."""
    document: dict[str, Any] = sample()
    return document | {"villages": document["villages"][2:3]}


def approve(address: str, result: str, by: str) -> None:
    """Approve a result by somebody who is not at the page."""
    body = {"by": by, "replaces": True}
    httpx.post(f"{address}/v1/results/{result}/approve", json=body).raise_for_status()


def test_that_a_person_approves_and_withdraws(visitor: Visitor, run: str) -> None:
    """Tests that a plan is in force under a name with a comment, until it is withdrawn.

    What withdrawing leads to is said before, and the focus is where things go on.
    """
    visitor.open("takehome", run=run)
    expect(card(visitor)).to_contain_text(said(visitor, "covers"))
    press(visitor, "approve")
    expect(card(visitor)).to_contain_text(said(visitor, "nobody"))
    visitor.find("#approver").fill("Chủ tịch xã")
    visitor.page.reload()
    visitor.stands("takehome")
    expect(visitor.find("#approver")).to_have_value("Chủ tịch xã")
    visitor.find("#approval-comment").fill("Họp <b>thôn</b> ngày 28")
    press(visitor, "approve")
    expect(visitor.find(".told")).to_be_focused()
    visitor.page.reload()
    visitor.stands("takehome")
    expect(visitor.find(".approved")).to_contain_text(said(visitor, "in force"))
    for key in ("by", "comment", "whole"):
        expect(card(visitor)).to_contain_text(said(visitor, key))
    visitor.find("summary").filter(has_text=said(visitor, "again")).click()
    expect(visitor.find("#approved-plan option")).to_have_count(1)
    press(visitor, "approve")
    expect(card(visitor)).to_contain_text(said(visitor, "after"))
    press(visitor, "withdraw")
    expect(card(visitor)).to_contain_text(said(visitor, "before"))
    visitor.find("#withdrawing-reason").fill("Chưa bổ sung được người")
    press(visitor, "sure")
    expect(card(visitor)).to_contain_text(said(visitor, "whole"))
    press(visitor, "withdraw")
    expect(visitor.find("#withdrawing")).to_be_focused()
    expect(card(visitor)).to_contain_text(said(visitor, "none"))
    assert visitor.serious() == []
    press(visitor, "keep")
    expect(visitor.page.get_by_role("button", name=said(visitor, "withdraw"))).to_be_focused()
    press(visitor, "withdraw")
    press(visitor, "sure")
    expect(card(visitor)).to_contain_text(said(visitor, "no reason"))
    press(visitor, "keep")
    withdraw(visitor, "Nhầm")
    expect(card(visitor)).to_contain_text(said(visitor, "covers"))


@pytest.fixture(scope="module")
def drafts(address: str) -> tuple[str, str]:
    """Two results of one village, made while nothing was in force."""
    return plan(address, one_village(), "Một"), plan(address, one_village(), "Hai")


def test_that_a_newer_plan_is_replaced_knowingly(
    chromium: Browser, address: str, drafts: tuple[str, str]
) -> None:
    """Tests that a newer plan is named first, and that the replaced one says what replaced it."""
    mine, other = drafts
    approve(address, other, "Bí thư chi bộ")
    with visiting(chromium, address, "vi") as visitor:
        visitor.open("takehome", run=mine)
        visitor.find("#approver").fill("Chủ tịch xã")
        press(visitor, "approve")
        expect(visitor.find("#newer")).to_be_focused()
        expect(visitor.find(".question")).to_contain_text("Bí thư chi bộ đã phê duyệt")
        expect(visitor.find(".question")).to_contain_text("ở 1 thôn, khu phố, trong đó có Thôn 3")
        assert visitor.serious() == []
        visitor.press("Vẫn thay thế")
        expect(visitor.find(".approved")).to_contain_text("Đang áp dụng từ")
        visitor.open("takehome", run=other)
        expect(visitor.find(".approved")).to_contain_text("sau đó được thay thế")
        expect(visitor.find(".shares")).to_contain_text("do Chủ tịch xã phê duyệt")
        visitor.find(".shares a").click()
        expect(visitor.find(".approved")).to_contain_text("Đang áp dụng từ")


def test_that_one_plans_again_from_a_newer_plan(
    chromium: Browser, address: str, drafts: tuple[str, str]
) -> None:
    """Tests that the other way is a new scenario that goes on from the plan in force."""
    mine, other = drafts
    approve(address, other, "Bí thư chi bộ")
    with visiting(chromium, address, "en") as visitor, httpx.Client(base_url=address) as client:
        visitor.open("takehome", run=mine)
        visitor.find("summary").filter(has_text="Approve again").click()
        visitor.find("#approver").fill("Chủ tịch xã")
        press(visitor, "approve")
        visitor.press("Plan again from the plan in force")
        visitor.stands("whatif")
        job = visitor.page.url.split("run=")[1].split("&")[0]
        finished(client, job)
        result = client.get(f"/v1/results/{job}?villages=false").json()
        assert result["current_from"]["villages"] == 1
        approved = client.post(f"/v1/results/{job}/approve", json={"by": "Chủ tịch xã"})
        assert approved.status_code == 200, approved.text


def test_that_a_plan_in_force_is_not_deleted_without_a_word(
    chromium: Browser, address: str, drafts: tuple[str, str]
) -> None:
    """Tests that the start page says why a plan stays in the list."""
    approve(address, drafts[0], "Chủ tịch xã")
    with visiting(chromium, address, "vi") as visitor:
        visitor.open("start")
        visitor.page.on("dialog", lambda dialog: dialog.accept())
        visitor.press("Xóa Một")
        expect(visitor.find(".recent [role=alert]")).to_contain_text("đang áp dụng")
        expect(visitor.page.get_by_role("button", name="Xóa Một", exact=True)).to_be_visible()
