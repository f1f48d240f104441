"""Secrets of webhooks: what they sign, and how one takes over from another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, update

from api.db import Database, upgrade
from api.db.column_types import now
from api.db.models import WebhookSecret
from api.http.errors import ServiceError
from api.webhooks.signatures import new_secret, secrets_of, sign
from tests.api.client import database


@pytest.fixture
def store(database_url: str) -> Iterator[Database]:
    """An empty database with a secret."""
    store = Database(database_url)
    upgrade(store)
    with store.writing() as session:
        new_secret(session, "t")
    yield store
    store.close()


def secrets_now(store: Database) -> Sequence[str]:
    with store.reading() as session:
        return secrets_of(session, "t")


def test_that_signatures_are_the_published_ones() -> None:
    """Tests that the scheme's published example is signed as published, for each secret."""
    at = datetime.fromtimestamp(1614265330, UTC)
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - everybody's example
    headers = sign([secret] * 2, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}')
    signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": f"{signature} {signature}",
    }


def test_that_an_old_secret_signs_for_a_day(store: Database) -> None:
    """Tests that receivers have a day to learn a new secret."""
    old = secrets_now(store)[0]
    with store.writing() as session:
        new = new_secret(session, "t").secret
        assert secrets_of(session, "t") == [new, old]
        session.execute(update(WebhookSecret).values(created=now() - timedelta(days=2)))
    with store.reading() as session:
        assert secrets_of(session, "t") == [new]


def test_that_no_secret_is_dropped_within_its_day(store: Database) -> None:
    """Tests that while two secrets sign no third takes the place of what receivers have."""
    old = secrets_now(store)[0]
    with store.writing() as session:
        new = new_secret(session, "t").secret
    with pytest.raises(ServiceError) as caught, store.writing() as session:
        new_secret(session, "t")
    assert caught.value.code == "TWO_WEBHOOK_SECRETS"
    assert 0 < int((caught.value.headers or {})["Retry-After"]) <= 24 * 3600
    with store.writing() as session:
        assert secrets_of(session, "t") == [new, old]
        session.execute(update(WebhookSecret).values(created=now() - timedelta(days=2)))
    with store.writing() as session:
        assert secrets_of(session, "t") == [new]
        assert new_secret(session, "t").previous == new


def test_that_two_first_secrets_at_once_both_sign(tmp_path: Path) -> None:
    """Tests that of two first requests at the same moment the second finds the first's secret."""
    with database("postgresql", tmp_path) as url:
        first, second = Database(url), Database(url)
        upgrade(first)
        made: list[str] = []

        def be_faster(*_: object) -> None:
            if not made:
                made.append("")
                with first.writing() as session:
                    made[0] = new_secret(session, "t").secret

        event.listen(WebhookSecret, "before_insert", be_faster)
        try:
            with second.writing() as session:
                made.append(new_secret(session, "t").secret)
        finally:
            event.remove(WebhookSecret, "before_insert", be_faster)
        with second.reading() as session:
            assert secrets_of(session, "t") == made[::-1]
        first.close()
        second.close()
