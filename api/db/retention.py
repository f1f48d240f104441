"""Kept data is deleted in time: at the start, every hour, and by ``liengia purge``."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, func, literal, true

from api.db import Database
from api.db.approval_models import ApprovalRecord, PlanChange, PlanInForce
from api.db.column_types import now
from api.db.models import Idempotent, Job, ScenarioRecord

_Table = type[Idempotent | Job | ScenarioRecord | ApprovalRecord]


def purge(store: Database, *, retention_days: int) -> dict[str, int]:
    """Delete what has expired, and everything where nothing is to be kept.

    Villages, results, events and webhooks go with their scenario. Plans in force, and those next
    in line, have no time after which they expire.

    Returns
    -------
    dict
        Table to rows deleted by name.
    """
    at, counts = now(), {}
    over: dict[_Table, ColumnElement[bool]] = {
        table: table.expires <= at for table in (Idempotent, Job, ScenarioRecord)
    }
    over[ApprovalRecord] = _forgotten(at - timedelta(days=retention_days))
    for table, expired in over.items():
        with store.writing() as session:
            condition = expired if retention_days else true()
            gone = session.execute(delete(table).where(condition).returning(literal(1)))
            counts[table.__tablename__] = len(gone.all())
    return counts


def _forgotten(before: datetime) -> ColumnElement[bool]:
    """Find approvals that are no longer part of the history of a plan in force."""
    part = exists().where(
        PlanChange.approval_id == ApprovalRecord.id,
        and_(PlanInForce.tenant == PlanChange.tenant, PlanInForce.village == PlanChange.village),
    )
    last = func.coalesce(ApprovalRecord.withdrawn_at, ApprovalRecord.approved_at)
    return and_(~part, last <= before)
