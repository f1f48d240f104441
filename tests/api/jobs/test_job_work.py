"""Jobs in the hands of a service: when they may be claimed, in which order they are planned."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from typing import NoReturn

import pytest
from sqlalchemy import select, update

from api.auth.keys import OPEN
from api.db import Database, upgrade
from api.db.database_clock import database_now
from api.db.job_messages import Message
from api.db.models import Job
from api.db.scenario_queries import VersionNote, keep_scenario
from api.http.metrics import Metrics
from api.jobs.feed import Feed
from api.jobs.job_work import work
from api.jobs.leases import claim_next
from api.jobs.retry import Retry
from api.jobs.runner import Runner
from api.jobs.submission import submit_job
from api.main import create_app
from api.settings import Settings
from api.tasks.planner_task import Sizes
from api.tasks.scenario_task import prepare_scenario
from optimizer.domain.scenario import Village
from optimizer.errors import ClusterError
from optimizer.execution.workers import JobSpec, Outcome, planner_pool
from optimizer.execution.workers.executor import Asked, never
from optimizer.input.request import scenario_from_request
from tests.api.client import TestClient
from tests.api.planned import store_of
from tests.optimizer.execution.workers import stand_in

LEASE_S = 10.0


@pytest.fixture
def store(database_url: str) -> Iterator[Database]:
    """A database with one job of three villages that waits; the second is the hardest."""
    store = Database(database_url)
    upgrade(store)
    villages = [
        {
            "id": name,
            "households": [{"id": f"h{nth}", "x": nth, "y": 0} for nth in range(households)],
            "members": [],
        }
        for name, households in (("a", 2), ("b", 9), ("c", 1))
    ]
    made = prepare_scenario(scenario_from_request({"villages": villages}), Sizes(3, 100, 100))
    with store.writing() as session:
        kept = keep_scenario(session, made, tenant="t", note=VersionNote(""), days=1)
        submit_job(session, kept, seed=0, time_limit_s=1.0, days=1)
    yield store
    store.close()


def job_of(store: Database) -> Job:
    with store.reading() as session:
        return session.scalars(select(Job)).one()


@pytest.mark.parametrize(
    ("attempts", "rest_s"),
    [(0, 0.0), (1, 0.0), (2, 10.0), (3, 30.0), (9, 2550.0), (10, 3600.0), (99, 3600.0)],
)
def test_that_a_job_that_outlives_its_services_rests_longer(
    store: Database, attempts: int, rest_s: float
) -> None:
    """Tests that a job rests just so long before it may be claimed once more."""
    assert claim_next(store, LEASE_S) is not None

    def lapse(seconds: float) -> None:
        with store.writing() as session:
            until = database_now(session) - timedelta(seconds=seconds)
            session.execute(update(Job).values(attempts=attempts, leased_until=until))

    lapse(rest_s - 5.0)
    assert claim_next(store, LEASE_S) is None
    lapse(rest_s + 5.0)
    claim = claim_next(store, LEASE_S)
    assert claim is not None
    assert claim.attempt == attempts + 1


@pytest.mark.parametrize("path", ["/v1/jobs", "/v1/jobs/{id}"])
def test_that_a_job_that_rests_says_so(store: Database, database_url: str, path: str) -> None:
    """Tests that a running job whose service is gone tells it, and one at work says nothing."""
    client = TestClient(create_app(Settings(database_url=database_url)), "http://localhost")

    def message() -> tuple[str, str]:
        told = client.get(path.format(id=job_of(store).id)).json()
        job = told["items"][0] if "items" in told else told
        return job["status"], job["message"]

    with store.writing() as session:
        session.execute(update(Job).values(tenant=OPEN.tenant))
    assert message() == ("queued", "")
    assert claim_next(store, LEASE_S) is not None
    assert message() == ("running", "")
    with store.writing() as session:
        until = database_now(session) - timedelta(seconds=1)
        session.execute(update(Job).values(attempts=5, leased_until=until))
    assert message()[0] == "running"
    assert "has ended; the job goes on by itself" in message()[1]
    store_of(client).close()


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (RuntimeError("no socket was left"), Message.OURS),
        (OSError(errno.ENOSPC, "No space left"), Message.DISK_FULL),
        (ClusterError("no scheduler answers"), Message.NO_WORKERS),
    ],
    ids=str,
)
def test_that_a_job_is_given_back_whatever_keeps_the_planners_from_starting(
    store: Database, monkeypatch: pytest.MonkeyPatch, fault: Exception, message: Message
) -> None:
    """Tests that a fault before the work is no attempt of the job, which says what it waits for."""
    runner = Runner(store, Settings(workers=1), Metrics())

    @contextmanager
    def broken(**_: object) -> Iterator[NoReturn]:
        runner.ending.set()
        raise fault
        yield

    monkeypatch.setattr("api.jobs.runner.open_executor", broken)
    runner.run()
    job = job_of(store)
    assert (job.status, job.attempts, job.owner, job.message) == ("queued", 0, None, message)


def test_that_the_hardest_village_is_planned_first(store: Database) -> None:
    """Tests that no slow village is begun when all others are done."""
    order: list[str] = []

    class Crew:
        at_once = 1

        def run(
            self,
            villages: Iterable[Village],
            ask: Asked,
            *,
            stop: Callable[[], bool] = never,
            tenant: str = "",
        ) -> Iterator[Sequence[Outcome]]:
            assert isinstance(ask, JobSpec)
            assert (ask.time_limit_s, stop(), tenant) == (1.0, False, "t")
            order.extend(village.id for village in villages)
            yield []
            raise ClusterError("enough is seen")

    claim = claim_next(store, LEASE_S)
    assert claim is not None
    with pytest.raises(ClusterError):
        work(store, Crew(), claim, Settings(lease_s=LEASE_S), Retry(Event()))
    assert order == ["b", "a", "c"]
    assert job_of(store).status == "queued"


def test_that_a_small_part_of_shared_paths_is_read_from_a_job(database_url: str) -> None:
    """Tests that a job takes what was taken when it came in, though most paths lie elsewhere."""
    lanes = {
        "nodes": [[0, 0], [3, 0], [9000, 0], [9900, 0]],
        "edges": [[0, 1], [2, 3]],
    }
    homes = [{"id": f"h{nth}", "x": 50 * nth, "y": 0} for nth in range(9)]
    village = {"id": "a", "households": homes, "members": [{"id": "m", "x": 0, "y": 0}]}
    document = {"rules": {"metric": "path"}, "network": lanes, "villages": [village]}
    made = prepare_scenario(scenario_from_request(document), Sizes(1, 100, 100))
    store = Database(database_url)
    upgrade(store)
    with store.writing() as session:
        kept = keep_scenario(session, made, tenant="t", note=VersionNote(""), days=1)
        job = submit_job(session, kept, seed=0, time_limit_s=1.0, days=1)
    feed = Feed(store, job.id, Retry(Event()), never)
    assert [(one.id, one.network is not None) for one in feed] == [("a", True)]
    store.close()


def test_that_a_job_under_way_is_given_back_when_its_service_stops(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that a job whose village is being planned is queued again, and that is no attempt."""
    monkeypatch.setattr(planner_pool, "PLAN", stand_in.misbehave)
    with store.writing() as session:
        made = scenario_from_request(
            {"villages": [{"id": "hangs", "households": [], "members": []}]}
        )
        prepared = prepare_scenario(made, Sizes(3, 9, 9))
        kept = keep_scenario(session, prepared, tenant="t", note=VersionNote(""), days=1)
        session.execute(update(Job).values(scenario_id=kept.id))
    runner = Runner(store, Settings(workers=1), Metrics())
    thread = Thread(target=runner.run)
    thread.start()
    until_s = time.monotonic() + 60.0
    while job_of(store).status != "running" and time.monotonic() < until_s:
        time.sleep(0.05)
    assert job_of(store).status == "running"
    runner.ending.set()
    runner.wake()
    thread.join()
    job = job_of(store)
    assert (job.status, job.attempts, job.owner, job.message) == ("queued", 0, None, "")
