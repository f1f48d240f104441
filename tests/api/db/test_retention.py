"""What is kept is deleted after its time, from every table, and nothing else is."""

from __future__ import annotations

import asyncio
import time
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from api.cli.entry import main
from api.db import Database, upgrade
from api.db.approval_models import ApprovalRecord, PlanChange, PlanInForce
from api.db.column_types import now
from api.db.models import (
    Delivery,
    Idempotent,
    Job,
    JobEventRow,
    JobVillage,
    Key,
    ModelBase,
    ScenarioCurve,
    ScenarioRecord,
    ScenarioVillage,
)
from api.db.retention import purge
from api.db.scenario_changes import delete_scenario
from api.lifespan import purge_hourly
from api.settings import Settings
from api.state import new_state

KEPT = (
    "scenarios",
    "scenario_villages",
    "scenario_curves",
    "jobs",
    "job_villages",
    "events",
    "deliveries",
)


def fill(store: Database, name: str, days: int) -> None:
    """Put a row into every table that holds what a tenant has sent, or what came of it."""
    expires = now() + timedelta(days=days)
    counts = {"villages": 1, "households": 1, "members": 0}
    rows: list[ModelBase] = [
        ScenarioRecord(
            id=f"scn_{name}",
            tenant="t",
            name=name,
            expires=expires,
            sha256="",
            coordinates="metres",
            rules={},
            **counts,
        ),
        ScenarioVillage(
            scenario_id=f"scn_{name}",
            number=0,
            village="v",
            name="",
            area=[],
            households=1,
            members=0,
            content=b"{}",
        ),
        ScenarioCurve(
            scenario_id=f"scn_{name}",
            number=0,
            seed=0,
            time_limit_s=1.0,
            proven=True,
            content=b"{}",
        ),
        Job(
            id=f"job_{name}",
            tenant="t",
            scenario_id=f"scn_{name}",
            time_limit_s=1.0,
            villages=1,
            expires=expires,
        ),
        JobVillage(
            job_id=f"job_{name}", number=0, village="v", state="planned", row={}, content=b"{}"
        ),
        JobEventRow(job_id=f"job_{name}", sequence=1, kind="village", body={}),
        Delivery(id=f"dlv_{name}", tenant="t", job_id=f"job_{name}", url="", body={}),
        Idempotent(tenant="t", key=name, sha256="", expires=expires),
    ]
    with store.writing() as session:
        for row in rows:
            session.add(row)
            session.flush()


def counts_of(store: Database) -> dict[str, int]:
    with store.reading() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in ModelBase.metadata.tables.items()
        }


@pytest.fixture
def store(database_url: str) -> Database:
    store = Database(database_url)
    upgrade(store)
    return store


def test_that_what_has_expired_goes_from_every_table(store: Database) -> None:
    """Tests that a purge deletes what is over with all that belongs to it, and keeps the rest."""
    fill(store, "old", -1)
    fill(store, "new", 1)
    with store.writing() as session:
        session.add(Key(id="k", tenant="t", name="", secret_sha256="", scopes=[]))
    assert sum(purge(store, retention_days=30).values()) == 3
    assert purge(store, retention_days=30)["approvals"] == 0
    after = counts_of(store)
    assert {after[name] for name in (*KEPT, "idempotency", "keys")} == {1}
    with store.reading() as session:
        assert session.scalars(select(ScenarioRecord.id)).all() == ["scn_new"]
    assert sum(purge(store, retention_days=30).values()) == 0
    store.close()


def test_that_a_service_that_keeps_nothing_is_emptied(store: Database) -> None:
    """Tests that with no days to keep everything goes."""
    fill(store, "new", 1)
    approval = ApprovalRecord(
        id="apr_new",
        tenant="t",
        number=1,
        job_id="job_new",
        plan="today",
        approved_by="An",
        approved_at=now(),
        comment="",
    )
    where = {"tenant": "t", "village": "v", "approval_id": "apr_new"}
    with store.writing() as session:
        session.add(approval)
        session.flush()
        session.add_all([PlanChange(**where, number=1), PlanInForce(**where)])
    purge(store, retention_days=0)
    assert set(counts_of(store).values()) == {0}
    store.close()


def test_that_deleting_on_request_leaves_nothing(store: Database) -> None:
    """Tests that a deleted scenario leaves no row that came of it in any table."""
    fill(store, "mine", 1)
    with store.writing() as session:
        assert not delete_scenario(session, "scn_mine", "other")
        assert delete_scenario(session, "scn_mine", "t")
    after = counts_of(store)
    assert [name for name in KEPT if after[name]] == []
    store.close()


@pytest.mark.parametrize(
    ("fault", "level"),
    [
        (PoolTimeout(), "warning"),
        (OperationalError("", {}, Exception("away")), "warning"),
        (RuntimeError("ours"), "error"),
    ],
    ids=["pool", "database", "ours"],
)
def test_that_purging_goes_on_after_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception, level: str
) -> None:
    """Tests that a purge that fails is logged, and the next one finds what it left."""
    here = new_state(Settings(database_url=f"sqlite:///{tmp_path / 'db'}"))
    upgrade(here.store)
    fill(here.store, "old", -1)
    faults, writing = [fault], Database.writing

    def failing_once(store: Database) -> AbstractContextManager[Session]:
        # Services of other tests look for work in this process, too.
        if store is here.store and faults:
            raise faults.pop()
        return writing(store)

    def wait() -> None:
        until = time.monotonic() + 60.0
        while counts_of(here.store)["scenarios"] and time.monotonic() < until:
            time.sleep(0.01)

    async def purged() -> None:
        async with purge_hourly(here):
            await asyncio.to_thread(wait)

    monkeypatch.setattr("api.lifespan._EVERY_S", 0.01)
    monkeypatch.setattr(Database, "writing", failing_once)
    with capture_logs() as lines:
        asyncio.run(purged())
    told = [line["log_level"] for line in lines if line["event"] == "purge"]
    assert told == [level, "info"]
    assert counts_of(here.store)["scenarios"] == 0
    here.store.close()


def test_that_every_table_is_thought_of() -> None:
    """Tests that a new table is put among those that are emptied, or those that stay."""
    staying = {"keys", "idempotency", "webhook_secrets"}
    of_plans = {"approvals", "plan_changes", "plans_in_force"}
    assert set(ModelBase.metadata.tables) == {*KEPT, *staying, *of_plans}


def test_that_purging_is_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tests that an operator may purge without the service."""
    url = f"sqlite:///{tmp_path / 'db'}"
    store = Database(url)
    upgrade(store)
    fill(store, "old", -1)
    monkeypatch.setenv("LIENGIA_DATABASE_URL", url)
    monkeypatch.setattr("sys.argv", ["liengia", "purge"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    # What goes with its scenario is counted where it has a time of its own.
    assert capsys.readouterr().out == "idempotency 1, jobs 1, scenarios 1, approvals 0\n"
    assert counts_of(store)["job_villages"] == 0
    store.close()
