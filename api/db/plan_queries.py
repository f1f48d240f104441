"""Results in the store: found by their job, read village by village, compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.column_types import now
from api.db.database import Database
from api.db.in_force_queries import approval_document
from api.db.job_states import Status
from api.db.models import Job, JobVillage, ScenarioRecord, ScenarioVillage
from api.db.plans_in_force import standing_approval
from api.db.result_rows import tally_of
from api.http.errors import ServiceError
from optimizer.output.summary.village_summary import VillageSummary

_ROWS_AT_ONCE = 64
"""Villages in memory together when a result is streamed."""


@dataclass(frozen=True, slots=True)
class KeptResult:
    """A result without its villages."""

    id: str
    scenario_id: str
    name: str
    coordinates: str
    rules: dict[str, Any]
    run: dict[str, Any]
    finished: str
    approved: dict[str, Any] | None
    notes: tuple[dict[str, Any], ...] = ()
    current_from: dict[str, Any] | None = None

    @property
    def lonlat(self) -> bool:
        """Whether x and y are degrees."""
        return self.coordinates == "lonlat"


@dataclass(frozen=True, slots=True)
class PlannedVillage:
    """A village as it was asked for and as it was planned."""

    request: bytes
    response: bytes


def kept_result(session: Session, name: str, tenant: str) -> KeptResult:
    """Return a finished result that this tenant may see.

    Raises
    ------
    ServiceError
        ``NOT_FOUND`` for one that is another's or never was, ``NOT_READY`` for a job that has not
        succeeded.
    """
    job = owned_job(session, name, tenant)
    scenario = session.get_one(ScenarioRecord, job.scenario_id)
    if job.status != Status.SUCCEEDED or job.run is None:
        raise ServiceError("NOT_READY", id=job.id, status=str(job.status))
    return KeptResult(
        id=job.id,
        scenario_id=job.scenario_id,
        name=scenario.name,
        coordinates=scenario.coordinates,
        rules=scenario.rules,
        run=job.run,
        finished=(job.finished or job.updated).isoformat(),
        approved=_approved(session, job),
        notes=tuple(scenario.notes or ()),
        current_from=scenario.current_from,
    )


def owned_job(session: Session, name: str, tenant: str) -> Job:
    """Return a tenant's job that has not expired.

    Raises
    ------
    ServiceError
        ``NOT_FOUND``.
    """
    job = session.get(Job, name)
    if job is None or job.tenant != tenant or (job.expires is not None and job.expires <= now()):
        raise ServiceError("NOT_FOUND")
    return job


def _approved(session: Session, job: Job) -> dict[str, Any] | None:
    """Return the approval of a plan that stands; None while it is proposed."""
    standing = standing_approval(session, job.id)
    return None if standing is None else approval_document(session, standing, insider=True)


def tallies_of(store: Database, name: str) -> Iterator[VillageSummary]:
    """Yield the villages' rows in the scenario's order."""
    for rows in _pages(store, name, JobVillage.row):
        yield from (tally_of(row) for _, row in rows)


def responses_of(store: Database, name: str) -> Iterator[bytes]:
    """Yield the villages' response JSON in the scenario's order."""
    for rows in _pages(store, name, JobVillage.content):
        yield from (content for _, content in rows if content is not None)


def planned_rows(store: Database, name: str) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Yield the villages' rows with their response JSON in the scenario's order."""
    for rows in _pages(store, name, JobVillage.row, JobVillage.content):
        yield from ((row, content) for _, row, content in rows if content is not None)


def _pages(store: Database, name: str, *columns: Any) -> Iterator[Sequence[Any]]:  # noqa: ANN401 - columns of any type
    """Yield pages of villages; no transaction stays open between them."""
    last = -1
    while True:
        with store.reading() as session:
            rows = session.execute(
                select(JobVillage.number, *columns)
                .where(JobVillage.job_id == name, JobVillage.number > last)
                .order_by(JobVillage.number)
                .limit(_ROWS_AT_ONCE)
            ).all()
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def villages_of_plan(
    store: Database, kept: KeptResult, village: str | None = None
) -> Iterator[PlannedVillage]:
    """Yield what was asked and what was planned, in the scenario's order.

    Parameters
    ----------
    village
        Id of the only one that is wanted.
    """
    last = -1
    while True:
        wanted = (
            select(ScenarioVillage.number, ScenarioVillage.content, JobVillage.content)
            .join(JobVillage, JobVillage.number == ScenarioVillage.number)
            .where(
                ScenarioVillage.scenario_id == kept.scenario_id,
                JobVillage.job_id == kept.id,
                ScenarioVillage.number > last,
            )
            .order_by(ScenarioVillage.number)
            .limit(_ROWS_AT_ONCE)
        )
        if village is not None:
            wanted = wanted.where(ScenarioVillage.village == village)
        with store.reading() as session:
            rows = session.execute(wanted).all()
        if not rows:
            return
        yield from (PlannedVillage(asked, made) for _, asked, made in rows if made is not None)
        last = rows[-1][0]


def response_of(session: Session, name: str, village: str) -> bytes | None:
    """Return one village's response JSON; None where there is none of this id."""
    return session.scalar(
        select(JobVillage.content).where(JobVillage.job_id == name, JobVillage.village == village)
    )
