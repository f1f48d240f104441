"""Tests that what cannot be is refused before any geometry, and stated villages are kept."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from optimizer.errors import ScenarioError
from optimizer.input.folder import read_scenario
from scenarios.placement import PlacementOptions, place_buildings

Row = tuple[str, float, float]
HOUSES: list[Row] = [
    (f"{name}{n}", round(lon + 0.0004 * (n % 4) + 0.00003 * n, 6), round(11.6005 + 0.00041 * n, 6))
    for name, lon in (("a", 108.9005), ("b", 108.9065))
    for n in range(10)
]


def square(west: float, south: float, size: float = 0.006) -> list[list[float]]:
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def outlines(place: Path, **rings: list[list[float]]) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"id": name, "name": f"Thôn {name}"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for name, ring in (rings or {"a": square(108.9, 11.6), "b": square(108.906, 11.6)}).items()
    ]
    path = place / "thon.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def table(place: Path, rows: Sequence[tuple[object, ...]], header: str = "id,x,y") -> Path:
    path = place / "houses.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([header.split(","), *rows])
    return path


def problems(wish: PlacementOptions, place: Path) -> list[tuple[str, str]]:
    with pytest.raises(ScenarioError) as caught:
        place_buildings(wish, place / "out")
    return [(problem.code, problem.where) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("x", "y", "code"),
    [
        (108.9005, 1160.0009, "OUT_OF_RANGE"),
        (11.6009, 108.9005, "SWAPPED"),
        (108900500.0, 11600500.0, "OUT_OF_RANGE"),
        (-181.0, 11.6, "OUT_OF_RANGE"),
        (108.9, -90.0001, "OUT_OF_RANGE"),
    ],
)
def test_that_a_point_off_the_earth_is_refused_by_row(
    x: float, y: float, code: str, tmp_path: Path
) -> None:
    """Tests that one typing mistake is named, which once ended with a traceback."""
    houses = table(tmp_path, [*HOUSES[:4], ("typo", x, y), *HOUSES[4:]])
    wish = PlacementOptions(houses, villages=outlines(tmp_path), coordinates="lonlat")
    assert problems(wish, tmp_path) == [(code, "houses.csv row 6")]


def test_that_a_members_file_is_checked_too(tmp_path: Path) -> None:
    """Tests that homes off the earth are named, as houses are."""
    houses = table(tmp_path, HOUSES)
    homes = tmp_path / "homes.csv"
    homes.write_text("id,x,y\nm1,108.9,11.6\nm2,11.6,108.9\n")
    wish = PlacementOptions(
        houses, villages=outlines(tmp_path), members=homes, coordinates="lonlat"
    )
    assert problems(wish, tmp_path) == [("SWAPPED", "homes.csv row 3")]


def test_that_metres_without_a_system_are_refused(tmp_path: Path) -> None:
    """Tests that metres called degrees are told as such, before each row."""
    rows = [(name, 280_000.5 + 3 * n, 1_283_000.5 + n) for n, (name, _, _) in enumerate(HOUSES)]
    wish = PlacementOptions(
        table(tmp_path, rows), villages=outlines(tmp_path), coordinates="lonlat"
    )
    assert problems(wish, tmp_path)[0] == ("LOOKS_LIKE_METRES", "houses.csv")


def test_that_exchanged_outlines_are_refused(tmp_path: Path) -> None:
    """Tests that outlines with latitude first are named by feature."""
    turned = outlines(tmp_path, a=[[y, x] for x, y in square(108.9, 11.6)])
    wish = PlacementOptions(table(tmp_path, HOUSES), villages=turned, coordinates="lonlat")
    assert problems(wish, tmp_path) == [("SWAPPED", "thon.geojson feature 1")]


def test_that_outlines_in_metres_are_refused(tmp_path: Path) -> None:
    """Tests that outlines of a projection are refused in a format that means degrees."""
    metres = outlines(tmp_path, a=square(280_000.0, 1_283_000.0, 600.0))
    wish = PlacementOptions(table(tmp_path, HOUSES), villages=metres, coordinates="lonlat")
    assert problems(wish, tmp_path) == [("LOOKS_LIKE_METRES", "thon.geojson feature 1")]


def test_that_a_point_at_zero_is_noted_with_its_row(tmp_path: Path) -> None:
    """Tests that 0 0, which is on the earth, is left out and told."""
    houses = table(tmp_path, [*HOUSES, ("nowhere", 0, 0)])
    wish = PlacementOptions(houses, villages=outlines(tmp_path), coordinates="lonlat")
    (note,) = place_buildings(wish, tmp_path / "out").notes
    assert (note.code, note.pointer, note.rows) == ("OUTLIER", "/households", (22,))


def test_that_strict_refuses_what_looks_wrong(tmp_path: Path) -> None:
    """Tests that the same point is a problem where that is wished."""
    houses = table(tmp_path, [*HOUSES, ("nowhere", 0, 0)])
    wish = PlacementOptions(houses, villages=outlines(tmp_path), coordinates="lonlat", strict=True)
    assert problems(wish, tmp_path) == [("OUTLIER", "houses.csv row 22")]


def test_that_a_stated_village_is_kept_and_the_conflict_told(tmp_path: Path) -> None:
    """Tests that rows stay in the village they state by id or name, not in the outline's."""
    rows: list[tuple[object, ...]] = [(*row, "") for row in HOUSES]
    rows[2] = (*HOUSES[2], "b")
    rows[3] = (*HOUSES[3], "Thôn b")
    rows[4] = (*HOUSES[4], "a")
    houses = table(tmp_path, rows, "id,x,y,village")
    wish = PlacementOptions(houses, villages=outlines(tmp_path), coordinates="lonlat")
    placed = place_buildings(wish, tmp_path / "out")
    (note,) = placed.notes
    assert (note.code, note.rows) == ("VILLAGE_CONFLICT", (4, 5))
    assert (note.params["stated"], note.params["outline"]) == ("b", "a")
    left, right = read_scenario(tmp_path / "out").villages
    assert (len(left.households), len(right.households)) == (8, 12)
    outside = (tmp_path / "out" / "outside.csv").read_text(encoding="utf-8-sig")
    assert "a2,108.90136,11.60132,STATED,b,a" in outside


def test_that_members_of_a_stated_village_outside_all_outlines_stay_in_it(tmp_path: Path) -> None:
    """Tests that a statement is worth more than a line on a map."""
    homes = tmp_path / "homes.csv"
    homes.write_text("id,x,y,village\nm1,108.8991,11.6012,a\n")
    wish = PlacementOptions(
        table(tmp_path, HOUSES), villages=outlines(tmp_path), members=homes, coordinates="lonlat"
    )
    placed = place_buildings(wish, tmp_path / "out")
    assert [note.code for note in placed.notes] == ["VILLAGE_CONFLICT"]
    assert placed.scenario.villages[0].members.ids.tolist() == ["m1"]


def test_that_an_unknown_stated_village_is_refused(tmp_path: Path) -> None:
    """Tests that nobody is put elsewhere in silence; a look-alike is named."""
    rows: list[tuple[object, ...]] = [(*row, "A") for row in HOUSES[:1]]
    houses = table(tmp_path, rows, "id,x,y,village")
    wish = PlacementOptions(houses, villages=outlines(tmp_path), coordinates="lonlat")
    found = [code for code, _ in problems(wish, tmp_path)]
    assert found == ["LOOK_ALIKE_IDS", "UNKNOWN_VILLAGE"]


def test_that_a_house_across_the_antimeridian_is_near(tmp_path: Path) -> None:
    """Tests that 53 m lie between a house and a village cut in two at 180 degrees."""
    halves = [[square(179.99, -16.6, 0.01)], [square(-180.0, -16.6, 0.01)]]
    feature = {
        "type": "Feature",
        "properties": {"id": "split"},
        "geometry": {"type": "MultiPolygon", "coordinates": halves},
    }
    path = tmp_path / "thon.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    rows = [("w", 179.995, -16.595), ("e", -179.998, -16.595), ("far", -179.9895, -16.595)]
    wish = PlacementOptions(table(tmp_path, rows), villages=path, coordinates="lonlat", near_m=100)
    placed = place_buildings(wish, tmp_path / "out")
    assert len(placed.scenario.villages[0].households) == 3
    assert placed.tables[0].far_m[2] == pytest.approx(53.4, abs=0.1)
