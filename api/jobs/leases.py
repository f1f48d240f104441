"""Claims: a job belongs to one process for a while, and to nobody else.

Every change of a running job begins with `hold`: it finds the job still claimed by the caller, and
keeps it locked until the transaction ends. A process that was away for too long writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from api.db import Database
from api.db.database_clock import database_now
from api.db.job_states import Status
from api.db.models import Job
from api.jobs.precedence import claimable, one_at_a_time, tenants_in_turn


class LeaseLost(Exception):  # noqa: N818 - somebody took it over, or it was canceled: no error
    """The job is not this process's any more."""


@dataclass(frozen=True, slots=True)
class JobLease:
    """A job that this process works on."""

    job_id: str
    owner: str
    attempt: int
    tenant: str


def claim_next(store: Database, lease_s: float, *, newcomers: bool = False) -> JobLease | None:
    """Claim the job whose turn it is (`api.jobs.precedence`); None where there is none.

    Parameters
    ----------
    newcomers
        Whether only tenants are asked that no service works for at the moment.
    """
    with store.reading() as session:  # mostly there is nothing, and nobody is kept from writing
        if not tenants_in_turn(session, lease_s, newcomers=newcomers):
            return None
    with store.writing() as session:
        one_at_a_time(session)
        for tenant in tenants_in_turn(session, lease_s, newcomers=newcomers):
            at = database_now(session)
            waiting = (
                select(Job)
                .where(Job.tenant == tenant, claimable(at, lease_s))
                .order_by(Job.created, Job.id)
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            job = session.scalar(waiting)
            if job is not None:
                return _claimed(job, at, lease_s)
    return None


def _claimed(job: Job, at: datetime, lease_s: float) -> JobLease:
    job.status, job.owner = Status.RUNNING, token_hex(8)
    job.leased_until = at + timedelta(seconds=lease_s)
    job.started, job.updated, job.claimed = job.started or at, at, at
    job.attempts += 1
    return JobLease(job.id, job.owner, job.attempts, job.tenant)


def hold(session: Session, claim: JobLease, lease_s: float) -> Job:
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
        raise LeaseLost(claim.job_id)
    return job


def still_held(store: Database, claim: JobLease) -> bool:
    """Tell whether the job is still the caller's, without changing anything."""
    with store.reading() as session:
        owner = session.scalar(select(Job.owner).where(Job.id == claim.job_id))
        return owner == claim.owner


def release(store: Database, claim: JobLease, message: str = "") -> None:
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
