"""Lending from a request to its response, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.planner_app import app
from optimizer.domain.lending import Lending
from optimizer.input.folder import read_scenario, write_scenario
from optimizer.input.request import scenario_from_request
from optimizer.input.request.request_writer import request_from_scenario
from tests.optimizer.inputs import Row, line, places, problems, request, village

SHORT = village("v1", households=line("h", 12))
RICH = village("v2", households=line("h", 3), members=line("m", 1), area=["A"])
ASKED: Row = {"lending": {"between": "neighbours"}}


def optimized(document: Row, tmp_path: Path, name: str) -> Path:
    (tmp_path / "s.json").write_text(json.dumps(document))
    arguments = ["optimize", str(tmp_path / "s.json"), "--output", str(tmp_path / name)]
    result = CliRunner().invoke(app, [*arguments, "--workers", "1", "--time-limit", "5"])
    assert result.exit_code == 0, result.output
    return tmp_path / name


def test_that_a_response_tells_who_is_lent(tmp_path: Path) -> None:
    """Tests that two households cross the border, and the villages' own plans stay the same."""
    plain = json.loads(optimized(request(SHORT, RICH), tmp_path, "a.json").read_bytes())
    made = json.loads(optimized(request(SHORT, RICH, **ASKED), tmp_path, "b.json").read_bytes())
    assert "lending" not in plain
    assert made["villages"] == plain["villages"]
    lending = made["lending"]
    assert (lending["recruits_alone"], lending["recruits"]) == (1, 0)
    (cluster,) = lending["clusters"]
    assert cluster["villages"] == ["v1", "v2"]
    assert (cluster["recruits_alone"], cluster["recruits"], cluster["proven"]) == (1, 0, True)
    assert cluster["households_lent"] == 2
    assert cluster["unserved"] == cluster["recruited"] == []
    lent = [row for row in cluster["assignments"] if row[0] != row[2]]
    assert [row[2:4] for row in lent] == [["v2", "m1"]] * 2
    assert len(cluster["assignments"]) == 15


def test_that_a_folder_has_it_beside_the_plans(tmp_path: Path) -> None:
    """Tests that a result folder has lending as a file, and none where nobody asks."""
    with_it = optimized(request(SHORT, RICH, **ASKED), tmp_path, "with")
    assert json.loads((with_it / "lending.json").read_bytes())["recruits"] == 0
    assert not (optimized(request(SHORT, RICH), tmp_path, "without") / "lending.json").exists()


def test_that_it_is_read_and_written_again(tmp_path: Path) -> None:
    """Tests that a request and a folder keep which villages may help one another."""
    for between, lending in (
        ("neighbours", Lending()),
        ({"level": 2}, Lending(level=2)),
        ([["v1", "v2"]], Lending(named=(("v1", "v2"),))),
    ):
        asked = {"lending": {"between": between}}
        scenario = scenario_from_request(request(SHORT, RICH, **asked))
        assert scenario.lending == lending
        again = scenario_from_request(json.loads(json.dumps(request_from_scenario(scenario))))
        assert again.lending == lending
        write_scenario(scenario, tmp_path / str(lending.level) / str(len(lending.named)))
        folder = read_scenario(tmp_path / str(lending.level) / str(len(lending.named)))
        assert folder.lending == lending
    limited = {"lending": {"max_distance_m": 200}}
    assert scenario_from_request(request(SHORT, **limited)).lending == Lending(max_distance_m=200.0)


@pytest.mark.parametrize(
    ("lending", "place"),
    [
        ("yes", ("NOT_AN_OBJECT", "/lending", "")),
        ({"among": 1}, ("UNKNOWN_FIELD", "/lending", "among")),
        ({"between": "friends"}, ("BAD_LENDING", "/lending", "between")),
        ({"between": {"level": 0}}, ("BAD_LENDING", "/lending", "between")),
        ({"between": [["v1"]]}, ("BAD_LENDING", "/lending", "between")),
        ({"between": [["v1", "v1"]]}, ("BAD_LENDING", "/lending", "between")),
        ({"max_distance_m": -1}, ("BAD_LENDING", "/lending", "max_distance_m")),
        ({"max_distance_m": True}, ("BAD_LENDING", "/lending", "max_distance_m")),
        ({"between": [["v1", "v9"]]}, ("UNKNOWN_VILLAGE", "/lending", "between")),
    ],
)
def test_that_nonsense_is_refused(lending: object, place: tuple[str, str, str]) -> None:
    """Tests that what cannot be meant is named with its place."""
    assert places(problems(request(SHORT, RICH, lending=lending))) == [place]
