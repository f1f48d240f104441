"""A database of version 0.1.0 is taken over: keys, results, jobs, webhooks and answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import inspect, select, text

from api.db import Database, upgrade
from api.db.models import Delivery, Idempotent, JobVillage, WebhookSecret
from tests.api.client import TestClient, running
from tests.api.first_version import (
    ANSWERED,
    HALF,
    KEY,
    PLANNED,
    SCENARIO,
    TENANT,
    VILLAGES,
    WAITING,
    fill,
)
from tests.api.jobs.test_jobs import ended
from tests.api.planned import store_of
from tests.api.receiver import receiving


@pytest.fixture
def client(database_url: str) -> Iterator[TestClient]:
    """A service of this version on such a database, asked with a key of that one."""
    fill(database_url)
    with running(database_url) as opened:
        opened.headers["Authorization"] = f"Bearer {KEY}"
        yield opened


def test_that_an_old_database_gets_the_new_tables(database_url: str) -> None:
    """Tests that the first to open it adds what is new, and that the next finds it done."""
    fill(database_url)
    store = Database(database_url)
    for _ in range(2):
        upgrade(store)
        columns = {column["name"] for column in inspect(store.engine).get_columns("jobs")}
        assert "claimed" in columns
        indices = {index["name"] for index in inspect(store.engine).get_indexes("jobs")}
        assert "ix_jobs_tenant_claimed" in indices
    with store.reading() as session:
        assert session.scalar(text("select count(*) from jobs")) == 3
        assert session.get_one(WebhookSecret, TENANT).secret.startswith("whsec_")
        assert session.get_one(Idempotent, (TENANT, "k1")).response == ANSWERED
    store.close()


def test_that_old_keys_open_old_results(client: TestClient) -> None:
    """Tests that a key, a scenario, a result, its tables, map and report are as good as before."""
    assert client.get("/v1/scenarios").json()["items"][0]["id"] == SCENARIO
    result = client.get(f"/v1/results/{PLANNED}").json()
    assert [village["id"] for village in result["villages"]] == [*VILLAGES]
    assert result["run"]["version"] == "0.1.0"
    rows = client.get(f"/v1/results/{PLANNED}/villages").json()["items"]
    assert [row["verdict"] for row in rows] == ["OK", "OK", "OK"]
    for file in ("report.html", "report.xlsx", "plan.gpkg", "plan.geojson"):
        answer = client.get(f"/v1/results/{PLANNED}/{file}")
        assert answer.status_code == 200, answer.text
    approved = client.post(f"/v1/results/{PLANNED}/approve", json={"by": "An"})
    assert approved.status_code == 200, approved.text


def test_that_an_old_approval_is_in_force(database_url: str) -> None:
    """Tests that a plan that was approved before is the one in force, kept, and may be withdrawn.

    Somebody has approved a second one of the same villages later: it replaced the first.
    """
    fill(database_url)
    store = Database(database_url)
    approved = "update jobs set approved_by = :by, approved_at = :at, status = 'succeeded'"
    times = {PLANNED: datetime(2026, 3, 1, tzinfo=UTC), HALF: datetime(2026, 4, 1, tzinfo=UTC)}
    with store.engine.begin() as connection:
        for job, at in times.items():
            values = {"by": f"An {job}", "at": at.replace(tzinfo=None), "job": job}
            connection.execute(text(f"{approved} where id = :job"), values)
    with running(database_url) as client:
        client.headers["Authorization"] = f"Bearer {KEY}"
        rows = client.get("/v1/plans-in-force").json()["items"]
        assert [row["approval"]["result"] for row in rows] == [HALF, PLANNED, PLANNED]
        assert (rows[0]["previous"]["result"], rows[1]["previous"]) == (PLANNED, None)
        assert datetime.fromisoformat(rows[1]["approval"]["at"]) == times[PLANNED]
        assert (rows[1]["approval"]["by"], rows[0]["changes"]) == (f"An {PLANNED}", None)
        for job in times:
            assert client.get(f"/v1/jobs/{job}").json()["expires"] is None
        body = {"by": "An", "reason": "sai"}
        assert client.post(f"/v1/results/{HALF}/withdraw", json=body).json()["restored"] == 1
        rows = client.get("/v1/plans-in-force").json()["items"]
        assert {row["approval"]["result"] for row in rows} == {PLANNED}
    store.close()


def test_that_an_old_plan_is_still_clean(client: TestClient) -> None:
    """Tests that what was planned by the first version is verified without a violation."""
    plan = client.get(f"/v1/results/{PLANNED}").json()
    scenario = client.get(f"/v1/scenarios/{SCENARIO}/request").json()
    checked = client.post("/v1/verify", json={"scenario": scenario, "plan": plan})
    assert checked.json() == {"clean": True, "violations": [], "unchecked_distances": 0}


@pytest.mark.parametrize(("job", "kept"), [(HALF, ["a"]), (WAITING, [])])
def test_that_old_jobs_go_on(client: TestClient, job: str, kept: list[str]) -> None:
    """Tests that a job half done keeps what was finished of it, and one that waits is planned."""
    done = ended(client, job)
    assert (done["status"], done["progress"]["done"]) == ("succeeded", 3)
    with store_of(client).reading() as session:
        rows = session.execute(
            select(JobVillage.village, JobVillage.row).where(JobVillage.job_id == job)
        ).all()
    assert [name for name, row in rows if row["seconds"] == 0.0017] == kept
    assert {row["verdict"] for _, row in rows} == {"OK"}


def test_that_results_are_read_whatever_the_limits_are_today(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that villages kept without limits on sizes are shown and planned under small ones."""
    monkeypatch.setenv("LIENGIA_MAX_VILLAGE_PAIRS", "5")
    fill(database_url)
    with running(database_url) as client:
        client.headers["Authorization"] = f"Bearer {KEY}"
        assert client.get(f"/v1/results/{PLANNED}/report.html").status_code == 200
        assert ended(client, HALF)["status"] == "succeeded"


def test_that_an_old_webhook_is_called(database_url: str) -> None:
    """Tests that a call that was due is made, signed with the secret that its receiver knows."""
    with receiving() as receiver:
        fill(database_url, hook=receiver.url)
        with running(database_url, webhook_private=True) as client:
            call = receiver.received.get(timeout=60)
            assert PLANNED.encode() in call.body
            assert call.headers["webhook-id"] == "msg_1"
            with store_of(client).reading() as session:
                assert session.scalars(select(Delivery.url)).all() == [receiver.url]
