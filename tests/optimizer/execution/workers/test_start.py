"""What a process loads before it plans, which every process of every run pays for."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "module", ["optimizer.execution.workers.child", "api.cli.optimize_command"]
)
def test_that_nobody_loads_what_few_need(module: str) -> None:
    """Tests that neither a planner nor the command loads pandas, which takes as long as numpy."""
    asked = f"import sys, {module}; print(sorted({{'numpy', 'pandas'}} & sys.modules.keys()))"
    command = [sys.executable, "-c", asked]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout == "['numpy']\n"
