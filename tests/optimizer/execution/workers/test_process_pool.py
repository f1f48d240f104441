"""Processes at hand, and what becomes of them when nobody needs them any more."""

from __future__ import annotations

import pytest

from optimizer.execution.workers import process_pool
from optimizer.execution.workers.dask_task import close_pool, pool_of
from optimizer.execution.workers.job_spec import JobSpec, pack_village, unpack_outcome
from optimizer.execution.workers.opening import open_executor
from optimizer.execution.workers.planner_process import PlannerProcess, PlanUnwanted
from optimizer.execution.workers.process_pool import PlannerPool
from scenarios import generate

PARCEL = pack_village(generate("tiny").villages[0], JobSpec(seed=0, time_limit_s=5.0))


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[PlannerProcess]:
    """Return every process that is started."""
    known: list[PlannerProcess] = []

    class Noted(PlannerProcess):
        def __init__(self) -> None:
            super().__init__()
            known.append(self)

    monkeypatch.setattr(process_pool, "PlannerProcess", Noted)
    return known


def test_that_a_process_that_is_busy_while_the_others_end_ends_too(
    started: list[PlannerProcess],
) -> None:
    """Tests that nobody is left behind by a pool that is closed in the middle of an answer."""
    planners = PlannerPool()

    def wanted() -> bool:
        planners.close()
        return True

    answer = unpack_outcome(planners.answer(PARCEL, 60.0, wanted))
    assert not hasattr(answer, "code"), answer
    assert [planner.alive for planner in started] == [False]


def test_that_whoever_was_started_before_a_fault_ends(
    started: list[PlannerProcess], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that where a second process cannot be started, the first one is not left behind."""

    def one_only() -> PlannerProcess:
        if started:
            raise OSError("no process left")
        started.append(PlannerProcess())
        return started[0]

    monkeypatch.setattr(process_pool, "PlannerProcess", one_only)
    with pytest.raises(OSError, match="no process left"), open_executor(workers=2):
        raise AssertionError("it cannot be opened")
    assert [planner.alive for planner in started] == [False]


def test_that_a_closed_pool_starts_nobody(started: list[PlannerProcess]) -> None:
    """Tests that who asks too late is told that the plan is not wanted any more."""
    planners = PlannerPool()
    planners.close()
    with pytest.raises(PlanUnwanted):
        planners.answer(PARCEL, 60.0, lambda: True)
    assert started == []


def test_that_a_task_that_comes_after_its_crew_starts_nobody(started: list[PlannerProcess]) -> None:
    """Tests that closing a crew's processes holds for tasks that look for them afterwards."""
    close_pool("gone")
    with pytest.raises(PlanUnwanted):
        pool_of("gone").answer(PARCEL, 60.0, lambda: True)
    assert started == []
