"""Kept data is deleted in time: at the start, every hour, and by ``liengia purge``."""

from __future__ import annotations

from sqlalchemy import delete, literal, true

from api.db import Database
from api.db.column_types import now
from api.db.models import Idempotent, Job, ScenarioRecord


def purge(store: Database, *, retention_days: int) -> dict[str, int]:
    """Delete what has expired, and everything where nothing is to be kept.

    Villages, results, events and webhooks go with their scenario.

    Returns
    -------
    dict
        Table to rows deleted by name.
    """
    at, counts = now(), {}
    tables: tuple[type[Idempotent | Job | ScenarioRecord], ...] = (Idempotent, Job, ScenarioRecord)
    for table in tables:
        over = table.expires <= at if retention_days else true()
        with store.writing() as session:
            gone = session.execute(delete(table).where(over).returning(literal(1)))
            counts[table.__tablename__] = len(gone.all())
    return counts
