"""Paths for the metric ``path``."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from optimizer.errors import ScenarioError
from optimizer.input.folder import read_scenario
from scenarios.placement import PlacementOptions, place_buildings
from scenarios.placement.roads import read_roads, write_roads
from tests.optimizer.input.openstreetmap.small_map import Drawn, write_map
from tests.scenarios.placement.small_land import write_geojson, write_houses, write_villages

LINES = [
    shapely.LineString([(0, 0), (0.01, 0), (0.01, 0), (0.02, 0)]),
    shapely.MultiLineString([[(0.01, 0), (0.01, 0.01)], [(0.5, 0.5), (0.6, 0.5)]]),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_geojson(tmp_path / "paths.geojson", LINES, [{"highway": "path"}, {"name": "x"}])


def test_that_lines_meet_where_they_share_a_point(path: Path) -> None:
    """Tests that nodes are points, however many lines pass them, and that no edge is a point."""
    network = read_roads(path).network
    assert network.nodes.tolist() == [
        [0, 0], [0.01, 0], [0.01, 0.01], [0.02, 0], [0.5, 0.5], [0.6, 0.5]
    ]  # fmt: skip
    assert network.edges.tolist() == [[0, 1], [1, 3], [1, 2], [4, 5]]


@pytest.mark.parametrize("ending", ["gpkg", "parquet"])
def test_that_paths_are_written_and_read_back(path: Path, tmp_path: Path, ending: str) -> None:
    """Tests that other formats say the same, and that classes stay."""
    roads = read_roads(path)
    assert roads.classes.tolist() == ["path", "", ""]
    if ending == "parquet":
        write_roads(roads, tmp_path)
    else:
        gpd.read_file(path).to_file(tmp_path / "network.gpkg", driver="GPKG")
    again = read_roads(tmp_path / f"network.{ending}")
    assert shapely.equals(roads.lines, again.lines).all()
    assert roads.classes.tolist() == again.classes.tolist()


def test_that_villages_walk_on_the_paths_of_their_map(tmp_path: Path) -> None:
    """Tests that the paths of the houses' own OpenStreetMap file, or of another map, are taken."""
    drawn = Drawn()
    ring = drawn.way([(0, 0), (0, 0.01), (0.01, 0.01), (0.01, 0), (0, 0)])
    tags = {"boundary": "administrative", "admin_level": "8", "name": "Bản Một"}
    drawn.relation([(ring, "outer")], type="boundary", **tags)
    drawn.node((0.005, 0.005), building="yes")
    drawn.way([(0.005, 0.004), (0.006, 0.004), (0.006, 0.006)], highway="path")
    osm = write_map(drawn, tmp_path / "land.osm")
    placed = place_buildings(PlacementOptions(osm, rules={"metric": "path"}), tmp_path / "out")
    (village,) = placed.scenario.villages
    assert village.network is not None
    assert len(village.network.edges) == 2
    straight = place_buildings(PlacementOptions(osm), tmp_path / "straight")
    assert straight.scenario.villages[0].network is None
    wish = PlacementOptions(write_houses(tmp_path), write_villages(tmp_path), network=osm)
    (east, _) = place_buildings(wish, tmp_path / "other").scenario.villages
    assert east.network is not None


def test_that_barriers_are_taken_along(tmp_path: Path) -> None:
    """Tests that a river and its bridge stand in the folder, and that a missing map is named."""
    river, bridge = shapely.LineString([(0.015, -1), (0.015, 1)]), shapely.Point(0.015, 0.005)
    walls = write_geojson(tmp_path / "rivers.geojson", [river, bridge], [{}, {}])
    houses, villages = write_houses(tmp_path), write_villages(tmp_path)
    place_buildings(PlacementOptions(houses, villages, barriers=walls), tmp_path / "out")
    for village in read_scenario(tmp_path / "out").villages:
        assert village.barriers is not None
        assert len(village.barriers) == 1
        assert village.barriers.crossings_given.tolist() == [[0.015, 0.005]]
    with pytest.raises(ScenarioError, match="NOT_FOUND"):
        place_buildings(
            PlacementOptions(houses, villages, barriers=tmp_path / "none.gpkg"), tmp_path / "other"
        )


def test_that_what_is_no_path_is_named(tmp_path: Path) -> None:
    """Tests that a feature that is no line, an empty map and no map at all are refused."""
    point = write_geojson(tmp_path / "point.geojson", [LINES[0], shapely.Point(0, 0)], [{}, {}])
    with pytest.raises(ScenarioError, match=r"point\.geojson feature 2.*BAD_GEOMETRY"):
        read_roads(point)
    with pytest.raises(ScenarioError, match="NO_PATHS"):
        read_roads(write_geojson(tmp_path / "none.geojson", [], []))
    (tmp_path / "torn.gpkg").write_bytes(b"no map")
    for name, told in (("torn.gpkg", "UNREADABLE"), ("lost.gpkg", "NOT_FOUND")):
        with pytest.raises(ScenarioError, match=told):
            read_roads(tmp_path / name)
