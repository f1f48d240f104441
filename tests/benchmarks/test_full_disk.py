"""The full disk, on villages that take a moment each; without a mount no file may grow instead.

What a trial does where nothing may be mounted is tried everywhere: the command refuses.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks import full_disk
from benchmarks.cases import Size
from benchmarks.full_disk import by_uploads, in_the_middle, runs, small_disk
from benchmarks.service_faults import body

SMALL = Size(1, 40, 5)


@pytest.fixture(name="refused", params=["/bin/false", "/no/such/command"])
def _refused(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to mount anything, or have no command that could."""
    monkeypatch.setattr(full_disk, "_MOUNT", request.param)


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


def test_that_a_run_outlives_files_that_may_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that one case is tried without a mount, and of the others is said that they are not."""
    monkeypatch.setattr(full_disk, "_MOUNT", "/bin/false")
    trial = runs(body(2, SMALL), cases=[("out.json", 0), ("b.json", 4096), ("c", 0)])
    assert (trial.wrong, "no mount" in trial.name) == ([], True)
    assert [" ".join(figure.split()[:3]) for figure in trial.figures] == [
        "out.json, 1024 bytes:",
        "b.json: not tried",
        "c: not tried",
    ]


@pytest.mark.usefixtures("refused")
def test_that_uploads_fill_no_common_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that no service is started where nothing may be mounted, and that it is said."""
    monkeypatch.delattr(full_disk, "service_on")
    trial = by_uploads(b"")
    assert (trial.wrong, trial.figures) == ([], ["not tried"])


@pytest.mark.usefixtures("refused")
def test_that_what_could_not_be_mounted_is_not_let_go() -> None:
    """Tests that the folder is a common one, and gone afterwards."""
    with small_disk("1m") as disk:
        assert (disk.mounted, disk.place.is_mount()) == (False, False)
    assert not disk.place.exists()


def test_that_a_small_disk_is_gone_afterwards() -> None:
    """Tests that a mounted disk takes what it has room for, gives it back, and is let go."""
    with small_disk("1m") as disk:
        free = os.statvfs(disk.place).f_bavail
        if disk.mounted:
            with disk.filled(8192):
                now = os.statvfs(disk.place)
                page = now.f_frsize
                assert now.f_bavail * page == -(-8192 // page) * page
            assert os.statvfs(disk.place).f_bavail == free
        place = disk.place
    assert not place.exists()
    assert str(place) not in Path("/proc/mounts").read_text(encoding="utf-8")
