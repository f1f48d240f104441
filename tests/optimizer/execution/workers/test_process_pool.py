"""Processes at hand, and what becomes of them when nobody needs them any more."""

from __future__ import annotations

import pytest

from optimizer.execution.workers import process_pool
from optimizer.execution.workers.dask_task import close_pool, pool_of
from optimizer.execution.workers.job_spec import Ask, packed, unpacked_answer
from optimizer.execution.workers.opening import open_crew
from optimizer.execution.workers.planner_process import Planner, Unwanted
from optimizer.execution.workers.process_pool import Planners
from scenarios import generate

PARCEL = packed(generate("tiny").villages[0], Ask(seed=0, time_limit_s=5.0))


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Planner]:
    """Return every process that is started."""
    known: list[Planner] = []

    class Noted(Planner):
        def __init__(self) -> None:
            super().__init__()
            known.append(self)

    monkeypatch.setattr(process_pool, "Planner", Noted)
    return known


def test_that_a_process_that_is_busy_while_the_others_end_ends_too(started: list[Planner]) -> None:
    """Tests that nobody is left behind by a pool that is closed in the middle of an answer."""
    planners = Planners()

    def wanted() -> bool:
        planners.close()
        return True

    answer = unpacked_answer(planners.answer(PARCEL, 60.0, wanted))
    assert not hasattr(answer, "code"), answer
    assert [planner.alive for planner in started] == [False]


def test_that_whoever_was_started_before_a_fault_ends(
    started: list[Planner], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that where a second process cannot be started, the first one is not left behind."""

    def one_only() -> Planner:
        if started:
            raise OSError("no process left")
        started.append(Planner())
        return started[0]

    monkeypatch.setattr(process_pool, "Planner", one_only)
    with pytest.raises(OSError, match="no process left"), open_crew(workers=2):
        raise AssertionError("it cannot be opened")
    assert [planner.alive for planner in started] == [False]


def test_that_a_closed_pool_starts_nobody(started: list[Planner]) -> None:
    """Tests that who asks too late is told that the plan is not wanted any more."""
    planners = Planners()
    planners.close()
    with pytest.raises(Unwanted):
        planners.answer(PARCEL, 60.0, lambda: True)
    assert started == []


def test_that_a_task_that_comes_after_its_crew_starts_nobody(started: list[Planner]) -> None:
    """Tests that closing a crew's processes holds for tasks that look for them afterwards."""
    close_pool("gone")
    with pytest.raises(Unwanted):
        pool_of("gone").answer(PARCEL, 60.0, lambda: True)
    assert started == []
