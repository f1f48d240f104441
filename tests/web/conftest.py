"""A browser, a service with an empty database for each module, and a visitor for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.web.browser import FLAGS
from tests.web.sample import request as sample
from tests.web.service import plan, serving
from tests.web.visitor import CHROMIUM, Visitor, visiting


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser; for a module, because while it runs nothing else may have an event loop."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service that knows nothing yet."""
    with serving(tmp_path_factory.mktemp("service")) as address:
        yield address


@pytest.fixture(scope="module")
def run(address: str) -> str:
    """The sample, planned."""
    return plan(address, sample())


@pytest.fixture(params=["vi", "en"])
def visitor(request: pytest.FixtureRequest, chromium: Browser, address: str) -> Iterator[Visitor]:
    """Somebody at the page, in either language."""
    with visiting(chromium, address, request.param) as visitor:
        yield visitor
