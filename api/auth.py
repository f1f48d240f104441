"""Who asks: API keys, the tenant they stand for, and what they may do."""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from secrets import token_hex, token_urlsafe

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import select

from api.errors import ServiceError
from api.queries import refuse_unknown
from api.scopes import Scope
from api.security import foreign
from api.store import Store
from api.store.columns import now
from api.store.models import Key

OPEN_TENANT = "default"
"""Whose everything is while there are no keys; keys made without a tenant belong to it too."""

_SHAPE = re.compile(r"liengia_([0-9a-f]{12})_([A-Za-z0-9-]{20,100})")
_REMEMBERED_S = 5.0
"""How long a key, or there being none, is believed without a look at the database."""
_MOST_REMEMBERED = 10_000
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="liengia"'}


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody who asks.

    Parameters
    ----------
    key_id
        Empty while the service is open.
    """

    tenant: str
    scopes: frozenset[str]
    key_id: str = ""


OPEN = Principal(OPEN_TENANT, frozenset(Scope))


@dataclass(slots=True)
class Keys:
    """The keys of a store, remembered for a few seconds."""

    store: Store
    _known: dict[str, tuple[float, Principal | None]] = field(default_factory=dict)

    async def principal(self, request: Request) -> Principal:
        """Return who asks; without any key in the store everybody may do everything.

        Raises
        ------
        ServiceError
            ``NO_KEY``, with the same words whatever is wrong with the key.
        """
        presented = _presented(request.headers.get("authorization", ""))
        mark = sha256(presented.encode()).hexdigest()
        until, principal = self._known.get(mark, (0.0, None))
        if until < time.monotonic():
            principal = await run_in_threadpool(find, self.store, presented)
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[mark] = (time.monotonic() + _REMEMBERED_S, principal)
        if principal is None:
            raise ServiceError("NO_KEY", headers=_CHALLENGE)
        return principal

    def forget(self) -> None:
        """Look every key up anew."""
        self._known.clear()


def find(store: Store, presented: str) -> Principal | None:
    """Return whom a key stands for; None when it is no key of ours or was revoked."""
    if is_open(store):
        return OPEN
    taken_apart = _SHAPE.fullmatch(presented)
    name, secret = taken_apart.groups() if taken_apart else ("", "")
    with store.reading() as session:
        key = session.get(Key, name)
        # The comparison takes as long for a key that does not exist.
        kept = key.secret_sha256 if key else "0" * 64
        right = hmac.compare_digest(kept, sha256(secret.encode()).hexdigest())
        if key is None or not right or key.revoked is not None:
            return None
        return Principal(key.tenant, frozenset(key.scopes), key.id)


def is_open(store: Store) -> bool:
    """Tell whether no key was ever made; a revoked one counts."""
    with store.reading() as session:
        return session.scalar(select(Key.id).limit(1)) is None


def create_key(store: Store, *, name: str, tenant: str, scopes: Sequence[str]) -> str:
    """Keep a new key and return it; it cannot be read again later."""
    secret = token_urlsafe(32).replace("_", "-")
    key = Key(
        id=token_hex(6),
        tenant=tenant,
        name=name,
        secret_sha256=sha256(secret.encode()).hexdigest(),
        scopes=sorted(set(scopes)),
    )
    with store.writing() as session:
        session.add(key)
    return f"liengia_{key.id}_{secret}"


def list_keys(store: Store) -> Sequence[Key]:
    """Return every key, the oldest first."""
    with store.reading() as session:
        return session.scalars(select(Key).order_by(Key.created, Key.id)).all()


def revoke_key(store: Store, name: str) -> bool:
    """Take a key back; False when there is none of this id."""
    with store.writing() as session:
        key = session.get(Key, name)
        if key is None:
            return False
        key.revoked = key.revoked or now()
        return True


@cache
def requires(*scopes: Scope) -> Callable[[Request], Awaitable[Principal]]:
    """Return the dependency of a route that takes these scopes, all of them.

    It is one and the same for the same scopes, so that a request is looked at once.
    """

    async def dependency(request: Request) -> Principal:
        principal: Principal = await request.app.state.keys.principal(request)
        if principal is OPEN and foreign(request):
            raise ServiceError("HOST")
        request.scope["principal"] = principal
        await request.app.state.limiter.hit(request, principal)
        missing = [scope for scope in scopes if scope not in principal.scopes]
        if missing:
            raise ServiceError("NO_SCOPE", scope=str(missing[0]))
        refuse_unknown(request)  # once it is known that somebody may ask
        return principal

    return dependency


def _presented(header: str) -> str:
    """Return the key of an ``Authorization`` header, '' where there is none."""
    scheme, _, presented = header.partition(" ")
    return presented.strip() if scheme.lower() == "bearer" else ""
