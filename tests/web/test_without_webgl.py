"""The maps on a machine whose graphics are of no use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.web.browser import FLAGS
from tests.web.visitor import CHROMIUM, visiting

COLOURS = """canvas => {
  const {width, height} = canvas;
  const {data} = canvas.getContext('2d').getImageData(0, 0, width, height);
  const seen = new Set();
  for (let at = 0; at < data.length; at += 4)
    if (data[at + 3]) seen.add(data[at] * 65536 + data[at + 1] * 256 + data[at + 2]);
  return seen.size;
}"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser that has no WebGL at all."""
    flags = [*FLAGS, "--disable-gpu", "--disable-webgl", "--disable-3d-apis"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.mark.parametrize("view", ["province", "village"])
def test_that_maps_are_drawn(chromium: Browser, address: str, run: str, view: str) -> None:
    """Tests that the maps have colour on them though there is no WebGL."""
    with visiting(chromium, address, "vi") as visitor:
        visitor.open(view, run=run, village="v1")
        without = "() => document.createElement('canvas').getContext('webgl') === null"
        assert visitor.page.evaluate(without)
        canvas = visitor.find(".map canvas").first
        expect(canvas).to_be_visible()
        visitor.page.wait_for_load_state("networkidle")
        assert int(canvas.evaluate(COLOURS)) > 10
