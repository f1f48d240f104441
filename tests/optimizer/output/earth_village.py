"""Two villages on the earth, planned: one of them recruits, and names are awkward."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from optimizer.domain.languages import Language
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Scenario
from optimizer.input.request import scenario_from_request
from optimizer.output.format_files import FileRequest, open_files
from optimizer.output.formats import OutputFormat
from optimizer.pipeline import plan_village

Planned = tuple[Scenario, Sequence[VillagePlan]]
WEST, SOUTH = 108.9, 11.58
STEP = 0.0009
"""Degrees of latitude: 100 m."""


def request(coordinates: str = "lonlat") -> dict[str, Any]:
    """Return a village with 8 households and a member, and one with 2 and a member."""
    scale = 1.0 if coordinates == "lonlat" else 100.0 / STEP

    def homes(count: int, prefix: str) -> list[dict[str, Any]]:
        return [
            {"id": f"{prefix}{nth}", "x": scale * WEST, "y": scale * (SOUTH + STEP * nth)}
            for nth in range(count)
        ]

    first, second = homes(8, "hộ <&\"' "), homes(2, "=h")
    return {
        "coordinates": coordinates,
        "rules": {"min_households": 1, "max_households": 5, "max_distance_m": 400},
        "villages": [
            {
                "id": "O6uvpzGd5pu",
                "name": "Thôn Một / Đông",
                "households": first,
                "members": [{"id": "m/1 a", **_at(first[0])}],
            },
            {"id": "b", "households": second, "members": [{"id": "m:1%20a", **_at(second[0])}]},
        ],
    }


def _at(home: dict[str, Any]) -> dict[str, Any]:
    return {"x": home["x"], "y": home["y"]}


@cache
def plans_on_earth() -> Planned:
    """Return the villages and their plans; the first one takes a recruit."""
    scenario = scenario_from_request(request())
    plans = tuple(plan_village(village) for village in scenario.villages)
    assert [plan.recruitment is not None for plan in plans] == [True, False]
    return scenario, plans


def write(
    folder: Path,
    kind: OutputFormat,
    language: Language = Language.EN,
    planned: Planned | None = None,
) -> Path:
    """Write the plans as a format, and return the file."""
    scenario, plans = planned or plans_on_earth()
    folder.mkdir(exist_ok=True)
    wanted = FileRequest([kind], scenario.lonlat, language)
    with open_files(folder, wanted) as file:
        for village, plan in zip(scenario.villages, plans, strict=True):
            file.add(village, plan)
    return folder / kind.file


def entries(path: Path) -> dict[str, str]:
    """Return the texts of an archive by their names."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
