"""Results in a database, and approvals of them, without a service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from api.db import Database
from api.db.approval_models import COUNTS
from api.db.approvals import CountedVillage, WantedApproval, approve, withdraw
from api.db.column_types import now
from api.db.in_force_queries import approvals_in_force
from api.db.job_states import Status
from api.db.models import Job, JobVillage, ScenarioRecord, ScenarioVillage

DAYS = 30
NOTHING = dict.fromkeys(COUNTS, 0)


def add_result(
    store: Database,
    name: str,
    villages: Sequence[str],
    *,
    tenant: str = "t",
    days: int = DAYS,
    bases: Mapping[str, str] | None = None,
) -> str:
    """Put a scenario with its result into the database; returns the result's id."""
    expires, scenario, job = now() + timedelta(days=days), f"scn_{name}", f"job_{name}"
    rows = (
        ScenarioRecord(
            id=scenario,
            tenant=tenant,
            name=name,
            expires=expires,
            sha256="",
            coordinates="metres",
            rules={},
            villages=len(villages),
            households=0,
            members=0,
        ),
        Job(
            id=job,
            tenant=tenant,
            scenario_id=scenario,
            status=Status.SUCCEEDED,
            time_limit_s=1.0,
            villages=len(villages),
            expires=expires,
            run={},
        ),
    )
    with store.writing() as session:
        for row in rows:
            session.add(row)
            session.flush()
        for number, village in enumerate(villages):
            place = {"number": number, "village": village, "content": b"{}"}
            base = (bases or {}).get(village)
            asked = {"name": "", "area": [], "households": 0, "members": 0, "base_approval": base}
            session.add(ScenarioVillage(scenario_id=scenario, **place, **asked))
            session.add(JobVillage(job_id=job, state="planned", row={}, **place))
    return job


def counted(store: Database, villages: Sequence[str], tenant: str = "t") -> list[CountedVillage]:
    """Return villages as counted against what is in force now."""
    with store.reading() as session:
        found = approvals_in_force(session, tenant)
    return [
        CountedVillage(one, found.get(one), NOTHING if one in found else None) for one in villages
    ]


def take_on(
    store: Database,
    result: str,
    villages: Sequence[str],
    *,
    tenant: str = "t",
    by: str = "An",
    replaces: bool = True,
) -> str | None:
    """Approve a result; returns the approval's id, None where the counts are out of date."""
    rows = counted(store, villages, tenant)
    with store.writing() as session:
        made = approve(
            session, tenant, result, WantedApproval("today", by, "", replaces), rows, DAYS
        )
        return None if made is None else made.id


def take_back(store: Database, result: str, *, tenant: str = "t") -> tuple[int, int]:
    """Withdraw a result; returns the villages with the former plan, and those with none."""
    with store.writing() as session:
        _, restored, none = withdraw(session, tenant, result, "An", "sai", DAYS)
        return restored, none
