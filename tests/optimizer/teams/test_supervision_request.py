"""Supervision from a request or a folder to its result, and what is refused."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal

import pytest
from typer.testing import CliRunner

from api.cli.planner_app import app
from api.http.problem_texts_vietnamese import vietnamese
from api.tasks.planner_task import Sizes, optimize
from api.tasks.scenario_task import prepare_scenario
from optimizer.domain.supervision import Supervision
from optimizer.domain.village_source import held_source
from optimizer.execution.workers import JobSpec
from optimizer.input.folder import chunk_reader, read_scenario, stream_folder, write_scenario
from optimizer.input.request import scenario_from_request
from optimizer.input.request.request_writer import request_from_scenario
from optimizer.output.checks import verify_folder
from tests.optimizer.inputs import Row, places, problems, raised
from tests.optimizer.supervised_villages import ASKED, asked_villages


def optimized(document: Row, tmp_path: Path, name: str) -> Path:
    (tmp_path / "s.json").write_text(json.dumps(document))
    arguments = ["optimize", str(tmp_path / "s.json"), "--output", str(tmp_path / name)]
    result = CliRunner().invoke(app, [*arguments, "--workers", "1", "--time-limit", "5"])
    assert result.exit_code == 0, result.output
    return tmp_path / name


def test_that_a_response_and_a_folder_have_them(tmp_path: Path) -> None:
    """Tests that both have the same supervisors, verify, and have none where nobody asks."""
    made = json.loads(optimized(asked_villages(**ASKED), tmp_path, "a.json").read_bytes())
    assert [one["id"] for one in made["supervisors"]] == ["S1", "S2", "S3"]
    verified = CliRunner().invoke(
        app, ["verify", str(tmp_path / "s.json"), str(tmp_path / "a.json")]
    )
    assert verified.exit_code == 0, verified.output
    folder = optimized(asked_villages(**ASKED), tmp_path, "with")
    told = json.loads((folder / "supervision.json").read_bytes())
    assert (told["supervisors"], told["supervision"]) == (made["supervisors"], made["supervision"])
    with (folder / "supervisors.csv").open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [(row["supervisor"], row["village"], row["team"]) for row in rows] == [
        (one["id"], *team) for one in made["supervisors"] for team in one["teams"]
    ]
    assert {row["leader"] for row in rows} == {"m0"}
    scenario = scenario_from_request(asked_villages(**ASKED))
    assert verify_folder(held_source(scenario), folder) == ()
    (folder / "supervisors.csv").write_text("supervisor\nS1\n")
    (broken,) = verify_folder(held_source(scenario), folder)
    assert (broken.code, broken.where) == ("CLAIM", "supervision.json")
    told["supervisors"][0]["metres"] = 1.0
    (folder / "supervision.json").write_text(json.dumps(told))
    (broken,) = verify_folder(held_source(scenario), folder)
    assert broken.code == "SUPERVISOR_METRES"
    unasked = verify_folder(held_source(scenario_from_request(asked_villages())), folder)
    assert [one.code for one in unasked] == ["NOT_ASKED", "NOT_ASKED"]
    plain = optimized(asked_villages(), tmp_path, "without")
    assert not {"supervisors.csv", "supervision.json"} & {path.name for path in plain.iterdir()}


def test_that_the_service_answers_at_once_and_not_in_a_job() -> None:
    """Tests that an answer at once has supervisors, and that a kept scenario says it has none."""
    body = json.dumps(asked_villages(**ASKED)).encode()
    made = optimize(body, Sizes(10, 1_000, 1_000), JobSpec(time_limit_s=5.0))
    assert isinstance(made, bytes)
    assert [one["id"] for one in json.loads(made)["supervisors"]] == ["S1", "S2", "S3"]
    scenario = scenario_from_request(asked_villages(**ASKED))
    notes = prepare_scenario(scenario, Sizes(10, 1_000, 1_000)).notes
    (note,) = [note for note in notes if note["code"] == "SUPERVISION_NOT_KEPT"]
    assert note["pointer"] == "/supervision"


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_that_it_is_read_and_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: Literal["csv", "parquet"]
) -> None:
    """Tests that a request and a folder keep what is asked, whole and in chunks."""
    monkeypatch.setattr(chunk_reader, "WORTH_ROWS", 0)
    asked = Supervision(2, 3, 1)
    scenario = scenario_from_request(asked_villages(**ASKED))
    assert scenario.supervision == asked
    again = scenario_from_request(json.loads(json.dumps(request_from_scenario(scenario))))
    assert again.supervision == asked
    write_scenario(scenario, tmp_path / "s", format=kind)
    assert read_scenario(tmp_path / "s").supervision == asked
    streamed = stream_folder(tmp_path / "s")
    assert (streamed is not None) == (kind == "parquet")
    assert streamed is None or streamed.supervision == asked


def test_that_nothing_said_is_six_to_eight() -> None:
    """Tests that an empty object means the defaults, and null asks for nothing."""
    assert scenario_from_request(asked_villages(supervision={})).supervision == Supervision(6, 8, 1)
    assert scenario_from_request(asked_villages(supervision=None)).supervision is None


@pytest.mark.parametrize(
    ("supervision", "place"),
    [
        ("yes", ("NOT_AN_OBJECT", "/supervision", "")),
        ({"most": 1}, ("UNKNOWN_FIELD", "/supervision", "most")),
        ({"min": 0}, ("BAD_SUPERVISION", "/supervision", "min")),
        ({"max": 7.5}, ("BAD_SUPERVISION", "/supervision", "max")),
        ({"level": True}, ("BAD_SUPERVISION", "/supervision", "level")),
        ({"min": 9}, ("SUPERVISION_SIZES", "/supervision", "min")),
        ({"min": 3, "max": 2}, ("SUPERVISION_SIZES", "/supervision", "min")),
        ({"level": 2}, ("SUPERVISION_LEVEL", "/supervision", "level")),
    ],
)
def test_that_nonsense_is_refused(supervision: object, place: tuple[str, str, str]) -> None:
    """Tests that what cannot be meant is named with its place, in both languages."""
    found = problems(asked_villages(supervision=supervision))
    assert places(found) == [place]
    assert vietnamese(found[0].code, dict(found[0].params))


def test_that_supervisors_need_teams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that supervision without teams is refused, in a request and in any folder."""
    monkeypatch.setattr(chunk_reader, "WORTH_ROWS", 0)
    document = asked_villages(**ASKED) | {"rules": {}}
    assert places(problems(document)) == [("SUPERVISION_WITHOUT_TEAMS", "/supervision", "")]
    bare = scenario_from_request(asked_villages() | {"rules": {}})
    for kind in ("csv", "parquet"):
        folder = tmp_path / kind
        write_scenario(bare, folder, format=kind)
        with (folder / "scenario.yaml").open("a") as opened:
            opened.write("supervision: {min: 2, max: 3}\n")
        read: Callable[[Path], object] = stream_folder if kind == "parquet" else read_scenario
        found = raised(partial(read, folder))
        place = ("SUPERVISION_WITHOUT_TEAMS", "scenario.yaml supervision", "")
        assert places(found) == [place]


def test_that_a_level_too_deep_is_said_with_a_village() -> None:
    """Tests that the problem names a village, its levels and how many there are."""
    (found,) = problems(asked_villages(supervision={"level": 3}))
    assert "village v1 has fewer levels, 1 (such villages: 3 of 3)" in found.message
    assert "thôn v1 chỉ có 1 cấp (số thôn như vậy: 3)" in str(
        vietnamese(found.code, dict(found.params))
    )
