"""Scenarios in the store renamed, and deleted with all that came of them."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from api.db.models import ScenarioRecord
from api.db.plans_in_force import check_deletable
from api.db.scenario_queries import find_scenario


def rename_scenario(session: Session, wanted: str, tenant: str, name: str) -> ScenarioRecord | None:
    """Give a scenario another name; None where there is none of this id."""
    record = find_scenario(session, wanted, tenant)
    if record is not None:
        record.name = name
    return record


def delete_scenario(session: Session, name: str, tenant: str) -> bool:
    """Delete a scenario with its jobs and results; False where there is none of this id.

    Raises
    ------
    ServiceError
        ``PLAN_IN_FORCE`` where one of its results is in force, or next in line.
    """
    check_deletable(session, tenant, name)
    gone = session.execute(
        delete(ScenarioRecord)
        .where(ScenarioRecord.id == name, ScenarioRecord.tenant == tenant)
        .returning(ScenarioRecord.id)
    )
    return gone.first() is not None
