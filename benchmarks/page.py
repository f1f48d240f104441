"""``python -m benchmarks.page``: what the planner's page weighs, and how soon it stands.

Chromium on the service's own machine, over loopback, caches empty for every view. The province is
``ninh-thuan`` with recruiting off, the village has 2,500 households; both are planned by the
service itself. Times are the middle one of three visits.
"""

from __future__ import annotations

import gzip
import os
import sys
from math import cos, sin
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from playwright.sync_api import Browser, sync_playwright

from tests.web.browser import FLAGS
from tests.web.service import finished, plan, serving
from tests.web.visitor import CHROMIUM, visiting

DIST = Path(__file__).parents[1] / "api" / "web" / "dist"
VISITS = 3
HOUSEHOLDS, MEMBERS = 2_500, 300
PROMISED = {"weight": 500.0, "first paint": 1500.0, "province": 2000.0, "village": 1000.0}
"""Kilobytes packed; milliseconds."""

FIRST_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
FROM_DATA = """() => {
  const at = name => Math.max(...performance.getEntriesByName(name).map(mark => mark.startTime));
  return Math.max(at('map drawn'), at('view ready')) - at('data here');
}"""


def weight() -> float:
    """Return the kilobytes of all files of the page, packed."""
    files = [path for path in DIST.rglob("*") if path.is_file() and path.suffix != ".gz"]
    return sum(len(gzip.compress(path.read_bytes())) for path in files) / 1000


def wide_village() -> dict[str, Any]:
    """Return a request of one large village, its homes on a spiral."""

    def spot(name: str, nth: int, of: int) -> dict[str, Any]:
        radius, turn = 1500 * (nth / of) ** 0.5, 2.399963 * nth
        return {"id": f"{name}{nth}", "x": radius * cos(turn), "y": radius * sin(turn)}

    homes = [spot("h", nth, HOUSEHOLDS) for nth in range(HOUSEHOLDS)]
    people = [spot("m", nth, MEMBERS) for nth in range(MEMBERS)]
    village = {"id": "v1", "name": "Thôn Lớn", "households": homes, "members": people}
    return {"rules": {"recruiting": False}, "villages": [village]}


def province(address: str) -> str:
    """Plan the bundled province without recruits and return the job's id."""
    with httpx.Client(base_url=address, timeout=120) as client:
        base = client.post("/v1/presets/ninh-thuan/copy", json={}).raise_for_status().json()
        change = {"parent_id": base["id"], "rules": {"recruiting": False}}
        kept = client.post("/v1/scenarios", json=change).raise_for_status().json()
        wanted = {"scenario_id": kept["id"], "time_limit_s": 1}
        job = client.post("/v1/jobs", json=wanted).raise_for_status().json()
        return finished(client, job["id"], wait_s=900)


def visited(browser: Browser, address: str, view: str, script: str, **at: str) -> float:
    """Return the middle of what a script tells of a view that was opened afresh."""
    told = []
    for _ in range(VISITS):
        with visiting(browser, address, "vi") as visitor:
            visitor.open(view, **at)
            visitor.page.wait_for_load_state("networkidle")
            told.append(float(visitor.page.evaluate(script)))
    return median(told)


def measured(address: str) -> dict[str, float]:
    """Return every figure by its name."""
    village, job = plan(address, wide_village(), "Thôn lớn"), province(address)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        figures = {
            "weight": weight(),
            "first paint": visited(browser, address, "start", FIRST_PAINT),
            "province": visited(browser, address, "province", FROM_DATA, run=job),
            "village": visited(browser, address, "village", FROM_DATA, run=village, village="v1"),
        }
        browser.close()
    return figures


def main() -> None:
    """Measure, print a table, and say what was promised."""
    with TemporaryDirectory() as folder, serving(Path(folder)) as address:
        figures = measured(address)
    load = os.getloadavg()[0]
    sys.stdout.write(f"load {load:.1f}\n\n| what | measured | promised |\n|---|--:|--:|\n")
    for name, value in figures.items():
        unit = "kB" if name == "weight" else "ms"
        sys.stdout.write(f"| {name} | {value:,.0f} {unit} | {PROMISED[name]:,.0f} {unit} |\n")


if __name__ == "__main__":
    main()
