"""The full disk, on villages that take a moment each; without a mount no file may grow instead."""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.cases import Size
from benchmarks.full_disk import by_uploads, in_the_middle, runs, small_disk
from benchmarks.service_faults import body

SMALL = Size(1, 40, 5)


def test_that_a_service_outlives_a_full_disk() -> None:
    """Tests that a job goes on after a full disk, and what was answered 2xx is there."""
    trial = in_the_middle(body(8, SMALL, "slow-"), 1.0, workers=1)
    assert trial.wrong == []
    uploads = by_uploads(body(8, SMALL), workers=1)
    assert uploads.wrong == []
    assert len(uploads.figures) in {1, 3}


def test_that_a_run_outlives_a_full_disk() -> None:
    """Tests that a run that finds no room says so, and the same command goes on with room."""
    trial = runs(body(6, SMALL), cases=[("out.json", 0)])
    assert (trial.wrong, len(trial.figures)) == ([], 1)


def test_that_a_small_disk_is_gone_afterwards() -> None:
    """Tests that a mounted disk takes what it has room for, gives it back, and is let go."""
    with small_disk("1m") as disk:
        free = os.statvfs(disk.place).f_bavail
        if disk.mounted:
            with disk.filled(8192):
                assert os.statvfs(disk.place).f_bavail == 2
            assert os.statvfs(disk.place).f_bavail == free
        place = disk.place
    assert not place.exists()
    assert str(place) not in Path("/proc/mounts").read_text(encoding="utf-8")
