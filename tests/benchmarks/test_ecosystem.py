"""Tests of the trials of generated clients, without any of the generators."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks import ecosystem
from benchmarks.ecosystem import CALLERS, Trial, Workbench, trials


def test_that_a_program_that_fails_says_so(tmp_path: Path) -> None:
    """Tests that the end of what was said is told, and no failure passes for a success."""
    bench = Workbench(tmp_path)
    assert bench.run(sys.executable, "-c", "print('made')") == "made\n"
    with pytest.raises(RuntimeError, match="two; three"):
        bench.run(sys.executable, "-c", "import sys; sys.exit('one\\ntwo\\nthree')")


def test_that_one_failure_keeps_no_other_program_from_its_trial(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that what failed and what did not both have their row."""

    def fails(bench: Workbench, _address: str) -> str:
        return bench.run(sys.executable, "-c", "raise SystemExit('broken')")

    def works(_bench: Workbench, address: str) -> str:
        return f"called {address}"

    monkeypatch.setattr(ecosystem, "TRIALS", {"first": fails, "second": works})
    assert list(trials(Workbench(tmp_path), "here")) == [
        Trial("first", "", "broken"),
        Trial("second", "called here"),
    ]


def test_that_every_caller_is_laid_beside_its_client(tmp_path: Path) -> None:
    """Tests that the callers are there, and lose the ending that hides them from our checks."""
    bench = Workbench(tmp_path)
    callers = sorted(path.name for path in CALLERS.iterdir() if path.suffix in {".txt", ".ts"})
    assert len(callers) == 4
    for caller in callers:
        laid = bench.lay(caller, ".")
        assert (tmp_path / laid).read_text(encoding="utf-8") == (CALLERS / caller).read_text(
            encoding="utf-8"
        )
        assert not laid.endswith(".txt")
