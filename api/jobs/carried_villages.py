"""Villages that a new job need not plan: their plans are carried over from another one."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import func, insert, literal, select, update
from sqlalchemy.orm import Session

from api.db.job_progress import count, progress
from api.db.job_states import EventKind
from api.db.models import Job, JobVillage
from api.http.errors import ServiceError
from api.jobs.job_events import add_events


def carry_villages(
    session: Session,
    source: str,
    job: Job,
    changed: Collection[int],
    contents: Mapping[int, bytes],
) -> None:
    """Give a new job the villages of another one, whose scenario numbers them alike.

    Parameters
    ----------
    source
        Id of the job that has planned them.
    changed
        Numbers of the villages that the new job plans itself.
    contents
        Number to the response JSON of villages of which something more is known.

    Raises
    ------
    ServiceError
        ``NOT_FOUND`` when the other job was deleted meanwhile.
    """
    columns = [column for column in JobVillage.__table__.c if column.key != "job_id"]
    rows = select(literal(job.id), *columns).where(
        JobVillage.job_id == source, JobVillage.number.not_in(changed)
    )
    names = ["job_id", *(column.key for column in columns)]
    session.execute(insert(JobVillage).from_select(names, rows))
    there = select(func.count()).select_from(JobVillage).where(JobVillage.job_id == job.id)
    if session.scalar(there) != job.villages - len(changed):
        raise ServiceError("NOT_FOUND")
    for number, content in contents.items():
        session.execute(
            update(JobVillage)
            .where(JobVillage.job_id == job.id, JobVillage.number == number)
            .values(content=content)
        )
    count(job, session.scalars(select(JobVillage).where(JobVillage.job_id == job.id)))
    add_events(session, job.id, [(EventKind.PROGRESS, progress(job))])
