"""Temporary files of a service: gone when done, found when their process was killed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from api.http.temporary_files import PREFIX, remove_stale, scratch
from tests.api.client import running

_PROGRAM = """
import time
from api.http.temporary_files import scratch
with scratch() as folder:
    (folder / "sent.csv").write_text("id")
    print(folder, flush=True)
    time.sleep(600)
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for the temporary files of this process and of those that it starts."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def left_behind() -> Path:
    """Return the folder of a process that was killed while it used it."""
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        assert remove_stale() == 0  # it is in use
        assert (folder / "sent.csv").exists()
        process.kill()
    return folder


def test_that_a_service_removes_what_killed_ones_have_left(tmp_path: Path) -> None:
    """Tests that what was sent to a process that was killed is gone at the next start."""
    folder = left_behind()
    assert folder.exists()
    with running(f"sqlite:///{tmp_path / 'db'}"):
        assert not folder.exists()


def test_that_nobody_elses_files_are_removed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that other names, links, files, other users' folders and those in use stay."""
    stale, other, linked = (place / name for name in (f"{PREFIX}a", "liengia-b", "linked"))
    for folder in (stale, other, linked):
        folder.mkdir()
    (place / f"{PREFIX}link").symlink_to(linked, target_is_directory=True)
    (place / f"{PREFIX}file").touch()
    with scratch() as used:
        mine = os.getuid()
        monkeypatch.setattr(os, "getuid", lambda: mine + 1)
        assert remove_stale() == 0
        monkeypatch.setattr(os, "getuid", lambda: mine)
        assert remove_stale() == 1
        assert used.exists()
    names = {path.name for path in place.iterdir()}
    assert names == {"liengia-b", "linked", f"{PREFIX}link", f"{PREFIX}file"}


def test_that_a_folder_taken_for_stale_is_made_anew(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that a start that comes between the making of a folder and its lock does no harm."""
    make, made = tempfile.mkdtemp, []

    def make_and_lose(prefix: str) -> str:
        made.append(make(prefix=prefix))
        if len(made) == 1:
            assert remove_stale() == 1
        return made[-1]

    monkeypatch.setattr("api.http.temporary_files.mkdtemp", make_and_lose)
    with scratch() as folder:
        assert [str(folder)] == made[1:]
        assert folder.exists()
    assert list(place.iterdir()) == []


def test_that_sockets_of_a_killed_service_are_found(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that what multiprocessing has made is removed once its process was killed."""
    place = tmp_path_factory.getbasetemp() / "s"  # short, as paths of sockets must be
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    monkeypatch.setenv("TMPDIR", str(place))
    program = (
        "import time\n"
        "from multiprocessing.util import get_temp_dir\n"
        "from api.http.temporary_files import keep_sockets\n"
        "keep_sockets()\n"
        "print(get_temp_dir(), flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        assert list(place.iterdir()) == [folder]
        assert remove_stale() == 0  # it is in use
        process.kill()
    assert remove_stale() == 1
    assert not folder.exists()
