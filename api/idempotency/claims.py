"""Keys in the database: claimed by one request, settled with its answer, or given back.

A claim runs out soon unless it is renewed, so that a process that ended holds no key for long.
One that was merely slow finds its claim gone when it comes to settle, and what it was about to
keep is undone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from secrets import token_hex

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.db import Database
from api.db.database_clock import database_now
from api.db.models import Idempotent
from api.http.errors import ServiceError


@dataclass(frozen=True, slots=True)
class KeyedRequest:
    """A request by its key; the same key is the same request for one tenant alone."""

    tenant: str
    key: str
    sha256: str


@dataclass(frozen=True, slots=True)
class KeyClaim:
    """A key that one request has, until it settles it."""

    tenant: str
    key: str
    owner: str


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What was answered first."""

    status: int
    headers: dict[str, str]
    body: bytes


def claim(store: Database, asked: KeyedRequest, lease_s: float) -> KeyClaim | KeptAnswer | None:
    """Claim a key.

    Returns
    -------
    Claim, Answer or None
        The answer where there is one; None while another request has the key.

    Raises
    ------
    ServiceError
        ``IDEMPOTENCY_KEY_REUSED`` when the key came with another request.
    """
    try:
        return _claim(store, asked, lease_s)
    except IntegrityError:  # another process was a moment faster, and its row is there now
        return _claim(store, asked, lease_s)


def _claim(store: Database, asked: KeyedRequest, lease_s: float) -> KeyClaim | KeptAnswer | None:
    with store.writing() as session:
        at = database_now(session)
        row = session.scalar(
            select(Idempotent)
            .where(Idempotent.tenant == asked.tenant, Idempotent.key == asked.key)
            .with_for_update()
        )
        if row is not None and row.expires > at:
            return _found(row, asked)
        if row is None:
            row = Idempotent(tenant=asked.tenant, key=asked.key)
            session.add(row)
        row.sha256, row.owner = asked.sha256, token_hex(8)
        row.status = row.headers = row.response = None
        row.created, row.expires = at, at + timedelta(seconds=lease_s)
        return KeyClaim(asked.tenant, asked.key, row.owner)


def _found(row: Idempotent, asked: KeyedRequest) -> KeptAnswer | None:
    if row.sha256 != asked.sha256:
        raise ServiceError("IDEMPOTENCY_KEY_REUSED")
    if row.status is None:
        return None
    return KeptAnswer(row.status, row.headers or {}, row.response or b"")


def renew(store: Database, claimed: KeyClaim, lease_s: float) -> None:
    """Let a claim run on, also one that has run out where nobody has taken over."""
    with store.writing() as session:
        expires = database_now(session) + timedelta(seconds=lease_s)
        session.execute(update(Idempotent).where(_mine(claimed)).values(expires=expires))


def settle(session: Session, claimed: KeyClaim, answer: KeptAnswer, keep_s: float) -> bool:
    """Keep the answer to a request; False where its claim has run out and another took over."""
    at = database_now(session)
    kept = session.execute(
        update(Idempotent)
        .where(_mine(claimed))
        .values(
            status=answer.status,
            headers=answer.headers,
            response=answer.body,
            expires=at + timedelta(seconds=keep_s),
        )
    )
    return bool(kept.rowcount)  # type: ignore[attr-defined]  # an update's result has it


def release(store: Database, claimed: KeyClaim) -> None:
    """Give a key back, so that the same request may be sent again; an answer stays."""
    with store.writing() as session:
        session.execute(delete(Idempotent).where(_mine(claimed)))


def _mine(claimed: KeyClaim) -> ColumnElement[bool]:
    """Find the row of a claim that is neither settled nor lost."""
    return and_(
        Idempotent.tenant == claimed.tenant,
        Idempotent.key == claimed.key,
        Idempotent.owner == claimed.owner,
        Idempotent.status.is_(None),
    )
