"""Figures about jobs, as Prometheus reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from api.db import Database
from api.db.column_types import now
from api.db.models import Job
from api.http.metrics import Metrics
from api.jobs.counted_crew import CountedCrew
from api.jobs.queue_figures import QueueFigures
from optimizer.domain.failure import Failure, FailureCode
from optimizer.execution.workers import Failed, JobSpec, Outcome, Planned
from optimizer.pipeline import plan_village
from tests.api.client import running
from tests.api.jobs.test_jobs import ended, kept, request
from tests.optimizer.hand_made import SERVED


def figures(metrics: Metrics) -> dict[str, float]:
    """Return every figure by its name and labels."""
    lines = [line for line in metrics.text().decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_that_jobs_that_wait_and_run_are_counted(database_url: str) -> None:
    """Tests that both counts are of all tenants, and the wait is that of the oldest that waits."""
    with running(database_url) as client:
        scenario = kept(client, request())
        said = client.get("/metrics").text
        assert 'liengia_jobs{status="queued"} 0.0' in said
        assert "liengia_oldest_job_wait_seconds 0.0" in said
    store, metrics = Database(database_url), Metrics()
    metrics.registry.register(QueueFigures(store))
    ages = {"queued": (30, 90), "running": (500,), "succeeded": (900,)}
    with store.writing() as session:
        for status, seconds in ages.items():
            for age in seconds:
                created = now() - timedelta(seconds=age)
                session.add(
                    Job(
                        id=f"job_{age}",
                        tenant=f"t{age}",
                        scenario_id=scenario,
                        status=status,
                        time_limit_s=1.0,
                        created=created,
                        villages=3,
                    )
                )
    told = figures(metrics)
    store.close()
    assert told['liengia_jobs{status="queued"}'] == 2
    assert told['liengia_jobs{status="running"}'] == 1
    assert 90 <= told["liengia_oldest_job_wait_seconds"] < 500
    assert told["liengia_database_up"] == 1


def test_that_a_database_that_is_away_is_told_and_hides_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that the figures of the process are there when the database is not."""

    def away(_store: Database) -> None:
        raise OperationalError("select", None, ConnectionError("away"))

    store, metrics = Database(f"sqlite:///{tmp_path / 'kept.sqlite'}"), Metrics()
    metrics.registry.register(QueueFigures(store))
    monkeypatch.setattr(Database, "reading", away)
    told = figures(metrics)
    store.close()
    assert told["liengia_database_up"] == 0
    assert told["process_resident_memory_bytes"] > 0
    assert not any(name.startswith("liengia_jobs") for name in told)


def test_that_a_crew_counts_what_becomes_of_its_villages() -> None:
    """Tests that planned and failed villages are told apart, and only plans have seconds."""
    planned = Planned(SERVED, plan_village(SERVED))
    failed = Failed(SERVED, Failure(FailureCode.LOST, ""))

    class Crew:
        at_once = 2

        def run(self, *_said: object, **_also: object) -> Iterator[Sequence[Outcome]]:
            yield [planned, failed]
            yield [planned]

    metrics = Metrics()
    crew = CountedCrew(Crew(), metrics)
    assert crew.at_once == 2
    assert list(crew.run([SERVED], JobSpec())) == [[planned, failed], [planned]]
    told = figures(metrics)
    assert told['liengia_villages_planned_total{outcome="planned"}'] == 2
    assert told['liengia_villages_planned_total{outcome="failed"}'] == 1
    assert told["liengia_planning_seconds_total"] == pytest.approx(2 * planned.plan.seconds)


def test_that_a_service_counts_the_villages_of_its_jobs(database_url: str) -> None:
    """Tests that the villages of a job stand in the figures that are read over HTTP."""
    with running(database_url) as client:
        job = client.post("/v1/jobs", json={"scenario_id": kept(client, request())}).json()
        ended(client, job["id"])
        said = client.get("/metrics").text
    assert 'liengia_villages_planned_total{outcome="planned"} 3.0' in said
    assert 'liengia_build_info{ortools="' in said
