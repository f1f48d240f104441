"""What is agreed about every file."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("optimizer", "scenarios", "api", "benchmarks", "tests", "requirements", ".ci")
WRITTEN = (
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".in",
    ".yaml",
    ".json",
    ".csv",
    ".ts",
    ".tsx",
    ".css",
    ".html",
    "",
)
MADE = {"__pycache__", "node_modules", "build", "dist"}
TEXTS = sorted(
    path
    for path in [*ROOT.iterdir(), *(path for name in FOLDERS for path in (ROOT / name).rglob("*"))]
    if path.is_file() and path.suffix in WRITTEN and not MADE & set(path.parts)
    # In a worktree this is a file, and git's own.
    if path.name not in {".git", ".coverage"}
)
SOURCES = [path for path in TEXTS if path.suffix == ".py"]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))

# The brackets keep this file from holding what it looks for.
MARKERS = re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X])\b")
REGISTRIES = re.compile(
    r"pypi[.]org|pythonhoste[d]|npmj[s]|anaconda[.]org|debian[.]org|index-ur[l]=|find-link[s]="
)
MACHINES = re.compile(r"(?<![\w.~])/(?:work|root|home|opt|Users)[/]\w")
PIN = re.compile(
    r"[\w.\[\]-]+==[\w.+!]+(?: ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}(?: \\)?", re.ASCII
)

LINES_OF_A_FILE = {"tests": 400}
LINES_OF_CODE = 300
LINES_OF_A_FUNCTION = 60


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("unwanted", [MARKERS, REGISTRIES, MACHINES], ids=str)
def test_that_no_file_holds(unwanted: re.Pattern[str]) -> None:
    """Tests that no file holds an open end, the address of a registry or a path of one machine."""
    found = [
        f"{name(path)}: {hit.group()}"
        for path in TEXTS
        for hit in unwanted.finditer(path.read_text(encoding="utf-8-sig"))
    ]
    assert found == []


def test_that_the_house_is_looked_at() -> None:
    """Tests that the checks of this file see the files that they are about."""
    seen = {name(path) for path in TEXTS}
    assert {
        "README.md",
        "Makefile",
        ".ci/run",
        "api/cli/planner_app.py",
        "tests/test_house.py",
    } <= seen


def test_that_files_are_short() -> None:
    """Tests that no file of code is longer than can be read in one sitting."""
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    most = {path: LINES_OF_A_FILE.get(path.split("/")[0], LINES_OF_CODE) for path in lengths}
    assert {path: lines for path, lines in lengths.items() if lines > most[path]} == {}


def test_that_functions_are_short() -> None:
    """Tests that no function is longer than a screen."""
    long = [
        f"{name(path)} {function.name}"
        for path in SOURCES
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno + 1 > LINES_OF_A_FUNCTION
    ]
    assert long == []


def test_that_every_test_says_what_it_tests() -> None:
    """Tests that a failing test tells what no longer holds."""
    silent = [
        f"{name(path)} {function.name}"
        for path in SOURCES
        if path.is_relative_to(ROOT / "tests")
        for function in functions(path)
        if function.name.startswith("test_")
        if not (ast.get_docstring(function) or "").startswith("Tests that")
    ]
    assert silent == []


def test_that_no_module_is_a_drawer_for_everything() -> None:
    """Tests that every file is named after what it does."""
    drawers = {"utils", "helpers", "common", "base", "core", "services", "misc"}
    assert [name(path) for path in SOURCES if {path.stem, path.parent.name} & drawers] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_that_everything_is_pinned_with_hashes(lock: Path) -> None:
    """Tests that a requirements file holds exact versions and hashes, and nothing else at all."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not PIN.fullmatch(line)] == []
    assert lines


def test_that_tests_run_on_what_users_run() -> None:
    """Tests that the requirements of all else hold those of the program, unchanged."""
    texts = {lock.stem: lock.read_text(encoding="utf-8") for lock in LOCKS}
    assert set(texts) == {"run", "dev", "bench", "docs"}
    pins = {lock: set(re.findall(r"^\S+==\S+", text, re.MULTILINE)) for lock, text in texts.items()}
    assert pins["run"] <= pins["dev"]
    assert pins["run"] <= pins["bench"]
    assert pins["run"] <= pins["docs"]
