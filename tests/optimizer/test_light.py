"""The library alone: what is no requirement is not needed, and what is missing is told."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from optimizer.extras import EXTRAS, missing_extra

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OPTIONAL: dict[str, list[str]] = PROJECT["optional-dependencies"]
BLOCKER = """
import importlib.abc, os, signal, sys
hidden = set(sys.argv[1].split(","))
class Hider(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in hidden:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Hider())
"""
PLAN = """
import optimizer
homes = [{"id": f"h{nth}", "x": 10.0 * nth, "y": 0.0} for nth in range(12)]
village = {"id": "v", "households": homes, "members": [{"id": "m", "x": 0.0, "y": 0.0}]}
scenario = optimizer.scenario_from_request({"villages": [village]})
plans = list(optimizer.plan_scenario(scenario))
run = optimizer.run_record(scenario, seed=0, seconds=0.0)
print(optimizer.response(scenario, plans, run)["summary"]["recruits_needed"])
"""


def run(code: str, *hidden: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process in which some modules cannot be found."""
    command = [sys.executable, "-c", BLOCKER + code, ",".join(hidden)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_that_planning_needs_no_extra() -> None:
    """Tests that a request is planned and answered with the requirements alone."""
    modules = {module for listed in EXTRAS.values() for module in listed} - {"pandas"}
    ended = run(PLAN, *modules)
    assert (ended.returncode, ended.stdout.strip()) == (0, "1"), ended.stderr


def test_that_planning_needs_no_calls_of_linux() -> None:
    """Tests that the library plans where modules and calls of POSIX are not there."""
    gone = "del os.sched_getaffinity, os.getloadavg, os.memfd_create, signal.SIGBUS\n"
    asked = "from optimizer.execution.system_calls import processors; assert processors() >= 1\n"
    ended = run(gone + asked + PLAN, "fcntl", "resource", "termios", "uvloop")
    assert (ended.returncode, ended.stdout.strip()) == (0, "1"), ended.stderr


def test_that_the_command_helps_without_extras() -> None:
    """Tests that commands and their options are shown with the requirements alone."""
    modules = [module for listed in EXTRAS.values() for module in listed]
    code = "sys.argv = ['liengia', 'optimize', '--help']; from api.cli.entry import main; main()"
    ended = run(code, *modules)
    assert ended.returncode == 0, ended.stderr
    assert "--geo" in ended.stdout


@pytest.mark.parametrize(
    ("words", "module", "extra"),
    [
        (["report", "nowhere"], "jinja2", "files"),
        (["serve"], "uvicorn", "service"),
        (["keys", "list"], "sqlalchemy", "service"),
    ],
)
def test_that_a_missing_extra_is_told(words: list[str], module: str, extra: str) -> None:
    """Tests that a command that lacks a library says what to install, and nothing of ours."""
    code = f"sys.argv = ['liengia', *{words!r}]; from api.cli.entry import main; main()"
    ended = run(code, module)
    assert ended.returncode == 2, ended.stderr
    line = f"this needs {module}, which comes with: pip install 'liengia[{extra}]'"
    assert ended.stderr.strip() == line


def test_that_frames_say_what_they_need() -> None:
    """Tests that the library names the extra beside the module that is not there."""
    ended = run("import optimizer; optimizer.plan", "geopandas")
    assert "ModuleNotFoundError: No module named 'geopandas'" in ended.stderr
    assert "pip install 'liengia[geo]'" in ended.stderr


def test_that_the_list_of_extras_is_the_packages() -> None:
    """Tests that every extra is listed, with a module for each library that it brings."""
    assert set(EXTRAS) == set(OPTIONAL)
    brought = {
        "liengia": None,
        "python-calamine": "python_calamine",
        "XlsxWriter": "xlsxwriter",
        "python-multipart": "python_multipart",
    }
    for extra, listed in OPTIONAL.items():
        for requirement in map(Requirement, listed):
            module = brought.get(requirement.name, requirement.name.replace("-", "_"))
            assert module is None or module in EXTRAS[extra], requirement
    assert missing_extra(ModuleNotFoundError("x", name="nowhere.at")) is None


def test_that_every_requirement_has_a_lower_bound() -> None:
    """Tests that no requirement may be met by a version that nobody has tried."""
    everything = [
        *PROJECT["dependencies"],
        *(one for listed in OPTIONAL.values() for one in listed),
    ]
    bare = [
        requirement.name
        for requirement in map(Requirement, everything)
        if requirement.name != "liengia" and ">=" not in str(requirement.specifier)
    ]
    assert bare == []
