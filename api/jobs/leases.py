"""Claims: a job belongs to one process for a while, and to nobody else.

Every change of a running job begins with `hold`: it finds the job still claimed by the caller, and
keeps it locked until the transaction ends. A process that was away for too long writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from api.jobs.states import Status
from api.store import Store
from api.store.clock import database_now
from api.store.models import Job

_LONGEST_REST_S = 3600.0
_DOUBLED = 20
"""Attempts from which on a rest is no longer doubled, whatever the lease."""


class Lost(Exception):  # noqa: N818 - somebody took it over, or it was canceled: no error
    """The job is not this process's any more."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that this process works on."""

    job_id: str
    owner: str
    attempt: int


def claim_next(store: Store, lease_s: float) -> Claim | None:
    """Claim the oldest job that waits, or whose process is gone; None where there is none."""
    with store.writing() as session:
        at = database_now(session)
        waiting = (
            select(Job)
            .where(or_(Job.status == Status.QUEUED, *_gone(at, lease_s)))
            .order_by(Job.created, Job.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        job = session.scalar(waiting)
        if job is None:
            return None
        job.status, job.owner = Status.RUNNING, token_hex(8)
        job.leased_until = at + timedelta(seconds=lease_s)
        job.started, job.updated = job.started or at, at
        job.attempts += 1
        return Claim(job.id, job.owner, job.attempts)


def _gone(at: datetime, lease_s: float) -> Iterator[ColumnElement[bool]]:
    """Yield what finds the jobs whose process is gone, and that have rested since.

    A job whose claims end again and again before a village is finished rests twice as long each
    time: it may be what ends its services, and it may be nobody's fault.
    """
    for attempts in range(1, _DOUBLED + 1):
        rest = timedelta(seconds=min(lease_s * (2 ** (attempts - 1) - 1), _LONGEST_REST_S))
        so_many = Job.attempts == attempts if attempts < _DOUBLED else Job.attempts >= attempts
        # With none, a village was finished since the job was claimed.
        counted = or_(so_many, Job.attempts == 0) if attempts == 1 else so_many
        yield and_(Job.status == Status.RUNNING, counted, Job.leased_until < at - rest)


def hold(session: Session, claim: Claim, lease_s: float) -> Job:
    """Return the job, claimed for another while and locked until the transaction ends.

    Raises
    ------
    Lost
        When it is not claimed by the caller any more; nothing may be written then.
    """
    at = database_now(session)
    kept = session.execute(
        update(Job)
        .where(Job.id == claim.job_id, Job.owner == claim.owner)
        .values(leased_until=at + timedelta(seconds=lease_s), updated=at)
    )
    job = session.get(Job, claim.job_id) if kept.rowcount == 1 else None  # type: ignore[attr-defined]  # an update's result has it
    if job is None:
        raise Lost(claim.job_id)
    return job


def still_held(store: Store, claim: Claim) -> bool:
    """Tell whether the job is still the caller's, without changing anything."""
    with store.reading() as session:
        owner = session.scalar(select(Job.owner).where(Job.id == claim.job_id))
        return owner == claim.owner


def release(store: Store, claim: Claim, message: str = "") -> None:
    """Give a job back, so that any process may go on at once; it counts as no attempt."""
    with store.writing() as session:
        session.execute(
            update(Job)
            .where(Job.id == claim.job_id, Job.owner == claim.owner)
            .values(
                status=Status.QUEUED,
                owner=None,
                leased_until=None,
                attempts=Job.attempts - 1,
                message=message,
            )
        )
