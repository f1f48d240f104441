"""Processes at hand, and what becomes of them when nobody needs them any more."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from multiprocessing import Pipe

import pytest

from optimizer.execution.workers import local_executor, planner_pool
from optimizer.execution.workers.call import Call
from optimizer.execution.workers.call_loop import answer_calls
from optimizer.execution.workers.dask_task import close_pool, pool_of
from optimizer.execution.workers.opening import open_executor
from optimizer.execution.workers.process_pool import ProcessPool
from optimizer.execution.workers.process_start import FreshProcess, StartedProcess
from optimizer.execution.workers.worker_process import OutOfMemory, ProcessLost, TooLate, Unwanted

_LONG_S = 60.0
_LIBRARY = "optimizer.execution.workers.call"


class RefusalError(Exception):
    """A fault that its own constructor cannot make again from what was pickled."""

    def __init__(self, number: int, *, text: str) -> None:
        super().__init__(f"{number} {text}")


def refuse() -> None:
    raise RefusalError(1, text="told")


def fail(*args: object) -> None:
    raise LookupError(*args)


def no_parcel() -> object:
    return lambda: None


@pytest.fixture(name="started")
def _started() -> list[StartedProcess]:
    """Return every process that is started through ``start``."""
    return []


@pytest.fixture(name="pool")
def _pool(started: list[StartedProcess], monkeypatch: pytest.MonkeyPatch) -> Iterator[ProcessPool]:
    # A process finds the functions of this file by their names.
    monkeypatch.setenv("PYTHONPATH", str(os.path.realpath(f"{__file__}/../../../../..")))
    with closing(ProcessPool(partial(start, started))) as pool:
        yield pool


def start(started: list[StartedProcess]) -> StartedProcess:
    started.append(FreshProcess(_LIBRARY))
    return started[-1]


def ended(started: list[StartedProcess]) -> list[bool]:
    return [process.exit_code() is not None for process in started]


def test_that_any_function_is_carried_out_and_its_fault_raised(
    pool: ProcessPool, started: list[StartedProcess]
) -> None:
    """Tests that one process answers call after call, also after one that has raised."""
    assert pool.ask(Call(divmod, (7, 2)), _LONG_S) == (3, 1)
    with pytest.raises(LookupError, match="nowhere"):
        pool.ask(Call(fail, ("nowhere",)), _LONG_S)
    with pytest.raises(RuntimeError, match="1 told"):
        pool.ask(Call(refuse), _LONG_S)
    with pytest.raises(RuntimeError, match="lambda"):
        pool.ask(Call(no_parcel), _LONG_S)
    assert pool.ask(Call(sorted, ([2, 1],), {"reverse": True}), _LONG_S) == [2, 1]
    assert len(started) == 1


def test_that_processes_killed_while_idle_cost_nobody_anything(
    pool: ProcessPool, started: list[StartedProcess]
) -> None:
    """Tests that whoever asks next has an answer, of a new process."""
    pids = {pool.ask(Call(os.getpid), _LONG_S)}
    os.kill(started[0].pid, signal.SIGKILL)
    assert started[0].exit_code(_LONG_S) == -signal.SIGKILL
    pids.add(pool.ask(Call(os.getpid), _LONG_S))
    assert len(pids) == 2
    assert ended(started) == [True, False]


def test_that_each_end_of_a_process_is_named(
    pool: ProcessPool, started: list[StartedProcess]
) -> None:
    """Tests that death, want of memory, lateness and a change of mind are told apart."""
    with pytest.raises(ProcessLost, match="with code 3"):
        pool.ask(Call(os._exit, (3,)), _LONG_S)
    with pytest.raises(OutOfMemory):
        pool.ask(Call(bytes, (1 << 40,), memory_bytes=1 << 28), _LONG_S)
    with pytest.raises(TooLate, match=r"within 0\.1 s"):
        pool.ask(Call(time.sleep, (600,)), 0.1)
    over = threading.Event()
    threading.Timer(0.2, over.set).start()
    with pytest.raises(Unwanted):
        pool.ask(Call(time.sleep, (600,)), _LONG_S, lambda: not over.is_set())
    assert ended(started) == [True] * 4


def test_that_a_call_is_tried_as_often_as_asked(
    pool: ProcessPool, started: list[StartedProcess]
) -> None:
    """Tests that a call that costs every process its life gives up after so many."""
    with pytest.raises(ProcessLost):
        pool.ask(Call(os._exit, (3,)), _LONG_S, tries=2)
    assert len(started) == 2


def test_that_an_interrupted_call_leaves_no_process_with_its_answer(
    pool: ProcessPool, started: list[StartedProcess]
) -> None:
    """Tests that whoever asks next is not given the answer to another call."""

    def interrupted() -> bool:
        raise KeyboardInterrupt

    assert pool.ask(Call(sum, ((1, 2),)), _LONG_S) == 3  # it has loaded its libraries
    with pytest.raises(KeyboardInterrupt):
        pool.ask(Call(time.sleep, (0.3,)), _LONG_S, interrupted)
    assert pool.ask(Call(sum, ((1, 3),)), _LONG_S) == 4
    assert ended(started) == [True, False]


def test_that_a_process_that_is_busy_while_the_others_end_ends_too(
    pool: ProcessPool, started: list[StartedProcess]
) -> None:
    """Tests that nobody is left behind by a pool that is closed in the middle of an answer."""

    def wanted() -> bool:
        pool.close()
        return True

    assert pool.ask(Call(time.sleep, (0.2,)), _LONG_S, wanted) is None
    assert ended(started) == [True]


def test_that_whoever_was_started_before_a_fault_ends(
    started: list[StartedProcess], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that where a second process cannot be started, the first one is not left behind."""

    def one_only() -> StartedProcess:
        if started:
            raise OSError("no process left")
        return start(started)

    monkeypatch.setattr(local_executor, "planner_pool", lambda: ProcessPool(one_only))
    with pytest.raises(OSError, match="no process left"), open_executor(workers=2):
        raise AssertionError("it cannot be opened")
    assert ended(started) == [True]


def test_that_a_closed_pool_starts_nobody(pool: ProcessPool, started: list[StartedProcess]) -> None:
    """Tests that who asks too late is told that the answer is not wanted any more."""
    pool.close()
    with pytest.raises(Unwanted):
        pool.ask(Call(sum, ((1, 2),)), _LONG_S)
    assert started == []


def test_that_a_task_that_comes_after_its_crew_starts_nobody(
    started: list[StartedProcess], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that closing a crew's processes holds for tasks that look for them afterwards."""
    monkeypatch.setattr(planner_pool, "FreshProcess", lambda _: start(started))
    close_pool("gone")
    with pytest.raises(Unwanted):
        pool_of("gone").ask(Call(sum, ((1, 2),)), _LONG_S)
    assert started == []


def test_that_a_process_whose_parent_was_killed_ends_quietly() -> None:
    """Tests that an answer that nobody waits for any more is no fault."""
    ours, theirs = Pipe()
    ours.close()
    with theirs:
        answer_calls(theirs)
