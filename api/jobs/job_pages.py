"""Lists about jobs, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from api.db.models import Job, JobVillage
from api.db.result_rows import village_row


def jobs_page(
    session: Session, tenant: str, after: tuple[datetime, str] | None, limit: int
) -> Sequence[Job]:
    """Return a tenant's jobs, the newest first."""
    wanted = select(Job).where(Job.tenant == tenant)
    if after is not None:
        wanted = wanted.where(tuple_(Job.created, Job.id) < after)
    return session.scalars(wanted.order_by(Job.created.desc(), Job.id.desc()).limit(limit)).all()


def rows_page(
    session: Session, job_id: str, after: int, limit: int
) -> list[tuple[int, dict[str, Any]]]:
    """Return number and row of finished villages, in the scenario's order."""
    found = session.execute(
        select(JobVillage.number, JobVillage.row)
        .where(JobVillage.job_id == job_id, JobVillage.number > after)
        .order_by(JobVillage.number)
        .limit(limit)
    )
    return [(number, village_row(kept)) for number, kept in found]
