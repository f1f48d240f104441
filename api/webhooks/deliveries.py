"""What is to be told, and was: written with a job's end, claimed for each try by one process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import random
from types import MappingProxyType

import orjson
from sqlalchemy import ColumnElement, and_, case, func, select, update
from sqlalchemy.orm import Session

from api.db import Database
from api.db.database_clock import database_now
from api.db.job_progress import progress
from api.db.job_states import Status
from api.db.models import Delivery, Job, new_id
from api.webhooks.failures import WebhookFailure
from api.webhooks.signatures import secrets_of
from api.webhooks.webhook_call import CallOutcome

_FIRST_S, _TIMES, _LONGEST_S = 5.0, 4.0, 12 * 3600.0
"""Pauses: 5 s, 20 s, 80 s, 5 min, 21 min, 85 min, 6 h, and then 12 h each."""


class State(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery that this process tries now; ``attempt`` counts from one."""

    id: str
    tenant: str
    attempt: int
    url: str
    body: bytes
    secrets: Sequence[str]


def announce(session: Session, job: Job) -> None:
    """Write what is to be told of a job that has ended: counts and addresses, no person."""
    if job.webhook_url is None:
        return
    at = database_now(session)
    result = f"/v1/results/{job.id}" if job.status == Status.SUCCEEDED else None
    data = {
        "id": job.id,
        "scenario_id": job.scenario_id,
        "status": str(job.status),
        "progress": progress(job),
        "links": {"job": f"/v1/jobs/{job.id}", "result": result},
    }
    body = {"type": f"job.{job.status}", "timestamp": at.isoformat(), "data": data}
    session.add(
        Delivery(
            id=new_id("msg"),
            tenant=job.tenant,
            job_id=job.id,
            url=job.webhook_url,
            body=body,
            next_try=at,
            created=at,
        )
    )


def claim_due(
    store: Database, lease_s: float, room: int, busy: Mapping[str, int] = MappingProxyType({})
) -> Sequence[Due]:
    """Claim what is due, for each tenant its share of the room, and its oldest first.

    Nobody else tries it until the lease is over.

    Parameters
    ----------
    room
        How many more calls may be under way.
    busy
        How many each tenant has under way.
    """
    with store.reading() as session:  # mostly there is nothing, and nobody is kept from writing
        granted = shares(_waiting(session), busy, room)
    if not granted:  # nothing is due, or who has something has all that it may have under way
        return ()
    with store.writing() as session:
        at = database_now(session)
        place = func.row_number().over(partition_by=Delivery.tenant, order_by=Delivery.next_try)
        due = select(Delivery.id, place.label("place")).where(_due(at)).subquery()
        rows = session.scalars(
            select(Delivery)
            .join(due, due.c.id == Delivery.id)
            .where(_due(at))  # again, as another process may have claimed it since
            .where(due.c.place <= _granted(granted))
            .order_by(due.c.place)
            .with_for_update(of=Delivery, skip_locked=True)
        ).all()
        for row in rows:
            row.attempts += 1
            row.next_try = at + timedelta(seconds=lease_s)
        return [
            Due(
                row.id,
                row.tenant,
                row.attempts,
                row.url,
                orjson.dumps(row.body),
                secrets_of(session, row.tenant),
            )
            for row in rows
        ]


def shares(waiting: Mapping[str, int], busy: Mapping[str, int], room: int) -> Mapping[str, int]:
    """Return how many more calls each tenant may begin.

    Nobody may have more under way than there is room left after it, so that receivers that hang
    take up less each the more tenants have them, and whoever has none under way finds room for
    longest: of eight calls one such tenant has four, two settle at three each, three at two (after
    Choudhury and Hahne, "Dynamic queue length thresholds for shared-memory packet switches", 1998).

    Parameters
    ----------
    waiting, busy
        Deliveries of each tenant that are due, and that are under way.
    """
    granted, held = Counter[str](), Counter(busy)
    while free := [name for name in waiting if granted[name] < waiting[name] and held[name] < room]:
        # By lot where several have as few: with room for one alone, the same would always win.
        name = min(free, key=lambda name: (held[name], random()))  # noqa: S311 - a lot is no secret
        granted[name] += 1
        held[name] += 1
        room -= 1
    return granted


def _waiting(session: Session) -> Mapping[str, int]:
    """Count what is due for each tenant."""
    due = _due(database_now(session))
    counts = select(Delivery.tenant, func.count()).where(due).group_by(Delivery.tenant)
    return {str(tenant): int(count) for tenant, count in session.execute(counts)}


def _granted(granted: Mapping[str, int]) -> ColumnElement[int]:
    """Return how many may be begun of a delivery's tenant."""
    return case(*((Delivery.tenant == tenant, count) for tenant, count in granted.items()), else_=0)


def _due(at: datetime) -> ColumnElement[bool]:
    return and_(Delivery.delivered.is_(None), Delivery.next_try <= at)


def record(store: Database, due: Due, outcome: CallOutcome, most_attempts: int) -> State | None:
    """Write how a try ended; None where another process has taken the delivery over since."""
    with store.writing() as session:
        at = database_now(session)
        state = _state_after(due, outcome, most_attempts)
        again = at + timedelta(seconds=pause_s(due.attempt)) if state == State.PENDING else None
        kept = session.execute(
            update(Delivery)
            .where(
                Delivery.id == due.id,
                Delivery.attempts == due.attempt,
                Delivery.delivered.is_(None),
            )
            .values(
                delivered=at if state == State.DELIVERED else None,
                next_try=again,
                last_error=str(outcome.failure),
                last_status=outcome.status,
            )
        )
        return state if kept.rowcount else None  # type: ignore[attr-defined]  # an update's result has it


def _state_after(due: Due, outcome: CallOutcome, most_attempts: int) -> State:
    if outcome.failure == WebhookFailure.NONE:
        return State.DELIVERED
    over = outcome.failure == WebhookFailure.GONE or due.attempt >= most_attempts
    return State.GIVEN_UP if over else State.PENDING


def pause_s(attempt: int) -> float:
    """Return how long to wait after a try that failed."""
    return float(min(_FIRST_S * _TIMES ** (attempt - 1), _LONGEST_S))


def state_of(delivery: Delivery) -> State:
    """Return where a delivery stands."""
    if delivery.delivered is not None:
        return State.DELIVERED
    return State.GIVEN_UP if delivery.next_try is None else State.PENDING


def deliveries_of(session: Session, job_id: str) -> Sequence[Delivery]:
    """Return what was and is to be told about a job, the oldest first."""
    return session.scalars(
        select(Delivery).where(Delivery.job_id == job_id).order_by(Delivery.created, Delivery.id)
    ).all()
