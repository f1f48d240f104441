from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from optimizer.input.folder import read_scenario
from tests.optimizer.inputs import folder, folder_problems, places

LON, LAT = 108.9, 11.6
HOUSE = box(LON, LAT, LON + 0.0002, LAT + 0.0002)
MEMBERS = f"id,x,y\nm1,{LON},{LAT}\n"
IN_METRES = 32649


def mapped(
    path: Path,
    shapes: Sequence[BaseGeometry | None],
    name: str = "households.geojson",
    *,
    settings: str = "",
    **more: list[Any],
) -> Path:
    """Write shapes as households into a folder whose members are a CSV in degrees."""
    made = folder(path, {"members.csv": MEMBERS, "scenario.yaml": settings})
    ids = [f"h{number}" for number in range(len(shapes))]
    frame = gpd.GeoDataFrame({"id": ids} | more, geometry=shapes, crs=4326)
    frame.to_file(made / name)
    return made


def test_polygons_become_points_inside(tmp_path: Path) -> None:
    """Tests that points stay, and each polygon and multipolygon counts as a point inside it."""
    horseshoe = HOUSE.difference(box(LON + 0.00005, LAT, LON + 0.00015, LAT + 0.00015))
    shapes = [Point(LON, LAT), HOUSE, MultiPolygon([HOUSE]), horseshoe]
    one = read_scenario(mapped(tmp_path, shapes)).villages[0]
    assert one.lonlat
    assert one.households.given[0].tolist() == [LON, LAT]
    for shape, (x, y) in zip(shapes[1:], one.households.given[1:].tolist(), strict=True):
        assert shape.contains(Point(x, y))


@pytest.mark.parametrize("name", ["households.gpkg", "households.geojson"])
def test_other_systems_become_degrees(tmp_path: Path, name: str) -> None:
    """Tests that a map in metres of UTM reads as the same places in WGS 84."""
    shapes = [Point(LON, LAT), Point(LON + 0.001, LAT)]
    plain = read_scenario(mapped(tmp_path / "a", shapes)).villages[0]
    made = mapped(tmp_path / "b", shapes)
    (made / "households.geojson").unlink()
    frame = gpd.GeoDataFrame({"id": ["h0", "h1"]}, geometry=shapes, crs=4326).to_crs(IN_METRES)
    frame.to_file(made / name, **({} if name.endswith("gpkg") else {"RFC7946": "NO"}))
    other = read_scenario(made).villages[0]
    np.testing.assert_allclose(other.households.given, plain.households.given, atol=1e-9)
    np.testing.assert_allclose(other.households.xy, plain.households.xy, atol=1e-3)


def test_a_geopackage_without_a_system_keeps_its_metres(tmp_path: Path) -> None:
    """Tests that a map without a coordinate system is what scenario.yaml says it is."""
    made = folder(tmp_path, {"members.csv": "id,x,y\nm1,0,0\n"})
    with pytest.warns(UserWarning, match="crs"):
        gpd.GeoDataFrame({"id": ["h0"]}, geometry=[Point(3, 4)]).to_file(made / "households.gpkg")
    one = read_scenario(made).villages[0]
    assert (one.lonlat, one.households.xy.tolist()) == (False, [[3.0, 4.0]])


def test_a_layer_among_others(tmp_path: Path) -> None:
    """Tests that of several layers the one named like the table is read, or none."""
    made = mapped(tmp_path, [HOUSE], "households.gpkg")
    frame = gpd.read_file(made / "households.gpkg")
    frame.to_file(made / "households.gpkg", layer="roads")
    assert len(read_scenario(made).villages[0].households) == 1
    (made / "households.gpkg").unlink()
    for layer in ("roads", "rivers"):
        frame.to_file(made / "households.gpkg", layer=layer)
    assert ("WHICH_LAYER", "households.gpkg", "") in places(folder_problems(made))


@pytest.mark.parametrize(
    "shape", [LineString([(LON, LAT), (LON, LAT + 1)]), None, Point(), Polygon()]
)
def test_features_without_a_point(tmp_path: Path, shape: BaseGeometry | None) -> None:
    """Tests that a line and an empty feature are named, counted from 1, and nothing else is."""
    found = folder_problems(mapped(tmp_path, [HOUSE, shape, HOUSE]))
    assert places(found) == [("BAD_GEOMETRY", "households.geojson feature 2", "geometry")]


def test_a_bow_tie_has_a_point(tmp_path: Path) -> None:
    """Tests that a house drawn crossing itself still has a place."""
    tie = Polygon([(LON, LAT), (LON + 1e-4, LAT + 1e-4), (LON + 1e-4, LAT), (LON, LAT + 1e-4)])
    assert not shapely.is_valid(tie)
    x, y = read_scenario(mapped(tmp_path, [tie])).villages[0].households.given[0].tolist()
    assert tie.envelope.covers(Point(x, y))


def test_wrong_maps(tmp_path: Path) -> None:
    """Tests that unknown properties, points twice, metres and damage are named."""
    unknown = mapped(tmp_path / "a", [HOUSE], addr=["1 Main Street"])
    assert places(folder_problems(unknown)) == [("UNKNOWN_FIELD", "households.geojson", "addr")]
    twice = mapped(tmp_path / "b", [HOUSE], x=[1.0])
    assert ("TWO_LOCATIONS", "households.geojson", "") in places(folder_problems(twice))
    metres = mapped(tmp_path / "c", [HOUSE], settings="coordinates: metres\n")
    assert places(folder_problems(metres)) == [("TWO_COORDINATES", "scenario.yaml", "coordinates")]
    damaged = mapped(tmp_path / "d", [HOUSE])
    (damaged / "households.geojson").write_text('{"type": "FeatureCollection", "fea')
    assert ("UNREADABLE", "households.geojson", "") in places(folder_problems(damaged))


def test_a_map_in_another_encoding(tmp_path: Path) -> None:
    """Tests that text that is not UTF-8 inside a map is a fault of its file."""
    made = mapped(tmp_path, [HOUSE])
    content = (made / "households.geojson").read_bytes()
    (made / "households.geojson").write_bytes(content.replace(b'"h0"', b'"\x80"'))
    assert places(folder_problems(made)) == [("NOT_UTF8", "households.geojson", "")]


def test_members_and_villages_as_maps(tmp_path: Path) -> None:
    """Tests that gaps in a map's numbers are empty cells and a village's outline is left aside."""
    made = mapped(tmp_path, [HOUSE, HOUSE])
    (made / "members.csv").unlink()
    crew = gpd.GeoDataFrame(
        {"id": ["m1", "m2"], "max": [8.0, None], "team": ["Tổ 1", None]},
        geometry=[HOUSE, HOUSE],
        crs=4326,
    )
    crew.to_file(made / "members.geojson")
    gpd.GeoDataFrame({"id": ["v7"]}, geometry=[HOUSE], crs=4326).to_file(made / "villages.geojson")
    one = read_scenario(made).villages[0]
    assert (one.id, one.members.maximum.tolist(), one.members.team.tolist()) == (
        "v7",
        [8, 10],
        ["Tổ 1", ""],
    )


def test_an_empty_map(tmp_path: Path) -> None:
    """Tests that a map without features is a table without rows."""
    made = mapped(tmp_path, [HOUSE])
    (made / "members.csv").unlink()
    empty = json.dumps({"type": "FeatureCollection", "features": []})
    (made / "members.geojson").write_text(empty)
    assert len(read_scenario(made).villages[0].members) == 0


REAL = Path(__file__).parents[5] / "shared" / "data" / "tanzania"


@pytest.mark.parametrize(("name", "count"), [("butiama", 243), ("namunge", 2507)])
def test_real_footprints(tmp_path: Path, name: str, count: int) -> None:
    """Tests that a folder of real building outlines and a table of members is a village."""
    if not REAL.is_dir():
        pytest.skip("the folder shared/data/tanzania is not beside the repository")
    source = (REAL / f"{name}.geojson").read_bytes()
    first = shapely.from_geojson(json.dumps(json.loads(source)["features"][0])).centroid
    crew = f"id,x,y\nm1,{first.x},{first.y}\n"
    made = folder(
        tmp_path, {"members.csv": crew, "scenario.yaml": "rules: {max_distance_m: 800}\n"}
    )
    (made / "households.geojson").write_bytes(source)
    one = read_scenario(made).villages[0]
    assert (len(one.households), one.lonlat, one.rules.max_distance_m) == (count, True, 800.0)
    assert np.abs(one.households.xy).max() < 3000
