"""What happened to a job, in the order in which it was written, told from any place on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.db.job_states import EventKind
from api.db.models import Job, JobEventRow, JobVillage
from api.db.result_rows import village_row


@dataclass(frozen=True, slots=True)
class JobEvent:
    """An event as a caller gets it."""

    sequence: int
    kind: EventKind
    body: Mapping[str, Any]


def add_events(
    session: Session, job_id: str, events: Sequence[tuple[EventKind, Mapping[str, Any]]]
) -> None:
    """Write events after those that are there; the job is locked by whoever calls.

    A village's event keeps its number alone: what is told about it stands with its result.
    """
    last = (
        session.scalar(select(func.max(JobEventRow.sequence)).where(JobEventRow.job_id == job_id))
        or 0
    )
    session.add_all(
        JobEventRow(job_id=job_id, sequence=last + nth, kind=kind, body=dict(body))
        for nth, (kind, body) in enumerate(events, start=1)
    )


def events_after(session: Session, job_id: str, sequence: int, limit: int) -> list[JobEvent]:
    """Return the events that follow, the oldest first."""
    found = session.scalars(
        select(JobEventRow)
        .where(JobEventRow.job_id == job_id, JobEventRow.sequence > sequence)
        .order_by(JobEventRow.sequence)
        .limit(limit)
    ).all()
    numbers = [event.body["number"] for event in found if event.kind == EventKind.VILLAGE]
    kept = session.execute(
        select(JobVillage.number, JobVillage.row).where(
            JobVillage.job_id == job_id, JobVillage.number.in_(numbers)
        )
    )
    rows: dict[int, dict[str, Any]] = {row.number: row.row for row in kept}
    return [
        JobEvent(event.sequence, EventKind.VILLAGE, village_row(rows[event.body["number"]]))
        if event.kind == EventKind.VILLAGE
        else JobEvent(event.sequence, EventKind(event.kind), event.body)
        for event in found
    ]


def exists(session: Session, job_id: str) -> bool:
    """Tell whether there is such a job still."""
    return session.scalar(select(Job.id).where(Job.id == job_id)) is not None


def is_complete(session: Session, job_id: str, sequence: int) -> bool:
    """Tell whether a job has ended, and the caller knows all that happened to it."""
    last = session.scalar(
        select(JobEventRow.sequence).where(
            JobEventRow.job_id == job_id, JobEventRow.kind == EventKind.END
        )
    )
    return last is not None and last <= sequence
