"""``liengia place``."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from optimizer.cli import BAD_INPUT, app
from optimizer.tables import read_scenario
from tests.scenarios.placing.small_land import write_houses, write_villages


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
