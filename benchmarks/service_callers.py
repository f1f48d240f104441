"""Programs that send keyed requests until they are answered, whatever happens to the service."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Any
from uuid import UUID

import httpx
import orjson

from benchmarks.service_process import Service

_PAUSE_S = 0.5
_TWICE, _CANCELED = 0.3, 0.3
"""Shares of the requests that are sent twice at once, and of the jobs that are canceled."""
ENOUGH_S = 5.0
"""After which a caller no longer waits for an answer, and sends again."""
_LONGEST_S = 900.0
_TINY = {
    "villages": [{"id": "v", "households": [{"id": "h", "x": 0.0, "y": 0.0}], "members": []}],
}


@dataclass(slots=True)
class Asked:
    """A request under its key, and every answer that it got."""

    path: str
    body: Mapping[str, Any]
    key: str
    answers: set[tuple[int, bytes]] = field(default_factory=set)

    @property
    def made(self) -> dict[str, Any]:
        """What the first answer tells; empty where there was none or a refusal."""
        kept = [body for status, body in self.answers if status < httpx.codes.BAD_REQUEST]
        return dict(orjson.loads(kept[0])) if kept else {}


@dataclass(slots=True)
class Caller:
    """A program that keeps scenarios and has them planned, each request until it is answered."""

    services: Sequence[Service]
    client: httpx.Client
    name: str
    url: str
    chance: random.Random
    over: Event
    asked: list[Asked] = field(default_factory=list)
    heard: Counter[str] = field(default_factory=Counter)

    def run(self) -> None:
        """Go on until told otherwise; what was begun is brought to its answer."""
        turn = 0
        with ThreadPoolExecutor(2) as two:
            while not self.over.wait(self.chance.uniform(0.0, _PAUSE_S)):
                turn += 1
                scenario = {"name": f"{self.name} {turn}", "request": _TINY}
                kept = self._ask(two, "/v1/scenarios", scenario)
                job = {"scenario_id": kept["id"], "webhook_url": self.url}
                made = self._ask(two, "/v1/jobs", job)
                if self.chance.random() < _CANCELED:
                    self._ask(two, f"/v1/jobs/{made['id']}/cancel", {})

    def again(self) -> None:
        """Send everything once more, when nobody is killed any more."""
        for one in self.asked:
            self._until_answered(one, 0)

    def _ask(self, two: ThreadPoolExecutor, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        one = Asked(path, body, str(UUID(int=self.chance.getrandbits(128), version=4)))
        self.asked.append(one)
        times = 2 if self.chance.random() < _TWICE else 1
        for done in [two.submit(self._until_answered, one, turn) for turn in range(times)]:
            done.result()
        return one.made

    def _until_answered(self, one: Asked, turn: int) -> None:
        end_s = time.monotonic() + _LONGEST_S
        while time.monotonic() < end_s:
            turn += 1
            service = self.services[turn % len(self.services)]
            try:
                answer = self.client.post(
                    f"{service.address}{one.path}",
                    json=one.body,
                    headers={"Idempotency-Key": one.key},
                )
            except httpx.TransportError:
                self.heard["no answer"] += 1
                time.sleep(0.2)
                continue
            self.heard[_said(answer)] += 1
            if answer.is_success or _has_ended(answer):
                one.answers.add((answer.status_code, answer.content))
                return
            time.sleep(0.2)
        raise TimeoutError(f"{one.path} {one.key} is never answered")


def _said(answer: httpx.Response) -> str:
    if answer.is_success:
        return "again" if "idempotent-replayed" in answer.headers else "first"
    return str(answer.json()["errors"][0]["code"])


def _has_ended(answer: httpx.Response) -> bool:
    """Tell whether a job was not canceled because it had ended already."""
    return answer.status_code == httpx.codes.CONFLICT and _said(answer) == "CONFLICT"
