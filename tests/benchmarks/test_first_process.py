from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks import first_process
from benchmarks.first_process import MODULE, Held
from optimizer.input.folder import read_scenario
from optimizer.output.summary.summary_table import read_summary_table


def test_that_alike_villages_are_planned_at_once(tmp_path: Path) -> None:
    """Tests that all are drawn, run over in a process of its own, and in the result."""
    first_process.write(11, tmp_path / "in")
    assert len(read_scenario(tmp_path / "in").villages) == 11
    folders = [str(tmp_path / "in"), str(tmp_path / "out")]
    said = subprocess.run(
        [sys.executable, "-m", MODULE, "inside", *folders, "alone"], check=True, capture_output=True
    )
    assert b'"villages":11' in said.stdout
    rows = list(read_summary_table(tmp_path / "out" / "villages.parquet"))
    assert len(rows) == 11
    assert all(row.recruits_needed for row in rows)


def test_that_growth_is_of_a_village() -> None:
    """Tests that 1 MB more for 1,024 villages more is 1,024 bytes a village."""
    sizes = [Held(1024, 9, 9, 9, 100, 1.0), Held(2048, 9, 9, 9, 101, 1.0)]
    (*_, column, _) = first_process.held_table(sizes).columns
    assert list(column.cells) == ["", "1,024"]
