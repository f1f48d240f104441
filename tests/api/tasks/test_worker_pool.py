"""The processes that answer at once."""

from __future__ import annotations

import asyncio
import errno
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from api.auth.keys import OPEN_TENANT
from api.http.errors import ServiceError
from api.http.metrics import Metrics
from api.http.temporary_files import scratch
from api.tasks.worker_pool import TaskLimits, Workers
from api.tasks.worker_start import start_worker
from optimizer.execution.workers.call import Call
from optimizer.execution.workers.memory_limit import is_want_of_memory
from optimizer.execution.workers.process_pool import ProcessPool
from optimizer.execution.workers.worker_process import ProcessLost, TooLate

_PROGRAM = """
import os, time
from api.tasks.worker_start import start_worker
from optimizer.execution.workers.call import Call
from optimizer.execution.workers.process_pool import ProcessPool
if __name__ == "__main__":
    pool = ProcessPool(start_worker)
    print(pool.ask(Call(os.getpid), 60.0), flush=True)
    pool.ask(Call(time.sleep, (600,)), 600.0)
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

    async def asked() -> list[Path]:
        workers = Workers(1, TaskLimits(600.0, 600.0, 2), Metrics(), spare=1)
        await workers.start()
        try:
            with pytest.raises(ServiceError, match="ended"):
                await workers.run(OPEN_TENANT, _die_with_a_file, tmp_path)
            return await asyncio.to_thread(lambda: list(tmp_path.rglob("*")))
        finally:
            workers.close()

    left = {path.name for path in asyncio.run(asked())}
    assert "was-sent" in left
    assert "sent.csv" not in left


def test_that_processes_end_at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a service that ends leaves no process, no file, and nobody who waits."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    marks = [tmp_path / "one", tmp_path / "two"]

    async def ended() -> list[object]:
        workers = Workers(2, TaskLimits(600.0, 600.0, 2), Metrics(), spare=1)
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


@pytest.mark.parametrize("way", ["grows", "aborts"])
def test_that_want_of_memory_is_told_as_such(way: str) -> None:
    """Tests that who asks for too much is told the limit, and the process after it works."""

    async def asked() -> list[object]:
        workers = Workers(1, TaskLimits(600.0, 600.0, 4, 1 << 28), Metrics(), spare=1)
        await workers.start()
        try:
            tasks = (
                workers.run(OPEN_TENANT, _take_all, way),
                workers.run(OPEN_TENANT, sum, (1, 2)),
            )
            return list(await asyncio.gather(*tasks, return_exceptions=True))
        finally:
            workers.close()

    refused, answered = asyncio.run(asked())
    assert isinstance(refused, ServiceError)
    assert (refused.code, refused.status_code) == ("OUT_OF_MEMORY", 413)
    assert refused.params == {"limit_mb": 256}
    assert answered == 3


def test_that_a_process_that_aborts_for_another_reason_is_no_matter_of_memory() -> None:
    """Tests that a library that gives up with another word leaves the caller free to try again."""
    with closing(ProcessPool(start_worker)) as pool:
        with pytest.raises(ProcessLost, match="SIGABRT"):
            pool.ask(Call(_take_all, ("fails",)), _START_S)
        assert pool.ask(Call(sum, ((1, 2),)), _START_S) == 3


def test_that_loading_libraries_is_not_the_time_of_a_task() -> None:
    """Tests that a process which has just taken another's place has its task's whole time."""
    with closing(ProcessPool(start_worker)) as pool:
        with pytest.raises(TooLate):
            pool.ask(Call(time.sleep, (600,)), 0.1)
        assert pool.ask(Call(sum, ((1, 2),)), 0.2) == 3


@pytest.mark.parametrize(
    ("fault", "wanting"),
    [
        (MemoryError(), True),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), True),
        (ImportError("libgdal.so: failed to map segment from shared object"), True),
        (OSError(errno.ENOENT, "No such file"), False),
        (ImportError("no such module"), False),
        (ValueError("MemoryError"), False),
    ],
    ids=str,
)
def test_that_want_of_memory_has_many_names(fault: Exception, wanting: bool) -> None:  # noqa: FBT001 - a table
    """Tests that it is recognised also where another fault was made of it."""
    assert is_want_of_memory(fault) is wanting
    wrapped = RuntimeError("a library's own")
    wrapped.__cause__ = fault
    assert is_want_of_memory(wrapped) is wanting


def test_that_reading_has_a_time_of_its_own() -> None:
    """Tests that what only reads is ended sooner than what plans, with the limit named."""

    async def asked() -> list[object]:
        workers = Workers(1, TaskLimits(600.0, 0.2, 4), Metrics(), spare=1)
        await workers.start()
        try:
            tasks = (
                workers.read(OPEN_TENANT, time.sleep, 600),
                workers.run(OPEN_TENANT, time.sleep, 0.4),
            )
            return list(await asyncio.gather(*tasks, return_exceptions=True))
        finally:
            workers.close()

    refused, answered = asyncio.run(asked())
    assert isinstance(refused, ServiceError)
    assert (refused.code, refused.params) == ("READING_TOO_LONG", {"limit": 0.2})
    assert answered is None


def _take_all(way: str) -> None:
    if way == "grows":
        taken = [bytes(1 << 24) for _ in range(1 << 20)]
        raise AssertionError(len(taken))
    words = {"aborts": b"what():  std::bad_alloc", "fails": b"Check failed: arc < num_arcs"}
    os.write(2, words[way] + b"\n")
    os.abort()


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
