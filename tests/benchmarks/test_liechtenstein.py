"""What the straight line misjudges, on a village that can be held in the head."""

from __future__ import annotations

from pathlib import Path

from benchmarks.liechtenstein import HEADS, measure, misjudged, rows_of
from optimizer.execution.province import plan_checked
from optimizer.input.request import scenario_from_request
from tests.optimizer.input.openstreetmap.small_map import Drawn, write_map

FAR, NEAR = {"id": "far", "x": 0, "y": 100}, {"id": "near", "x": 100, "y": 0}
LOST = {"id": "lost", "x": 50, "y": 300}
VILLAGE = {"id": "v", "households": [FAR, NEAR, LOST], "members": [{"id": "m", "x": 0, "y": 0}]}
NETWORK = {
    "nodes": [[0, 0], [600, 0], [600, 100], [0, 100], [0, 300], [100, 300]],
    "edges": [[0, 1], [1, 2], [2, 3], [4, 5]],
}


def test_that_the_straight_plan_is_walked() -> None:
    """Tests that who is near as the crow flies and far by path, or cut off, is counted."""
    document = {
        "coordinates": "metres",
        "rules": {"max_distance_m": 310, "minimum": "flag", "metric": "path"},
        "network": NETWORK,
        "villages": [VILLAGE],
    }
    (village,) = scenario_from_request(document).villages
    document["rules"] = {"max_distance_m": 310}
    (flat,) = scenario_from_request(document).villages
    found = misjudged(village, plan_checked(village), plan_checked(flat))
    assert (found.too_far, found.no_way) == (2, 1)
    assert (found.overlooked, found.needless) == (2, 0)
    assert (found.unserved, found.recruits) == ((2, 0), (2, 0))
    assert found.detour == (13 + 1) / 2  # 1,300 m for 100, and 100 m for 100
    rows = list(rows_of([found]))
    assert [len(row) for row in rows] == [len(HEADS)] * 2
    assert rows[1][1:] == ("3", "1", "2", "1", "2", "0", "2 / 0", "2 / 0", "")


def test_that_a_map_is_measured_from_end_to_end(tmp_path: Path) -> None:
    """Tests that an OpenStreetMap file is placed and planned twice, and the time is told."""
    drawn = Drawn()
    tags = {"boundary": "administrative", "admin_level": "8", "name": "Bản Một"}
    ring = drawn.way([(0, 0), (0, 0.01), (0.01, 0.01), (0.01, 0), (0, 0)])
    drawn.relation([(ring, "outer")], type="boundary", **tags)
    houses = [(0.001 * (1 + nth % 3), 0.001 * (1 + nth // 3)) for nth in range(9)]
    for house in houses:
        drawn.node(house, building="yes")
    drawn.way(houses, highway="path")
    found, spent = measure(write_map(drawn, tmp_path / "land.osm"), 5.0, 400.0)
    assert [(village.name, village.households, village.members) for village in found] == [
        ("Bản Một", 9, 1)
    ]
    assert found[0].unserved[0] >= found[0].unserved[1]
    assert all(clock > 0 for clock, _ in (spent.placing, spent.path, spent.straight))
