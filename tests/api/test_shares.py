"""A share of the processes for every tenant, whatever the others ask for."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from api.auth.keys import OPEN_TENANT, create_key
from api.auth.scopes import Scope
from api.db import Database, upgrade
from api.db.models import Job
from api.http.errors import ServiceError
from api.http.metrics import Metrics
from api.tasks.worker_pool import TaskLimits, Workers
from optimizer.execution.workers import planner_pool
from tests.api.client import TestClient, running
from tests.api.jobs.test_jobs import request
from tests.optimizer.execution.workers import stand_in

LONG_S = 600.0
WAIT_S = 120.0


def wait(mark: Path, seconds: float = LONG_S) -> str:
    """Hold a process."""
    mark.touch()
    time.sleep(seconds)
    return mark.name


def name_of(name: str) -> str:
    """Take no time."""
    return name


async def seen(*marks: Path) -> None:
    """Return once so many tasks have begun."""
    await asyncio.to_thread(wait_for, marks)


def wait_for(marks: Sequence[Path]) -> None:
    until_s = time.monotonic() + WAIT_S
    while not all(mark.exists() for mark in marks) and time.monotonic() < until_s:
        time.sleep(0.05)
    assert all(mark.exists() for mark in marks)


def workers_of(number: int, waiting: int = 8) -> Workers:
    return Workers(number, TaskLimits(LONG_S, LONG_S, waiting), Metrics(), spare=1)


def held(
    workers: Workers, tenant: str, folder: Path, count: int
) -> list[tuple[asyncio.Task[str], Path]]:
    marks = [folder / f"{tenant}{nth}" for nth in range(count)]
    return [(asyncio.create_task(workers.run(tenant, wait, mark)), mark) for mark in marks]


@pytest.mark.parametrize("number", [1, 2])
def test_that_another_tenant_finds_a_process_while_one_holds_all_it_may(
    tmp_path: Path, number: int
) -> None:
    """Tests that a tenant that holds its processes for ten minutes keeps nobody else waiting."""

    async def answers() -> list[str]:
        workers = workers_of(number)
        await workers.start(reserve=True)
        try:
            hogs = held(workers, "hog", tmp_path, 4)
            await seen(*(mark for _, mark in hogs[:number]))
            found = [await workers.run("quiet", name_of, f"{nth}") for nth in range(5)]
            found.append(await workers.run("other", name_of, "other"))
            assert [mark.exists() for _, mark in hogs] == [nth < number for nth in range(4)]
            return found
        finally:
            workers.close()
            await asyncio.gather(*(task for task, _ in hogs), return_exceptions=True)

    assert asyncio.run(answers()) == ["0", "1", "2", "3", "4", "other"]


def test_that_nobody_else_waits_for_a_process_that_takes_the_place_of_another(
    tmp_path: Path,
) -> None:
    """Tests that while a process that has ended is replaced another tenant has one that stands."""

    async def pids() -> tuple[int, int]:
        workers = workers_of(1)
        await workers.start(reserve=True)
        try:
            busy = await workers.run("hog", os.getpid)
            [(hog, mark)] = held(workers, "hog", tmp_path, 1)
            await seen(mark)
            standing = await workers.run("other", os.getpid)
            os.kill(busy, signal.SIGKILL)
            with pytest.raises(ServiceError):
                await hog
            return standing, await workers.run("other", os.getpid)
        finally:
            workers.close()

    standing, given = asyncio.run(pids())
    assert given == standing


def test_that_a_service_with_one_tenant_has_no_spare_process(tmp_path: Path) -> None:
    """Tests that without keys nothing is kept free, and the first other tenant makes room."""

    async def counted() -> tuple[int, int]:
        workers = workers_of(1)
        await workers.start()
        try:
            [(hog, mark)] = held(workers, OPEN_TENANT, tmp_path, 1)
            await seen(mark)
            before = workers.processes
            assert await workers.run("other", name_of, "x") == "x"
            return before, workers.processes
        finally:
            workers.close()
            await asyncio.gather(hog, return_exceptions=True)

    assert asyncio.run(counted()) == (1, 2)


def test_that_a_queue_that_is_full_is_its_tenants_own(tmp_path: Path) -> None:
    """Tests that one request too many is told to come back, and other tenants' are taken."""

    async def told() -> None:
        workers = workers_of(1, waiting=2)
        await workers.start(reserve=True)
        try:
            hogs = held(workers, "hog", tmp_path, 3)
            await seen(hogs[0][1])
            with pytest.raises(ServiceError) as caught:
                await workers.run("hog", name_of, "x")
            assert (caught.value.status_code, caught.value.code) == (429, "BUSY")
            assert caught.value.headers == {"Retry-After": "1"}
            assert await workers.run("quiet", name_of, "x") == "x"
        finally:
            workers.close()
            await asyncio.gather(*(task for task, _ in hogs), return_exceptions=True)

    asyncio.run(told())


def test_that_who_goes_away_while_waiting_holds_nothing(tmp_path: Path) -> None:
    """Tests that a request that is given up in the queue, or just granted, frees its place."""

    async def told() -> str:
        workers = workers_of(1)
        await workers.start(reserve=True)
        try:
            short = asyncio.create_task(workers.run("a", wait, tmp_path / "short", 0.5))
            given_up = [asyncio.create_task(workers.run("a", name_of, "x")) for _ in range(3)]
            await seen(tmp_path / "short")
            for task in given_up:
                task.cancel()
            assert await short == "short"
            for _ in range(3):
                late = asyncio.create_task(workers.run("a", name_of, "x"))
                await asyncio.sleep(0)
                late.cancel()
            await asyncio.gather(*given_up, return_exceptions=True)
            return await workers.run("a", name_of, "last")
        finally:
            workers.close()

    assert asyncio.run(told()) == "last"


@contextmanager
def two_tenants(
    url: str, **settings: object
) -> Iterator[tuple[TestClient, dict[str, str], dict[str, str]]]:
    """Run a service with a key for each of two tenants."""
    store = Database(url)
    upgrade(store)
    scopes = [str(scope) for scope in Scope]
    keys = [create_key(store, name=one, tenant=one, scopes=scopes) for one in ("one", "other")]
    store.close()
    with running(url, **settings) as client:
        first, second = ({"Authorization": f"Bearer {key}"} for key in keys)
        yield client, first, second


def job_of(client: TestClient, key: dict[str, str], names: list[str]) -> str:
    """Submit a job of villages with these names, of one household each."""
    document = request(len(names), 1)
    for village, name in zip(document["villages"], names, strict=True):
        village["id"] = name
    answer = client.post("/v1/optimize", json=document, headers={**key, "Prefer": "respond-async"})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def status_of(client: TestClient, key: dict[str, str], job_id: str) -> str:
    document: dict[str, Any] = client.get(f"/v1/jobs/{job_id}", headers=key).json()
    return str(document["status"])


@pytest.mark.parametrize("number", [1, 2])
def test_that_a_one_household_job_does_not_wait_for_six_jobs_of_another_tenant(
    database_url: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that six jobs whose villages never end leave a process to another tenant's job."""
    monkeypatch.setattr(planner_pool, "PLAN", stand_in.misbehave)
    with two_tenants(database_url, workers=number) as (client, one, other):
        long = [job_of(client, one, ["hangs 1", "hangs 2"]) for _ in range(6)]
        until_s = time.monotonic() + WAIT_S
        while status_of(client, one, long[1]) != "running" and time.monotonic() < until_s:
            time.sleep(0.1)
        short = job_of(client, other, ["short"])
        while status_of(client, other, short) != "succeeded" and time.monotonic() < until_s:
            time.sleep(0.1)
        assert status_of(client, other, short) == "succeeded"
        states = [status_of(client, one, job_id) for job_id in long]
        assert states == ["running"] * 2 + ["queued"] * 4
    store = Database(database_url)
    with store.reading() as session:  # and when the service has stopped, all six wait for the next
        left = session.scalars(select(Job.status).where(Job.tenant == "one")).all()
    store.close()
    assert left == ["queued"] * 6
