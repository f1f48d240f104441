"""The page while its service ends and starts again: nothing is asked of the planner."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, Request, expect

from optimizer.input.request import request_from_scenario
from scenarios import generate
from tests.web.service import serving
from tests.web.visitor import Visitor, visiting

LOST = "Máy chủ không trả lời."
HERE_STILL = "window.hereStill"
PATIENCE_MS = 120_000


def planning(address: str) -> str:
    """Begin to plan forty villages and return the job's id."""
    request = request_from_scenario(generate("ninh-thuan", scale=0.1))
    with httpx.Client(base_url=address, timeout=60) as client:
        kept = client.post("/v1/scenarios", json={"name": "Bốn mươi thôn", "request": request})
        asked = {"scenario_id": kept.raise_for_status().json()["id"], "time_limit_s": 2}
        return str(client.post("/v1/jobs", json=asked).raise_for_status().json()["id"])


def resumed(visitor: Visitor) -> list[int]:
    """Return a list that fills with the numbers of the events that the page goes on after."""
    places: list[int] = []

    def asked(request: Request) -> None:
        if request.url.endswith("/events") and "last-event-id" in request.headers:
            places.append(int(request.headers["last-event-id"]))

    visitor.page.on("request", asked)
    return places


def test_that_a_restart_is_waited_for(chromium: Browser, tmp_path: Path) -> None:
    """Tests that progress and the stream go on by themselves after the service was restarted."""
    with ExitStack() as first:
        address = first.enter_context(serving(tmp_path))
        job = planning(address)
        with visiting(chromium, address, "vi") as visitor:
            places = resumed(visitor)
            visitor.open("province", run=job)
            visitor.page.evaluate(f"{HERE_STILL} = true")
            rows = visitor.find("tbody tr")
            expect(rows.first).to_be_visible()
            first.close()
            expect(visitor.find(".run-state")).to_contain_text(LOST)
            seen = rows.count()
            with serving(tmp_path, port=urlsplit(address).port or 0):
                expect(visitor.find(".run-state")).not_to_contain_text(LOST, timeout=PATIENCE_MS)
                expect(rows.nth(seen)).to_be_attached(timeout=PATIENCE_MS)
                assert visitor.page.evaluate(HERE_STILL)
                assert places
                assert min(places) >= seen
