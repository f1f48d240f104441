"""Turns between tenants before the same processes, and villages of several runs in turn."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.domain.scenario import Village
from optimizer.errors import ClusterError
from optimizer.execution.workers import JobSpec, planner_pool
from optimizer.execution.workers.local_executor import Local
from optimizer.execution.workers.tenant_turns import Turns
from tests.optimizer.execution.workers import stand_in
from tests.optimizer.hand_made import SERVED

ROOT = Path(__file__).parents[4]
WAIT_S = 60.0


def taken(turns: Turns[str]) -> list[str]:
    """Give all turns that can be given, and return to whom."""
    found = []
    while (turn := turns.take()) is not None:
        found.append(turn[1])
    return found


def queue(turns: Turns[str], *askers: str) -> None:
    """Queue for tenants that are named by a letter."""
    for asker in askers:
        turns.join(asker[0], asker)


def test_that_one_tenant_leaves_a_process_to_others() -> None:
    """Tests that of three processes a flood takes two, and the next tenant finds one at once."""
    turns = Turns[str](3, spare=1)
    queue(turns, "a1", "a2", "a3", "a4")
    assert taken(turns) == ["a1", "a2"]
    queue(turns, "b1", "b2")
    assert taken(turns) == ["b1"]
    turns.end("a")
    assert taken(turns) == []  # it is kept for a third tenant
    queue(turns, "c1")
    assert taken(turns) == ["c1"]


def test_that_the_fewest_at_work_come_first_and_then_the_longest_wait() -> None:
    """Tests that both rules of the order hold, and that a tenant's first goes first."""
    turns = Turns[str](1)
    queue(turns, "a1", "a2", "b1", "b2", "c1")
    order = []
    for _ in range(5):
        [asker] = taken(turns)
        order.append(asker)
        turns.end(asker[0])
    assert order == ["a1", "b1", "c1", "a2", "b2"]


def test_that_one_tenant_alone_takes_all_that_is_not_spare() -> None:
    """Tests that nobody waits for a turn where there is nobody else."""
    turns = Turns[str](5, spare=1)
    queue(turns, "a1", "a2", "a3", "a4", "a5")
    assert taken(turns) == ["a1", "a2", "a3", "a4"]


def test_that_whoever_leaves_is_not_given_a_turn() -> None:
    """Tests that a place in the queue is given up, and that a turn that has come is told."""
    turns = Turns[str](1)
    queue(turns, "a1", "a2")
    assert turns.waiting("a") == 2
    assert turns.leave("a", "a1")
    assert taken(turns) == ["a2"]
    assert not turns.leave("a", "a2")
    assert turns.waiting("a") == 0


def first_of(
    waiting: Sequence[str], at_work: Sequence[str], history: Sequence[str], room: int, spare: int
) -> str | None:
    """Say in another way whose turn it is: by going through all that happened."""
    free = room - len(at_work)
    best: tuple[int, int, int] | None = None
    found = None
    for place, asker in enumerate(waiting):
        has = at_work.count(asker[0])
        if free <= 0 or (has and free <= spare):
            continue
        ago = -1
        for moment, name in enumerate(history):
            if name == asker[0]:
                ago = moment
        if best is None or (has, ago, place) < best:
            best, found = (has, ago, place), asker
    return found


@given(
    room=st.integers(1, 5),
    spare=st.integers(0, 2),
    schedule=st.lists(st.tuples(st.sampled_from("abcd"), st.booleans()), max_size=60),
)
def test_that_turns_are_as_a_plain_reference_gives_them(
    room: int, spare: int, schedule: list[tuple[str, bool]]
) -> None:
    """Tests that random comings and endings give the same turns, and newcomers a process."""
    turns = Turns[str](room, spare)
    waiting, at_work, history, asked, served = [], list[str](), list[str](), 0, list[str]()
    for tenant, comes in schedule:
        if comes:
            asker = f"{tenant}{asked}"
            asked += 1
            waiting.append(asker)
            turns.join(tenant, asker)
        elif tenant in at_work:
            at_work.remove(tenant)
            turns.end(tenant)
        while (wanted := first_of(waiting, at_work, history, room, spare)) is not None:
            assert turns.take() == (wanted[0], wanted)
            waiting.remove(wanted)
            at_work.append(wanted[0])
            history.append(wanted[0])
            served.append(wanted)
        assert turns.take() is None
        assert len(at_work) <= room
        idle = {asker[0] for asker in waiting} - set(at_work)
        assert not idle or len(at_work) == room
    assert sorted(served + waiting) == sorted(
        f"{t}{n}" for n, t in enumerate(tenant for tenant, comes in schedule if comes)
    )


@pytest.fixture(name="local")
def _local(monkeypatch: pytest.MonkeyPatch) -> Iterator[Local]:
    """One process, and one beside it, that do what a village's id says."""
    monkeypatch.setattr(planner_pool, "PLAN", stand_in.misbehave)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    local = Local(1, spare=1)
    yield local
    local.close()


def called(*names: str) -> list[Village]:
    return [replace(SERVED, id=name) for name in names]


def test_that_a_village_of_another_tenant_does_not_wait_for_a_long_one(local: Local) -> None:
    """Tests that with one process a village that never ends keeps no other tenant waiting."""
    over = threading.Event()
    hanging = threading.Thread(
        target=lambda: list(local.run(called("hangs"), JobSpec(), stop=over.is_set, tenant="a"))
    )
    hanging.start()
    try:
        found = [o for batch in local.run(called("b"), JobSpec(), tenant="b") for o in batch]
        assert [outcome.village.id for outcome in found] == ["b"]
        assert hanging.is_alive()
    finally:
        over.set()
        hanging.join(WAIT_S)
    assert not hanging.is_alive()


def test_that_a_run_that_is_given_up_passes_its_turn_on(local: Local) -> None:
    """Tests that neither a stopped run nor one that fails to read keeps a process for ever."""

    def broken() -> Iterator[Village]:
        yield from called("x", "y")
        raise ArithmeticError("no more")

    for _ in range(4):
        assert list(local.run(called("a", "b"), JobSpec(), stop=lambda: True, tenant="a")) == []
        with pytest.raises(ArithmeticError):
            list(local.run(broken(), JobSpec(), tenant="a"))
    found = [o for batch in local.run(called("c", "d"), JobSpec(), tenant="a") for o in batch]
    assert len(found) == 2


def test_that_outcomes_of_quick_villages_come_together(local: Local) -> None:
    """Tests that whoever writes outcomes to a disk is not asked to for each village."""
    batches = list(local.run(called(*(f"{nth}" for nth in range(40))), JobSpec(), tenant="a"))
    assert sum(map(len, batches)) == 40
    assert len(batches) < 20


def test_that_a_closed_crew_ends_what_is_under_way(local: Local) -> None:
    """Tests that closing waits for no village."""
    running = local.run(called("a", "hangs"), JobSpec(), tenant="a")
    threading.Timer(2.0, local.close).start()
    begun_s = time.monotonic()
    with pytest.raises(ClusterError):
        list(running)
    assert time.monotonic() - begun_s < WAIT_S
