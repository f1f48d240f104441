"""The README, taken at its word."""

from __future__ import annotations

import contextlib
import io
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.planner_app import app
from optimizer.execution.province import plan_scenario
from optimizer.input.folder import write_scenario
from optimizer.input.request import scenario_from_request
from scenarios import generate

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
SECONDS = re.compile(r"Planned in [\d.]+ s")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def plain(text: str) -> list[str]:
    """Return the lines that must agree: seconds differ, and so do blanks at the end."""
    return [line.rstrip() for line in SECONDS.sub("Planned in # s", text).splitlines()]


def test_that_the_shown_output_is_real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that the first command of the README prints exactly what stands below it."""
    (command,) = blocks("console")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, command.removeprefix("$ liengia ").split())
    assert result.exit_code == 0
    assert plain(result.stdout) == plain(blocks("text")[0])


@pytest.mark.parametrize("nth", [0, 1], ids=["frames", "scenarios"])
def test_that_the_library_does_what_is_shown(
    nth: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that five lines of a notebook and ten of a program print what stands below them."""
    code = blocks("python")[nth]
    assert len(code.splitlines()) <= 10
    monkeypatch.chdir(tmp_path)
    write_scenario(generate("hamlets"), Path("out/hamlets"))
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own ten lines
    assert plain(printed.getvalue()) == plain(blocks("text")[nth + 1])


def test_that_the_request_can_be_planned() -> None:
    """Tests that the example of a request is valid and serves both households."""
    (text,) = blocks("json")
    (plan,) = plan_scenario(scenario_from_request(json.loads(text)))
    assert plan.today.person.tolist() == [0, 0]


def test_that_every_command_and_file_is_named() -> None:
    """Tests that the tables list every command there is, and every file of a result folder."""
    for command in app.registered_commands:
        assert command.callback is not None
        assert f"`liengia {command.name or command.callback.__name__}" in README
    for file in ("villages.csv", "unserved.csv", "recruits.csv", "pockets.json", "run.json"):
        assert f"`{file}`" in README
