"""``python -m tests.web.pictures``: the README's two pictures, of a quarter of the province."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from playwright.sync_api import Browser, sync_playwright

from optimizer.input.request import request_from_scenario
from scenarios import generate
from tests.web.browser import FLAGS
from tests.web.service import finished, serving
from tests.web.visitor import CHROMIUM, visiting

PICTURES = Path(__file__).parents[2] / "api" / "web" / "screenshots"
QUARTER = 0.25
PATIENCE_S = 600.0
SETTLED_MS = 1000
SIZE = (1180, 660)


def main() -> None:
    """Plan, look at the province and at its neediest village, and keep what is seen."""
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, serving(Path(folder)) as address:
        job, village = planned(address)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
            take(browser, address, "province", run=job)
            take(browser, address, "village", run=job, village=village)
            browser.close()


def planned(address: str) -> tuple[str, str]:
    """Plan a quarter of the province; return the job, and the village that needs most."""
    request = request_from_scenario(generate("ninh-thuan", scale=QUARTER))
    with httpx.Client(base_url=address, timeout=PATIENCE_S) as client:
        body = {"name": "Ninh Thuận", "request": request}
        kept = client.post("/v1/scenarios", json=body).raise_for_status().json()
        wanted = {"scenario_id": kept["id"], "time_limit_s": 1}
        job = client.post("/v1/jobs", json=wanted).raise_for_status().json()["id"]
        finished(client, job, PATIENCE_S)
        rows = client.get(f"/v1/results/{job}/villages", params={"limit": 1000}).json()["items"]
    return job, max(rows, key=lambda row: (row["recruits_needed"] or 0, row["id"]))["id"]


def take(browser: Browser, address: str, view: str, **at: str) -> None:
    """Keep a picture of a view in English."""
    with visiting(browser, address, "en", SIZE) as visitor:
        visitor.open(view, **at)
        visitor.page.wait_for_timeout(SETTLED_MS)
        visitor.page.screenshot(path=PICTURES / f"{view}.png")


if __name__ == "__main__":
    main()
