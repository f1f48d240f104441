"""The header ``Idempotency-Key``, and what a route does about it."""

from __future__ import annotations

import asyncio
import math
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated

from fastapi import Depends, FastAPI, Header, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import event
from sqlalchemy.orm import Session

from api.auth.keys import Principal, requires
from api.auth.scopes import Scope
from api.db import Database
from api.http.body_spool import Body, body_of_request
from api.http.database_outages import log_fault
from api.http.errors import ServiceError
from api.idempotency.claims import KeptAnswer, KeyClaim, KeyedRequest, claim, release, renew, settle
from api.settings import Settings
from api.state import Here

MOST_LETTERS = 255
WAIT_S = 2.0
"""How long a request waits for the answer to one that has the same key."""
_LOOK_EVERY_S = 0.1
LEASE_S = 15.0
"""How long a key stays with a request whose service was killed."""
RENEWALS = 3
"""Times that a claim is renewed in its lease."""
_BOUNDARY = re.compile(r'boundary="?([^";]+)"?')
_KEY = Header(
    alias="Idempotency-Key",
    min_length=1,
    max_length=MOST_LETTERS,
    pattern=r"^[!-~]+$",
    description="your own name for this request, best a new UUID: sent again with the same body "
    "it is answered as the first time, and nothing is done twice",
)


class AnswerReplayed(Exception):  # noqa: N818 - the first answer, no error
    """A request was answered before."""

    def __init__(self, answer: KeptAnswer) -> None:
        super().__init__()
        self.answer = answer


@dataclass(slots=True)
class Repeat:
    """A request that may come again; one without a key keeps no answer.

    Parameters
    ----------
    claim
        None where no key was sent.
    keep_s
        How long an answer is kept.
    settled
        Whether the answer was committed beside what a route has kept.
    harmless
        Whether the route has done nothing that may not be done again, and no answer is kept.
    renewal
        Renews the claim while the request is under way.
    """

    store: Database
    claim: KeyClaim | None
    keep_s: float
    settled: bool = False
    harmless: bool = False
    renewal: asyncio.Task[None] | None = None

    def settle(self, session: Session, response: Response, most_s: float = math.inf) -> None:
        """Keep the answer with what is kept beside it, or nothing of both.

        This is the last thing in its transaction.

        Parameters
        ----------
        most_s
            How long the answer may be kept, whatever the settings say.

        Raises
        ------
        ServiceError
            ``IDEMPOTENCY_IN_PROGRESS`` when this took so long that another request took over.
        """
        if self.claim is None:
            return
        headers = dict(response.headers)
        answer = KeptAnswer(response.status_code, headers, bytes(response.body))
        if not settle(session, self.claim, answer, min(self.keep_s, most_s)):
            raise _in_progress()
        event.listen(session, "after_commit", self._committed, once=True)

    def _committed(self, _session: Session) -> None:
        self.settled = True

    def end(self) -> None:
        """Renew the claim no longer: the request is over."""
        if self.renewal is not None:
            self.renewal.cancel()

    def finish(self, answer: KeptAnswer, *, kept: bool) -> None:
        """Keep an answer that no transaction has kept, or let the request be sent again."""
        if self.claim is None or self.settled:
            return
        if self.harmless or not kept:
            release(self.store, self.claim)
            return
        with self.store.writing() as session:
            settle(session, self.claim, answer, self.keep_s)


async def _repeat_of(
    request: Request,
    who: Annotated[Principal, Depends(requires(Scope.OPTIMIZE))],
    here: Here,
    idempotency_key: Annotated[str | None, _KEY] = None,
) -> Repeat:
    """Claim the request's key, or answer as the first time.

    Raises
    ------
    ServiceError
        ``IDEMPOTENCY_KEY_REUSED``, or ``IDEMPOTENCY_IN_PROGRESS`` when the first request is not
        answered within a short time.
    Replayed
        With the first answer.
    """
    keep_s = _keep_s(here.settings)
    if idempotency_key is None or not keep_s:
        return Repeat(here.store, None, keep_s)
    if len(request.headers.getlist("idempotency-key")) > 1:
        raise ServiceError("BAD_VALUE", reason="Idempotency-Key: send this header once")
    digest = await run_in_threadpool(_digest, request, await body_of_request(request))
    asked = KeyedRequest(who.tenant, idempotency_key, digest)
    until_s = time.monotonic() + WAIT_S
    while (found := await run_in_threadpool(claim, here.store, asked, LEASE_S)) is None:
        if time.monotonic() > until_s:
            raise _in_progress()
        await asyncio.sleep(_LOOK_EVERY_S)
    if isinstance(found, KeptAnswer):
        raise AnswerReplayed(found)
    renewal = asyncio.create_task(_renewed(here.store, found))
    repeat = Repeat(here.store, found, keep_s, renewal=renewal)
    request.scope["repeat"] = repeat
    return repeat


async def _renewed(store: Database, claimed: KeyClaim) -> None:
    """Renew a claim for as long as the request takes."""
    while True:
        await asyncio.sleep(LEASE_S / RENEWALS)
        try:
            await run_in_threadpool(renew, store, claimed, LEASE_S)
        except Exception as fault:  # noqa: BLE001 - the request itself says what is wrong
            log_fault("idempotency", fault)


Repeatable = Annotated[Repeat, Depends(_repeat_of)]


def install_repeats(app: FastAPI) -> None:
    """Let what was answered before be answered again."""

    def replay(_request: Request, replayed: AnswerReplayed) -> Response:
        answer = replayed.answer
        return Response(
            answer.body, answer.status, {**answer.headers, "Idempotent-Replayed": "true"}
        )

    app.add_exception_handler(AnswerReplayed, replay)  # type: ignore[arg-type]  # it gets no other


def _keep_s(settings: Settings) -> float:
    """Return how long answers are kept; no longer than anything else."""
    return 3600.0 * min(settings.idempotency_hours, 24 * settings.retention_days)


def _digest(request: Request, body: Body) -> str:
    """Return the hash of what is asked: where, and the body without what a form draws anew."""
    drawn = _BOUNDARY.search(request.headers.get("content-type", ""))
    parts: Iterable[bytes] = body.chunks()
    if drawn:
        parts = _without(f"--{drawn[1]}".encode("latin-1"), parts)
    asked = f"{request.method} {request.url.path}?{request.url.query}\n"
    digest = sha256(asked.encode())
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def _without(boundary: bytes, parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what parts hold together, with two dashes for every boundary."""
    held = b""
    for part in parts:
        *before, held = (held + part).split(boundary)
        yield from (piece + b"--" for piece in before)
        whole = max(0, len(held) - len(boundary) + 1)  # the rest may begin a boundary
        yield held[:whole]
        held = held[whole:]
    yield held


def _in_progress() -> ServiceError:
    return ServiceError("IDEMPOTENCY_IN_PROGRESS", headers={"Retry-After": "1"})
