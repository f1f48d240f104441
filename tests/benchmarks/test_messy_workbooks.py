"""Workbooks as people leave them, in small numbers: `benchmarks.messy_workbooks` makes 2,000."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from benchmarks.messy_workbooks import try_workbook


def test_that_no_number_or_id_changes_silently(tmp_path: Path) -> None:
    """Tests that sixty messy workbooks are read as they were, refused, or noted."""
    (tmp_path / "scenario.yaml").write_text("coordinates: lonlat\n", encoding="utf-8")
    found = {seed: try_workbook(tmp_path, seed) for seed in range(60)}
    silent = {seed: one.done for seed, one in found.items() if one.result == "changed silently"}
    assert silent == {}
    counted = Counter(one.result for one in found.values())
    assert counted["read"] > 20
    assert counted["refused"] + counted["noted"] > 10
