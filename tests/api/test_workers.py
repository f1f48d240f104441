"""The processes that answer at once."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

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


def _status(process: Path) -> str:
    try:
        return (process / "status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return ""
