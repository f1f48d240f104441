"""Whose job comes next: tenants in turn, on both databases and with several services."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select, update

from api.db import Database, upgrade
from api.db.database_clock import database_now
from api.db.job_states import Status
from api.db.models import Job, JobVillage, ScenarioRecord
from api.db.scenario_queries import VersionNote, keep_scenario
from api.jobs.leases import JobLease, claim_next, release
from api.jobs.submission import submit_job
from api.tasks.planner_task import Sizes
from api.tasks.scenario_task import prepare_scenario
from optimizer.input.request import scenario_from_request
from tests.api.jobs.test_jobs import request

LEASE_S = 30.0
WAIT_S = 120.0
ROOT = Path(__file__).parents[2]


@pytest.fixture(name="store")
def _store(database_url: str) -> Iterator[Database]:
    store = Database(database_url)
    upgrade(store)
    yield store
    store.close()


def scenario_of(store: Database, tenant: str, villages: int = 1) -> str:
    """Keep a scenario of villages with one household each."""
    made = prepare_scenario(
        scenario_from_request(request(villages, 1)), Sizes(villages, 1000, 1000)
    )
    with store.writing() as session:
        return keep_scenario(session, made, tenant=tenant, note=VersionNote(""), days=1).id


def submitted(store: Database, scenario_id: str) -> str:
    with store.writing() as session:
        scenario = session.get_one(ScenarioRecord, scenario_id)
        return submit_job(session, scenario, seed=0, time_limit_s=1.0, days=1).id


def end(store: Database, job_id: str) -> None:
    with store.writing() as session:
        session.execute(update(Job).where(Job.id == job_id).values(status=Status.SUCCEEDED))


def lapse(store: Database, job_id: str) -> None:
    """Let the claim of a job run out, as if its service had been killed."""
    with store.writing() as session:
        until = database_now(session) - timedelta(seconds=1)
        session.execute(update(Job).where(Job.id == job_id).values(leased_until=until, attempts=0))


def claimed(store: Database, *, newcomers: bool = False) -> JobLease:
    claim = claim_next(store, LEASE_S, newcomers=newcomers)
    assert claim is not None
    return claim


def test_that_a_job_of_another_tenant_does_not_wait_for_six_of_the_first(store: Database) -> None:
    """Tests that the second claim is the other tenant's, though six jobs are older than its."""
    first = scenario_of(store, "first")
    for _ in range(6):
        submitted(store, first)
    other = submitted(store, scenario_of(store, "other"))
    assert claimed(store).tenant == "first"
    assert claimed(store).job_id == other
    assert claimed(store).tenant == "first"


def test_that_tenants_are_served_in_turn(store: Database) -> None:
    """Tests that with as few jobs at work the one comes next whose last claim is longest ago."""
    for tenant in ("a", "b", "c"):
        scenario = scenario_of(store, tenant)
        for _ in range(2):
            submitted(store, scenario)
    order = []
    for _ in range(6):
        claim = claimed(store)
        order.append(claim.tenant)
        end(store, claim.job_id)
    assert order == ["a", "b", "c", "a", "b", "c"]


def test_that_a_full_service_works_for_newcomers_alone(store: Database) -> None:
    """Tests that beside all places only who has no job at work anywhere is asked."""
    a, b = scenario_of(store, "a"), scenario_of(store, "b")
    submitted(store, a)
    submitted(store, a)
    assert claimed(store, newcomers=True).tenant == "a"
    assert claim_next(store, LEASE_S, newcomers=True) is None
    submitted(store, b)
    assert claimed(store, newcomers=True).tenant == "b"


def test_that_a_service_that_is_gone_works_for_nobody(store: Database) -> None:
    """Tests that a job whose claim has run out waits, and is not counted as at work."""
    scenario = scenario_of(store, "a")
    lost = submitted(store, scenario)
    assert claimed(store).job_id == lost
    lapse(store, lost)
    again = claimed(store, newcomers=True)
    assert (again.job_id, again.tenant) == (lost, "a")


def test_that_a_job_that_is_given_back_waits_its_turn(store: Database) -> None:
    """Tests that a tenant whose job was interrupted is not served twice running."""
    submitted(store, scenario_of(store, "a"))
    submitted(store, scenario_of(store, "b"))
    release(store, claimed(store))
    assert claimed(store).tenant == "b"


@pytest.mark.parametrize("seed", range(3))
def test_that_claims_are_as_a_plain_reference_gives_them(store: Database, seed: int) -> None:
    """Tests that random submissions, claims, ends and deaths go as with lists in memory."""
    chance = Random(seed)  # noqa: S311 - no secret
    scenarios = {name: scenario_of(store, name) for name in "abc"}
    waiting: list[tuple[str, str]] = []
    at_work: dict[str, JobLease] = {}
    history: list[str] = []
    age: list[str] = []
    for _ in range(80):
        act = chance.choice(["submit", "submit", "claim", "claim", "claim", "end", "back", "die"])
        if act == "submit":
            name = chance.choice("abc")
            job = submitted(store, scenarios[name])
            age.append(job)
            waiting.append((name, job))
        elif act == "claim":
            newcomers = chance.random() < 0.3
            running = Counter(claim.tenant for claim in at_work.values())
            may = [one for one in waiting if not (newcomers and running[one[0]])]
            wanted = min(
                may,
                key=lambda one: (
                    running[one[0]],
                    max((nth for nth, name in enumerate(history) if name == one[0]), default=-1),
                    min(age.index(job) for name, job in waiting if name == one[0]),
                    age.index(one[1]),
                ),
                default=None,
            )
            claim = claim_next(store, LEASE_S, newcomers=newcomers)
            assert (claim and (claim.tenant, claim.job_id)) == wanted
            if claim is not None:
                waiting.remove((claim.tenant, claim.job_id))
                at_work[claim.job_id] = claim
                history.append(claim.tenant)
        elif at_work:
            claim = at_work.pop(chance.choice(sorted(at_work)))
            if act == "end":
                end(store, claim.job_id)
                continue
            if act == "back":
                release(store, claim)
            else:
                lapse(store, claim.job_id)
            waiting.append((claim.tenant, claim.job_id))


def test_that_no_job_is_claimed_twice_at_once(store: Database) -> None:
    """Tests that eight threads that claim at once share the jobs, and one tenant gets no more."""
    tenants = [f"t{nth}" for nth in range(4)]
    jobs = []
    for tenant in tenants:
        scenario = scenario_of(store, tenant)
        jobs += [submitted(store, scenario) for _ in range(4)]
    found: list[JobLease] = []
    ready = threading.Barrier(8)

    def claim() -> None:
        ready.wait(WAIT_S)
        found.append(claimed(store))

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_S)
    assert len({one.job_id for one in found}) == 8
    assert Counter(one.tenant for one in found) == dict.fromkeys(tenants, 2)


_SERVICE = """
import sys
from optimizer.execution.workers import planner_pool
from tests.optimizer.execution.workers.stand_in import misbehave
planner_pool.PLAN = misbehave
from api.http.metrics import Metrics
from api.jobs.runner import Runner
from api.settings import Settings
from api.db import Database
if __name__ == "__main__":
    settings = Settings(database_url=sys.argv[1], workers=1, lease_s=2.0)
    Runner(Database(settings.url), settings, Metrics()).run()
"""


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_that_two_services_lose_nothing_when_one_is_killed(store: Database, tmp_path: Path) -> None:
    """Tests that after kill -9 all jobs end, and only what was under way is asked for again."""
    log = tmp_path / "asked-for"
    jobs = []
    for tenant in ("a", "b"):
        scenario = scenario_of(store, tenant, villages=12)
        jobs += [submitted(store, scenario) for _ in range(2)]
    services = [
        _service(str(store.engine.url.render_as_string(hide_password=False)), log) for _ in range(2)
    ]
    try:
        _until(lambda: _done(store) >= 6)
        services[0].send_signal(signal.SIGKILL)
        services[0].wait()
        _until(lambda: _ended(store) == len(jobs))
    finally:
        for service in services:
            service.kill()
            service.wait()
    with store.reading() as session:
        states = session.scalars(select(Job.status)).all()
        rows = session.execute(select(JobVillage.job_id, JobVillage.number)).all()
    assert states == ["succeeded"] * len(jobs)
    assert len(rows) == 12 * len(jobs)
    # Of each job that the killed service worked on, a second's villages were not written yet.
    asked = len(log.read_text().split())
    assert 12 * len(jobs) <= asked < 2 * 12 * len(jobs)


def _service(url: str, log: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "ASKED_FOR": str(log)}
    return subprocess.Popen([sys.executable, "-c", _SERVICE, url], env=environment)


def _done(store: Database) -> int:
    with store.reading() as session:
        return len(session.scalars(select(JobVillage.number)).all())


def _ended(store: Database) -> int:
    with store.reading() as session:
        return sum(Status(one).over for one in session.scalars(select(Job.status)))


def _until(holds: object) -> None:
    assert callable(holds)
    until_s = time.monotonic() + WAIT_S
    while not holds() and time.monotonic() < until_s:
        time.sleep(0.1)
    assert holds()
