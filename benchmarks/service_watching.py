"""A job under faults: what it must not do, and what must be there afterwards."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

import httpx
import orjson
import psycopg

from benchmarks.service_process import PAUSE_S, WAIT_S, Service

JOB_S = 1800.0
"""Seconds that a job may take on a crowded machine."""
_TINY = {
    "villages": [{"id": "v", "households": [{"id": "h", "x": 0.0, "y": 0.0}], "members": []}],
}


@dataclass(slots=True)
class Watch:
    """One job of a database, looked at from outside.

    Parameters
    ----------
    first
        Byte of the planners' list at which the job began.
    seen
        After each fault: the villages that had been finished, and the byte from which none of
        them may be asked for again.
    """

    service: Service
    job_id: str
    first: int
    seen: list[tuple[frozenset[str], int]] = field(default_factory=list)

    def look(self) -> int:
        """Remember what is finished, and return how much that is."""
        finished = finished_of(self.service.url, self.job_id)
        self.seen.append((finished, asked_bytes(self.service)))
        return len(finished)

    def again(self) -> list[str]:
        """Return the villages that were asked for although they had been finished."""
        text = self.service.asked.read_bytes()
        return sorted(
            {
                name
                for finished, start in self.seen
                for name in text[start:].decode().split()
                if name in finished
            }
        )

    def asked(self) -> int:
        """Return how often any village was asked for."""
        return len(self.service.asked.read_bytes()[self.first :].split())

    def faults(self, client: httpx.Client, right: Mapping[str, Any]) -> list[str]:
        """Compare the end with that of a run that nobody touched."""
        job = client.get(f"/v1/jobs/{self.job_id}").json()
        if job["status"] != "succeeded":
            return [f"job {self.job_id} is {job['status']}: {job['message']}"]
        wrong = []
        result = answer_of(client, self.job_id)
        differing = [
            one["id"]
            for one, other in zip(result["villages"], right["villages"], strict=True)
            if one != other
        ]
        if differing or result != right:
            wrong.append(f"the answer differs: {differing or 'summary or run'}")
        told = Counter(_told(client, self.job_id))
        if set(told.values()) != {1} or len(told) != job["progress"]["villages"]:
            wrong.append(f"events: {len(told)} villages, {told.most_common(3)}")
        if again := self.again():
            wrong.append(f"planned again although finished: {again}")
        return wrong


@dataclass(slots=True)
class Keeper:
    """Keeps one small scenario after the other, and remembers which were answered with 201."""

    services: Sequence[Service]
    kept: list[str] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    _over: Event = field(default_factory=Event)
    _thread: Thread | None = None

    def start(self) -> None:
        """Begin, beside whatever else happens."""
        self._thread = Thread(target=self._keep_on)
        self._thread.start()

    def stop(self) -> None:
        """Keep no more."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def faults(self, client: httpx.Client) -> list[str]:
        """Return what was answered with 201 and is not there."""
        lost = [name for name in self.kept if client.get(f"/v1/scenarios/{name}").is_error]
        return [f"kept and lost: {lost}"] if lost else []

    def _keep_on(self) -> None:
        turn = 0
        while not self._over.wait(PAUSE_S):
            turn += 1
            address = self.services[turn % len(self.services)].address
            body = {"name": f"small {turn}", "request": _TINY}
            try:
                answer = httpx.post(f"{address}/v1/scenarios", json=body, timeout=WAIT_S)
            except httpx.TransportError:
                self.statuses["no answer"] += 1
                continue
            self.statuses[str(answer.status_code)] += 1
            if answer.status_code == httpx.codes.CREATED:
                self.kept.append(answer.json()["id"])


def finished_of(url: str, job_id: str) -> frozenset[str]:
    """Return the villages that a job has finished, as they stand in its database."""
    wanted = "select village from job_villages where job_id = "
    kind, _, address = url.partition("://")
    if kind == "sqlite":
        with closing(sqlite3.connect(address[1:], timeout=WAIT_S)) as embedded:
            rows = embedded.execute(f"{wanted}?", (job_id,)).fetchall()
    else:
        with psycopg.connect(f"postgresql://{address}") as server:
            rows = server.execute(f"{wanted}%s".encode(), (job_id,)).fetchall()
    return frozenset(str(village) for (village,) in rows)


def asked_bytes(service: Service) -> int:
    """Return how long the planners' list is."""
    return service.asked.stat().st_size if service.asked.exists() else 0


def watched(service: Service, scenario_id: str) -> Watch:
    """Let a kept scenario be planned, and watch it."""
    first = asked_bytes(service)
    with service.client() as client:
        answer = client.post("/v1/jobs", json={"scenario_id": scenario_id}).raise_for_status()
    return Watch(service, answer.json()["id"], first)


def progress_of(client: httpx.Client, job_id: str) -> tuple[str, int]:
    """Return status and finished villages of a job."""
    job = client.get(f"/v1/jobs/{job_id}").raise_for_status().json()
    return job["status"], job["progress"]["done"]


def until(
    client: httpx.Client, job_id: str, enough: Callable[[str, int], bool], wait_s: float = JOB_S
) -> None:
    """Wait for a job to come so far."""
    end_s = time.monotonic() + wait_s
    while not enough(*progress_of(client, job_id)):
        if time.monotonic() > end_s:
            raise TimeoutError(f"job {job_id} does not go on")
        time.sleep(PAUSE_S)


def over(status: str, _done: int = 0) -> bool:
    """Tell whether a job has ended."""
    return status not in {"queued", "running"}


def answer_of(client: httpx.Client, job_id: str) -> dict[str, Any]:
    """Return a result without what may differ from run to run."""
    result: dict[str, Any] = client.get(f"/v1/results/{job_id}").raise_for_status().json()
    del result["run"]["seconds"], result["id"]
    return result


def _told(client: httpx.Client, job_id: str) -> list[str]:
    """Return the villages of a job's events."""
    text = client.get(f"/v1/jobs/{job_id}/events").text
    events = [block.split("\n") for block in text.split("\n\n")]
    return [
        str(orjson.loads(line.removeprefix("data: "))["id"])
        for lines in events
        if "event: village" in lines
        for line in lines
        if line.startswith("data: ")
    ]
