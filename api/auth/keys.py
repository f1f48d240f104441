"""API keys: the tenant they stand for, and what they may do."""

from __future__ import annotations

import asyncio
import hmac
import math
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from secrets import token_hex, token_urlsafe

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import select

from api.auth.scopes import Scope
from api.db import Database
from api.db.column_types import now
from api.db.models import Key
from api.http.errors import ServiceError
from api.http.query_parameters import refuse_unknown
from api.http.security_headers import is_foreign

OPEN_TENANT = "default"
"""Whose everything is while there are no keys; keys made without a tenant belong to it too."""

_SHAPE = re.compile(r"liengia_([0-9a-f]{12})_([A-Za-z0-9-]{20,100})")
_REMEMBERED_S = 5.0
"""How long the keys, or there being none, are believed without a look at the database."""
_BETWEEN_S = 0.2
"""Least time between two looks for keys that are not known yet, however many ask with such."""
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


@dataclass(frozen=True, slots=True)
class _Known:
    """A key as it is kept, with whom it stands for; None once it was taken back."""

    secret_sha256: str
    principal: Principal | None


_NOBODYS = _Known("0" * 64, None)


@dataclass(slots=True)
class Keys:
    """All keys of a store, read every few seconds: a wrong one costs a hash and no look-up."""

    store: Database
    _known: Mapping[str, _Known] = field(default_factory=dict)
    _read_s: float = -math.inf
    _reading: asyncio.Task[None] | None = None

    async def principal(self, request: Request) -> Principal:
        """Return who asks; without any key in the store everybody may do everything.

        Raises
        ------
        ServiceError
            ``NO_KEY``, with the same words whatever is wrong with the key; ``WRONG_KEYS`` when too
            many came from this address.
        """
        presented = _presented(request.headers.get("authorization", ""))
        taken_apart = _SHAPE.fullmatch(presented)
        name, secret = taken_apart.groups() if taken_apart else ("", "")
        await self._read(_REMEMBERED_S)
        if self._known and taken_apart and name not in self._known:
            await self._read(_BETWEEN_S)
        if not self._known:
            return OPEN
        known = self._known.get(name, _NOBODYS)
        # The comparison takes as long for a key that does not exist.
        right = hmac.compare_digest(known.secret_sha256, sha256(secret.encode()).hexdigest())
        if right and known.principal is not None:
            return known.principal
        if presented:
            request.app.state.limiter.hit_wrong(request)
        raise ServiceError("NO_KEY", headers=_CHALLENGE)

    def forget(self) -> None:
        """Look every key up anew."""
        self._read_s = -math.inf

    async def _read(self, oldest_s: float) -> None:
        """Read the keys unless they are newer; one look answers all who wait for it."""
        if time.monotonic() - self._read_s <= oldest_s:
            return
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._read_all())
        await asyncio.shield(self._reading)

    async def _read_all(self) -> None:
        start_s = time.monotonic()
        self._known, self._read_s = await run_in_threadpool(_all_of, self.store), start_s


def _all_of(store: Database) -> Mapping[str, _Known]:
    with store.reading() as session:
        return {
            key.id: _Known(
                key.secret_sha256,
                Principal(key.tenant, frozenset(key.scopes), key.id) if not key.revoked else None,
            )
            for key in session.scalars(select(Key))
        }


def is_open(store: Database) -> bool:
    """Tell whether no key was ever made; a revoked one counts."""
    with store.reading() as session:
        return session.scalar(select(Key.id).limit(1)) is None


def create_key(store: Database, *, name: str, tenant: str, scopes: Sequence[str]) -> str:
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


def list_keys(store: Database) -> Sequence[Key]:
    """Return every key, the oldest first."""
    with store.reading() as session:
        return session.scalars(select(Key).order_by(Key.created, Key.id)).all()


def revoke_key(store: Database, name: str) -> bool:
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
        if principal is OPEN and is_foreign(request):
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
