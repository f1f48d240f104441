"""Tests of what is taken for the load of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.execution import machine_load
from optimizer.execution.machine_load import others_running


@pytest.fixture
def proc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file in which the system tells how many processes have work now."""
    path = tmp_path / "loadavg"
    monkeypatch.setattr(machine_load, "_PROC", path)
    return path


@pytest.mark.parametrize(
    ("mean", "now", "own", "others"),
    [
        (0.0, 1, 0, 0.0),  # nobody but this process
        (6.5, 3, 2, 0.0),  # a command that has just ended, and this one's own two processes
        (0.1, 9, 0, 0.1),  # many that will be over in a moment
        (5.0, 6, 2, 3.0),  # three others all the while, beside this one and its two
        (5.0, 7, 2, 3.0),
        (5.5, 5, 2, 2.0),
    ],
)
def test_that_only_what_lasts_and_is_there_now_counts(
    mean: float, now: int, own: int, others: float, proc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that neither what has ended nor one's own processes are taken for others."""
    monkeypatch.setattr("os.getloadavg", lambda: (mean, 9.0, 9.0))
    proc.write_text(f"{mean} 9.00 9.00 {now}/321 4711\n")
    assert others_running(own) == pytest.approx(others)


@pytest.mark.parametrize("told", [None, "", "0.00 0.01 0.02", "0.00 0.01 0.02 many/321 4711"])
def test_that_the_mean_counts_where_nobody_tells_of_this_moment(
    told: str | None, proc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that a system without the file has its mean of the last minute."""
    if told is not None:
        proc.write_text(told)
    monkeypatch.setattr("os.getloadavg", lambda: (3.5, 9.0, 9.0))
    assert others_running(2) == pytest.approx(1.5)


def test_that_a_system_that_tells_nothing_has_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that all time is used where no load is known."""
    monkeypatch.delattr("os.getloadavg")
    assert others_running(2) == 0.0
