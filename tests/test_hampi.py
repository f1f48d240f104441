"""Real paths on both banks of a river: who is cut off is found, through the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

PATHS = Path(__file__).parents[2] / "shared" / "data" / "hampi_paths.geojson"

pytestmark = pytest.mark.skipif(
    not PATHS.is_file(),
    reason="the paths of shared/data/hampi_paths.geojson are not beside this repository",
)

EVERY = 10
"""One point of the paths in so many is a household; one of these in nine a member's home."""


@pytest.fixture(scope="module")
def paths() -> nx.Graph:
    """Read the paths as a graph of points, without the program's own reader."""
    graph = nx.Graph()
    for feature in json.loads(PATHS.read_text(encoding="utf-8"))["features"]:
        nx.add_path(graph, map(tuple, feature["geometry"]["coordinates"]))
    return graph


@pytest.fixture(scope="module")
def banks(paths: nx.Graph) -> list[set[tuple[float, float]]]:
    """Return what hangs together, the largest first."""
    return sorted(nx.connected_components(paths), key=len, reverse=True)


def request(paths: nx.Graph, bank: set[tuple[float, float]], metric: str) -> dict[str, Any]:
    """Ask for a plan of households along all paths, with members on one bank only."""
    points = sorted(paths)
    row = {point: nth for nth, point in enumerate(points)}
    houses = points[::EVERY]
    homes = [house for house in houses if house in bank][::9]
    edges = [[row[one], row[other]] for one, other in paths.edges if one != other]
    return {
        "coordinates": "lonlat",
        "rules": {"max_distance_m": 1000, "metric": {"kind": metric}, "recruiting": False},
        "network": {"nodes": [list(point) for point in points], "edges": edges},
        "villages": [
            {
                "id": "hampi",
                "households": [{"id": f"h{row[h]}", "x": h[0], "y": h[1]} for h in houses],
                "members": [{"id": f"m{row[h]}", "x": h[0], "y": h[1]} for h in homes],
            }
        ],
    }


def planned(document: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Plan and verify a request, and return the village."""
    asked, plan = folder / "request.json", folder / "plan.json"
    asked.write_text(json.dumps(document), encoding="utf-8")
    for command in (["optimize", str(asked), "--output", str(plan)], ["verify", asked, plan]):
        done = subprocess.run(
            [Path(sys.executable).parent / "liengia", *map(str, command)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr + done.stdout
    village: dict[str, Any] = json.loads(plan.read_text(encoding="utf-8"))["villages"][0]
    return village


def test_that_three_pieces_do_not_connect(banks: list[set[tuple[float, float]]]) -> None:
    """Tests that the file is what it is said to be: three pieces, two of them large."""
    assert [len(bank) for bank in banks] == [2270, 1017, 50]


def test_that_whoever_is_cut_off_is_named(
    paths: nx.Graph, banks: list[set[tuple[float, float]]], tmp_path: Path
) -> None:
    """Tests that nobody is looked after across the river, and that all beyond it are named."""
    village = planned(request(paths, banks[0], "path"), tmp_path)
    points = {f"h{nth}": point for nth, point in enumerate(sorted(paths))}
    unserved = dict(village["today"]["unserved"])
    houses = sorted(paths)[::EVERY]
    cut_off = {name for name, point in points.items() if point in houses} - {
        name for name, point in points.items() if point in banks[0]
    }
    assert len(cut_off) > 100
    assert {name: unserved.get(name) for name in cut_off} == dict.fromkeys(cut_off, "DISTANCE")
    hints = {hint["household"]: hint for hint in village["hints"]}
    assert {hints[name]["code"] for name in cut_off} == {"OTHER_PIECE"}
    assert {hints[name]["edges"] for name in cut_off} == {1033, 49}
    assert "on a piece of paths without a member" in village["message"]["en"]
    assert all(points[name] in banks[0] for name, *_ in village["today"]["assignments"])


def test_that_the_straight_line_swims(
    paths: nx.Graph, banks: list[set[tuple[float, float]]], tmp_path: Path
) -> None:
    """Tests that as the crow flies some would be looked after from the other bank."""
    document = request(paths, banks[0], "straight")
    village = planned(document, tmp_path)
    points = {f"h{nth}": point for nth, point in enumerate(sorted(paths))}
    bank = Counter(points[name] in banks[0] for name, *_ in village["today"]["assignments"])
    assert bank[False] > 0
