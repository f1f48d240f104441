from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from optimizer.domain.goals import Stage
from optimizer.domain.languages import Language
from optimizer.domain.plan import Reason, Verdict
from optimizer.domain.proof import Proof
from optimizer.output.report.html_page import render_page
from optimizer.output.report.report_facts import AREAS_SHOWN, VILLAGES_SHOWN
from optimizer.output.summary.area_totals import summary
from optimizer.output.summary.village_summary import VillageSummary
from tests.optimizer.output.report.rows import FAILED, FINE, POOR, facts, many

EMPTY = {"meta", "input", "br"}


class Reader(HTMLParser):
    """Keeps what a page holds: its elements with their attributes, and its texts in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] not in (["style"], ["script"]):
            self.texts.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.texts))


def read(*rows: VillageSummary, language: Language = Language.EN) -> Reader:
    return Reader(render_page(facts(rows or (FINE, POOR)), language))


def in_one(text: str, language: str) -> str:
    """Return a page without the parts of the other language."""
    other = "vi" if language == "en" else "en"
    text = re.sub(r"<(style|script)>.*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(rf'<(t?span) lang="?{other}"?>.*?</\1>', "", text)
    # Cells stand apart as they do on the page.
    text = re.sub(r"</t[dh]>", " ", text)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", text))


def test_that_the_page_is_whole_and_closed() -> None:
    """Tests that every element is closed in its order."""
    assert read().open == []
    assert read(*many(3), FAILED).open == []


def test_that_nothing_is_asked_of_anybody() -> None:
    """Tests that no element, style or script names anything outside the file."""
    text = render_page(facts(), Language.EN)
    for tag, attributes in Reader(text).elements:
        assert tag not in {"link", "img", "iframe", "object", "embed", "base", "form"}
        assert "src" not in attributes
        assert (attributes.get("href") or "#").startswith("#")
        assert not any(name.startswith("on") or name == "style" for name in attributes)
    assert re.search(r"https?:|//\w|@import|url\(|fetch\(|XMLHttpRequest", text) is None


def test_that_only_our_own_style_and_script_may_run() -> None:
    """Tests that the policy names the hashes of exactly the style and script that are there."""
    text = render_page(facts(), Language.EN)
    (policy,) = [
        attributes["content"]
        for _, attributes in Reader(text).elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        known = b64encode(sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{known}'" in policy


def test_that_names_are_text_wherever_they_stand() -> None:
    """Tests that no name, area or reason of a failure becomes an element or leaves its place."""
    nasty = "<script>alert(1)</script>\"'&<b>"
    rows = [
        replace(POOR, village_id=nasty, name=nasty, area=("N", nasty), hamlets={nasty: 1}),
        replace(FINE, name=nasty, area=("N", nasty + "2"), teams=1),
        replace(FAILED, name=nasty, failure=nasty, area=("N",)),
    ]
    found = read(*rows)
    assert sum(tag == "script" for tag, _ in found.elements) == 1
    assert found.text.count(nasty) >= 6


def test_that_the_numbers_are_those_of_the_summary() -> None:
    """Tests that the headline says what summary.json says, in the numbers of either language."""
    rows = [replace(POOR, households=1520, unserved={Reason.CAPACITY: 1234}), FINE, FINE]
    whole = summary(rows)
    text = render_page(facts(rows), Language.EN)
    assert "1,234 of 1,532 households have nobody today, in 1 of 3 villages." in in_one(text, "en")
    assert (
        "Hiện nay 1.234 trong 1.532 hộ chưa có người phụ trách, tại 1 trong 3 thôn, khu phố."
        in in_one(text, "vi")
    )
    tiles = re.findall(r'<div class="tile[^"]*"><dd>(.*?)</dd><dt>(.*?)</dt>', text)
    told = {in_one(name, "en"): in_one(value, "en") for value, name in tiles}
    assert told["villages"] == str(whole["villages"])
    assert told["households"].replace(",", "") == str(whole["households"])
    assert told["members"] == str(whole["members"])
    assert told["without anybody today"].replace(",", "") == str(whole["unserved_today"])
    assert told["members to be added"] == str(whole["recruits_needed"])


@pytest.mark.parametrize(
    ("recruits", "said"),
    [
        (Proof(3.0, 3.0), "3 more members are needed; it is proven that no fewer would do."),
        (Proof(3.0, 2.0), "3 more members are needed; it is proven that at least 2 are."),
    ],
)
def test_that_an_open_number_is_not_called_proven(recruits: Proof, said: str) -> None:
    """Tests that the headline says only as much of the recruits as is proven."""
    assert said in in_one(render_page(facts([replace(POOR, recruits=recruits)]), Language.EN), "en")


def test_that_both_languages_are_there_and_one_is_first() -> None:
    """Tests that the chosen language is checked, that of the document, and that of the title."""
    for language, title in ((Language.EN, "Who looks after"), (Language.VI, "Phân công phụ")):
        found = read(language=language)
        checked = [a["id"] for tag, a in found.elements if tag == "input" and "checked" in a]
        assert checked == [str(language)]
        assert ("html", {"lang": str(language)}) in found.elements
        heading, *_ = re.findall("<title>(.*?)</title>", render_page(facts(), language))
        assert heading.startswith(title)
    text = in_one(render_page(facts(), Language.VI), "vi")
    assert "giám sát" not in text
    assert "Who looks after" not in text


def test_that_no_household_is_named() -> None:
    """Tests that ids of households, members and recruits stay out of the page."""
    text = render_page(facts([replace(POOR, village_id="v")]), Language.EN)
    for name in ("h6", "h7", "m1", "recruit-1"):
        assert re.search(rf"\b{name}\b", in_one(text, "en")) is None


def test_that_the_neediest_are_shown_of_very_many() -> None:
    """Tests that a country's page has a table of bounded length and says where the rest is."""
    rows = many(VILLAGES_SHOWN + 400)
    text = render_page(facts(rows), Language.EN)
    assert len(re.findall(r'<tr id="v\d+"', text)) == VILLAGES_SHOWN
    told = in_one(text, "en")
    assert "The first 600 of 1,000 villages; all of them are in villages.csv" in told
    assert f"The {AREAS_SHOWN} areas in greatest need of 100; all of them are in areas.csv" in told
    assert "The first" not in in_one(render_page(facts(rows[:5]), Language.EN), "en")


def test_that_failed_villages_have_their_place() -> None:
    """Tests that they stand in a list with their reason, and lead the table without a verdict."""
    text = render_page(facts([FINE, FAILED]), Language.EN)
    told = in_one(text, "en")
    assert "Thôn b · Bác Ái / Phước Bình: its worker ended" in told
    assert '<tr id="v0" data-verdict="">' in text
    assert "All 14 households" not in told


def test_that_teams_are_told_as_far_as_they_are_known() -> None:
    """Tests that teams nobody wrote down, teams everywhere and missing ones are told apart."""
    led = replace(POOR, teams=2)
    cases = [
        ([FINE, POOR], "The input does not say which team a member belongs to."),
        ([led], "Every village has a team."),
        ([led, FINE], "Without any team: 1 of 2 villages. Thôn a Phước Bình"),
    ]
    for rows, said in cases:
        assert said in in_one(render_page(facts(rows), Language.EN), "en")


def test_that_help_is_told_by_hamlet() -> None:
    """Tests that a line says where recruits are needed and what else would do."""
    row = replace(
        POOR,
        hamlets={"D": 1, "A": 4, "B": 1, "C": 1},
        max_distance_m=1540.2,
        max_households=12,
    )
    told = in_one(render_page(facts([row]), Language.EN), "en")
    assert (
        "Add 4 near hamlet A, 1 near hamlet B, 1 near hamlet C, 1 near other hamlets; "
        "or a limit of 1,541 m; or at most 12 households each" in told
    )


def test_that_both_plans_say_what_is_proven() -> None:
    """Tests that a goal that is open after recruiting shows its gap there and only there."""
    row = replace(POOR, proofs_after={Stage.WALK: Proof(200.0, 150.0)})
    told = in_one(render_page(facts([row]), Language.EN), "en")
    assert "shortest walk in all after recruiting 0 of 1 25.00 %" in told
    assert "shortest walk in all today 1 of 1 \N{EN DASH}" in told


def test_that_an_empty_result_is_a_page_too() -> None:
    """Tests that no villages, and villages without points, need no map and raise nothing."""
    assert "No village has a point to draw." in in_one(render_page(facts([]), Language.EN), "en")
    row = replace(FINE, x=None, y=None)
    assert "No village has a point to draw." in in_one(render_page(facts([row]), Language.EN), "en")
    assert "Without a point: 1." in in_one(render_page(facts([row, POOR]), Language.EN), "en")


def test_that_every_verdict_has_its_words_in_the_legend() -> None:
    """Tests that each verdict that occurs is in the legend, and no other."""
    text = render_page(facts([FINE, POOR, replace(FINE, verdict=Verdict.SURPLUS)]), Language.EN)
    (legend,) = re.findall(r'<ul class="legend">(.*?)</ul>', text, re.DOTALL)
    assert [in_one(item, "en").strip() for item in re.findall("<li>(.*?)</li>", legend)] == [
        "Needs members in places",
        "More than needed",
        "Everybody looked after",
    ]
