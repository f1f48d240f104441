"""From files of houses and outlines to a scenario folder."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from optimizer.domain.fingerprint import scenario_sha256
from optimizer.domain.languages import Language
from optimizer.errors import OutputError, ScenarioError
from optimizer.input.folder import read_scenario
from scenarios.placement import PlacementOptions, place_buildings, placement_lines
from tests.optimizer.input.openstreetmap.small_map import Drawn, write_map
from tests.scenarios.placement.small_land import (
    BOWTIE,
    EAST,
    HOUSES,
    WEST,
    write_geojson,
    write_houses,
    write_villages,
)


@pytest.fixture
def wish(tmp_path: Path) -> PlacementOptions:
    return PlacementOptions(write_houses(tmp_path), write_villages(tmp_path))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def codes(wish: PlacementOptions, output: Path) -> list[tuple[str, str]]:
    with pytest.raises(ScenarioError) as caught:
        place_buildings(wish, output)
    assert not output.exists()
    return [(problem.code, problem.where) for problem in caught.value.problems]


def changed(wish: PlacementOptions, **options: object) -> PlacementOptions:
    kept = {name: getattr(wish, name) for name in PlacementOptions.__slots__}
    return PlacementOptions(**(kept | options))


def test_that_houses_get_their_villages(wish: PlacementOptions, tmp_path: Path) -> None:
    """Tests that the folder holds what was placed, and is read back exactly as it was made."""
    placed = place_buildings(wish, tmp_path / "out")
    east, west = placed.scenario.villages
    assert (east.id, east.name, east.area) == ("e", "Thôn Đông", ("Xã Một",))
    assert east.households.ids.tolist() == ["between", "in-east"]
    assert west.households.ids.tolist() == ["in-west"]
    again = read_scenario(tmp_path / "out")
    assert scenario_sha256(again) == scenario_sha256(placed.scenario)
    assert np.array_equal(again.villages[0].households.xy, east.households.xy)


def test_that_what_is_unclear_is_named(wish: PlacementOptions, tmp_path: Path) -> None:
    """Tests that houses outside, and on an edge, stand in a table with what was made of them."""
    place_buildings(wish, tmp_path / "out")
    found = rows(tmp_path / "out" / "outside.csv")
    told = [(r["id"], r["standing"], r["village"], r["others"], r["nearest"]) for r in found]
    assert told == [
        ("between", "EDGE", "e", "e w", ""),
        ("far-out", "OUTSIDE", "", "", "e"),
        ("just-out", "OUTSIDE", "", "", "w"),
    ]
    assert float(found[2]["distance_m"]) == pytest.approx(11.1, abs=0.1)


def test_that_a_house_just_outside_can_be_taken_in(wish: PlacementOptions, tmp_path: Path) -> None:
    """Tests that a house within the metres allowed belongs to the nearest village, and is named."""
    placed = place_buildings(changed(wish, near_m=12.0), tmp_path / "out")
    assert placed.scenario.villages[1].households.ids.tolist() == ["in-west", "just-out"]
    near = [row for row in rows(tmp_path / "out" / "outside.csv") if row["standing"] == "NEAR"]
    assert [(row["id"], row["village"]) for row in near] == [("just-out", "w")]
    told = list(placement_lines(placed, Language.EN))
    assert told[0] == "Villages: 2. Households: 4. Members: 0."
    assert "households in no village, left out: 1 (see outside.csv)" in told


def test_that_neighbours_are_kept(wish: PlacementOptions, tmp_path: Path) -> None:
    """Tests that both villages find each other, with the metres that they share."""
    place_buildings(wish, tmp_path / "out")
    found = rows(tmp_path / "out" / "neighbours.csv")
    assert [(row["village"], row["neighbour"]) for row in found] == [("e", "w"), ("w", "e")]
    assert float(found[0]["shared_m"]) == pytest.approx(1105.7, abs=0.5)


def test_that_land_claimed_twice_is_told(wish: PlacementOptions, tmp_path: Path) -> None:
    """Tests that an overlap is told in square metres, and houses on it are named."""
    third = (shapely.box(0.014, 0, 0.03, 0.01), "x")
    villages = write_villages(tmp_path, third)
    placed = place_buildings(changed(wish, villages=villages), tmp_path / "out")
    told = "\n".join(placement_lines(placed, Language.EN))
    assert "Villages e and x both claim 7" in told
    assert "households in several villages, put into the first by its id: 1" in told
    assert "Villages without any household: x." in told
    document = json.loads((tmp_path / "out" / "placement.json").read_bytes())
    assert document["overlaps"][0]["villages"] == ["e", "x"]
    assert document["households"] == {"read": 5, "OUTSIDE": 2, "EDGE": 1, "SEVERAL": 1}


def test_that_a_broken_outline_is_refused_or_mended(wish: PlacementOptions, tmp_path: Path) -> None:
    """Tests that an outline that crosses itself is named with a remedy, which works."""
    broken = changed(wish, villages=write_villages(tmp_path, (BOWTIE, "x")))
    assert codes(broken, tmp_path / "out") == [("INVALID_POLYGON", "outlines.geojson feature 3")]
    placed = place_buildings(changed(broken, repair=True), tmp_path / "out")
    told = [line for line in placement_lines(placed, Language.EN) if "mended" in line]
    assert told[0].startswith("The outline of x was mended (Self-intersection")


def test_that_members_are_drawn(tmp_path: Path) -> None:
    """Tests that one house in three is a member's home, by the seed and not by the rows' order."""
    houses = {f"h{nth}": (0.0005 + 0.001 * (nth % 9), 0.001 * (nth // 9)) for nth in range(9, 54)}
    villages = write_villages(tmp_path)
    wish = PlacementOptions(write_houses(tmp_path, houses), villages, one_member_in=3, seed=4)
    one = place_buildings(wish, tmp_path / "one").scenario
    turned = dict(reversed(houses.items()))
    place_buildings(changed(wish, buildings=write_houses(tmp_path, turned)), tmp_path / "two")
    assert scenario_sha256(read_scenario(tmp_path / "two")) == scenario_sha256(one)
    assert [len(village.members) for village in one.villages] == [0, 15]
    assert set(one.villages[1].members.team.tolist()) == {"t01", "t02"}
    homes = {tuple(at) for at in one.villages[1].members.given.tolist()}
    assert homes < {tuple(at) for at in one.villages[1].households.given.tolist()}
    other = place_buildings(changed(wish, seed=5), tmp_path / "three").scenario
    assert scenario_sha256(other) != scenario_sha256(one)


def test_that_members_come_from_a_file(wish: PlacementOptions, tmp_path: Path) -> None:
    """Tests that members get their villages as houses do, with windows, and are named outside."""
    table = tmp_path / "homes.csv"
    table.write_text("id,x,y,min,max\nm1,0.003,0.003,2,4\nm2,0.9,0.9,5,10\n", encoding="utf-8")
    asked = changed(wish, members=table)
    assert codes(asked, tmp_path / "out") == [("MISSING", "homes.csv")]
    placed = place_buildings(changed(asked, coordinates="lonlat"), tmp_path / "out")
    west = placed.scenario.villages[1]
    assert (west.members.ids.tolist(), west.members.maximum.tolist()) == (["m1"], [4])
    outside = rows(tmp_path / "out" / "outside.csv")
    assert [row["id"] for row in outside if row["table"] == "members"] == ["m2"]


@pytest.mark.parametrize("ending", ["gpkg", "parquet"])
def test_that_other_maps_say_the_same(wish: PlacementOptions, tmp_path: Path, ending: str) -> None:
    """Tests that GeoPackage and GeoParquet, projected, give the same villages."""
    expected = place_buildings(wish, tmp_path / "out").scenario
    paths = []
    for name, path in (("villages", wish.villages), ("households", wish.buildings)):
        frame = gpd.read_file(path).to_crs(32631)
        paths.append(tmp_path / f"{name}.{ending}")
        if ending == "gpkg":
            frame.to_file(paths[-1], driver="GPKG")
        else:
            frame.to_parquet(paths[-1])
    same = place_buildings(changed(wish, villages=paths[0], buildings=paths[1]), tmp_path / "out")
    for mine, theirs in zip(same.scenario.villages, expected.villages, strict=True):
        inside = set(mine.households.ids.tolist()) - {"between"}  # on the edge to the last bit
        assert inside == set(theirs.households.ids.tolist()) - {"between"}


def test_that_metres_are_metres(tmp_path: Path) -> None:
    """Tests that maps without a system are placed in the plane that the caller names."""
    ground = gpd.GeoDataFrame({"id": ["v"]}, geometry=[shapely.box(0, 0, 900, 900)])
    with pytest.warns(UserWarning, match="crs"):
        ground.to_file(tmp_path / "villages.gpkg", driver="GPKG")
    houses = tmp_path / "houses.csv"
    houses.write_text("x;y\n1,5;2\n950;2\n100;200\n", encoding="utf-8")
    wish = PlacementOptions(houses, tmp_path / "villages.gpkg", near_m=49)
    assert [code for code, _ in codes(wish, tmp_path / "out")] == ["MISSING", "MISSING"]
    placed = place_buildings(changed(wish, coordinates="metres"), tmp_path / "out")
    (village,) = placed.scenario.villages
    assert village.households.ids.tolist() == ["b0001", "b0002"]
    assert village.households.xy.tolist() == [[1.5, 2.0], [100.0, 200.0]]
    assert rows(tmp_path / "out" / "outside.csv")[0]["distance_m"] == "50.0"


def test_that_one_map_of_openstreetmap_is_enough(tmp_path: Path) -> None:
    """Tests that boundaries and buildings of one file make the villages, and it is credited."""
    drawn = Drawn()
    tags = {"boundary": "administrative", "admin_level": "8"}
    ring = drawn.way([(0, 0), (0, 0.01), (0.01, 0.01), (0.01, 0), (0, 0)])
    drawn.relation([(ring, "outer")], type="boundary", name="Bản Một", **tags)
    drawn.node((0.005, 0.005), building="yes")
    drawn.node((0.5, 0.5), building="yes")
    path = write_map(drawn, tmp_path / "land.osm")
    placed = place_buildings(PlacementOptions(path), tmp_path / "out")
    (village,) = placed.scenario.villages
    assert (village.id, village.name) == ("r1", "Bản Một")
    assert len(village.households) == 1
    assert "OpenStreetMap contributors" in (tmp_path / "out" / "scenario.yaml").read_text("utf-8")
    level = changed(PlacementOptions(path), admin_level=9)
    assert codes(level, tmp_path / "other") == [("NO_BOUNDARY", "land.osm")]


def test_that_all_files_are_blamed_at_once(wish: PlacementOptions, tmp_path: Path) -> None:
    """Tests that what is wrong with houses and outlines is told in one go."""
    (tmp_path / "houses.txt").write_text("no table", encoding="utf-8")
    shapes = [WEST, shapely.Point(1, 1), EAST]
    villages = write_geojson(tmp_path / "v.geojson", shapes, [{"id": name} for name in "abc"])
    wrong = changed(wish, villages=villages, buildings=tmp_path / "houses.txt")
    expected = [("BAD_GEOMETRY", "v.geojson feature 2"), ("UNKNOWN_FORMAT", "houses.txt")]
    assert codes(wrong, tmp_path / "out") == expected


def test_that_outlines_and_paths_are_asked_for(wish: PlacementOptions, tmp_path: Path) -> None:
    """Tests that points alone are no villages, and paths are missed once, not in each."""
    alone = changed(wish, villages=None, rules={"metric": "path"})
    houses = "houses.geojson"
    expected = [("NO_VILLAGES", houses), ("NO_NETWORK", houses)]
    assert codes(alone, tmp_path / "out") == expected
    lost = PlacementOptions(tmp_path / "none.osm.pbf", rules={"metric": "path"})
    assert len(codes(lost, tmp_path / "out")) == 1  # though it is read three times


def test_that_ids_are_needed_and_unique(wish: PlacementOptions, tmp_path: Path) -> None:
    """Tests that villages without ids, and ids that stand twice, are named with their features."""
    nameless = write_geojson(tmp_path / "v.geojson", [WEST], [{"so_hieu": 17}])
    assert codes(changed(wish, villages=nameless), tmp_path / "out") == [("NO_COLUMN", "v.geojson")]
    twice = write_geojson(tmp_path / "v.geojson", [WEST, EAST], [{"id": "a"}, {"id": "a"}])
    problems = codes(changed(wish, villages=twice), tmp_path / "out")
    assert problems == [("DUPLICATE_ID", "v.geojson feature 2")]


def test_that_two_places_of_the_earth_do_not_fit(wish: PlacementOptions, tmp_path: Path) -> None:
    """Tests that an empty scenario is never written: it says where houses and villages lie."""
    houses = write_houses(tmp_path, {name: (y + 40, x) for name, (x, y) in HOUSES.items()})
    with pytest.raises(ScenarioError, match=r"they lie round 40\.005 0\.01,.*NOTHING_PLACED"):
        place_buildings(changed(wish, buildings=houses), tmp_path / "out")


def test_that_an_earlier_placement_is_replaced_and_nothing_else(
    wish: PlacementOptions, tmp_path: Path
) -> None:
    """Tests that a second run replaces the first, and that somebody else's file is safe."""
    place_buildings(wish, tmp_path / "out")
    place_buildings(wish, tmp_path / "out")
    (tmp_path / "out" / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"letter\.txt"):
        place_buildings(wish, tmp_path / "out")
