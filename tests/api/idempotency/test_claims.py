"""Keys as the database holds them: one claim at a time, renewed or run out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.db import Store, upgrade
from api.idempotency.claims import Answer, Asked, Claim, claim, release, renew, settle


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    store = Store(database_url)
    upgrade(store)
    yield store
    store.close()


def test_that_claims_belong_to_one(store: Store) -> None:
    """Tests that a key is claimed once a tenant, settled by its owner alone, and given back."""
    asked = Asked("a", "k", "digest")
    mine = claim(store, asked, 60.0)
    assert isinstance(mine, Claim)
    assert claim(store, asked, 60.0) is None
    assert isinstance(claim(store, Asked("b", "k", "other"), 60.0), Claim)
    foreign, answer = Claim("a", "k", "somebody"), Answer(201, {"location": "/x"}, b"{}")
    release(store, foreign)
    with store.writing() as session:
        assert not settle(session, foreign, answer, 60.0)
    release(store, mine)
    mine = claim(store, asked, 60.0)
    assert isinstance(mine, Claim)
    with store.writing() as session:
        assert settle(session, mine, answer, 60.0)
    release(store, mine)
    assert claim(store, asked, 60.0) == answer


def test_that_a_claim_that_ran_out_may_be_renewed_or_taken(store: Store) -> None:
    """Tests that a renewal holds a key that nobody took meanwhile, and takes none back."""
    asked = Asked("t", "late", "a" * 64)
    first = claim(store, asked, -1.0)
    assert isinstance(first, Claim)
    renew(store, first, 60.0)
    assert claim(store, asked, 60.0) is None
    renew(store, first, -1.0)
    second = claim(store, asked, -1.0)
    assert isinstance(second, Claim)
    renew(store, first, 60.0)
    assert isinstance(claim(store, asked, 60.0), Claim)
