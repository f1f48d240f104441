"""Take home: files that open, and the approval."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.visitor import Visitor

BEGINS = {
    "html": b"<!doctype html",
    "xlsx": b"PK",
    "csv": b"\xef\xbb\xbf",
    "parquet": b"PAR1",
    "geojson": b"{",
    "gpkg": b"SQLite format 3",
    "json": b"{",
    "pdf": b"%PDF",
}
# Chromium lets a page begin ten downloads a second, and drops the next without a word.
BURST, BURST_MS = 5, 1_500
APPROVE = {"vi": "Phê duyệt phương án", "en": "Approve the plan"}
APPROVED = {"vi": "Đã phê duyệt: Chủ tịch xã", "en": "Approved: Chủ tịch xã"}


@pytest.fixture
def takehome(visitor: Visitor, run: str) -> Visitor:
    """The files of the planned sample."""
    visitor.open("takehome", run=run)
    return visitor


def test_that_every_file_is_what_it_says(takehome: Visitor) -> None:
    """Tests that each button brings a file of its kind."""
    expect(takehome.find("#approver, .approved")).to_be_visible()
    buttons = takehome.find(".kinds button, .take-columns .actions .worker button.primary")
    kinds: list[str] = []
    for nth in range(buttons.count()):
        kind = buttons.nth(nth).inner_text().lower()
        if kind not in BEGINS:
            continue
        if kinds and len(kinds) % BURST == 0:
            takehome.page.wait_for_timeout(BURST_MS)
        with takehome.page.expect_download() as loading:
            buttons.nth(nth).click()
        path = Path(loading.value.path())
        assert path.read_bytes()[:20].lower().startswith(BEGINS[kind].lower()), kind
        assert loading.value.suggested_filename.endswith(f".{kind}")
        kinds.append(kind)
    assert set(kinds) == set(BEGINS)
    assert len(kinds) == 19


def test_that_a_person_approves(takehome: Visitor) -> None:
    """Tests that a plan is a proposal until somebody approves it, and that it says who.

    What was typed before the view was drawn anew is there still.
    """
    expect(takehome.find("#approver, .approved")).to_be_visible()
    if takehome.find("#approver").count():
        takehome.find("#approver").fill("Chủ tịch xã")
        takehome.page.reload()
        takehome.stands("takehome")
        expect(takehome.find("#approver")).to_have_value("Chủ tịch xã")
        takehome.press(APPROVE[takehome.language])
    expect(takehome.find(".approved")).to_contain_text(APPROVED[takehome.language])
    takehome.page.reload()
    takehome.stands("takehome")
    expect(takehome.find(".approved")).to_contain_text(APPROVED[takehome.language])
