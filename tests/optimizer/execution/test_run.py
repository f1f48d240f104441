"""A run whose time is shared: what is searched again, what is kept, what is said to be cut."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from optimizer.domain.failure import Failure, FailureCode
from optimizer.domain.goals import Stage
from optimizer.domain.plan import VillagePlan
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Scenario, Village
from optimizer.domain.village_source import held_source
from optimizer.execution import time_sharing
from optimizer.execution.checkpoint import open_work_folder
from optimizer.execution.run import Run
from optimizer.execution.time_sharing import RunClock, share_time
from optimizer.execution.workers import Failed, JobSpec, Outcome, Planned
from optimizer.execution.workers.executor import Asked, never, spec_of
from optimizer.pipeline import plan_village
from tests.optimizer.hand_made import SERVED

Answer = float | Failure
LOST = Failure(FailureCode.LOST, "its process was killed")


def with_bound(village: Village, share: float) -> VillagePlan:
    """Return a village's plan whose walk is proven to that share of its length."""
    plan = plan_village(SERVED)
    walk = plan.today.proofs[Stage.WALK].value
    proofs = {**plan.today.proofs, Stage.WALK: Proof(walk, share * walk)}
    return replace(plan, village_id=village.id, today=replace(plan.today, proofs=proofs))


@pytest.fixture(autouse=True)
def _from_the_shortest_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin every village with the shortest search, as if there were little time."""
    monkeypatch.setattr(time_sharing, "_FIRST_TIME", 0.0)


class Scripted:
    """A crew whose searches find what is written down: by village, one answer after the other."""

    at_once = 1

    def __init__(self, **answers: Sequence[Answer]) -> None:
        self._answers = {name: iter(found) for name, found in answers.items()}
        self.asked: list[tuple[str, float]] = []

    def run(
        self,
        villages: Iterable[Village],
        ask: Asked,
        *,
        stop: Callable[[], bool] = never,
        tenant: str = "",
    ) -> Iterator[Sequence[Outcome]]:
        del tenant
        for village in villages:
            if stop():
                return
            self.asked.append((village.id, spec_of(ask, village).time_limit_s))
            answer = next(self._answers[village.id])
            if isinstance(answer, Failure):
                yield [Failed(village, answer)]
            else:
                yield [Planned(village, with_bound(village, answer))]


def planned(
    place: Path,
    crew: Scripted,
    *names: str,
    seconds: float | None = 1e6,
    gap: float = 0.0,
    strict: bool = True,
) -> tuple[Run, dict[str, Proof]]:
    """Run over villages, and return the run and the walks that it has kept."""
    villages = tuple(replace(SERVED, id=name) for name in names)
    source = held_source(Scenario(SERVED.rules, villages, lonlat=False))
    clock = None
    if seconds is not None:
        clock = RunClock(seconds, time.perf_counter(), len(names), strict=strict)
    ask = JobSpec(gap=gap)
    with open_work_folder(place / "out.json") as work:
        run = Run(source, ask, work, share_time(ask, clock))
        run.planned_before()
        run.plan(crew, lambda _outcome, _first: None)
        run.write_response(place / "out.json")
        kept = {
            village.id: run.kept.final(village).today.proofs[Stage.WALK]
            for village in villages
            if village.id not in run.failures
        }
    return run, kept


def record(place: Path) -> list[str]:
    """Return the villages that the written result names as cut short."""
    named: list[str] = json.loads((place / "out.json").read_text())["run"]["cut_short"]
    return named


def test_that_open_villages_are_searched_longer_until_they_are_settled(tmp_path: Path) -> None:
    """Tests that the largest gap comes first, longer each time; settled ones rest."""
    crew = Scripted(a=[1.0], b=[0.9, 1.0], c=[0.5, 0.9, 1.0])
    run, kept = planned(tmp_path, crew, "a", "b", "c")
    first, again = crew.asked[:3], crew.asked[3:]
    assert sorted(first) == [("a", 1.25), ("b", 1.25), ("c", 1.25)]
    assert again[0] == ("c", 2.5)
    assert sorted(again) == [("b", 2.5), ("c", 2.5), ("c", 5.0)]
    assert all(proof.proven for proof in kept.values())
    assert (run.sharing.settled, record(tmp_path)) == (3, [])


def test_that_a_worse_plan_replaces_nothing_and_a_failed_search_loses_nothing(
    tmp_path: Path,
) -> None:
    """Tests that the plan before stays where a longer search proves less, or has failed."""
    crew = Scripted(a=[0.8, 0.7, LOST])
    run, kept = planned(tmp_path, crew, "a")
    assert [limit for _, limit in crew.asked] == [1.25, 2.5, 5.0]
    assert kept["a"].bound == 0.8 * kept["a"].value
    assert run.failures == {}


def test_that_a_village_that_fails_at_first_has_failed(tmp_path: Path) -> None:
    """Tests that it is not tried again in the same run, and that the others are planned."""
    crew = Scripted(a=[LOST], b=[1.0])
    run, kept = planned(tmp_path, crew, "a", "b")
    assert run.failures == {"a": LOST}
    assert [*kept] == ["b"]
    assert sorted(crew.asked) == [("a", 1.25), ("b", 1.25)]


def test_that_a_gap_that_is_asked_for_ends_a_village(tmp_path: Path) -> None:
    """Tests that a plan within the gap is not searched on, and is not called cut short."""
    crew = Scripted(a=[0.99], b=[0.98, 0.995])
    planned(tmp_path, crew, "a", "b", gap=0.01)
    assert sorted(crew.asked) == [("a", 1.25), ("b", 1.25), ("b", 2.5)]
    assert record(tmp_path) == []


def test_that_a_longest_search_ends_a_village_that_stays_open(tmp_path: Path) -> None:
    """Tests that what its own limit has ended is not called cut short by the run."""
    crew = Scripted(a=[0.5, 0.55, 0.6, 0.8])
    _, kept = planned(tmp_path, crew, "a")
    assert [limit for _, limit in crew.asked] == [1.25, 2.5, 5.0, 20.0]
    assert kept["a"].bound == 0.8 * kept["a"].value
    assert record(tmp_path) == []


def test_that_a_run_names_what_its_time_has_cut_short(tmp_path: Path) -> None:
    """Tests that a village whose next search does not fit stays with its plan and is named."""
    crew = Scripted(a=[0.95, 0.96], b=[1.0])
    run, kept = planned(tmp_path, crew, "a", "b", seconds=3.0)
    assert [limit for name, limit in crew.asked if name == "a"] == [1.25, 1.25]
    assert kept["a"].bound == 0.96 * kept["a"].value
    assert [name for name, _ in run.sharing.cut()] == ["a"]
    assert run.sharing.cut()[0][1] == pytest.approx(0.04)
    assert record(tmp_path) == ["a"]


def test_that_a_village_without_a_plan_has_failed_when_the_time_is_over(tmp_path: Path) -> None:
    """Tests that the failure says what to do, and what was finished is kept for the next run."""
    run, kept = planned(tmp_path, Scripted(a=[1.0]), "a", seconds=-1.0)
    assert kept == {}
    assert run.failures["a"].code is FailureCode.TIME_LIMIT
    assert "--total-time" in run.failures["a"].reason


def test_that_every_village_is_planned_first_where_nobody_has_asked_for_a_time(
    tmp_path: Path,
) -> None:
    """Tests that a stated time that is over from the start leaves no village without a plan."""
    crew = Scripted(a=[0.5], b=[0.5], c=[1.0], d=[0.5])
    run, kept = planned(tmp_path, crew, "a", "b", "c", "d", seconds=-1.0, strict=False)
    assert (run.failures, run.sharing.unplanned) == ({}, 0)
    assert [*kept] == ["a", "b", "c", "d"]


def test_that_a_run_goes_on_with_the_search_after_the_last_one(tmp_path: Path) -> None:
    """Tests that a second run begins where the first was ended, for settled and open villages."""

    class Ended(Scripted):
        def run(self, *args: object, **options: object) -> Iterator[Sequence[Outcome]]:
            for nth, batch in enumerate(super().run(*args, **options)):  # type: ignore[arg-type]
                if nth == 3:
                    raise KeyboardInterrupt
                yield batch

    with pytest.raises(KeyboardInterrupt):
        planned(tmp_path, Ended(a=[1.0], b=[0.5, 0.6, 0.7]), "a", "b")
    crew = Scripted(a=[], b=[0.9, 1.0])
    _, kept = planned(tmp_path, crew, "a", "b")
    assert crew.asked == [("b", 5.0), ("b", 20.0)]
    assert all(proof.proven for proof in kept.values())


def test_that_a_fixed_time_is_one_search_each(tmp_path: Path) -> None:
    """Tests that without a time for the run nothing is searched twice, whatever its gap."""
    crew = Scripted(a=[0.5], b=[1.0])
    planned(tmp_path, crew, "a", "b", seconds=None)
    assert sorted(crew.asked) == [("a", 20.0), ("b", 20.0)]
    assert record(tmp_path) == []
