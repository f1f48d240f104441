"""Plans in force as they are told and read: a village's own, its history, its plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from api.db.approval_models import COUNTS, ApprovalRecord, PlanChange, PlanInForce
from api.db.models import Job, JobVillage, ScenarioVillage

_BEFORE = aliased(ApprovalRecord)


@dataclass(frozen=True, slots=True)
class ContentInForce:
    """A village's plan in force: the approval, and the village's response JSON."""

    approval: str
    plan: str
    response: bytes


def in_force_page(
    session: Session, tenant: str, after: str, limit: int, *, insider: bool
) -> list[dict[str, Any]]:
    """Return the plans in force of the villages that follow an id, in the order of their ids."""
    wanted = _in_force(tenant).where(PlanInForce.village > after)
    rows = session.execute(wanted.order_by(PlanInForce.village).limit(limit)).all()
    return [_in_force_document(row, insider=insider) for row in rows]


def in_force_of(
    session: Session, tenant: str, village: str, *, insider: bool
) -> dict[str, Any] | None:
    """Return the plan in force of a village; None where there is none."""
    row = session.execute(_in_force(tenant).where(PlanInForce.village == village)).first()
    return None if row is None else _in_force_document(row, insider=insider)


def history_page(
    session: Session, tenant: str, village: str, before: int, limit: int, *, insider: bool
) -> list[tuple[int, dict[str, Any]]]:
    """Return number and entry of a village's approvals before a number, the newest first."""
    rows = session.execute(
        select(ApprovalRecord, PlanChange, PlanInForce.approval_id)
        .join(PlanChange, PlanChange.approval_id == ApprovalRecord.id)
        .outerjoin(PlanInForce, _same_village())
        .where(
            PlanChange.tenant == tenant,
            PlanChange.village == village,
            PlanChange.number < before,
        )
        .order_by(PlanChange.number.desc())
        .limit(limit)
    ).all()
    return [
        (
            approval.number,
            {
                **approval_summary(approval, insider=insider),
                "in_force": in_force == approval.id,
                "replaced": change.replaced_id,
                "changes": _changes(change),
                "withdrawn": withdrawal(approval, insider=insider),
            },
        )
        for approval, change, in_force in rows
    ]


def approval_summary(approval: ApprovalRecord, *, insider: bool) -> dict[str, Any]:
    """Return who approved what, and when; a comment may name persons and is for insiders."""
    return {
        "id": approval.id,
        "result": approval.job_id,
        "plan": approval.plan,
        "by": approval.approved_by,
        "at": approval.approved_at.isoformat(),
        "comment": approval.comment if insider or not approval.comment else None,
    }


def withdrawal(approval: ApprovalRecord, *, insider: bool) -> dict[str, Any] | None:
    """Return who withdrew an approval, and when; None while it stands."""
    if approval.withdrawn_at is None:
        return None
    return {
        "by": approval.withdrawn_by,
        "at": approval.withdrawn_at.isoformat(),
        "reason": approval.reason if insider else None,
    }


def approval_document(
    session: Session, approval: ApprovalRecord, *, insider: bool
) -> dict[str, Any]:
    """Return an approval with the villages that it covers, and what it changed in them."""
    mine = PlanChange.approval_id == approval.id
    sums = [func.sum(getattr(PlanChange, name)) for name in COUNTS]
    villages, replaced, *counts = session.execute(
        select(func.count(), func.count(PlanChange.households_changed), *sums).where(mine)
    ).one()
    in_force = select(func.count()).where(PlanInForce.approval_id == approval.id)
    changes = {name: int(count) for name, count in zip(COUNTS, counts, strict=True) if replaced}
    return {
        **approval_summary(approval, insider=insider),
        "villages": villages,
        "in_force": session.scalar(in_force),
        "changes": changes or None,
    }


def approvals_in_force(session: Session, tenant: str) -> Mapping[str, str]:
    """Return the approval in force of every village of a tenant."""
    rows = session.execute(
        select(PlanInForce.village, PlanInForce.approval_id).where(PlanInForce.tenant == tenant)
    )
    return {row.village: row.approval_id for row in rows}


def contents_in_force(
    session: Session, tenant: str, villages: Sequence[str]
) -> dict[str, ContentInForce]:
    """Return the plans in force of some villages; those without one are left out."""
    rows = session.execute(
        select(PlanInForce.village, ApprovalRecord.id, ApprovalRecord.plan, JobVillage.content)
        .join(ApprovalRecord, ApprovalRecord.id == PlanInForce.approval_id)
        .join(JobVillage, _village_of(JobVillage, JobVillage.job_id == ApprovalRecord.job_id))
        .where(PlanInForce.tenant == tenant, PlanInForce.village.in_(villages))
    ).all()
    return {
        village: ContentInForce(approval, plan, made)
        for village, approval, plan, made in rows
        if made is not None  # as of every village that is covered by an approval
    }


def requests_in_force(
    session: Session, tenant: str, villages: Sequence[str]
) -> dict[tuple[str, str], bytes]:
    """Return village and approval in force to the request that the plan was made of."""
    of_village = _village_of(ScenarioVillage, ScenarioVillage.scenario_id == Job.scenario_id)
    rows = session.execute(
        select(PlanInForce.village, PlanInForce.approval_id, ScenarioVillage.content)
        .join(ApprovalRecord, ApprovalRecord.id == PlanInForce.approval_id)
        .join(Job, Job.id == ApprovalRecord.job_id)
        .join(ScenarioVillage, of_village)
        .where(PlanInForce.tenant == tenant, PlanInForce.village.in_(villages))
    )
    return {(row.village, row.approval_id): row.content for row in rows}


def _village_of(
    table: type[JobVillage | ScenarioVillage], whole: ColumnElement[bool]
) -> ColumnElement[bool]:
    return and_(whole, table.village == PlanInForce.village)


def _same_village() -> ColumnElement[bool]:
    return and_(PlanInForce.tenant == PlanChange.tenant, PlanInForce.village == PlanChange.village)


def _in_force(tenant: str) -> Select[str, ApprovalRecord, PlanChange, ApprovalRecord]:
    return (
        select(PlanInForce.village, ApprovalRecord, PlanChange, _BEFORE)
        .join(ApprovalRecord, ApprovalRecord.id == PlanInForce.approval_id)
        .join(
            PlanChange,
            and_(PlanChange.approval_id == ApprovalRecord.id, _same_village()),
        )
        .outerjoin(_BEFORE, _BEFORE.id == PlanInForce.previous_id)
        .where(PlanInForce.tenant == tenant)
    )


def _in_force_document(
    row: Row[str, ApprovalRecord, PlanChange, ApprovalRecord], *, insider: bool
) -> dict[str, Any]:
    village, approval, change, before = row
    return {
        "village": village,
        "approval": approval_summary(approval, insider=insider),
        "changes": _changes(change),
        "previous": None if before is None else approval_summary(before, insider=insider),
    }


def _changes(change: PlanChange) -> dict[str, int] | None:
    """Return what an approval changed in a village; None where nothing was in force before."""
    counts = {name: getattr(change, name) for name in COUNTS}
    return None if change.households_changed is None else counts
