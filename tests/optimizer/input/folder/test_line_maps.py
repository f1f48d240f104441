"""Paths and barriers of a scenario folder."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from optimizer.domain.fingerprint import scenario_sha256
from optimizer.domain.scenario import Village
from optimizer.errors import ScenarioError
from optimizer.input.folder import read_scenario, write_scenario
from optimizer.input.request import scenario_from_request
from tests.optimizer.input.openstreetmap.small_map import Drawn, write_map

ROAD = shapely.LineString([(109.0, 11.5), (109.001, 11.5), (109.002, 11.5)])
LANE = shapely.LineString([(109.001, 11.5), (109.001, 11.501)])
RIVER = shapely.LineString([(109.0015, 11.49), (109.0015, 11.51)])
POND = shapely.box(109.0002, 11.5005, 109.0004, 11.5007)
BRIDGE = shapely.Point(109.0015, 11.5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "scenario.yaml").write_text("coordinates: lonlat\nrules: {metric: path}\n", "utf-8")
    (folder / "households.csv").write_text("village,id,x,y\nv,h,109.0,11.5\n", "utf-8")
    (folder / "members.csv").write_text("village,id,x,y\nv,m,109.001,11.501\n", "utf-8")
    return folder


def points(line: shapely.LineString) -> list[tuple[float, float]]:
    return [(x, y) for x, y in shapely.get_coordinates(line).tolist()]


def draw(path: Path, *shapes: shapely.Geometry, **columns: list[object]) -> None:
    """Write shapes in the format that the path's ending names."""
    if path.suffix == ".geojson":
        features = [
            {
                "type": "Feature",
                "properties": {name: cells[nth] for name, cells in columns.items()},
                "geometry": json.loads(shapely.to_geojson(shape)),
            }
            for nth, shape in enumerate(shapes)
        ]
        document = {"type": "FeatureCollection", "features": features}
        path.write_text(json.dumps(document), encoding="utf-8")
        return
    frame = gpd.GeoDataFrame(columns, geometry=list(shapes), crs=4326)
    if path.suffix == ".gpkg":
        frame.to_file(path, driver="GPKG")
    else:
        frame.to_parquet(path)


def village(folder: Path) -> Village:
    (found,) = read_scenario(folder).villages
    return found


def problems(folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(folder)
    return [(problem.code, problem.where) for problem in caught.value.problems]


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "parquet"])
def test_that_lines_are_paths(folder: Path, ending: str) -> None:
    """Tests that lines that share a point meet there, in every format alike."""
    draw(folder / f"network.{ending}", ROAD, LANE, highway=["track", "path"])
    network = village(folder).network
    assert network is not None
    assert network.given.tolist() == [[109, 11.5], [109.001, 11.5], [109.001, 11.501], [109.002, 11.5]]  # fmt: skip  # noqa: E501 - one row of points
    assert network.edges.tolist() == [[0, 1], [1, 2], [1, 3]]
    assert network.metres == pytest.approx([109.1, 110.6, 109.1], abs=0.2)


def test_that_only_some_classes_may_be_walked(folder: Path) -> None:
    """Tests that scenario.yaml names the classes that may be walked."""
    draw(folder / "network.gpkg", ROAD, LANE, highway=["trunk", "path"])
    with (folder / "scenario.yaml").open("a", encoding="utf-8") as file:
        file.write("walkable: [path, footway]\n")
    network = village(folder).network
    assert network is not None
    assert len(network) == 1
    (folder / "scenario.yaml").write_text("coordinates: lonlat\nwalkable: path\n", "utf-8")
    assert problems(folder) == [("NOT_A_LIST", "scenario.yaml")]


def test_that_openstreetmap_is_a_network(folder: Path) -> None:
    """Tests that a folder may hold an OpenStreetMap file for its paths, and one for barriers."""
    drawn = Drawn()
    drawn.way(points(ROAD), highway="track", bridge="yes")
    drawn.way(points(LANE), highway="path", foot="no")
    drawn.way(points(RIVER), waterway="river")
    write_map(drawn, folder / "network.osm")
    write_map(drawn, folder / "barriers.osm")
    found = village(folder)
    assert found.network is not None
    assert found.barriers is not None
    assert (len(found.network), len(found.barriers)) == (2, 1)
    assert found.barriers.crossings_given.tolist() == [[109.0015, 11.5]]


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "parquet"])
def test_that_lines_and_areas_are_barriers(folder: Path, ending: str) -> None:
    """Tests that lines and outlines are walls, and points crossings, in one map."""
    if ending == "gpkg":  # a layer has one kind of shape; the map has three
        for name, shape in (("rivers", RIVER), ("ponds", POND), ("bridges", BRIDGE)):
            frame = gpd.GeoDataFrame(geometry=[shape], crs=4326)
            mode = "a" if (folder / "barriers.gpkg").exists() else "w"
            frame.to_file(folder / "barriers.gpkg", layer=name, driver="GPKG", mode=mode)
    else:
        draw(folder / f"barriers.{ending}", RIVER, POND, BRIDGE)
    draw(folder / "network.geojson", ROAD, LANE)
    barriers = village(folder).barriers
    assert barriers is not None
    assert len(barriers) == 5
    assert barriers.crossings_given.tolist() == [[109.0015, 11.5]]


def test_that_stated_metres_are_taken(folder: Path) -> None:
    """Tests that metres of a line are spread over its pieces, and none are the straight line."""
    draw(folder / "network.parquet", ROAD, LANE, metres=[600.0, None])
    network = village(folder).network
    assert network is not None
    assert network.metres == pytest.approx([300.0, 110.6, 300.0], abs=0.1)
    draw(folder / "network.parquet", ROAD, LANE, metres=["600", "far"])
    assert problems(folder) == [("NOT_A_NUMBER", "network.parquet")]


def test_that_paths_and_barriers_are_written_and_read_back(folder: Path, tmp_path: Path) -> None:
    """Tests that a scenario in degrees with both is the same to the last bit when read again."""
    draw(folder / "network.parquet", ROAD, LANE, metres=[600.0, None])
    draw(folder / "barriers.geojson", RIVER, POND, BRIDGE)
    scenario = read_scenario(folder)
    write_scenario(scenario, tmp_path / "out")
    again = read_scenario(tmp_path / "out")
    assert scenario_sha256(again) == scenario_sha256(scenario)
    one, other = scenario.villages[0].network, again.villages[0].network
    assert one is not None
    assert other is not None
    assert np.array_equal(one.metres, other.metres)
    write_scenario(again, tmp_path / "out")  # an earlier one, maps and all, is replaced


def test_that_a_plane_is_written_and_read_back(tmp_path: Path) -> None:
    """Tests that a request in metres with paths and barriers goes through a folder unchanged."""
    point = [{"id": "a", "x": 0, "y": 0}]
    scenario = scenario_from_request(
        {
            "coordinates": "metres",
            "rules": {"metric": {"kind": "path"}},
            "network": {"nodes": [[0, 0], [100, 0], [100, 50]], "edges": [[0, 1], [1, 2, 80]]},
            "barriers": {"lines": [[[50, -5], [50, 5]]], "crossings": [[50, 0]]},
            "villages": [{"id": "v", "households": point, "members": point}],
        }
    )
    write_scenario(scenario, tmp_path / "out")
    assert scenario_sha256(read_scenario(tmp_path / "out")) == scenario_sha256(scenario)


@pytest.mark.parametrize(
    ("name", "shapes", "expected"),
    [
        ("network.geojson", [ROAD, BRIDGE], ("BAD_GEOMETRY", "network.geojson feature 2")),
        ("barriers.parquet", [shapely.Point()], ("BAD_GEOMETRY", "barriers.parquet feature 1")),
    ],
)
def test_that_other_shapes_are_named(
    folder: Path, name: str, shapes: list[shapely.Geometry], expected: tuple[str, str]
) -> None:
    """Tests that a point is no path, and nothing at all is no barrier."""
    draw(folder / name, *shapes)
    assert expected in problems(folder)


def test_that_maps_that_do_not_fit_are_named(folder: Path) -> None:
    """Tests that two networks, a damaged one, and degrees in a scenario of metres are refused."""
    (folder / "barriers.parquet").write_bytes(b"no map")
    draw(folder / "network.geojson", ROAD)
    draw(folder / "network.gpkg", ROAD)
    found = problems(folder)
    assert ("TABLE_TWICE", "in") in found
    assert ("UNREADABLE", "barriers.parquet") in found
    (folder / "network.gpkg").unlink()
    (folder / "barriers.parquet").unlink()
    (folder / "scenario.yaml").write_text("coordinates: metres\nrules: {metric: path}\n", "utf-8")
    (folder / "households.csv").write_text("village,id,x,y\nv,h,1,2\n", "utf-8")
    (folder / "members.csv").write_text("village,id,x,y\nv,m,1,2\n", "utf-8")
    assert ("TWO_COORDINATES", "network.geojson") in problems(folder)
