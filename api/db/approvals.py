"""Approving and withdrawing: one transaction that changes history, plan in force and retention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, insert, or_, select
from sqlalchemy.orm import Session

from api.db.approval_models import COUNTS, ApprovalRecord, PlanChange, PlanInForce
from api.db.database_clock import database_now
from api.db.models import Job, JobVillage, ScenarioRecord, ScenarioVillage, new_id
from api.db.plan_queries import kept_result, owned_job
from api.db.plans_in_force import lock_approvals, settle_plans, standing_approval
from api.db.result_rows import PLANNED
from api.db.scenario_queries import expiry
from api.http.errors import ServiceError


@dataclass(frozen=True, slots=True)
class WantedApproval:
    """What somebody says who takes a plan on.

    Parameters
    ----------
    plan
        ``today`` or ``after``.
    replaces
        Whether it may replace a plan in force that it was not made from.
    """

    plan: str
    by: str
    comment: str
    replaces: bool


@dataclass(frozen=True, slots=True)
class CountedVillage:
    """A village of a plan that is to be approved.

    Parameters
    ----------
    replaced
        The approval in force when its changes were counted.
    counts
        Columns of ``plan_changes``; None where nothing was in force.
    """

    village: str
    replaced: str | None
    counts: Mapping[str, int] | None


def approve(
    session: Session,
    tenant: str,
    result: str,
    asked: WantedApproval,
    counted: Sequence[CountedVillage],
    days: int,
) -> ApprovalRecord | None:
    """Make a result the plan in force of its villages; None where the counts are out of date.

    The same, approved by the same once more, is answered and changes nothing.

    Raises
    ------
    ServiceError
        ``CONFLICT`` where somebody else has approved it, ``NEWER_PLAN`` where another plan came
        into force since it was made, ``NOTHING_PLANNED`` where no village has a plan.
    """
    lock_approvals(session, tenant)
    kept_result(session, result, tenant)
    job = owned_job(session, result, tenant)
    scenario = session.get(ScenarioRecord, job.scenario_id, with_for_update=True)
    if scenario is None:
        raise ServiceError("NOT_FOUND")
    standing = standing_approval(session, job.id)
    if (
        standing is not None
        and standing.plan == asked.plan
        and _in_force_all_over(session, standing)
    ):
        return _the_same(standing, asked)
    if not asked.replaces:
        _check_base(session, job)
    if not counted:
        raise ServiceError("NOTHING_PLANNED", id=job.id)
    if _in_force_now(session, job) != {
        one.village: one.replaced for one in counted if one.replaced is not None
    }:
        return None
    made = _record(session, job, asked)
    rows = [
        {
            "approval_id": made.id,
            "village": one.village,
            "tenant": tenant,
            "number": made.number,
            "replaced_id": one.replaced,
            **dict.fromkeys(COUNTS),
            **(one.counts or {}),
        }
        for one in counted
    ]
    session.execute(insert(PlanChange), rows)
    settle_plans(session, made, expiry(days))
    return made


def withdraw(
    session: Session, tenant: str, result: str, by: str, reason: str, days: int
) -> tuple[ApprovalRecord, int, int]:
    """Withdraw the last approval of a result that stands.

    Returns
    -------
    tuple
        The approval; villages that have the former plan again, and those that have none.

    Raises
    ------
    ServiceError
        ``NOT_APPROVED`` where none stands.
    """
    lock_approvals(session, tenant)
    job = owned_job(session, result, tenant)
    session.get(ScenarioRecord, job.scenario_id, with_for_update=True)
    standing = standing_approval(session, job.id)
    if standing is None:
        raise ServiceError("NOT_APPROVED", id=job.id)
    here = PlanInForce.approval_id == standing.id
    restored = _count(session, here, PlanInForce.previous_id.is_not(None))
    none = _count(session, here, PlanInForce.previous_id.is_(None))
    standing.withdrawn_by, standing.reason = by, reason
    standing.withdrawn_at = database_now(session)
    session.flush()
    settle_plans(session, standing, expiry(days))
    return standing, restored, none


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    found = session.scalar(select(func.count()).select_from(PlanInForce).where(*conditions))
    return found or 0


def _the_same(standing: ApprovalRecord, asked: WantedApproval) -> ApprovalRecord:
    """Return an approval that is made once more, as long as it says the same."""
    if standing.approved_by != asked.by:
        raise ServiceError("CONFLICT", reason=f"{standing.approved_by} has approved it already")
    if asked.comment not in ("", standing.comment):
        reason = "it is approved already, with another comment; withdraw it and approve it again"
        raise ServiceError("CONFLICT", reason=reason)
    return standing


def _planned(job: Job) -> Select[Any]:
    """Select the villages of a result that have a plan."""
    return select(JobVillage.village).where(
        JobVillage.job_id == job.id, JobVillage.state == PLANNED
    )


def _in_force_now(session: Session, job: Job) -> dict[str, str]:
    """Return village to approval, of those villages of a result in which a plan is in force."""
    rows = session.execute(
        select(PlanInForce.village, PlanInForce.approval_id).where(
            PlanInForce.tenant == job.tenant, PlanInForce.village.in_(_planned(job))
        )
    )
    return {row.village: row.approval_id for row in rows}


def _in_force_all_over(session: Session, standing: ApprovalRecord) -> bool:
    """Tell whether an approval is in force in all villages that it covers."""
    covered = select(func.count()).where(PlanChange.approval_id == standing.id)
    here = select(func.count()).where(PlanInForce.approval_id == standing.id)
    return session.scalar(covered) == session.scalar(here)


def _check_base(session: Session, job: Job) -> None:
    """Refuse a plan where another one came into force than it was made from.

    Raises
    ------
    ServiceError
        ``NEWER_PLAN``, with the village and the approval of the newest.
    """
    base = ScenarioVillage.base_approval
    newer = session.execute(
        select(PlanInForce.village, ApprovalRecord)
        .join(ApprovalRecord, ApprovalRecord.id == PlanInForce.approval_id)
        .join(
            ScenarioVillage,
            and_(
                ScenarioVillage.scenario_id == job.scenario_id,
                ScenarioVillage.village == PlanInForce.village,
            ),
        )
        .where(
            PlanInForce.tenant == job.tenant,
            PlanInForce.village.in_(_planned(job)),
            ApprovalRecord.job_id != job.id,
            or_(base.is_(None), base != ApprovalRecord.id),
        )
        .order_by(ApprovalRecord.number.desc(), PlanInForce.village)
    ).all()
    if newer:
        village, other = newer[0]
        raise ServiceError(
            "NEWER_PLAN",
            villages=len(newer),
            village=village,
            result=other.job_id,
            by=other.approved_by,
            at=other.approved_at.isoformat(timespec="seconds"),
        )


def _record(session: Session, job: Job, asked: WantedApproval) -> ApprovalRecord:
    last = session.scalar(
        select(func.max(ApprovalRecord.number)).where(ApprovalRecord.tenant == job.tenant)
    )
    made = ApprovalRecord(
        id=new_id("apr"),
        tenant=job.tenant,
        number=(last or 0) + 1,
        job_id=job.id,
        plan=asked.plan,
        approved_by=asked.by,
        approved_at=database_now(session),
        comment=asked.comment,
    )
    session.add(made)
    session.flush()
    return made
