"""What a tenant's webhooks are signed with; the one before still signs for a day."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil
from secrets import token_bytes

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from standardwebhooks import Webhook

from api.db.database_clock import database_now
from api.db.models import WebhookSecret
from api.http.errors import ServiceError

_BYTES = 32
OVERLAP = timedelta(days=1)
"""How long the receivers have to learn a new secret."""


def new_secret(session: Session, tenant: str) -> WebhookSecret:
    """Make a tenant a secret, in place of the one that it had.

    Raises
    ------
    ServiceError
        ``TWO_WEBHOOK_SECRETS`` while the one before still signs, as receivers may have no other.
    """
    row = session.get(WebhookSecret, tenant, with_for_update=True)
    if row is None:
        try:
            return _first_secret(session, tenant)
        except IntegrityError:  # another request was a moment faster, and its row is there now
            row = session.get_one(WebhookSecret, tenant, with_for_update=True)
    at = database_now(session)
    if row.previous is not None and (left := previous_until(row) - at) > timedelta(0):
        headers = {"Retry-After": str(ceil(left.total_seconds()))}
        until = previous_until(row).isoformat(timespec="seconds")
        raise ServiceError("TWO_WEBHOOK_SECRETS", headers=headers, until=until)
    row.previous, row.secret, row.created = row.secret, _drawn(), at
    session.flush()
    return row


def _first_secret(session: Session, tenant: str) -> WebhookSecret:
    """Make a tenant its first secret; raises where it has one, with the transaction still whole."""
    row = WebhookSecret(tenant=tenant, secret=_drawn(), created=database_now(session))
    with session.begin_nested():
        session.add(row)
    return row


def _drawn() -> str:
    return f"whsec_{b64encode(token_bytes(_BYTES)).decode()}"


def has_secret(session: Session, tenant: str) -> bool:
    """Tell whether a tenant's webhooks can be signed."""
    return session.get(WebhookSecret, tenant) is not None


def secrets_of(session: Session, tenant: str) -> Sequence[str]:
    """Return what a tenant's webhooks are signed with now, the newest first."""
    row = session.get_one(WebhookSecret, tenant)
    if row.previous is None or previous_until(row) <= database_now(session):
        return [row.secret]
    return [row.secret, row.previous]


def previous_until(row: WebhookSecret) -> datetime:
    """Return until when the secret before this one signs too."""
    return row.created + OVERLAP


def sign(secrets: Sequence[str], name: str, at: datetime, body: bytes) -> Mapping[str, str]:
    """Return the headers by which a receiver knows that a body is ours, whole and of now."""
    signatures = [Webhook(secret).sign(name, at, body.decode()) for secret in secrets]
    return {
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
