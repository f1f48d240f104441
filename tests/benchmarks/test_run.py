"""The command that measures."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.run import machine, main

ROOT = Path(__file__).parents[2]


def test_that_an_unknown_case_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Tests that a name without a case ends with the names there are."""
    assert main(["nothing"]) == 2
    assert "pocketed" in capsys.readouterr().err


@pytest.mark.parametrize("said", ["full=", "full=0", "full=-1", "full=x", "nothing=1"])
def test_that_a_number_of_villages_is_one(said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Tests that what is no number of villages is refused, before anything is measured."""
    assert main([said]) == 2
    assert said in capsys.readouterr().err


def test_that_figures_name_their_machine() -> None:
    """Tests that what figures depend on is written beside them."""
    assert {"when", "liengia", "ortools", "cpu", "threads", "load"} <= machine().keys()


@pytest.mark.parametrize("module", ["benchmarks", "benchmarks.run"])
def test_that_both_commands_start(module: str) -> None:
    """Tests that the module and its run are the same command."""
    done = subprocess.run(
        [sys.executable, "-m", module, "nothing"],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "choose from" in done.stderr
