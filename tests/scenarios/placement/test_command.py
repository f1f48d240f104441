"""``liengia place``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely
from typer.testing import CliRunner

from api.cli.exit_codes import BAD_INPUT
from api.cli.planner_app import app
from optimizer.input.folder import read_scenario
from tests.scenarios.placement.small_land import write_geojson, write_houses, write_villages


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    houses, villages = write_houses(tmp_path), write_villages(tmp_path)
    return ["place", str(houses), "--villages", str(villages), "--output", str(tmp_path / "out")]


def test_that_the_command_says_what_it_did(files: list[str], tmp_path: Path) -> None:
    """Tests that steps go to standard error, and what to look at to standard output."""
    options = ["--one-member-in", "2", "--seed", "3", "--max-distance", "700", "--near", "20"]
    done = CliRunner().invoke(app, [*files, *options])
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines() == [
        "Villages: 2. Households: 4. Members: 2.",
        "households in no village, left out: 1 (see outside.csv)",
        "households in no village, put into the nearest: 1 (see outside.csv)",
        "households on an edge, put into the first village by its id: 1 (see outside.csv)",
    ]
    assert "reading the villages of outlines.geojson" in done.stderr
    scenario = read_scenario(tmp_path / "out")
    assert scenario.rules.max_distance_m == 700


def test_that_the_command_says_it_in_vietnamese(files: list[str], tmp_path: Path) -> None:
    """Tests that all that is to be looked at is told in the language asked for, gaps included."""
    lines = [
        shapely.LineString([(0.001, 0.001), (0.005, 0.001)]),
        shapely.LineString([(0.00502, 0.001), (0.009, 0.001)]),
    ]
    paths = write_geojson(tmp_path / "paths.geojson", lines, [{}, {}])
    options = ["--network", str(paths), "--metric", "path", "--near", "20", "--lang", "vi"]
    done = CliRunner().invoke(app, [*files, *options])
    assert done.exit_code == 0, done.stderr
    told = done.stdout.splitlines()
    assert told[:4] == [
        "Thôn, khu phố: 2. Hộ gia đình: 4. Thành viên: 0.",
        "hộ gia đình không thuộc thôn, khu phố nào, bỏ qua: 1 (xem outside.csv)",
        "hộ gia đình không thuộc thôn, khu phố nào, xếp vào nơi gần nhất: 1 (xem outside.csv)",
        "hộ gia đình nằm trên ranh giới, xếp vào nơi đầu tiên theo mã: 1 (xem outside.csv)",
    ]
    assert (
        "Đường đi của Thôn Tây: 2 mạng rời nhau, gồm 1, 1 cạnh. "
        "Hở 2,2 m giữa hai mạng tại 0.005000 0.001000."
    ) in told


def test_that_a_map_of_paths_that_does_not_join_is_said(files: list[str], tmp_path: Path) -> None:
    """Tests that two metres between two paths are told where they are placed and planned."""
    lines = [
        shapely.LineString([(0.001, 0.001), (0.005, 0.001)]),
        shapely.LineString([(0.00502, 0.001), (0.009, 0.001)]),
    ]
    paths = write_geojson(tmp_path / "paths.geojson", lines, [{}, {}])
    options = ["--network", str(paths), "--metric", "path", "--one-member-in", "2"]
    done = CliRunner().invoke(app, [*files, *options])
    assert done.exit_code == 0, done.stderr
    told = (
        "Paths of Thôn Tây: 2 pieces that do not join, of 1, 1 edges. "
        "Gap of 2.2 m between two pieces at 0.005000 0.001000."
    )
    assert told in done.stdout.splitlines()
    placed = json.loads((tmp_path / "out" / "placement.json").read_text())
    assert {row["village"]: row["message"]["en"] for row in placed["paths"]}["w"] == told
    planned = CliRunner().invoke(app, ["optimize", str(tmp_path / "out"), "--lang", "vi"])
    assert planned.exit_code == 0, planned.stderr
    assert "Hở 2,2 m giữa hai mạng tại 0.005000 0.001000." in planned.stderr


def test_that_wrong_input_ends_with_its_problems(files: list[str], tmp_path: Path) -> None:
    """Tests that a column that is not there is named on standard error, and nothing is written."""
    done = CliRunner().invoke(app, [*files, "--village-id", "ma_thon"])
    assert done.exit_code == BAD_INPUT
    assert "outlines.geojson: no column ma_thon" in done.stderr
    assert not (tmp_path / "out").exists()


def test_that_members_are_drawn_or_read(files: list[str], tmp_path: Path) -> None:
    """Tests that two ways of coming by members are refused together."""
    done = CliRunner().invoke(app, [*files, "--members", str(tmp_path), "--one-member-in", "9"])
    assert done.exit_code == BAD_INPUT
    assert "--members" in done.stderr


def test_that_other_columns_can_be_ids(files: list[str], tmp_path: Path) -> None:
    """Tests that ids and names may have other headers."""
    options = ["--village-id", "population", "--village-name", "id", "--household-id", "owner"]
    done = CliRunner().invoke(app, [*files, *options])
    assert "DUPLICATE_ID" in done.stderr  # nobody's business is everybody's owner
    done = CliRunner().invoke(app, [*files, *options[:4]])
    assert done.exit_code == 0, done.stderr
    assert [(v.id, v.name) for v in read_scenario(tmp_path / "out").villages] == [
        ("7", "w"),
        ("9", "e"),
    ]
