"""The measurement of a part of the country: what it reads of a result, and of memory."""

from __future__ import annotations

from pathlib import Path

from benchmarks.country import Watched, said, watch
from optimizer.pipeline import plan_village
from tests.optimizer.hand_made import SCENARIO
from tests.optimizer.written_results import write_folder


def test_that_a_result_folder_is_summed_up(tmp_path: Path) -> None:
    """Tests that villages, recruits and gaps are said."""
    plans = [plan_village(village) for village in SCENARIO.villages]
    write_folder(SCENARIO, plans, tmp_path / "out")
    line = said(tmp_path / "out")
    assert line.startswith("2 villages, 14 households, 1 recruits; 0 without a plan")
    assert "after recruiting (1): mean 0.00%" in line


def test_that_a_run_is_watched() -> None:
    """Tests that a command that ends at once has its code, and memory in thirds."""
    made = watch(["presets"])
    assert made.code == 0
    assert Watched(memory_mb=[1.0, 5.0, 2.0, 3.0, 4.0, 1.0]).thirds == (5.0, 3.0, 4.0)
