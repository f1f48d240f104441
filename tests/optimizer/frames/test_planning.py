"""Where villages of frames are planned, and what becomes of those that fail."""

from __future__ import annotations

import pandas as pd
import pytest

import optimizer
from optimizer.domain.failure import Failure, FailureCode
from optimizer.execution.workers import plan_parcel
from optimizer.frames import planning
from optimizer.frames.planning import Effort
from scenarios import generate
from tests.optimizer.drawn_frames import households, members


def two_villages() -> tuple[pd.DataFrame, pd.DataFrame]:
    return households().assign(thon=["A"] * 6 + ["B"] * 6), members().assign(thon=["A", "B"])


def test_that_small_villages_are_planned_here() -> None:
    """Tests that processes are started for many households of several villages alone."""
    small, large = generate("hamlets"), generate("mountain")
    assert Effort().processes(small) == Effort(workers=4).processes(small) == 0
    assert Effort(workers=1).processes(large) == 0
    assert Effort(workers=20).processes(large) == len(large.villages)
    assert Effort().processes(large) == 0  # 1,520 households


def test_that_processes_make_the_same_plan(capsys: pytest.CaptureFixture[str]) -> None:
    """Tests that workers change no household's person, and progress is told on standard error."""
    told: list[tuple[int, int]] = []
    here = optimizer.plan(
        *two_villages(), village="thon", progress=lambda done, all_: told.append((done, all_))
    )
    there = optimizer.plan(*two_villages(), village="thon", workers=2, progress=True)
    pd.testing.assert_frame_equal(here.assignments, there.assignments)
    assert told == [(1, 2), (2, 2)]
    assert "Planning: 2 of 2" in capsys.readouterr().err


def test_that_a_village_without_a_plan_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that the others are planned, and who failed is warned about and has no figures."""
    usual = plan_parcel.answer
    failure = Failure(FailureCode.TIME_LIMIT, "too slow")
    monkeypatch.setattr(
        planning, "answer", lambda one, *more: failure if one.id == "B" else usual(one, *more)
    )
    with pytest.warns(optimizer.PlanWarning, match="village B has no plan: too slow"):
        made = optimizer.plan(*two_villages(), village="thon")
    assert made.villages["failure"].tolist()[1] == "too slow"
    assert made.assignments.groupby("thon")["person"].count().to_dict() == {"A": 6, "B": 0}
    assert len(made.unserved) == 0
    assert not made.proven
    with pytest.raises(optimizer.SolverError, match="too slow"):
        optimizer.plan(*(table[table["thon"] == "B"] for table in two_villages()), village="thon")


def test_that_a_time_is_one_search() -> None:
    """Tests that a stated time is one search, and none is searches that grow longer."""
    assert len(Effort(time_limit_s=1.0).spec.steps) == 1
    assert len(Effort().spec.steps) > 1


@pytest.mark.parametrize(
    ("name", "value"),
    [("workers", 0), ("time_limit_s", 0.0), ("time_limit_s", float("nan")), ("gap", 1.0)],
)
def test_that_numbers_by_which_nothing_is_planned_are_refused(name: str, value: float) -> None:
    """Tests that no process, no time and a gap of the whole walk are named with what may be."""
    with pytest.raises(ValueError, match=f"{name} is {value}; write"):
        optimizer.plan(*two_villages(), village="thon", **{name: value})  # type: ignore[arg-type]  # of a mapping
