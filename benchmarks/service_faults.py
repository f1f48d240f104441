"""``python -m benchmarks.service_faults``: a service that is killed, cut off, and out of disk.

Each trial runs a job that nobody touches, and the same again under faults. The job must end with
the same answer, no finished village may be planned again, and what was answered with 201 must be
there. Linux, and PostgreSQL on this machine.
"""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

import httpx
import orjson

from benchmarks.cases import Size, ordinary
from benchmarks.service_process import Proxy, Service, kill_one, postgres
from benchmarks.service_watching import Keeper, Watch, answer_of, over, until, watched
from optimizer.domain.scenario import Scenario
from optimizer.input.request import request_from_scenario

_SIZE = Size(1, 400, 47)
LATEST_S = 5.0
"""A kill comes at most so long after the job was seen to run, or to have finished more."""
_AFTER_PROGRESS = 0.5
_POSTGRES_PORT = 5432
_UNAVAILABLE, _FULL = 503, 507


@dataclass(slots=True)
class Trial:
    """What came of a trial: figures, and everything that was not as it should be."""

    name: str
    figures: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.name}: {'; '.join(self.figures)}. Wrong: {'; '.join(self.wrong) or 'nothing'}"
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A scenario that is kept, and its right answer."""

    scenario_id: str
    right: dict[str, Any]


def body(villages: int, size: Size = _SIZE, prefix: str = "") -> bytes:
    """Return a request whose villages are all proven quickly."""
    made = [ordinary(size, seed) for seed in range(villages)]
    renamed = tuple(replace(village, id=f"{prefix}{village.id}") for village in made)
    request = request_from_scenario(Scenario(made[0].rules, renamed, lonlat=False))
    return orjson.dumps({"name": "faults", "request": request})


def undisturbed(service: Service, scenario: bytes) -> Asked:
    """Keep a scenario, and plan it once while nobody touches anything."""
    with service.client() as client:
        kept = client.post("/v1/scenarios", content=scenario).raise_for_status().json()["id"]
        job_id = watched(service, kept).job_id
        until(client, job_id, over)
        return Asked(kept, answer_of(client, job_id))


def kills(services: Sequence[Service], scenario: bytes, times: int, seed: int = 0) -> Trial:
    """Kill a service and a planner in turn, at random moments, until that was done often enough.

    Where there are several services, they share a database, and any may be killed.
    """
    chance = random.Random(seed)  # noqa: S311 - the moments of kills are no secret
    trial, done, begun_s = Trial(f"{times} kills, {len(services)} at once"), 0, time.monotonic()
    asked, keeper, jobs = undisturbed(services[0], scenario), Keeper(services), 0
    keeper.start()
    try:
        while done < times:
            watch, jobs = watched(services[0], asked.scenario_id), jobs + 1
            while done < times and _runs_on(services[0], watch, chance):
                _kill(chance.choice(services), process=done % 2 == 0)
                done += 1
                watch.look()
            with services[0].client() as client:
                until(client, watch.job_id, over)
                trial.wrong += watch.faults(client, asked.right)
            finished = [len(villages) for villages, _ in watch.seen]
            villages = len(asked.right["villages"])
            trial.figures.append(f"finished at kills {finished}, asked {watch.asked()}/{villages}")
    finally:
        keeper.stop()
    with services[0].client() as client:
        trial.wrong += keeper.faults(client)
    trial.figures.append(f"{jobs} jobs, {len(keeper.kept)} kept, {dict(keeper.statuses)}")
    trial.figures.append(f"{time.monotonic() - begun_s:.0f} s")
    return trial


def _runs_on(service: Service, watch: Watch, chance: random.Random) -> bool:
    """Wait for a random moment of a job that runs; False where it has ended then.

    Half of the moments are counted from the next village that is finished: starting takes long
    where a machine is crowded, and most kills would find nothing planned yet.
    """
    before = len(watch.seen[-1][0]) if watch.seen and chance.random() < _AFTER_PROGRESS else -1
    with service.client() as client:
        until(
            client,
            watch.job_id,
            lambda status, done: over(status) or (status == "running" and done > before),
        )
        time.sleep(chance.uniform(0.0, LATEST_S))
        return not over(client.get(f"/v1/jobs/{watch.job_id}").json()["status"])


def _kill(service: Service, *, process: bool) -> None:
    """Kill a planner where there is one, or the service, which is started again."""
    if process and kill_one(service.planners()):
        return
    service.kill()
    service.start()


@dataclass(frozen=True, slots=True)
class Outage:
    """Something that ends by itself: how it is made, and how the service answers meanwhile.

    Parameters
    ----------
    reading, writing
        Status of an answer that reads, and of one that writes.
    """

    name: str
    away: Callable[[], AbstractContextManager[None]]
    seconds: float
    reading: int
    writing: int


def outage(service: Service, scenario: bytes, fault: Outage) -> Trial:
    """Let a job run into an outage, ask meanwhile, and see that it ends right."""
    trial = Trial(f"{fault.name} for {fault.seconds:g} s")
    asked = undisturbed(service, scenario)
    watch = watched(service, asked.scenario_id)
    answers, slowest_s = Counter[str](), 0.0
    with service.client() as client:
        kept = _scenarios(client)
        until(client, watch.job_id, lambda _, done: done > 0)
        with fault.away():
            until_s = time.monotonic() + fault.seconds
            while time.monotonic() < until_s:
                asked_s = time.monotonic()
                live = client.get("/health/live").status_code
                slowest_s = max(slowest_s, time.monotonic() - asked_s)
                read = client.get(f"/v1/jobs/{watch.job_id}").status_code
                made = client.post("/v1/scenarios", content=scenario)
                if made.is_success:
                    kept.add(made.json()["id"])
                answers.update((f"live {live}", f"read {read}", f"write {made.status_code}"))
        trial.figures += [str(dict(answers)), f"live within {1000 * slowest_s:.0f} ms"]
        if answers[f"write {fault.writing}"] == 0 or answers[f"read {fault.reading}"] == 0:
            trial.wrong.append(f"{fault.reading} and {fault.writing} were to be answered")
        expected = {"live 200", f"read {fault.reading}", f"write {fault.writing}", "write 201"}
        trial.wrong += [f"answered {other}" for other in set(answers) - expected]
        after_s = time.monotonic()
        _back(client, watch.job_id)
        watch.look()
        until(client, watch.job_id, over)
        trial.figures.append(f"job ended {time.monotonic() - after_s:.1f} s after it")
        trial.wrong += watch.faults(client, asked.right)
        if (there := _scenarios(client)) != kept:
            trial.wrong.append(f"kept {len(kept)}, there are {len(there)}")
    return trial


def _scenarios(client: httpx.Client) -> set[str]:
    """Return the newest of what is kept."""
    items = client.get("/v1/scenarios?limit=1000").raise_for_status().json()["items"]
    return {str(one["id"]) for one in items}


def _back(client: httpx.Client, job_id: str) -> None:
    """Wait until the database is heard of again."""
    end_s = time.monotonic() + 60.0
    while client.get(f"/v1/jobs/{job_id}").is_error and time.monotonic() < end_s:
        time.sleep(0.1)


@contextmanager
def cut(proxy: Proxy) -> Iterator[None]:
    """Cut the way to a database."""
    proxy.cut()
    try:
        yield
    finally:
        proxy.mend()


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold an embedded database as its only writer."""
    with closing(sqlite3.connect(file, timeout=60.0)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


@contextmanager
def full(service: Service, file: Path) -> Iterator[None]:
    """Give an embedded database no more room than it has."""
    sizes = [path.stat().st_size for path in file.parent.glob(f"{file.name}*")]
    service.limit_files(max(sizes))
    try:
        yield
    finally:
        service.limit_files(None)


@contextmanager
def embedded() -> Iterator[tuple[Service, Path]]:
    """Start a service with an embedded database, and name its file."""
    with TemporaryDirectory() as place:
        file = Path(place) / "service.sqlite"
        with started(f"sqlite:///{file}", Path(place)) as (service,):
            yield service, file


@contextmanager
def started(
    url: str,
    folder: Path,
    names: Sequence[str] = ("service",),
    workers: int = 2,
    more: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[list[Service]]:
    """Start services over one database, with ``more`` in their environment."""
    with ExitStack() as running:
        services = [Service(url, folder, name, workers=workers, more=more) for name in names]
        for service in services:
            running.callback(service.stop)
            service.start()
        yield services


def trials(villages: int, times: int, away_s: float) -> Iterator[Trial]:
    """Run them all."""
    scenario = body(villages)
    with embedded() as (service, _):
        yield kills([service], scenario, times)
    with (
        postgres() as url,
        TemporaryDirectory() as place,
        started(url, Path(place), ("one", "two")) as services,
    ):
        yield kills(services, scenario, times, seed=1)
    with postgres() as url, TemporaryDirectory() as place:
        proxy = Proxy(_POSTGRES_PORT)
        try:
            through = url.replace(f":{_POSTGRES_PORT}/", f":{proxy.port}/")
            with started(through, Path(place)) as (service,):
                fault = Outage(
                    "PostgreSQL away", lambda: cut(proxy), away_s, _UNAVAILABLE, _UNAVAILABLE
                )
                yield outage(service, scenario, fault)
        finally:
            proxy.cut()
    with embedded() as (service, file):
        fault = Outage("SQLite locked", lambda: locked(file), away_s, 200, _UNAVAILABLE)
        yield outage(service, scenario, fault)
    with embedded() as (service, file):
        fault = Outage("disk full", lambda: full(service, file), away_s, 200, _FULL)
        yield outage(service, scenario, fault)


def main(arguments: Sequence[str]) -> int:
    """Run all trials: villages of the job, kills of a trial, seconds of an outage."""
    villages, times, away_s = (*map(int, arguments), *(240, 20, 30)[len(arguments) :])
    wrong = 0
    for trial in trials(villages, times, float(away_s)):
        sys.stdout.write(f"{trial}\n")
        sys.stdout.flush()
        wrong += len(trial.wrong)
    sys.stdout.write(f"load {os.getloadavg()[0]:.1f}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
