"""Keys as the database holds them: one claim at a time, renewed or run out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.db import Database, upgrade
from api.idempotency.claims import KeptAnswer, KeyClaim, KeyedRequest, claim, release, renew, settle


@pytest.fixture
def store(database_url: str) -> Iterator[Database]:
    store = Database(database_url)
    upgrade(store)
    yield store
    store.close()


def test_that_claims_belong_to_one(store: Database) -> None:
    """Tests that a key is claimed once a tenant, settled by its owner alone, and given back."""
    asked = KeyedRequest("a", "k", "digest")
    mine = claim(store, asked, 60.0)
    assert isinstance(mine, KeyClaim)
    assert claim(store, asked, 60.0) is None
    assert isinstance(claim(store, KeyedRequest("b", "k", "other"), 60.0), KeyClaim)
    foreign, answer = KeyClaim("a", "k", "somebody"), KeptAnswer(201, {"location": "/x"}, b"{}")
    release(store, foreign)
    with store.writing() as session:
        assert not settle(session, foreign, answer, 60.0)
    release(store, mine)
    mine = claim(store, asked, 60.0)
    assert isinstance(mine, KeyClaim)
    with store.writing() as session:
        assert settle(session, mine, answer, 60.0)
    release(store, mine)
    assert claim(store, asked, 60.0) == answer


def test_that_a_claim_that_ran_out_may_be_renewed_or_taken(store: Database) -> None:
    """Tests that a renewal holds a key that nobody took meanwhile, and takes none back."""
    asked = KeyedRequest("t", "late", "a" * 64)
    first = claim(store, asked, -1.0)
    assert isinstance(first, KeyClaim)
    renew(store, first, 60.0)
    assert claim(store, asked, 60.0) is None
    renew(store, first, -1.0)
    second = claim(store, asked, -1.0)
    assert isinstance(second, KeyClaim)
    renew(store, first, 60.0)
    assert isinstance(claim(store, asked, 60.0), KeyClaim)
