"""What a process loads before it plans, which every process of every run pays for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from optimizer.execution.workers import JobSpec, Planned
from optimizer.execution.workers.opening import open_executor
from tests.optimizer.hand_made import SERVED


@pytest.mark.parametrize(
    "module", ["optimizer.execution.workers.plan_parcel", "api.cli.optimize_command"]
)
def test_that_nobody_loads_what_few_need(module: str) -> None:
    """Tests that neither a planner nor the command loads pandas, which takes as long as numpy."""
    asked = f"import sys, {module}; print(sorted({{'numpy', 'pandas'}} & sys.modules.keys()))"
    command = [sys.executable, "-c", asked]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout == "['numpy']\n"


def test_that_code_in_the_folder_one_stands_in_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that planners take no modules from the working folder, which may be a stranger's."""
    for name in ("optimizer", "numpy", "orjson"):
        (tmp_path / f"{name}.py").write_text("open('ran', 'w').close()")
    monkeypatch.chdir(tmp_path)
    with open_executor() as executor:
        (outcome,) = next(iter(executor.run([SERVED], JobSpec())))
    assert isinstance(outcome, Planned)
    assert not (tmp_path / "ran").exists()
