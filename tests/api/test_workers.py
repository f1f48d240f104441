"""The processes that answer at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from api.temporary import scratch
from api.workers import Worker

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
