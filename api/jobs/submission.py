"""Making jobs, and canceling them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db.database_clock import database_now
from api.db.job_progress import progress
from api.db.job_states import EventKind, Status
from api.db.models import Job, ScenarioRecord, new_id
from api.db.scenario_queries import expiry
from api.http.errors import ServiceError
from api.jobs.job_events import add_events
from api.webhooks.deliveries import announce

RETRY_AFTER_S = "1"


def whereabouts(job: Job) -> dict[str, str]:
    """Return the headers that lead to a new job."""
    return {"Location": f"/v1/jobs/{job.id}", "Retry-After": RETRY_AFTER_S}


def submit_job(
    session: Session,
    scenario: ScenarioRecord,
    *,
    seed: int,
    time_limit_s: float,
    days: int,
    gap: float = 0.0,
    growing: bool = False,
    webhook_url: str | None = None,
) -> Job:
    """Let a scenario be planned; the job lives as long as its scenario.

    Parameters
    ----------
    days
        That it is kept where the scenario is kept without a time, as that of a plan in force.
    """
    job = Job(
        id=new_id("job"),
        tenant=scenario.tenant,
        scenario_id=scenario.id,
        status=Status.QUEUED,
        seed=seed,
        time_limit_s=time_limit_s,
        gap=gap,
        growing=growing,
        webhook_url=webhook_url,
        villages=scenario.villages,
        expires=scenario.expires or expiry(days),
    )
    session.add(job)
    session.flush()
    return job


def find_job(session: Session, tenant: str, job_id: str, *, locked: bool = False) -> Job:
    """Return a tenant's job.

    Raises
    ------
    ServiceError
        ``NOT_FOUND``, also for another tenant's job.
    """
    wanted = select(Job).where(Job.id == job_id, Job.tenant == tenant)
    job = session.scalar(wanted.with_for_update() if locked else wanted)
    if job is None:
        raise ServiceError("NOT_FOUND")
    return job


def cancel_job(session: Session, tenant: str, job_id: str) -> Job:
    """Cancel a job; whoever works on it finds it taken away, and stops within a second.

    Raises
    ------
    ServiceError
        ``CONFLICT`` when it has succeeded or failed already.
    """
    job = find_job(session, tenant, job_id, locked=True)
    if job.status == Status.CANCELED:
        return job
    if Status(job.status).over:
        raise ServiceError("CONFLICT", reason=f"the job has {job.status} already; nothing to stop")
    end_job(session, job, Status.CANCELED)
    return job


def end_job(session: Session, job: Job, status: Status, message: str = "") -> None:
    """End a job that the caller has locked, and let its listeners and its webhook know."""
    at = database_now(session)
    job.status, job.message = status, message
    job.owner = job.leased_until = None
    job.finished = job.updated = at
    body = {"status": str(status), "progress": progress(job)}
    add_events(session, job.id, [(EventKind.PROGRESS, progress(job)), (EventKind.END, body)])
    announce(session, job)
