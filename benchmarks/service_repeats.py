"""``python -m benchmarks.service_repeats``: keyed requests and webhooks under ``kill -9``.

Programs send requests with an ``Idempotency-Key`` until they are answered, some twice at once, and
a receiver takes the webhooks of the jobs, while the service is killed at random moments. Each key
must have made one thing and have one answer, and each job's end must have arrived, signed, under
one id. Linux, and PostgreSQL on this machine.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any, Self

import httpx
from standardwebhooks import Webhook, WebhookVerificationError

from benchmarks.service_callers import ENOUGH_S, Asked, Caller
from benchmarks.service_faults import Trial, started
from benchmarks.service_process import Service, postgres
from tests.api.receiver import Received, Receiver, receiving

LATEST_S = 5.0
"""A kill comes at most so long after the service is up."""
_AT_ARRIVAL, _ARRIVED_S = 0.5, 0.02
"""Share of the kills that come when a message has just arrived, and how long after it at most."""
_CALLERS = 4
_LONGEST_S, _MORE_WITHIN_S = 900.0, 60.0
_STATUSES = (200, 200, 500, 200) * 10
"""What the receiver answers first; 200 from then on, as the pauses between tries grow long."""


BROKEN_OFF = "the message is broken off"


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as it was understood when it came; ``fault`` where it is not whole or not ours."""

    id: str
    job: str = ""
    kind: str = ""
    fault: str = ""


class Listener:
    """Checks every message as it comes: a signature is good for five minutes."""

    def __init__(self, receiver: Receiver, secret: str) -> None:
        self.heard: list[Heard] = []
        self._receiver, self._signer, self._over = receiver, Webhook(secret), Event()
        self._thread = Thread(target=self._listen)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _listen(self) -> None:
        while not self._over.is_set() or not self._receiver.received.empty():
            with suppress(Empty):
                self.heard.append(self._understood(self._receiver.received.get(timeout=0.1)))

    def _understood(self, message: Received) -> Heard:
        name = message.headers.get("webhook-id", "")
        if len(message.body) < int(message.headers["content-length"]):
            return Heard(name, fault=BROKEN_OFF)
        try:
            told = self._signer.verify(message.body, message.headers)
        except WebhookVerificationError as fault:
            return Heard(name, fault=str(fault))
        return Heard(name, str(told["data"]["id"]), str(told["type"]))


def repeats(services: Sequence[Service], times: int, seed: int = 0) -> Trial:
    """Kill a service so many times at random moments, and see what came of every key and job."""
    chance = random.Random(seed)  # noqa: S311 - the moments of kills are no secret
    trial, over = Trial(f"{times} kills, {len(services)} at once"), Event()
    begun_s = time.monotonic()
    with services[0].client() as client:
        answer = client.post("/v1/webhooks/secret").raise_for_status()
    secret = str(answer.json()["secret"])
    with (
        receiving(*_STATUSES) as receiver,
        Listener(receiver, secret) as listener,
        httpx.Client(timeout=ENOUGH_S) as sending,
    ):
        callers = [
            Caller(services, sending, f"{nth}", receiver.url, random.Random(f"{seed} {nth}"), over)  # noqa: S311 - it draws pauses
            for nth in range(_CALLERS)
        ]
        with ThreadPoolExecutor(_CALLERS) as threads:
            running = [threads.submit(caller.run) for caller in callers]
            try:
                for _ in range(times):
                    _wait(callers, listener, chance)
                    killed = chance.choice(services)
                    killed.kill()
                    killed.start()
            finally:
                over.set()
            for one in running:
                one.result()
            list(threads.map(Caller.again, callers))
        jobs = _told(services[0])
    messages = listener.heard
    with services[0].client() as client:
        kept = Counter(str(one["name"]) for one in _all(client, "scenarios"))
    heard = sum((caller.heard for caller in callers), Counter[str]())
    asked = [one for caller in callers for one in caller.asked]
    trial.wrong += [*of_keys(kept, asked, jobs), *of_messages(jobs, messages)]
    trial.figures += [
        f"{len(asked)} keys, answers {dict(sorted(heard.items()))}",
        f"{len(jobs)} jobs {dict(Counter(str(job['status']) for job, _ in jobs))}",
        f"{len(messages)} messages, {sum(one.fault == BROKEN_OFF for one in messages)} broken off",
        f"{time.monotonic() - begun_s:.0f} s",
    ]
    return trial


def _wait(callers: Sequence[Caller], listener: Listener, chance: random.Random) -> None:
    """Wait for a random moment at work, or for one just after a message has arrived."""
    _more(lambda: sum(caller.heard["first"] for caller in callers))
    if chance.random() < _AT_ARRIVAL:
        _more(lambda: len(listener.heard))
        time.sleep(chance.uniform(0.0, _ARRIVED_S))
    else:
        time.sleep(chance.uniform(0.0, LATEST_S))


def _more(count: Callable[[], int]) -> None:
    """Wait until there is more of something, though not for ever."""
    before, end_s = count(), time.monotonic() + _MORE_WITHIN_S
    while count() == before and time.monotonic() < end_s:
        time.sleep(0.003)


Told = tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]
"""A job, and its deliveries."""


def _told(service: Service) -> list[Told]:
    """Wait until every job has ended and nothing is to be delivered any more."""
    end_s = time.monotonic() + _LONGEST_S
    told: list[Told] = []
    with service.client() as client:
        waiting = list(_all(client, "jobs"))
        while waiting:
            if time.monotonic() > end_s:
                raise TimeoutError(f"{len(waiting)} jobs have not ended or are not told")
            job = client.get(f"/v1/jobs/{waiting[0]['id']}").raise_for_status().json()
            path = f"/v1/jobs/{job['id']}/deliveries"
            deliveries = client.get(path).raise_for_status().json()["items"]
            if job["finished"] is None or any(one["state"] == "pending" for one in deliveries):
                time.sleep(0.2)
                continue
            told.append((job, deliveries))
            del waiting[0]
    return told


def _all(client: httpx.Client, kind: str) -> Iterator[dict[str, Any]]:
    """Yield everything of a kind that is kept."""
    more: dict[str, Any] = {"limit": 1000}
    while True:
        page = client.get(f"/v1/{kind}", params=more).raise_for_status().json()
        yield from page["items"]
        if page["next"] is None:
            return
        more["cursor"] = page["next"]


def of_keys(kept: Counter[str], asked: Sequence[Asked], jobs: Sequence[Told]) -> Iterator[str]:
    """Yield what keys have done twice, not at all, or answered in two ways.

    Parameters
    ----------
    kept
        Names of the scenarios that are there.
    """
    planned = Counter(str(job["scenario_id"]) for job, _ in jobs)
    wanted = {"/v1/scenarios": Counter[str](), "/v1/jobs": Counter[str]()}
    for one in asked:
        if len(one.answers) != 1:
            yield f"{one.path} {one.key}: {len(one.answers)} answers"
        if one.path in wanted:
            wanted[one.path][str(one.body.get("name", one.body.get("scenario_id")))] += 1
    for found, right in ((kept, wanted["/v1/scenarios"]), (planned, wanted["/v1/jobs"])):
        if found != right:
            yield f"too many {found - right}, too few {right - found}"


def of_messages(jobs: Sequence[Told], messages: Sequence[Heard]) -> Iterator[str]:
    """Yield what was not told, not signed, or told as something else."""
    ids, kinds = dict[str, set[str]](), dict[str, set[str]]()
    for message in messages:
        if message.fault == BROKEN_OFF:  # its service was killed meanwhile; it comes again
            continue
        if message.fault:
            yield f"a message is not signed: {message.fault}"
            continue
        ids.setdefault(message.job, set()).add(message.id)
        kinds.setdefault(message.job, set()).add(message.kind)
    for job, deliveries in jobs:
        states = [(one["id"], one["state"]) for one in deliveries]
        name = str(job["id"])
        if [state for _, state in states] != ["delivered"]:
            yield f"{name}: deliveries are {states}"
        if ids.pop(name, set()) != {one for one, _ in states}:
            yield f"{name}: messages came under other ids than {states}"
        if kinds.get(name, set()) != {f"job.{job['status']}"}:
            yield f"{name} has {job['status']}, and was told as {kinds.get(name)}"
    if ids:
        yield f"told of jobs that are not there: {sorted(ids)}"


def trials(times: int) -> Iterator[Trial]:
    """Run them all."""
    private = {"LIENGIA_WEBHOOK_PRIVATE": "true"}
    with TemporaryDirectory() as place:
        url = f"sqlite:///{Path(place) / 'service.sqlite'}"
        with started(url, Path(place), more=private) as services:
            yield repeats(services, times)
    with (
        postgres() as url,
        TemporaryDirectory() as place,
        started(url, Path(place), ("one", "two"), more=private) as services,
    ):
        yield repeats(services, times, seed=1)


def main(arguments: Sequence[str]) -> int:
    """Run both trials: kills of a trial."""
    wrong = 0
    for trial in trials(int(arguments[0]) if arguments else 10):
        sys.stdout.write(f"{trial}; load {os.getloadavg()[0]:.1f}\n")
        sys.stdout.flush()
        wrong += len(trial.wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
