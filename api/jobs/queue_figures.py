"""How many jobs wait and run, for ``/metrics``: asked of the database when somebody looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.db import Database
from api.db.database_clock import database_now
from api.db.job_states import Status
from api.db.models import Job
from api.http.database_outages import is_away

_OPEN = (Status.QUEUED, Status.RUNNING)


@dataclass(frozen=True)
class QueueFigures(Collector):
    """Figures of all services of a database together, of all tenants."""

    store: Database

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Say nothing beforehand, so that being registered asks no database."""
        yield from ()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the figures; of a database that is away, that it is."""
        try:
            with self.store.reading() as session:
                figures = list(_figures(session))
        except Exception as fault:
            if not is_away(fault):
                raise
            figures = []
        there = GaugeMetricFamily("liengia_database_up", "Whether the database answers.")
        there.add_metric([], float(bool(figures)))
        yield from (there, *figures)


def _figures(session: Session) -> Iterator[GaugeMetricFamily]:
    """Yield how many jobs are open, and how long the one that waits longest has waited."""
    query = select(Job.status, func.count(), func.min(Job.created))
    found = {
        status: (number, oldest)
        for status, number, oldest in session.execute(
            query.where(Job.status.in_(_OPEN)).group_by(Job.status)
        )
    }
    jobs = GaugeMetricFamily("liengia_jobs", "Jobs that wait or run.", labels=["status"])
    for status in _OPEN:
        jobs.add_metric([status], found.get(status, (0, None))[0])
    _, oldest = found.get(Status.QUEUED, (0, None))
    waited_s = 0.0 if oldest is None else (database_now(session) - oldest).total_seconds()
    wait = GaugeMetricFamily(
        "liengia_oldest_job_wait_seconds", "How long the job that waits longest has waited."
    )
    wait.add_metric([], max(waited_s, 0.0))
    yield from (jobs, wait)
