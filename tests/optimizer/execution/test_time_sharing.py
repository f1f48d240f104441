from __future__ import annotations

import time
from dataclasses import replace

import pytest

from optimizer.domain.scenario import Scenario, Village
from optimizer.domain.village_source import VillageSource, held_source
from optimizer.execution.effort_steps import HURRIED, Step, shared_steps
from optimizer.execution.time_sharing import (
    UNPLANNED,
    RunClock,
    TimeSharing,
    share_time,
    stated_s,
)
from optimizer.execution.workers import JobSpec
from tests.optimizer.hand_made import SERVED

LADDER = shared_steps()
"""Searches where there is no time to use any of them up in every village."""


def source(*names: str) -> VillageSource:
    villages = tuple(replace(SERVED, id=name) for name in sorted(names))
    return held_source(Scenario(SERVED.rules, villages, lonlat=False))


def clock(seconds: float, *, strict: bool = True) -> RunClock:
    """Return the time of a run that begins now, with so many seconds for planning."""
    return RunClock(seconds + 0.5, time.perf_counter(), villages=0, strict=strict)


def sharing(
    *names: str,
    seconds: float | None = 1000.0,
    strict: bool = True,
    steps: tuple[Step, ...] | None = None,
) -> TimeSharing:
    limit = None if seconds is None else clock(seconds, strict=strict)
    made = share_time(JobSpec(), limit)
    if steps is not None:
        made = TimeSharing(steps, 0.0, limit, 1)
    made.unplanned = len(names)
    return made


def asked(made: TimeSharing, village: Village) -> float:
    return made.step_of(village.id).time_limit_s


def test_that_the_time_of_a_run_grows_with_its_villages_and_not_with_its_processes() -> None:
    """Tests that more villages have more time, and more processes less."""
    assert stated_s(1, 2) == 34
    assert stated_s(397, 2) == 86
    assert stated_s(397, 4) < stated_s(397, 2)


def test_that_every_village_is_searched_once_first() -> None:
    """Tests that no village has a second search while one has none."""
    made, villages = sharing("a", "b"), source("a", "b")
    found = list(made.first(villages.stream()))
    assert {village.id for village in found} == {"a", "b"}
    assert {asked(made, village) for village in found} == {5.0}
    assert list(made.again(villages)) == []


@pytest.mark.parametrize(
    ("seconds", "first_s", "gap"),
    [
        (50.0, 5.0, 0.003),
        (32.0, 2.5, 0.003),
        (17.0, 1.25, 0.01),
        (13.5, 1.25, 0.02),
        (12.3, 1.25, 0.03),
        (11.5, 1.25, 0.05),
        (10.5, 1.25, 0.1),
    ],
)
def test_that_first_searches_are_as_long_as_the_time_allows_all(
    seconds: float, first_s: float, gap: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that where there is little time for a hundred villages they end at larger gaps."""
    monkeypatch.setattr("optimizer.execution.time_sharing.others_running", lambda _: 0.0)
    names = [f"{nth}" for nth in range(100)]
    made = sharing(*names, seconds=seconds, steps=LADDER)
    first = made.step_of(next(made.first(source(*names).stream())).id)
    assert (first.time_limit_s, first.gap) == (first_s, gap)


def test_that_first_searches_are_shorter_where_others_have_the_processors(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tests that a machine on which three wait for each processor has a third of the time."""
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    monkeypatch.setattr("optimizer.execution.time_sharing.others_running", lambda _: 2.0)
    names = [f"{nth}" for nth in range(100)]
    made = sharing(*names, seconds=50.0, steps=LADDER)
    assert asked(made, next(made.first(source(*names).stream()))) == 1.25


@pytest.mark.parametrize(
    ("others", "left_s"), [(0.0, 19.5), (1.0, 19.5), (3.0, 19.0), (99.0, 18.5)]
)
def test_that_more_time_is_kept_for_writing_where_others_have_the_processors(
    others: float, left_s: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that one process writes beside the others, and three times as long at most."""
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr("optimizer.execution.time_sharing.others_running", lambda _: others)
    monkeypatch.setattr("time.perf_counter", lambda: 0.0)
    assert RunClock(20.0, 0.0, 0, strict=True).left_s == left_s


def test_that_a_run_that_is_over_stays_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a machine that becomes quiet at the end does not open the run once more.

    What has no plan then is said to have failed; opened once more it would be neither.
    """
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr("time.perf_counter", lambda: 19.0)
    limit = RunClock(20.0, 0.0, 0, strict=True)
    made = TimeSharing(LADDER, 0.0, limit, 1)
    monkeypatch.setattr("optimizer.execution.time_sharing.others_running", lambda _: 9.0)
    assert made.over
    monkeypatch.setattr("optimizer.execution.time_sharing.others_running", lambda _: 0.0)
    assert limit.left_s > 0
    assert made.over


def test_that_first_searches_grow_shorter_where_the_hard_ones_took_the_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tests that the villages that are left have the longest search that all of them can have."""
    monkeypatch.setattr("optimizer.execution.time_sharing.others_running", lambda _: 0.0)
    names = [f"{nth}" for nth in range(100)]
    made = sharing(*names, seconds=50.0, steps=LADDER)
    going = made.first(source(*names).stream())
    assert asked(made, next(going)) == 5.0
    made.unplanned = 700
    assert asked(made, next(going)) == 1.25
    made.unplanned = 2000
    assert made.step_of(next(going).id) == HURRIED


def test_that_the_largest_gap_is_searched_on_first_and_settled_ones_never() -> None:
    """Tests that second searches come in the order of the gaps, longer than the first."""
    made, villages = sharing("a", "b", "c", steps=LADDER), source("a", "b", "c")
    made.note("a", 0, 0.04, settled=False)
    made.note("b", 0, 0.05, settled=False)
    made.note("c", 0, 0.0, settled=True)
    assert [(one.id, asked(made, one)) for one in made.again(villages)] == [
        ("b", 1.25),
        ("a", 1.25),
    ]
    assert made.settled == 1


@pytest.mark.parametrize(
    ("done", "gap", "next_"),
    [(0, 0.09, 2), (3, 0.02, 4), (3, 0.009, 5), (3, 0.03, 5), (5, 0.002, 7), (5, 1, 6)],
)
def test_that_the_next_search_may_find_more(done: int, gap: float, next_: int) -> None:
    """Tests that what ended at its gap goes on to a smaller one, and what did not to more time."""
    made, villages = sharing("a", steps=LADDER), source("a")
    made.note("a", done, gap, settled=False)
    assert [made.step_of(one.id) for one in made.again(villages)] == [LADDER[next_]]


def test_that_a_small_gap_waits_for_a_large_one_with_a_longer_search() -> None:
    """Tests that what counts is the gap over the seconds that the next search takes."""
    made, villages = sharing("a", "b", steps=LADDER), source("a", "b")
    made.note("a", 3, 0.01, settled=False)
    made.note("b", 4, 0.4, settled=False)
    going = made.again(villages)
    assert (one := next(going)).id == "b"
    assert asked(made, one) == 2.5
    assert next(going).id == "a"


def test_that_a_village_is_not_searched_twice_at_once() -> None:
    """Tests that a village that is under way is passed over, and comes again with its outcome."""
    made, villages = sharing("a", steps=LADDER), source("a")
    made.note("a", 0, 0.09, settled=False)
    assert [one.id for one in made.again(villages)] == ["a"]
    assert list(made.again(villages)) == []
    assert made.end("a") == 2
    made.note("a", 2, 0.2, settled=False)
    assert [asked(made, one) for one in made.again(villages)] == [2.5]


def test_that_no_search_begins_that_the_time_does_not_hold() -> None:
    """Tests that a village without time for its next search counts as cut short."""
    made, villages = sharing("a", seconds=1.2), source("a")
    made.note("a", 1, 0.5, settled=False)
    assert list(made.again(villages)) == []
    assert made.cut() == [("a", 0.5)]
    made = sharing("a", seconds=100.0)
    made.note("a", 0, 0.5, settled=False)
    assert [one.id for one in made.again(villages)] == ["a"]


def test_that_a_village_after_its_longest_search_is_not_cut_short() -> None:
    """Tests that its own limit has ended it, and so does a search that failed."""
    made, last = sharing("a", "b", steps=LADDER), len(LADDER) - 1
    made.note("a", last, 0.5, settled=False)
    made.note("b", 0, 0.4, settled=False)
    assert made.cut() == [("b", 0.4)]
    made.give_up("b")
    assert made.cut() == []
    assert list(made.again(source("a", "b"))) == []
    assert made.largest_gap() == 0.5


def test_that_villages_are_hurried_where_there_is_no_time_for_more() -> None:
    """Tests that a plan of each comes before a good plan of any, and is not its last."""
    names = [f"{nth}" for nth in range(100)]
    made = sharing(*names, seconds=4.0, steps=LADDER)
    first = next(made.first(source(*names).stream()))
    assert made.step_of(first.id) == HURRIED
    assert made.end(first.id) == UNPLANNED
    made.unplanned = 0
    made.note(first.id, UNPLANNED, 0.0, settled=False)
    assert made.cut() == [(first.id, 0.0)]
    assert [asked(made, one) for one in made.again(source(*names))] == [1.25]


def test_that_only_a_time_that_was_asked_for_leaves_villages_without_a_plan() -> None:
    """Tests that the stated time waits until every village has a plan."""
    made = sharing("a", seconds=-1.0)
    assert made.over
    assert list(made.first(source("a").stream())) == []
    made = sharing("a", seconds=-1.0, strict=False)
    assert not made.over
    assert [one.id for one in made.first(source("a").stream())] == ["a"]
    made.unplanned = 0
    assert made.over


def test_that_a_fixed_time_is_one_search_that_nothing_cuts_short() -> None:
    """Tests that without a clock each village has the search that is asked for."""
    made = share_time(JobSpec(time_limit_s=3.0))
    assert [asked(made, one) for one in made.first(source("a").stream())] == [3.0]
    made.end("a")
    made.note("a", 0, 0.5, settled=False)
    assert list(made.again(source("a"))) == []
    assert (made.cut(), made.over, made.left_s) == ([], False, None)
