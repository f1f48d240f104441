"""Somebody at the page: a browser that tells of every request to elsewhere and of every fault."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Route, expect

from tests.web.browser import executable

CHROMIUM = executable()
OFFICE = (1366, 768)
PHONE = (390, 844)
AXE = Path(__file__).parents[2] / "api" / "web" / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE_MS = 30_000
"""On a crowded machine a printed list takes seconds; nothing is judged by it."""

expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Visitor:
    """A page of the service in one language."""

    page: Page
    address: str
    language: str
    elsewhere: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def open(self, view: str, **at: str) -> None:
        """Go to a view by its address, and wait until it stands."""
        query = urlencode({**at, "lang": self.language})
        self.page.goto(f"{self.address}/#/{view}?{query}")
        self.stands(view)

    def stands(self, view: str) -> None:
        """Wait until a view stands."""
        expect(self.page.locator(f"main.view-{view}[data-ready=true]")).to_be_attached()

    def find(self, selector: str) -> Locator:
        """Find by a selector."""
        return self.page.locator(selector)

    def press(self, name: str, *, role: Literal["button", "link"] = "button") -> None:
        """Press the button or the link of a name."""
        self.page.get_by_role(role, name=name, exact=True).first.click()

    def serious(self) -> list[str]:
        """Return what axe-core finds serious or worse."""
        # Sent by the debugger, for the page's policy lets no script in.
        self.page.context.new_cdp_session(self.page).send(
            "Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")}
        )
        found: dict[str, Any] = self.page.evaluate("() => axe.run()")
        return [
            f"{fault['id']}: {', '.join(str(node['target']) for node in fault['nodes'][:5])}"
            for fault in found["violations"]
            if fault["impact"] in {"serious", "critical"}
        ]

    def overflows(self) -> int:
        """Return by how many pixels the page is wider than the screen."""
        across = "() => document.documentElement.scrollWidth - window.innerWidth"
        return int(self.page.evaluate(across))


@contextmanager
def visiting(
    browser: Browser, address: str, language: str, size: tuple[int, int] = OFFICE
) -> Iterator[Visitor]:
    """Open a fresh browser; at the end nothing may have gone wrong or gone elsewhere."""
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height})
    visitor = Visitor(context.new_page(), address, language)

    def pass_on(route: Route) -> None:
        if route.request.url.startswith((address, "blob:")):
            route.continue_()
        else:
            visitor.elsewhere.append(route.request.url)
            route.abort()

    def heard(message: ConsoleMessage) -> None:
        # A refusal by the service is also told here; the views' tests look at those.
        if message.type == "error" and "Failed to load resource" not in message.text:
            visitor.faults.append(message.text)

    context.route("**/*", pass_on)
    visitor.page.on("console", heard)
    visitor.page.on("pageerror", lambda error: visitor.faults.append(str(error)))
    visitor.page.set_default_timeout(PATIENCE_MS)
    try:
        yield visitor
    finally:
        context.close()
    assert visitor.elsewhere == []
    assert visitor.faults == []
