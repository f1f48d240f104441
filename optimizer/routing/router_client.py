"""Asks a router over HTTP, patiently, and says what it answered where that is no table."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from optimizer.domain.scenario import Floats
from optimizer.errors import RouterError
from optimizer.routing.engines import BadAnswer, Engine

ATTEMPTS = 4
"""How often a busy router is asked before that is said."""
_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 30.0
_BUSY = frozenset((429, 502, 503, 504))


@dataclass(frozen=True, slots=True)
class RouterClient:
    """One router.

    Parameters
    ----------
    address
        As the planner named it; its query is sent along and never told.
    """

    engine: Engine
    address: httpx.URL
    profile: str
    http: httpx.Client
    sleep: Callable[[float], None] = field(default=time.sleep)

    @property
    def place(self) -> str:
        """The address without what may be a secret."""
        return str(self.address.copy_with(query=None, userinfo=b""))

    def table(self, sources: Floats, targets: Floats) -> Floats:
        """Return metres, shape (sources, targets), infinite where there is no way.

        Raises
        ------
        RouterError
            When the router cannot be reached, refuses, or answers no such table.
        """
        answer = self._answer(self.engine.request(self.address, self.profile, sources, targets))
        try:
            body: object = answer.json()
        except ValueError:
            body = None
        try:
            return self.engine.metres(body, (len(sources), len(targets)))
        except BadAnswer as fault:
            raise RouterError(f"{self.place} ({answer.status_code}): {fault}") from fault

    def _answer(self, request: httpx.Request) -> httpx.Response:
        for attempt in range(ATTEMPTS):
            last = attempt == ATTEMPTS - 1
            try:
                answer = self.http.send(request)
            except httpx.TransportError as fault:
                if last:
                    name = type(fault).__name__
                    raise RouterError(f"{self.place}: no answer ({name}); is it up?") from fault
                pause_s = _PAUSE_S * 2**attempt
            else:
                if answer.status_code not in _BUSY or last:
                    return answer
                pause_s = _asked_pause(answer, _PAUSE_S * 2**attempt)
            self.sleep(min(pause_s, _LONGEST_PAUSE_S))
        raise AssertionError  # the last attempt returns or raises


def _asked_pause(answer: httpx.Response, usual_s: float) -> float:
    """Return how long the router asks to be left alone."""
    said = answer.headers.get("retry-after", "")
    return float(said) if said.isascii() and said.isdigit() else usual_s
