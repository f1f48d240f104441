"""What others wrote is shown and never run, by the page itself and by its policy."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.web.sample import TAGS, marked_up
from tests.web.service import plan
from tests.web.visitor import visiting

NAME = f"Tỉnh {TAGS}"
VILLAGE = f"v{TAGS}"
SEEN = {
    "start": ".recent a",
    "province": "tbody a",
    "village": ".item",
    "whatif": ".comparison tbody a",
    "takehome": "#sheets",
}
TRIED = """() => {
  window.broken = [];
  const note = (event) => broken.push(event.effectiveDirective);
  document.addEventListener("securitypolicyviolation", note);
  const script = document.createElement("script");
  script.textContent = "window.hit = 1";
  document.body.append(script);
  document.body.setAttribute("style", "color: red");
  fetch("http://127.0.0.2:9/").catch(() => undefined);
}"""


@pytest.fixture(scope="module")
def marked(address: str) -> str:
    """A plan in which everything that has a name is named by tags."""
    return plan(address, marked_up(), NAME)


@pytest.mark.parametrize("view", SEEN)
def test_that_markup_is_only_text(chromium: Browser, address: str, marked: str, view: str) -> None:
    """Tests that tags in names and ids stand there as they were written, in every view."""
    with visiting(chromium, address, "vi") as visitor:
        visitor.open(view, run=marked, base=marked, village=VILLAGE)
        if view == "whatif":
            visitor.find("#only").uncheck()
        expect(visitor.find(SEEN[view]).filter(has_text=TAGS).first).to_be_visible()
        if view == "village":
            visitor.find(".item").filter(has_text=TAGS).first.focus()
            expect(visitor.find(".map-tip").filter(has_text=TAGS).first).to_be_visible()
        assert visitor.find("main i, main img").count() == 0
        assert visitor.page.evaluate("window.hit") is None


def test_that_the_policy_is_strict(address: str) -> None:
    """Tests that the page may run and style itself only by its own files."""
    policy = httpx.get(address).headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_that_the_policy_is_kept(chromium: Browser, address: str) -> None:
    """Tests that the browser refuses code and style of others, and lets nothing out."""
    with visiting(chromium, address, "vi") as visitor:
        visitor.open("start")
        visitor.page.evaluate(TRIED)
        visitor.page.wait_for_function("broken.length === 3")
        assert visitor.page.evaluate("broken.sort()") == [
            "connect-src",
            "script-src-elem",
            "style-src-attr",
        ]
        assert visitor.page.evaluate("window.hit") is None
        assert all("Content Security Policy" in fault for fault in visitor.faults)
        visitor.faults.clear()
