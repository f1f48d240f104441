"""The processes that answer at once."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from api.auth import OPEN_TENANT
from api.metrics import Metrics
from api.temporary import scratch
from api.workers import Worker, Workers

_PROGRAM = """
import time
from api.workers import Worker
if __name__ == "__main__":
    worker = Worker()
    worker.ask((time.sleep, (0,), {}), 60.0)
    print(worker._process.pid, flush=True)
    worker.ask((time.sleep, (600,), {}), 600.0)
"""
_WAIT_S = 30.0
_START_S = 120.0


def test_that_a_process_ends_with_its_service(tmp_path: Path) -> None:
    """Tests that a service that is killed leaves nobody behind who goes on with a plan."""
    program = tmp_path / "service.py"
    program.write_text(_PROGRAM)
    with subprocess.Popen(
        [sys.executable, str(program)], stdout=subprocess.PIPE, text=True
    ) as service:
        assert service.stdout is not None
        busy = Path("/proc") / service.stdout.readline().strip()
        assert busy.exists()
        service.kill()
    until_s = time.monotonic() + _WAIT_S
    while busy.exists() and "(zombie)" not in _status(busy) and time.monotonic() < until_s:
        time.sleep(0.05)
    assert not busy.exists() or "(zombie)" in _status(busy)


def test_that_a_process_that_is_killed_leaves_no_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that what was sent to a process is gone once another has taken its place."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    worker = Worker()
    try:
        with pytest.raises(ChildProcessError):
            worker.ask((_die_with_a_file, (tmp_path,), {}), _START_S)
        assert [path.name for path in tmp_path.iterdir()] == ["was-sent"]
    finally:
        worker.close()


def test_that_processes_end_at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a service that ends leaves no process, no file, and nobody who waits."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    marks = [tmp_path / "one", tmp_path / "two"]

    async def ended() -> list[object]:
        workers = Workers(2, spare=1, seconds=600.0, waiting=2, metrics=Metrics())
        await workers.start()
        asked = [
            asyncio.create_task(workers.run(OPEN_TENANT, _wait_with_a_file, mark)) for mark in marks
        ]
        await asyncio.to_thread(_wait_for, marks)
        workers.close()
        return list(await asyncio.gather(*asked, return_exceptions=True))

    before = set(multiprocessing.active_children())
    answers = asyncio.run(ended())
    assert [getattr(answer, "code", answer) for answer in answers] == ["WORKER_ENDED"] * 2
    assert set(multiprocessing.active_children()) <= before
    assert sorted(tmp_path.iterdir()) == marks


def _wait_for(marks: Sequence[Path]) -> None:
    until_s = time.monotonic() + _START_S
    while not all(mark.exists() for mark in marks) and time.monotonic() < until_s:
        time.sleep(0.05)


def _wait_with_a_file(mark: Path) -> None:
    with scratch() as folder:
        (folder / "sent.csv").write_text("id")
        mark.touch()
        time.sleep(600)


def _die_with_a_file(beside: Path) -> None:
    with scratch() as folder:
        (folder / "sent.csv").write_text("id")
        (beside / "was-sent").touch()
        os.kill(os.getpid(), signal.SIGKILL)


def _status(process: Path) -> str:
    try:
        return (process / "status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return ""
