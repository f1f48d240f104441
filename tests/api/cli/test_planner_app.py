from __future__ import annotations

import errno
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli.exit_codes import OUR_FAULT
from api.cli.planner_app import app
from optimizer.execution.run import Run
from tests.optimizer.sessions import ends

LIENGIA = Path(sys.executable).with_name("liengia")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_that_a_preset_is_planned_into_a_response(tmp_path: Path) -> None:
    """Tests that the answer known by hand, 8, 8 and 8, comes out as the contract says."""
    result = run("optimize", "tiny", "--output", tmp_path / "plan.json", "--seed", 7)
    assert result.exit_code == 0
    document = json.loads((tmp_path / "plan.json").read_text())
    people = [person for _, person, _ in document["villages"][0]["today"]["assignments"]]
    assert [people.count(person) for person in sorted(set(people))] == [8, 8, 8]
    assert document["summary"]["verdicts"] == {"OK": 1}
    assert (document["run"]["version"], document["run"]["seed"]) == (version("liengia"), 7)


def test_that_flagged_villages_are_a_normal_result(tmp_path: Path) -> None:
    """Tests that households left out do not make the command fail, and both results verify."""
    for name in ("plan.json", "folder"):
        assert run("optimize", "hamlets", "--output", tmp_path / name).exit_code == 0
        checked = run("verify", "hamlets", tmp_path / name)
        assert (checked.exit_code, checked.stdout.splitlines()[-1][:6]) == (0, "Clean.")


def test_that_a_check_that_ran_out_of_time_is_told_from_a_clean_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that distances round barriers that nobody measured are exit code 4, and said."""
    village = {
        "id": "v",
        "households": [{"id": f"h{x}", "x": x, "y": 0} for x in range(6)],
        "members": [{"id": "m", "x": 3, "y": 9}],
        "barriers": {"lines": [[[2, 5], [4, 5]]]},
    }
    scenario = tmp_path / "scenario.json"
    scenario.write_text(json.dumps({"coordinates": "metres", "villages": [village]}))
    assert run("optimize", scenario, "--output", tmp_path / "plan.json").exit_code == 0
    assert run("verify", scenario, tmp_path / "plan.json").exit_code == 0
    monkeypatch.setattr("api.cli.verify_command.VERIFYING_S", -1.0)
    late = run("verify", scenario, tmp_path / "plan.json")
    assert late.exit_code == 4
    assert late.stdout == (
        "Not all checked. Villages: 1. 6 distances were not checked in the time.\n"
    )


def test_that_the_summary_can_be_vietnamese_and_needs_no_output() -> None:
    """Tests that a plan is summed up on standard output alone, and progress is not in it."""
    result = run("optimize", "hamlets", "--lang", "vi")
    assert result.exit_code == 0
    assert result.stdout.startswith("Hộ gia đình: ")
    assert "planned villages" not in result.stdout
    assert "thôn đã lập phương án: 1/1" in result.stderr


def test_that_workers_and_formats_do_not_change_the_answer(tmp_path: Path) -> None:
    """Tests that a written preset, planned by two processes, equals the preset itself."""
    assert run("generate", "surplus", "--output", tmp_path / "in", "--seed", 3).exit_code == 0
    run("optimize", tmp_path / "in", "--output", tmp_path / "1.json", "--seed", 3)
    run("optimize", "surplus", "--output", tmp_path / "2.json", "--seed", 3, "--workers", 2)
    first, second = (json.loads((tmp_path / f"{n}.json").read_text()) for n in (1, 2))
    assert first["villages"] == second["villages"]
    del first["run"]["seconds"], second["run"]["seconds"]
    assert first["run"] == second["run"]


def test_that_every_problem_of_the_input_is_a_line(tmp_path: Path) -> None:
    """Tests that two faults give two lines on standard error, exit code 2 and no file."""
    request = {
        "coordinates": "metres",
        "villages": [
            {
                "id": "v",
                "households": [{"id": "h", "x": 0.0, "y": 0.0}] * 2,
                "members": [{"id": "m", "x": 0.0, "y": 0.0, "min": 9, "max": 8}],
            }
        ],
    }
    (tmp_path / "request.json").write_text(json.dumps(request))
    result = run("optimize", tmp_path / "request.json", "--output", tmp_path / "plan.json")
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("/villages/0/") and line.endswith("]") for line in lines)
    assert result.stdout == ""
    assert not (tmp_path / "plan.json").exists()


def test_that_an_unknown_scenario_names_the_presets() -> None:
    """Tests that a misspelt name is answered with what there is."""
    result = run("optimize", "tinny")
    assert result.exit_code == 2
    assert "tinny" in result.stderr
    assert "tiny" in result.stderr.split("choose")[1]


def test_that_a_path_goes_before_a_preset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a folder that is called like a preset is the one that is read."""
    run("generate", "hamlets", "--output", tmp_path / "tiny")
    monkeypatch.chdir(tmp_path)
    assert "Households: 24." not in run("optimize", "tiny").stdout


def test_that_a_changed_plan_is_not_clean(tmp_path: Path) -> None:
    """Tests that one household given to another member is found, with exit code 3."""
    run("optimize", "tiny", "--output", tmp_path / "plan.json")
    document = json.loads((tmp_path / "plan.json").read_text())
    assignments = document["villages"][0]["today"]["assignments"]
    assignments[0][1] = next(row[1] for row in assignments if row[1] != assignments[0][1])
    (tmp_path / "plan.json").write_text(json.dumps(document))
    result = run("verify", "tiny", tmp_path / "plan.json")
    assert result.exit_code == 3
    assert "Violations: " in result.stdout
    assert str(assignments[0][0]) in result.stdout


def test_that_a_changed_table_is_not_clean(tmp_path: Path) -> None:
    """Tests that a household struck from unserved.csv is missed, with exit code 3."""
    run("optimize", "hamlets", "--output", tmp_path / "out")
    table = tmp_path / "out" / "unserved.csv"
    table.write_text("".join(table.read_text("utf-8-sig").splitlines(keepends=True)[:-1]))
    assert run("verify", "hamlets", tmp_path / "out").exit_code == 3


@pytest.mark.parametrize("content", [None, "no json", ""])
def test_that_an_unreadable_plan_is_bad_input(tmp_path: Path, content: str | None) -> None:
    """Tests that a plan that is missing or is no JSON gives exit code 2 and its name."""
    if content is not None:
        (tmp_path / "plan.json").write_text(content)
    result = run("verify", "tiny", tmp_path / "plan.json")
    assert result.exit_code == 2
    assert "plan.json" in result.stderr


def test_that_an_empty_folder_is_no_plan(tmp_path: Path) -> None:
    """Tests that a folder without tables is bad input, not a plan with violations."""
    result = run("verify", "tiny", tmp_path)
    assert result.exit_code == 2
    assert "assignments.parquet" in result.stderr


def test_that_a_strangers_folder_is_refused_before_planning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that nobody waits for a plan that cannot be written."""
    (tmp_path / "notes.txt").write_text("mine")
    monkeypatch.setattr(Run, "plan", lambda *_: pytest.fail("planned"))
    result = run("optimize", "tiny", "--output", tmp_path)
    assert result.exit_code == 2
    assert "notes.txt" not in result.stderr
    assert "run.json" in result.stderr
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize(
    "arguments",
    [
        ("optimize", "tiny", "--workers", 0),
        ("optimize", "tiny", "--time-limit", 0),
        ("optimize", "tiny", "--seed", -1),
        ("optimize", "tiny", "--geo", "gpkg"),
        ("optimize", "tiny", "--geo", "gpkg", "--output", "plan.json"),
        ("optimize",),
        ("plan", "tiny"),
        ("generate", "tinny", "--output", "x"),
        ("generate", "surplus", "--output", "x", "--scale", "-1"),
    ],
    ids=str,
)
def test_that_wrong_options_are_bad_input(
    arguments: tuple[object, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that options that cannot be meant give exit code 2 and write nothing."""
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr
    assert list(tmp_path.iterdir()) == []


def test_that_the_presets_are_listed() -> None:
    """Tests that every preset stands with its title, in either language."""
    assert "ninh-thuan" in run("presets").stdout
    assert "Ninh Thuận" in run("presets", "--lang", "vi").stdout


def test_that_the_version_is_said() -> None:
    """Tests that the version is the package's."""
    assert run("--version").stdout == f"liengia {version('liengia')}\n"


def test_that_help_loads_nothing_heavy() -> None:
    """Tests that neither arrays nor solvers are loaded to show what commands there are."""
    heavy = "{'numpy', 'pandas', 'ortools', 'pyarrow', 'shapely', 'pydantic'}"
    code = f"import sys, api.cli.planner_app; print(sorted({heavy} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout == "[]\n"


def test_that_buildings_become_a_village(tmp_path: Path) -> None:
    """Tests that drawn buildings are a scenario folder that can be planned."""
    squares = [
        {
            "type": "Feature",
            "properties": {},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, 0.0], [x + 5e-5, 0.0], [x + 5e-5, 5e-5], [x, 5e-5], [x, 0.0]]],
            },
        }
        for x in (0.0001 * nth + 35.0 for nth in range(18))
    ]
    collection = {"type": "FeatureCollection", "features": squares}
    (tmp_path / "kijiji.geojson").write_text(json.dumps(collection))
    drawn = run("draw", tmp_path / "kijiji.geojson", "--output", tmp_path / "in")
    assert drawn.exit_code == 0
    assert "villages 1, households 18, members 2" in drawn.stdout
    planned = run("optimize", tmp_path / "in", "--output", tmp_path / "out", "--geo", "geojson")
    assert planned.exit_code == 0
    assert (tmp_path / "out" / "plan.geojson").is_file()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=str)
@pytest.mark.parametrize("workers", [1, 2])
def test_that_an_interruption_says_how_to_go_on(
    tmp_path: Path, workers: int, sign: signal.Signals
) -> None:
    """Tests that Ctrl-C in the middle ends all processes, with one line and no half result."""
    run("generate", "ninh-thuan", "--output", tmp_path / "in", "--scale", 0.1)
    command = ["optimize", tmp_path / "in", "--output", tmp_path / "out", "--time-limit", 1]
    with _started(command, workers) as running:
        assert running.stderr is not None
        assert running.stderr.readline().startswith("planned villages: ")
        # A terminal sends Ctrl-C to all; whoever ends a program by its number sends it to one.
        (os.killpg if sign is signal.SIGINT else os.kill)(running.pid, sign)
        code, rest = running.wait(timeout=120), running.stderr.read().splitlines()
        assert (code, ends(running.pid)) == (130, True), rest
    (said,) = [line for line in rest if "planned" not in line]
    assert re.fullmatch(
        r"Interrupted. Plans of \d+ villages are kept in out.unfinished, beside out; "
        r"the same command goes on from there.",
        said,
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out.unfinished"]


@contextmanager
def _started(arguments: list[object], workers: int) -> Iterator[subprocess.Popen[str]]:
    """Start the program in a group of its own, and leave nothing of it whatever happens."""
    command = [str(part) for part in (LIENGIA, *arguments, "--workers", workers)]
    running = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with running:
        try:
            yield running
        finally:
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)


NO_ROOM = "no room for temporary files: No usable temporary directory found in ["


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--workers", "2", "--output", "out.json"], "out.json: File too large"),
        (["--workers", "1"], NO_ROOM),
    ],
)
def test_that_no_room_for_any_file_is_a_line(tmp_path: Path, given: list[str], told: str) -> None:
    """Tests that the output is named, without one the temporary files, and neither is left."""
    program = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)); "
        "from api.cli.planner_app import app; app()"
    )
    command = [sys.executable, "-c", program, "optimize", "tiny", *given]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    *before, line = ended.stderr.splitlines()
    assert ended.returncode == OUR_FAULT
    assert all(said.startswith("planned villages: 1 within") for said in before)
    assert line.startswith(told)
    assert line.endswith("; make room, or name another place.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_that_a_disk_that_refuses_is_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Tests that a full disk, or one that cannot be written, is told without a traceback.

    A write that fails names no file, so the output is named.
    """

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("optimizer.execution.run.fill_response", refuse)
    ended = CliRunner().invoke(app, ["optimize", "tiny", "--output", str(tmp_path / "out.json")])
    assert ended.exit_code == OUR_FAULT
    *_, told, kept = ended.stderr.splitlines()
    assert told.startswith(f"{tmp_path / 'out.json'}: {os.strerror(number)}; ")
    assert kept.startswith("Plans of 1 villages are kept in out.json.unfinished")
    assert [path.name for path in tmp_path.iterdir()] == ["out.json.unfinished"]


def test_that_a_lost_connection_is_not_blamed_on_the_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that a fault that is none of the disk's names no file and asks for no room."""

    def refuse(*_: object) -> None:
        raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")

    monkeypatch.setattr("optimizer.execution.run.fill_response", refuse)
    ended = CliRunner().invoke(app, ["optimize", "tiny", "--output", str(tmp_path / "out.json")])
    assert ended.exit_code == OUR_FAULT
    *_, told, kept = ended.stderr.splitlines()
    assert told == "Connection refused."
    assert kept.startswith("Plans of 1 villages are kept")
