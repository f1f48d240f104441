"""The language: every number and date as it is written in the language that is read."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from optimizer.domain.plan import Verdict
from optimizer.output.text.words import VIETNAMESE
from tests.web.visitor import Visitor

LENGTH = {"vi": "5–10 · 1.000 m", "en": "5–10 · 1,000 m"}  # noqa: RUF001 - as the page writes it
MOMENT = {
    "vi": re.compile(r"\b\d\d:\d\d \d\d/\d\d/20\d\d\b"),
    "en": re.compile(r"\b\d{1,2} [A-Z][a-z]{2,3} 20\d\d, \d\d:\d\d\b"),
}
OTHER = {"vi": "en", "en": "vi"}
CATALOGUE = Path(__file__).parents[2] / "api" / "web" / "src" / "words" / "vi.ts"


def test_that_page_and_report_call_a_verdict_the_same() -> None:
    """Tests that each verdict has one term in Vietnamese, wherever it is read."""
    text = CATALOGUE.read_text(encoding="utf-8")
    terms = text[text.index("verdicts: {") : text.index("verdictSays: {")]
    said = dict(re.findall(r"^\s+([A-Z_]+): \"(.+)\",$", terms, re.MULTILINE))
    assert said == {str(verdict): VIETNAMESE.verdict_names[verdict] for verdict in Verdict}


def test_that_lengths_are_written_as_the_language_does(visitor: Visitor, run: str) -> None:
    """Tests that thousands have a dot in Vietnamese and a comma in English."""
    visitor.open("village", run=run, village="v1")
    expect(visitor.find(".title .hint")).to_contain_text(LENGTH[visitor.language])


def test_that_dates_are_written_as_the_language_does(visitor: Visitor, run: str) -> None:
    """Tests that a day is 28/11/2026 in Vietnamese, and 28 Nov 2026 in English."""
    visitor.open("start", run=run)
    expect(visitor.find(".recent li small").last).to_have_text(MOMENT[visitor.language])


def test_that_the_other_language_is_one_press_away(visitor: Visitor, run: str) -> None:
    """Tests that the same village is shown in the other language, with what was pinned in it."""
    visitor.open("village", run=run, village="v1", pick="person:m1")
    visitor.find(".language").click()
    visitor.stands("village")
    expect(visitor.find("html")).to_have_attribute("lang", OTHER[visitor.language])
    expect(visitor.find(".title .hint")).to_contain_text(LENGTH[OTHER[visitor.language]])
    expect(visitor.find("[data-subject='person:m1']")).to_have_attribute("aria-pressed", "true")
