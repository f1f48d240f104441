"""Machines of one's own that are cut off, killed, or have another version of the program."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from threading import Timer

import pytest

from optimizer.domain.scenario import Village
from optimizer.errors import ClusterError
from optimizer.execution.workers import Executor, JobSpec, Planned, dask_cluster, dask_machines
from optimizer.execution.workers.opening import open_executor
from tests.optimizer.execution.workers.dask_processes import Cluster, cluster, send
from tests.optimizer.hand_made import SERVED

VILLAGES = 12


@pytest.fixture(name="dask")
def _dask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """A scheduler, and shorter patience with machines that do not answer."""
    monkeypatch.setattr(dask_machines, "_ANSWER_S", 3.0)
    monkeypatch.setattr(dask_cluster, "_MACHINES_WITHIN_S", 5.0)
    with cluster(tmp_path) as dask:
        yield dask


def villages(count: int = VILLAGES) -> list[Village]:
    return [replace(SERVED, id=f"{nth:02}") for nth in range(count)]


def planned(crew: Executor, count: int = VILLAGES) -> list[str]:
    found = [outcome for batch in crew.run(villages(count), JobSpec()) for outcome in batch]
    return sorted(outcome.village.id for outcome in found if isinstance(outcome, Planned))


ALL = [village.id for village in villages()]


def test_that_a_run_starts_without_a_machine_that_does_not_answer(dask: Cluster) -> None:
    """Tests that a stopped worker that its scheduler still counts on costs a while, no more."""
    dask.add()
    send(dask.add(), signal.SIGSTOP)
    with open_executor(scheduler=dask.address) as crew:
        assert planned(crew) == ALL


def test_that_a_run_starts_though_a_machine_is_lost_while_it_is_asked(dask: Cluster) -> None:
    """Tests that a connection that breaks off is no fault of the program on that machine."""
    dask.add()
    lost = dask.add()
    send(lost, signal.SIGSTOP)
    Timer(1.0, send, (lost, signal.SIGKILL)).start()
    with open_executor(scheduler=dask.address) as crew:
        assert planned(crew) == ALL


def test_that_no_machine_that_answers_is_told(dask: Cluster) -> None:
    """Tests that a run with nobody left says so, and what to look at."""
    send(dask.add(), signal.SIGSTOP)
    told = pytest.raises(ClusterError, match=f"no worker of the scheduler at {dask.address} answ")
    with told, open_executor(scheduler=dask.address):
        pytest.fail("opened")


@pytest.mark.parametrize("word", [signal.SIGKILL, signal.SIGSTOP])
def test_that_a_machine_that_is_lost_in_the_middle_costs_nothing_else(
    dask: Cluster, word: signal.Signals
) -> None:
    """Tests that what was under way on a worker that is killed or stopped is planned elsewhere."""
    dask.add()
    lost, seen = dask.add(), list[str]()
    with open_executor(scheduler=dask.address) as crew:
        for batch in crew.run(villages(60), JobSpec()):
            if not seen:
                send(lost, word)
            seen += [outcome.village.id for outcome in batch if isinstance(outcome, Planned)]
    assert sorted(seen) == [village.id for village in villages(60)]


@pytest.mark.parametrize(
    ("theirs", "words"), [("0.0.9", "has liengia 0.0.9, this is"), (None, "has no liengia")]
)
def test_that_a_machine_with_another_program_is_named(
    dask: Cluster, theirs: str | None, words: str
) -> None:
    """Tests that a worker with another version, or none, is refused at the start by its address."""
    dask.add()
    dask.add(theirs)
    told = pytest.raises(ClusterError, match=rf"the worker tcp://127\.0\.0\.1:\d+ {words}")
    with told as found, open_executor(scheduler=dask.address):
        pytest.fail("opened")
    assert version("liengia") in str(found.value)


def test_that_a_machine_with_another_program_that_joins_later_is_named(dask: Cluster) -> None:
    """Tests that nobody plans with another version because it was not there at the start."""
    first = dask.add()
    told = pytest.raises(ClusterError, match=r"the worker \S+ has liengia 0\.0\.9")
    with open_executor(scheduler=dask.address) as crew:
        assert planned(crew) == ALL
        dask.add("0.0.9")
        send(first, signal.SIGKILL)
        with told:
            planned(crew)
