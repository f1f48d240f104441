"""A job as its callers see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from api.db.job_messages import Message, job_message_text
from api.db.job_states import Status
from api.db.models import Job, JobVillage
from api.db.result_rows import FAILED


def count(job: Job, made: Iterable[JobVillage]) -> None:
    """Count finished villages into their job."""
    verdicts = Counter(job.verdicts)
    for village in made:
        job.done += 1
        if village.state == FAILED:
            job.failed += 1
        else:
            verdicts[str(village.row["verdict"])] += 1
    job.verdicts = dict(verdicts)


def progress(job: Job) -> dict[str, Any]:
    """Return how far a job is; ``done`` counts failed villages too."""
    percent = 100.0 if not job.villages else 100.0 * job.done / job.villages
    return {
        "villages": job.villages,
        "done": job.done,
        "failed": job.failed,
        "percent": round(percent, 1),
        "verdicts": dict(job.verdicts),
    }


def rest_of(job: Job, at: datetime) -> Message:
    """Return that a job rests where the claim of whoever worked on it has run out."""
    until = job.leased_until if job.status == Status.RUNNING else None
    return Message.RESTS if until is not None and until < at else Message.NOTHING


def job_document(job: Job, language: str, note: str = "") -> dict[str, Any]:
    """Return a job as JSON says it.

    Parameters
    ----------
    note
        Why it does not go on at the moment, where the database itself cannot be told.
    """
    over = Status(job.status).over
    return {
        "id": job.id,
        "scenario_id": job.scenario_id,
        "status": job.status,
        "seed": job.seed,
        "time_limit_s": job.time_limit_s,
        "gap": job.gap,
        "progress": progress(job),
        "created": job.created,
        "started": job.started,
        "finished": job.finished,
        "updated": job.updated,
        "expires": job.expires,
        "message": job_message_text(job.message if over else note or job.message, language),
        "result": f"/v1/results/{job.id}" if job.status == Status.SUCCEEDED else None,
    }
