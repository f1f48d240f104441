"""What is in force follows from the approvals that stand, and is kept as long as it is so."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from api.db import Database, upgrade
from api.db.approval_models import ApprovalRecord, PlanInForce
from api.db.approvals import WantedApproval, approve
from api.db.column_types import now
from api.db.models import Job, ScenarioRecord
from api.db.retention import purge
from api.db.scenario_changes import delete_scenario
from api.http.errors import ServiceError
from tests.api.db.plans import DAYS, add_result, counted, take_back, take_on

TENANTS = count()


@pytest.fixture
def store(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path_factory.mktemp('laws') / 'db'}")
    upgrade(opened)
    yield opened
    opened.close()


def in_force(store: Database, tenant: str = "t") -> dict[str, tuple[str, str | None]]:
    """Return village to the result in force and the one before."""
    with store.reading() as session:
        results = {
            row.id: row.job_id
            for row in session.execute(select(ApprovalRecord.id, ApprovalRecord.job_id))
        }
        rows = session.scalars(select(PlanInForce).where(PlanInForce.tenant == tenant)).all()
        return {
            row.village: (results[row.approval_id], results.get(row.previous_id)) for row in rows
        }


def timeless(store: Database, tenant: str = "t") -> tuple[set[str], set[str]]:
    """Return the names of results and of scenarios that have no time after which they expire."""
    found = []
    with store.reading() as session:
        for table in (Job, ScenarioRecord):
            wanted = select(table.id).where(table.tenant == tenant, table.expires.is_(None))
            found.append({one[4:] for one in session.scalars(wanted)})
    return found[0], found[1]


PLANS = {"a": ("v", "w"), "b": ("v",), "c": ("v", "w"), "d": ("w",)}
STEPS = st.lists(st.tuples(st.sampled_from(["approve", "withdraw"]), st.sampled_from("abcd")))


@given(STEPS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_that_the_last_approval_that_stands_is_in_force(
    shared: Database, steps: list[tuple[str, str]]
) -> None:
    """Tests that it does so in any order of approvals and withdrawals by a plain list.

    What is in force, what withdrawing leads back to and what is kept without a time follow from
    it; an approval that is already in force all over, or a withdrawal of none, changes nothing.
    """
    tenant = f"t{next(TENANTS)}"
    jobs = {
        name: add_result(shared, f"{name}{tenant}", villages, tenant=tenant)
        for name, villages in PLANS.items()
    }
    standing: list[str] = []
    for step, name in steps:
        turns = {v: [one for one in standing if v in PLANS[one]] for v in "vw"}
        if step == "approve":
            take_on(shared, jobs[name], PLANS[name], tenant=tenant)
            if name not in standing or any(turns[v][-1:] != [name] for v in PLANS[name]):
                standing.append(name)
        elif name in standing:
            take_back(shared, jobs[name], tenant=tenant)
            del standing[len(standing) - 1 - standing[::-1].index(name)]
        else:
            with pytest.raises(ServiceError, match="No approval"):
                take_back(shared, jobs[name], tenant=tenant)
        turns = {v: [one for one in standing if v in PLANS[one]] for v in "vw"}
        assert in_force(shared, tenant) == {
            v: (jobs[line[-1]], jobs[line[-2]] if len(line) > 1 else None)
            for v, line in turns.items()
            if line
        }
        held = {f"{one}{tenant}" for line in turns.values() for one in line[-2:]}
        assert timeless(shared, tenant) == (held, held)


def test_that_withdrawing_restores_the_former(store: Database) -> None:
    """Tests that village by village the plan before is in force again, or none."""
    one = add_result(store, "one", ["v", "w"])
    two = add_result(store, "two", ["w", "x"])
    take_on(store, one, ["v", "w"])
    before = in_force(store)
    take_on(store, two, ["w", "x"])
    assert in_force(store) == {"v": (one, None), "w": (two, one), "x": (two, None)}
    assert take_back(store, two) == (1, 1)
    assert in_force(store) == before


def test_that_a_plan_in_force_outlives_drafts(store: Database) -> None:
    """Tests that a purge long after keeps what is in force and next in line, and nothing else."""
    names = ["one", "two", "three"]
    for name in names:
        take_on(store, add_result(store, name, ["v"], days=1), ["v"])
    add_result(store, "draft", ["v"], days=-1)
    with store.writing() as session:  # a year passes
        past = {"expires": now() - timedelta(days=1)}
        for table in (Job, ScenarioRecord):
            session.execute(update(table).where(table.expires.is_not(None)).values(past))
        session.execute(update(ApprovalRecord).values(approved_at=now() - timedelta(days=365)))
    gone = purge(store, retention_days=30)
    assert (gone["scenarios"], gone["approvals"]) == (2, 0)
    assert in_force(store) == {"v": ("job_three", "job_two")}
    assert take_back(store, "job_three") == (1, 0)
    assert in_force(store) == {"v": ("job_two", None)}, "one was deleted, and nothing leads back"
    assert take_back(store, "job_two") == (0, 1)
    with store.writing() as session:
        long_ago = {"withdrawn_at": now() - timedelta(days=31)}
        session.execute(
            update(ApprovalRecord).where(ApprovalRecord.withdrawn_at.is_not(None)).values(long_ago)
        )
    assert purge(store, retention_days=30)["approvals"] == 3


def test_that_what_is_in_force_is_not_deleted(store: Database) -> None:
    """Tests that the refusal names the result, also one that is next in line; then it goes."""
    for name in ("one", "two", "three"):
        take_on(store, add_result(store, name, ["v"]), ["v"])
    for name in ("three", "two"):
        with store.writing() as session, pytest.raises(ServiceError) as refused:
            delete_scenario(session, f"scn_{name}", "t")
        assert (refused.value.code, refused.value.params) == (
            "PLAN_IN_FORCE",
            {"result": f"job_{name}", "villages": 1},
        )
    with store.writing() as session:
        assert not delete_scenario(session, "scn_three", "other")
        assert delete_scenario(session, "scn_one", "t")
    take_back(store, "job_three")
    with store.writing() as session:
        assert delete_scenario(session, "scn_three", "t")
    assert in_force(store) == {"v": ("job_two", None)}


def test_that_a_plan_is_made_from_the_one_in_force(store: Database) -> None:
    """Tests that one from an older plan, or from none, is refused unless it is to replace it."""
    first = take_on(store, add_result(store, "one", ["v", "w"]), ["v", "w"])
    assert first is not None
    second = add_result(store, "two", ["v", "w"], bases={"v": first, "w": first})
    third = add_result(store, "three", ["v", "w"], bases={"v": first, "w": first})
    assert take_on(store, second, ["v", "w"], by="Bình", replaces=False)
    with pytest.raises(ServiceError) as refused:
        take_on(store, third, ["v", "w"], replaces=False)
    told = {"villages": 2, "village": "v", "result": "job_two", "by": "Bình"}
    assert refused.value.code == "NEWER_PLAN"
    assert refused.value.params.items() >= told.items()
    assert take_on(store, third, ["v", "w"])
    assert in_force(store)["v"] == ("job_three", "job_two")


def test_that_counts_are_of_what_is_in_force(store: Database) -> None:
    """Tests that nothing is approved with counts against a plan that was replaced meanwhile."""
    one, two = add_result(store, "one", ["v"]), add_result(store, "two", ["v"])
    old = counted(store, ["v"])
    take_on(store, one, ["v"])
    with store.writing() as session:
        asked = WantedApproval("today", "An", "", replaces=True)
        assert approve(session, "t", two, asked, old, DAYS) is None
    assert in_force(store) == {"v": (one, None)}


def test_that_two_who_approve_at_once_are_told_apart(store: Database) -> None:
    """Tests that of plans from the same base one comes into force and the others are refused."""
    jobs = [add_result(store, f"p{nth}", ["v"]) for nth in range(4)]
    start = Barrier(len(jobs))

    def take(job: str) -> str:
        rows = counted(store, ["v"])
        start.wait()
        try:
            with store.writing() as session:
                asked = WantedApproval("today", job, "", replaces=False)
                made = approve(session, "t", job, asked, rows, DAYS)
                return "again" if made is None else "made"
        except ServiceError as refused:
            return refused.code

    with ThreadPoolExecutor(len(jobs)) as threads:
        told = list(threads.map(take, jobs))
    assert sorted(told) == ["NEWER_PLAN"] * 3 + ["made"]
    assert in_force(store) == {"v": (jobs[told.index("made")], None)}


KILLED = """
import os, signal, sys
from api.db import Database, approvals
from tests.api.db.plans import take_back, take_on

store, step = Database(sys.argv[1]), sys.argv[2]
approvals.settle_plans = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
take_back(store, "job_two") if step == "withdraw" else take_on(store, "job_three", ["v"])
"""


@pytest.mark.parametrize("step", ["approve", "withdraw"])
def test_that_nothing_is_lost_when_a_service_is_killed(
    store: Database, database_url: str, step: str
) -> None:
    """Tests that a process that is killed in between leaves all as it was, and no lock."""
    for name in ("one", "two"):
        take_on(store, add_result(store, name, ["v"]), ["v"])
    add_result(store, "three", ["v"])
    before = in_force(store), timeless(store)
    command = [sys.executable, "-c", KILLED, database_url, step]
    ended = subprocess.run(command, cwd=Path(__file__).parents[3], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert (in_force(store), timeless(store)) == before
    assert take_back(store, "job_two") == (1, 0)
    assert take_on(store, "job_three", ["v"])
