"""The plan in force that each village of a scenario goes on from."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, aliased

from api.db.approval_models import ApprovalRecord, PlanInForce
from api.db.models import ScenarioRecord, ScenarioVillage
from api.db.plan_queries import KeptResult
from api.db.scenario_queries import NO_BASE, sum_bases


def bases_of(session: Session, scenario_id: str) -> dict[str, dict[str, Any]]:
    """Return the columns about its plan in force of every village that goes on from one."""
    row = ScenarioVillage
    columns = [getattr(row, name) for name in NO_BASE]
    found = session.execute(
        select(row.village, *columns).where(
            row.scenario_id == scenario_id, row.base_approval.is_not(None)
        )
    )
    return {village: dict(zip(NO_BASE, values, strict=True)) for village, *values in found}


def inherit_bases(session: Session, source: KeptResult, scenario: ScenarioRecord) -> None:
    """Let a scenario after events go on from the result that these happened to.

    Where that result is in force it is the base; elsewhere, what it went on from itself. Both
    scenarios have the same villages in the same numbers.
    """
    row, old = ScenarioVillage, aliased(ScenarioVillage)
    inherited = (
        select(old.base_approval)
        .where(old.scenario_id == source.scenario_id, old.number == row.number)
        .scalar_subquery()
    )
    in_force = (
        select(PlanInForce.approval_id)
        .join(ApprovalRecord, ApprovalRecord.id == PlanInForce.approval_id)
        .where(
            PlanInForce.tenant == scenario.tenant,
            PlanInForce.village == row.village,
            ApprovalRecord.job_id == source.id,
        )
    )
    base = func.coalesce(in_force.scalar_subquery(), inherited)
    session.execute(
        update(row).where(row.scenario_id == scenario.id).values({**NO_BASE, "base_approval": base})
    )
    sum_bases(session, scenario)
