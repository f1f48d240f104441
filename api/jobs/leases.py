"""Claims: a job belongs to one process for a while, and to nobody else.

Every change of a running job begins with `hold`: it finds the job still claimed by the caller, and
keeps it locked until the transaction ends. A process that was away for too long writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from secrets import token_hex

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from api.jobs.states import Status
from api.store import Store
from api.store.clock import database_now
from api.store.models import Job


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
        gone = and_(Job.status == Status.RUNNING, Job.leased_until < at)
        waiting = (
            select(Job)
            .where(or_(Job.status == Status.QUEUED, gone))
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
