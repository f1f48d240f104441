"""What a search may spend: processor time, and the clock as a last cap."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from optimizer.domain.search_limits import CLOCK_TIMES, SearchLimits
from optimizer.execution.workers.job_spec import JobSpec


def test_that_waiting_spends_nothing_and_computing_does() -> None:
    """Tests that a process that gets no processor keeps its time."""
    limits = SearchLimits.lasting(0.2)
    time.sleep(0.3)
    assert not limits.over
    while time.process_time() <= limits.deadline_s:
        pass
    assert limits.over
    assert limits.left_s == 0


def test_that_the_clock_ends_it_in_the_end() -> None:
    """Tests that a process that never gets a processor is given up."""
    limits = replace(SearchLimits.lasting(1000.0), clock_s=time.monotonic() - 1)
    assert limits.over
    assert (limits.left_s, limits.wall_s) == (0, 0)


def test_that_a_share_is_of_what_is_left_and_never_more() -> None:
    """Tests that no part of a search may outlast the whole."""
    limits = SearchLimits.lasting(100.0, seed=7)
    half = limits.share(0.5)
    assert half.left_s == pytest.approx(50, abs=1)
    assert half.within(1000.0).deadline_s == half.deadline_s
    assert (half.seed, half.clock_s) == (7, limits.clock_s)


def test_that_a_slow_process_tells_a_solver_a_longer_time() -> None:
    """Tests that a process with a third of a processor gives its solvers three times as long."""
    limits = SearchLimits.lasting(10.0)
    now_s, clock_s = time.process_time(), time.monotonic()
    third = replace(limits, begun_s=now_s - 10, begun_clock_s=clock_s - 30)
    alone = replace(limits, begun_s=now_s - 10, begun_clock_s=clock_s - 10)
    starved = replace(limits, begun_s=now_s - 1, begun_clock_s=clock_s - 1000)
    assert third.wall_s == pytest.approx(30, rel=0.1)
    assert alone.wall_s == pytest.approx(10, rel=0.1)
    assert starved.wall_s <= CLOCK_TIMES * 10


def test_that_a_process_is_not_ended_before_the_planner_gives_up() -> None:
    """Tests that the parent waits longer than the planner's own last cap."""
    assert JobSpec(time_limit_s=10.0).wall_s > CLOCK_TIMES * 10
