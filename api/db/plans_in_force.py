"""The plan in force of each village, derived from its approvals, and kept as long as it is so.

What is in force is the last approval that stands: one that was withdrawn, or whose result is gone,
stands no more. The one before it is what withdrawing leads back to, and is kept as well.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, text, update
from sqlalchemy.orm import Session

from api.db.approval_models import ApprovalRecord, PlanChange, PlanInForce
from api.db.models import Job, ScenarioRecord
from api.http.errors import ServiceError

_LOCKS = 7_215_047
"""Any number, as long as every service takes the same."""


def lock_approvals(session: Session, tenant: str) -> None:
    """Let one transaction at a time change a tenant's approvals, until it ends.

    On SQLite there is one writer at a time in any case.
    """
    if session.get_bind().dialect.name == "postgresql":
        lock = text("select pg_advisory_xact_lock(:kind, hashtext(:tenant))")
        session.execute(lock, {"kind": _LOCKS, "tenant": tenant})


def standing_approval(session: Session, result: str) -> ApprovalRecord | None:
    """Return the last approval of a result that was not withdrawn."""
    return session.scalar(
        select(ApprovalRecord)
        .where(ApprovalRecord.job_id == result, ApprovalRecord.withdrawn_at.is_(None))
        .order_by(ApprovalRecord.number.desc())
        .limit(1)
    )


def settle_plans(session: Session, changed: ApprovalRecord, over: datetime) -> None:
    """Work out anew what is in force where an approval was made or withdrawn, and what is kept.

    Parameters
    ----------
    over
        When results and scenarios are deleted that are no longer kept as plans in force.
    """
    here = select(PlanChange.village).where(PlanChange.approval_id == changed.id)
    session.execute(
        delete(PlanInForce).where(
            PlanInForce.tenant == changed.tenant, PlanInForce.village.in_(here)
        )
    )
    of_village, newest = PlanChange.village, PlanChange.number.desc()
    before = func.lead(PlanChange.approval_id).over(partition_by=of_village, order_by=newest)
    place = func.row_number().over(partition_by=of_village, order_by=newest)
    standing = (
        select(
            PlanChange.tenant,
            PlanChange.village,
            PlanChange.approval_id,
            before.label("previous_id"),
            place.label("place"),
        )
        .join(ApprovalRecord, ApprovalRecord.id == PlanChange.approval_id)
        .where(
            PlanChange.tenant == changed.tenant,
            PlanChange.village.in_(here),
            ApprovalRecord.withdrawn_at.is_(None),
            ApprovalRecord.job_id.is_not(None),
        )
        .subquery()
    )
    names = ("tenant", "village", "approval_id", "previous_id")
    first = select(*(standing.c[name] for name in names)).where(standing.c.place == 1)
    session.execute(insert(PlanInForce).from_select(names, first))
    _hold(session, changed.tenant, over)


def check_deletable(session: Session, tenant: str, scenario: str) -> None:
    """Refuse to delete a scenario of which a result is in force, or next in line.

    Raises
    ------
    ServiceError
        ``PLAN_IN_FORCE``.
    """
    lock_approvals(session, tenant)
    found = session.execute(
        select(Job.id, func.count())
        .join(ApprovalRecord, ApprovalRecord.job_id == Job.id)
        .join(PlanInForce, _holds())
        .where(Job.scenario_id == scenario, Job.tenant == tenant)
        .group_by(Job.id)
        .order_by(Job.id)
    ).first()
    if found is not None:
        raise ServiceError("PLAN_IN_FORCE", result=found[0], villages=found[1])


def _holds() -> ColumnElement[bool]:
    """Join approvals to the villages in which they are in force or next in line."""
    return or_(
        PlanInForce.approval_id == ApprovalRecord.id, PlanInForce.previous_id == ApprovalRecord.id
    )


def _hold(session: Session, tenant: str, over: datetime) -> None:
    """Keep what is in force or next in line, and give a time to what is so no longer.

    Nothing else is kept without a time. Scenarios come first, as wherever they are deleted.
    """
    held = (
        select(ApprovalRecord.job_id)
        .join(PlanInForce, _holds())
        .where(ApprovalRecord.tenant == tenant, ApprovalRecord.job_id.is_not(None))
    )
    of_held = select(Job.scenario_id).where(Job.id.in_(held))
    for table, wanted in ((ScenarioRecord, of_held), (Job, held)):
        mine = table.tenant == tenant
        kept, timeless = table.id.in_(wanted), table.expires.is_(None)
        session.execute(update(table).where(mine, kept, ~timeless).values(expires=None))
        session.execute(update(table).where(mine, ~kept, timeless).values(expires=over))
