"""Take home: files that open, and printed lists."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Route, expect
from pypdf import PdfReader

from api.http.errors import ServiceError
from tests.web.visitor import Visitor

BEGINS = {
    "html": b"<!doctype html",
    "xlsx": b"PK",
    "csv": b"\xef\xbb\xbf",
    "parquet": b"PAR1",
    "geojson": b"{",
    "gpkg": b"SQLite format 3",
    "kml": b"<?xml",
    "json": b"{",
    "pdf": b"%PDF",
    "zip": b"PK",
}
# Chromium lets a page begin ten downloads a second, and drops the next without a word.
BURST, BURST_MS = 5, 1_500
LISTS = {"vi": "Tải danh sách từng người, {}", "en": "Download each person's list, {}"}
SIGNED = {"vi": "(ký, ghi rõ họ tên)", "en": "(signature, full name)"}
UPLAND = "area:Ninh Thuận / Bác Ái / Phước Bình"


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
    assert len(kinds) == 28


def test_that_lists_of_a_commune_are_printed_by_keyboard(takehome: Visitor) -> None:
    """Tests that area, plan, overview and large type reach the service, and its refusal is said."""
    pdf = LISTS[takehome.language].format("pdf")
    takehome.find("#sheets").select_option(UPLAND)
    keys = takehome.page.keyboard
    takehome.find("#sheets").focus()
    for key in ("Tab", "ArrowDown", "Tab", "Space", "Tab", "Space", "Tab"):
        keys.press(key)
    with takehome.page.expect_download() as loading:
        keys.press("Enter")
    assert loading.value.suggested_filename == "Phước Bình-after-overview-large.pdf"
    read = PdfReader(loading.value.path()).pages
    assert sum(SIGNED[takehome.language] in page.extract_text() for page in read) == 3
    takehome.page.reload()
    takehome.stands("takehome")
    expect(takehome.find("#sheets")).to_have_value(UPLAND)
    expect(takehome.find("#sheets-large")).to_be_checked()
    asked: list[str] = []
    refused = ServiceError("TOO_MANY_LISTS", pages=700, most=600, name="sheets.pdf")
    said = refused.document(takehome.language)

    def refuse(route: Route) -> None:
        asked.append(urlsplit(route.request.url).query)
        route.fulfill(status=413, content_type="application/problem+json", json=said)

    takehome.page.route("**/printed/sheets.pdf?*", refuse)
    takehome.find("#sheets").select_option("all")
    takehome.press(pdf)
    expect(takehome.find(".sheets .note.bad")).to_contain_text(str(said["detail"]))
    takehome.find("#sheets").select_option("village:v2")
    expect(takehome.find(".sheets .note.bad")).to_have_count(0)
    takehome.press(pdf)
    expect(takehome.find(".sheets .note.bad")).to_be_visible()
    how = {"plan": ["after"], "by": ["member"], "overview": ["true"], "large": ["true"]}
    assert [parse_qs(one) for one in asked] == [how, how | {"village": ["v2"]}]
