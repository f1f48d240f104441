from __future__ import annotations

import gc
import os
import signal
import subprocess
import threading
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from distributed import LocalCluster

from optimizer.domain.failure import FailureCode
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Scenario, Village
from optimizer.errors import ClusterError
from optimizer.execution.workers import (
    Executor,
    Failed,
    JobSpec,
    Outcome,
    Planned,
    dask_cluster,
    planner_pool,
)
from optimizer.execution.workers.opening import open_executor
from optimizer.output.response import response
from scenarios import generate
from tests.optimizer.execution.workers import stand_in
from tests.optimizer.hand_made import SCENARIO, SERVED

ROOT = Path(__file__).parents[4]


@pytest.fixture(name="misbehaving")
def _misbehaving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plan in processes that do what the village's id says."""
    monkeypatch.setattr(planner_pool, "PLAN", stand_in.misbehave)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def quick(preset: str) -> Scenario:
    """Return a preset without recruiting: no village of it comes near a time limit."""
    scenario = generate(preset)
    villages = tuple(
        replace(village, rules=village.rules.model_copy(update={"recruiting": False}))
        for village in scenario.villages
    )
    return replace(scenario, villages=villages)


def called(*names: str) -> list[Village]:
    return [replace(SERVED, id=name) for name in names]


def found(
    crew: Executor, villages: Sequence[Village], ask: JobSpec | None = None
) -> dict[str, Outcome]:
    batches = crew.run(villages, ask or JobSpec())
    return {outcome.village.id: outcome for batch in batches for outcome in batch}


def plans(outcomes: dict[str, Outcome]) -> list[VillagePlan]:
    made = [outcome for _, outcome in sorted(outcomes.items())]
    return [outcome.plan for outcome in made if isinstance(outcome, Planned)]


def failures(outcomes: dict[str, Outcome]) -> dict[str, FailureCode]:
    return {
        name: outcome.failure.code
        for name, outcome in outcomes.items()
        if isinstance(outcome, Failed)
    }


@contextmanager
def machines() -> Iterator[str]:
    """Give the address of a scheduler with two workers that know nothing of this process."""
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=False,
        protocol="tcp://",
        host="127.0.0.1",
        dashboard_address=None,
        memory_limit=0,
    ) as cluster:
        yield cluster.scheduler_address


def test_that_the_number_of_workers_changes_nothing() -> None:
    """Tests that one process, two processes and a scheduler by address give the same response."""
    scenario = quick("mountain")
    told = []
    for workers in (1, 2):
        with open_executor(workers=workers) as crew:
            told.append(response(scenario, plans(found(crew, scenario.villages)), {}))
    with machines() as address, open_executor(scheduler=address) as crew:
        told.append(response(scenario, plans(found(crew, scenario.villages)), {}))
    assert told[0] == told[1] == told[2]
    assert len(scenario.villages) == 8


def plan_named(crew: Executor, villages: int, letters: int) -> None:
    """Plan so many villages, each with a name of so many letters."""
    named = (replace(SERVED, id=f"{nth}", name=letters * "n") for nth in range(villages))
    for _ in crew.run(named, JobSpec()):
        pass


def traced(most: int) -> int:
    """Return the bytes in use; Dask has 60 s to let go of the last chunks if they are more."""
    until_s = time.monotonic() + 60
    while (found := tracemalloc.get_traced_memory()[0]) > most and time.monotonic() < until_s:
        time.sleep(0.05)
        gc.collect()
    return found


@pytest.mark.parametrize("workers", [1, 2])
def test_that_no_village_is_kept(workers: int) -> None:
    """Tests that after four times the villages no more is in memory than one of them takes."""
    letters = 500_000
    with open_executor(workers=workers) as crew:
        plan_named(crew, 5, letters)
        tracemalloc.start()
        try:
            plan_named(crew, 10, letters)
            few = traced(letters)
            plan_named(crew, 40, letters)
            assert traced(few + letters) < few + letters
        finally:
            tracemalloc.stop()


@pytest.mark.usefixtures("misbehaving")
@pytest.mark.parametrize("workers", [1, 2])
def test_that_a_village_fails_alone(workers: int) -> None:
    """Tests that an error, a death and a village without end are named, and the others planned."""
    names = [*(f"{nth:02}" for nth in range(9)), "03 breaks", "05 dies", "07 hangs"]
    with open_executor(workers=workers) as crew:
        outcomes = found(crew, called(*sorted(names)), JobSpec(time_limit_s=0.5, grace_s=0.5))
    assert failures(outcomes) == {
        "03 breaks": FailureCode.ERROR,
        "05 dies": FailureCode.LOST,
        "07 hangs": FailureCode.TIME_LIMIT,
    }
    assert sorted(outcomes) == sorted(names)


@pytest.mark.usefixtures("misbehaving")
def test_that_a_failure_says_what_happened() -> None:
    """Tests that the error's words and the signal are in the reason."""
    with open_executor() as crew:
        outcomes = found(crew, called("breaks", "dies"))
    reasons = [o.failure.reason for o in outcomes.values() if isinstance(o, Failed)]
    assert reasons[0] == "ArithmeticError: minus one household"
    assert reasons[1].startswith("its process was killed, mostly for want of memory")


@pytest.mark.usefixtures("misbehaving")
@pytest.mark.parametrize("workers", [1, 2])
def test_that_a_village_that_needs_too_much_memory_fails_alone(workers: int) -> None:
    """Tests that want of memory, in Python and in C++, is named with its remedy, and no other."""
    names = ["1", "2 grows", "3 aborts", "4 fails", "5"]
    with open_executor(workers=workers) as crew:
        outcomes = found(crew, called(*names), JobSpec(memory_bytes=1 << 28))
    assert failures(outcomes) == {
        "2 grows": FailureCode.MEMORY,
        "3 aborts": FailureCode.MEMORY,
        "4 fails": FailureCode.LOST,
    }
    reasons = {name: o.failure.reason for name, o in outcomes.items() if isinstance(o, Failed)}
    assert "--memory-mb" in reasons["2 grows"]
    assert "SIGABRT" in reasons["4 fails"]


@pytest.mark.usefixtures("misbehaving")
@pytest.mark.parametrize("workers", [1, 2])
def test_that_a_killed_process_is_replaced(workers: int) -> None:
    """Tests that a process killed by somebody's hand costs a village nothing but time."""
    seen: dict[str, Outcome] = {}
    with open_executor(workers=workers) as crew:
        for batch in crew.run(called(*(f"slow {nth}" for nth in range(8))), JobSpec()):
            if not seen:
                os.kill(children()[0], signal.SIGKILL)
            seen |= {outcome.village.id: outcome for outcome in batch}
    assert len(plans(seen)) == 8


def children() -> list[int]:
    """Return the processes that this one has started and that run still."""
    mine = Path(f"/proc/{os.getpid()}/task")
    texts = [(task / "children").read_text() for task in mine.iterdir()]
    pids = [int(pid) for text in texts for pid in text.split()]
    return [pid for pid in pids if stand_in.MODULE.encode() in _command(pid)]


def _command(pid: int) -> bytes:
    """Return a process's command line; nothing where it has ended since it was listed."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


@pytest.mark.usefixtures("misbehaving")
@pytest.mark.parametrize("workers", [1, 2])
def test_that_stopping_ends_what_is_under_way(workers: int) -> None:
    """Tests that villages that never come back are given up within two seconds."""
    wanted = threading.Event()
    threading.Timer(1.0, wanted.set).start()
    with open_executor(workers=workers) as crew:
        assert found_until(crew, called("hangs 1", "hangs 2", "hangs 3"), wanted) == []
        wanted_s = time.monotonic()
        # One may be idle; it has not begun with any village.
        while len(children()) >= workers and time.monotonic() < wanted_s + 10:
            time.sleep(0.05)
        assert len(children()) < workers
    assert children() == []


def found_until(crew: Executor, villages: list[Village], end: threading.Event) -> list[Outcome]:
    return [o for batch in crew.run(villages, JobSpec(), stop=end.is_set) for o in batch]


def test_that_a_crew_serves_again_and_several_at_once() -> None:
    """Tests that two threads may run one crew, and that it is there for a third time."""
    with open_executor(workers=2) as crew:
        told: list[int] = []

        def ask() -> None:
            told.append(len(found(crew, called("a", "b", "c"))))

        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        ask()
    assert told == [3, 3, 3]


def test_that_villages_are_taken_as_they_are_needed() -> None:
    """Tests that an endless province is not read to its end, and leaving ends the processes."""

    def endless() -> Iterator[Village]:
        while True:
            taken.append(1)
            yield SERVED

    taken: list[int] = []
    with open_executor(workers=2) as crew:
        running = crew.run(endless(), JobSpec())
        next(iter(running))
        assert len(taken) <= 64


def test_that_nothing_listens_to_others() -> None:
    """Tests that no port of this process is open to other machines while it plans."""
    with open_executor(workers=2) as crew:
        assert len(found(crew, SCENARIO.villages)) == 2
        opened = subprocess.run(["ss", "-ltnpH"], capture_output=True, text=True, check=True)
        mine = [
            line.split()[3] for line in opened.stdout.splitlines() if f"pid={os.getpid()}," in line
        ]
    assert [place for place in mine if not place.startswith("127.0.0.1:")] == []


def test_that_a_wrong_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a scheduler which does not answer is an error with its address."""
    monkeypatch.setattr(dask_cluster, "_MACHINES_WITHIN_S", 2.0)
    told = pytest.raises(ClusterError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9;")
    with told, open_executor(scheduler="tcp://127.0.0.1:9"):
        pytest.fail("opened")
