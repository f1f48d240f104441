"""Villages drawn from building footprints."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from api.cli.planner_app import app
from optimizer.domain.scenario import Village
from optimizer.errors import ScenarioError
from optimizer.input.columns import ReadingChoices
from optimizer.input.folder import read_scenario
from scenarios.buildings import draw_buildings, village_from_buildings

REAL = Path(__file__).parents[3] / "shared" / "data" / "tanzania"
SIZES = {
    "butiama": 243,
    "fella": 446,
    "haporoto": 1080,
    "ipoloto": 1066,
    "jija": 318,
    "mkonko": 1372,
    "namunge": 2507,
}
SIDE = 0.0001


def square(lon: float, lat: float, **properties: object) -> dict[str, Any]:
    corners = [(0, 0), (SIDE, 0), (SIDE, SIDE), (0, SIDE), (0, 0)]
    ring = [[lon + x, lat + y] for x, y in corners]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write(path: Path, features: list[dict[str, Any]]) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def row_of_houses(number: int) -> list[dict[str, Any]]:
    return [square(33.0 + 0.001 * n, -2.0, osm_id=n, name="Mr") for n in range(number)]


def draw(path: Path, *, seed: int = 0, one_member_in: int = 9) -> Village:
    return village_from_buildings(path, seed=seed, one_member_in=one_member_in)


def test_one_building_in_nine_is_a_members_home(tmp_path: Path) -> None:
    """Tests that 18 buildings have 18 households and 2 members who live in two of them."""
    village = draw(write(tmp_path / "kijiji_kidogo.geojson", row_of_houses(18)))
    assert (village.id, village.name) == ("kijiji_kidogo", "Kijiji Kidogo")
    assert (len(village.households), len(village.members)) == (18, 2)
    homes = {tuple(point) for point in village.members.given.tolist()}
    assert len(homes) == 2
    assert homes <= {tuple(point) for point in village.households.given.tolist()}


def test_ids_are_made_from_west_to_east(tmp_path: Path) -> None:
    """Tests that no property of a feature comes along."""
    village = draw(write(tmp_path / "v.geojson", row_of_houses(3)))
    assert village.households.ids.tolist() == ["b0001", "b0002", "b0003"]
    middle = [33.0 + SIDE / 2, 33.001 + SIDE / 2, 33.002 + SIDE / 2]
    np.testing.assert_allclose(village.households.given[:, 0], middle, atol=1e-7)


def test_order_of_features_does_not_matter(tmp_path: Path) -> None:
    """Tests that the same buildings in another order draw the same village."""
    houses = row_of_houses(30)
    (tmp_path / "other").mkdir()
    one = draw(write(tmp_path / "v.geojson", houses))
    two = draw(write(tmp_path / "other" / "v.geojson", houses[::-1]))
    np.testing.assert_array_equal(one.households.xy, two.households.xy)
    np.testing.assert_array_equal(one.members.xy, two.members.xy)


def test_another_seed_draws_other_homes(tmp_path: Path) -> None:
    """Tests that the seed decides who is a member, and nothing else."""
    path = write(tmp_path / "v.geojson", row_of_houses(90))
    one, two = draw(path, seed=0), draw(path, seed=1)
    np.testing.assert_array_equal(one.households.given, two.households.given)
    assert not np.array_equal(one.members.given, two.members.given)


@pytest.mark.parametrize(("buildings", "members"), [(1, 0), (4, 0), (5, 1), (13, 1), (14, 2)])
def test_members_are_rounded(tmp_path: Path, buildings: int, members: int) -> None:
    """Tests that half a member is rounded up, and a little less is not."""
    village = draw(write(tmp_path / "v.geojson", row_of_houses(buildings)))
    assert len(village.members) == members


def test_every_building_can_be_a_members_home(tmp_path: Path) -> None:
    """Tests that one member in one building makes everybody a member."""
    village = draw(write(tmp_path / "v.geojson", row_of_houses(5)), one_member_in=1)
    np.testing.assert_array_equal(village.members.given, village.households.given)


@pytest.mark.parametrize("text", ["", "no json", '{"type": "Nonsense"}', "[1, 2]"])
def test_what_is_no_geojson_is_refused(tmp_path: Path, text: str) -> None:
    """Tests that a file of another kind is named with a remedy."""
    path = tmp_path / "v.geojson"
    path.write_text(text, "utf-8")
    with pytest.raises(ScenarioError, match=r"v\.geojson: .*\[NOT_GEOJSON\]"):
        draw(path)


def test_all_faulty_files_are_named_together(tmp_path: Path) -> None:
    """Tests that a missing file, an empty one and a doubled name are told at once."""
    (tmp_path / "other").mkdir()
    paths = [
        tmp_path / "missing.geojson",
        write(tmp_path / "empty.geojson", []),
        write(tmp_path / "v.geojson", row_of_houses(9)),
        write(tmp_path / "other" / "v.geojson", row_of_houses(9)),
    ]
    with pytest.raises(ScenarioError) as told:
        draw_buildings(paths, tmp_path / "out")
    codes = [problem.code for problem in told.value.problems]
    assert codes == ["NO_BUILDINGS", "NOT_GEOJSON", "DUPLICATE_ID"]
    assert not (tmp_path / "out").exists()


def test_drawn_folder_reads_back(tmp_path: Path) -> None:
    """Tests that the folder holds the villages, the limit and nothing of the files' properties."""
    paths = [write(tmp_path / f"{name}.geojson", row_of_houses(20)) for name in ("b", "a")]
    drawn = draw_buildings(paths, tmp_path / "out", max_distance_m=650.0)
    read = read_scenario(tmp_path / "out")
    assert [village.id for village in drawn.villages] == ["a", "b"]
    assert read.rules.max_distance_m == 650.0
    for one, two in zip(read.villages, drawn.villages, strict=True):
        assert one.rules == two.rules
        np.testing.assert_array_equal(one.households.xy, two.households.xy)
        np.testing.assert_array_equal(one.members.xy, two.members.xy)


def test_seven_real_villages_are_drawn(tmp_path: Path) -> None:
    """Tests that every real building becomes a household, and one in nine a member's home."""
    if not REAL.exists():
        pytest.skip(f"the real villages are not at {REAL}")
    drawn = draw_buildings(sorted(REAL.glob("*.geojson")), tmp_path / "out")
    assert {village.id: len(village.households) for village in drawn.villages} == SIZES
    assert all(len(v.members) == round(len(v.households) / 9) for v in drawn.villages)
    assert all(v.rules.max_distance_m == 800.0 for v in drawn.villages)


def moved(change: Callable[[float, float], list[float]]) -> list[dict[str, Any]]:
    """Return houses whose corners were changed."""
    houses = row_of_houses(9)
    for house in houses:
        [ring] = house["geometry"]["coordinates"]
        house["geometry"]["coordinates"] = [[change(x, y) for x, y in ring]]
    return houses


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda x, y: [280_000 + 1000 * x, 1_283_000 + 1000 * y], "LOOKS_LIKE_METRES"),
        (lambda x, y: [y - 1.0, x + 80.0], "SWAPPED"),
    ],
)
def test_that_houses_off_the_earth_are_refused(
    change: Callable[[float, float], list[float]], code: str, tmp_path: Path
) -> None:
    """Tests that a projection's metres and latitude first are refused as place does."""
    with pytest.raises(ScenarioError) as told:
        draw(write(tmp_path / "v.geojson", moved(change)))
    assert told.value.problems[0].code == code


def test_that_a_road_is_no_household(tmp_path: Path) -> None:
    """Tests that a line is named and never counted."""
    road = {"type": "LineString", "coordinates": [[33.0, -2.0], [33.01, -2.0]]}
    features = [*row_of_houses(9), {"type": "Feature", "properties": {}, "geometry": road}]
    with pytest.raises(ScenarioError, match=r"v\.geojson feature 10.*\[BAD_GEOMETRY\]"):
        draw(write(tmp_path / "v.geojson", features))


def of_openstreetmap(tmp_path: Path) -> Path:
    """Write nine houses, a road, a tree, a field, a school that is a building, and a shed gone."""
    features = [square(33.0 + 0.001 * n, -2.0, building="yes") for n in range(9)]
    features += [
        square(33.1, -2.0, building="school", amenity="school"),
        square(33.2, -2.0, building="no"),
        square(33.3, -2.0, landuse="farmland"),
    ]
    road = {"type": "LineString", "coordinates": [[33.0, -2.0], [33.01, -2.0]]}
    tree = {"type": "Point", "coordinates": [33.02, -2.0]}
    features += [
        {"type": "Feature", "properties": {"highway": "residential"}, "geometry": road},
        {"type": "Feature", "properties": {"natural": "tree"}, "geometry": tree},
    ]
    return write(tmp_path / "v.geojson", features)


def test_that_roads_trees_and_fields_are_counted_out(tmp_path: Path) -> None:
    """Tests that what is no building by its tags is no household, and is named by row."""
    drawn = draw_buildings([of_openstreetmap(tmp_path)], tmp_path / "out")
    assert len(drawn.villages[0].households) == 10
    note = next(note for note in drawn.notes if note.code == "NOT_A_BUILDING")
    assert note.rows == (11, 12, 13, 14)
    assert note.params["kinds"] == (
        "building=no 1, landuse=farmland 1, highway=residential 1, natural=tree 1"
    )


def test_that_a_surveys_words_are_no_tags(tmp_path: Path) -> None:
    """Tests that a house with power, in a place with a name, stays a house."""
    features = [
        square(33.0 + 0.001 * n, -2.0, power="yes", place="Thôn 1", highway="120") for n in range(9)
    ]
    drawn = draw_buildings([write(tmp_path / "v.geojson", features)], tmp_path / "out")
    assert len(drawn.villages[0].households) == 9
    assert [note.code for note in drawn.notes] == ["COLUMNS_LEFT_OUT"]


def test_that_a_map_of_trees_has_no_buildings(tmp_path: Path) -> None:
    """Tests that a map without a single building is refused with what it holds."""
    features = [square(33.0 + 0.001 * n, -2.0, natural="tree") for n in range(9)]
    with pytest.raises(ScenarioError, match=r"no building in it, but natural=tree 9"):
        draw(write(tmp_path / "v.geojson", features))


def test_that_a_table_says_what_x_and_y_are(tmp_path: Path) -> None:
    """Tests that columns x and y are degrees where that is said, and never by a guess."""
    rows = [f"{n},{33.0 + 0.001 * n},-2.0" for n in range(9)]
    path = tmp_path / "v.csv"
    path.write_text("\n".join(["id,x,y", *rows]), "utf-8")
    with pytest.raises(ScenarioError, match="does not say what x and y are"):
        draw_buildings([path], tmp_path / "out")
    with pytest.raises(ScenarioError, match="name the system of the metres"):
        draw_buildings([path], tmp_path / "out", choices=ReadingChoices(coordinates="metres"))
    drawn = draw_buildings([path], tmp_path / "out", choices=ReadingChoices(coordinates="lonlat"))
    assert len(drawn.villages[0].households) == 9


def test_that_the_command_speaks_vietnamese(tmp_path: Path) -> None:
    """Tests that draw maps columns, and says in either language what it left out."""
    rows = [f"{n},{33.0 + 0.001 * n},-2.0,{'tree' if n == 8 else ''}" for n in range(9)]
    path = tmp_path / "v.csv"
    path.write_text("\n".join(["Nhà,A,B,natural", *rows]), "utf-8")
    asked = ["draw", str(path), "--output", str(tmp_path / "out"), "--lang", "vi"]
    asked += ["--columns", "A=x,B=y", "--coordinates", "lonlat"]
    made = CliRunner().invoke(app, asked)
    assert made.exit_code == 0, made.stderr
    assert "v.csv dòng 10: 1 đối tượng không phải nhà" in made.stderr
    assert "bỏ qua 2 cột: nhà, natural" in made.stderr


def test_that_a_building_drawn_twice_is_noted(tmp_path: Path) -> None:
    """Tests that copies of a feature are counted, and named by row."""
    path = write(tmp_path / "v.geojson", [*row_of_houses(9), *row_of_houses(2)])
    drawn = draw_buildings([path], tmp_path / "out")
    note = next(note for note in drawn.notes if note.code == "REPEATED_FEATURES")
    assert (len(drawn.villages[0].households), note.rows) == (11, (10, 11))
