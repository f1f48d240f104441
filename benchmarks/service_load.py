"""``python -m benchmarks.service_load``: what HTTP adds to a plan, and how many plans a second.

The service runs as ``liengia serve`` does, with two processes that plan, an empty embedded
database and loopback. Its clients run on the same processors and cost some of them; the processor
time of the service alone is given too.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Event

import httpx
import numpy as np
import orjson

from benchmarks.cases import Size, full, ordinary
from optimizer.domain.scenario import Scenario, Village
from optimizer.input.request import request_from_scenario
from optimizer.pipeline import plan_village
from tests.web.service import serving

SIZE = Size(1, 400, 47)
CASES = {"full": full, "ordinary": ordinary}
CLIENTS = 16
HEALTH_EVERY_S = 0.05
WAIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Beside:
    """Middle milliseconds of a village over HTTP and in the library, and their processor time."""

    http_ms: float
    library_ms: float
    service_cpu_ms: float
    library_cpu_ms: float

    @property
    def promised_ms(self) -> float:
        """Return what the request may take: 2.5 times the library's time, and 5 ms."""
        return 2.5 * self.library_ms + 5.0


@dataclass(frozen=True, slots=True)
class Load:
    """What many clients at once were given; milliseconds, and answers a second."""

    requests: int
    errors: int
    a_second: float
    half_ms: float
    slowest_ms: float
    cpu_ms: float
    """Of the service and its processes."""
    client_cpu_ms: float
    health_ms: float
    """The slowest answer about its health meanwhile."""

    @property
    def possible_a_second(self) -> float:
        """Return what two processors could answer if nothing else ran on them."""
        return 2000 / (self.cpu_ms + self.client_cpu_ms)


def body_of(village: Village) -> bytes:
    """Return the request of one village."""
    return orjson.dumps(
        request_from_scenario(Scenario(village.rules, (village,), lonlat=village.lonlat))
    )


def beside(address: str, village: Village, repeats: int) -> Beside:
    """Time a village here and over HTTP, turn by turn, so that both see the same load."""
    body, own, http = body_of(village), [], []
    own_cpu, before_s = [], 0.0
    with httpx.Client(base_url=address, timeout=WAIT_S) as client:
        for nth in range(-2, repeats):
            if nth == 0:
                before_s = service_cpu_s()
            start_s, busy_s = time.perf_counter(), time.process_time()
            plan_village(village)
            took_s, cost_s = time.perf_counter() - start_s, time.process_time() - busy_s
            start_s = time.perf_counter()
            client.post("/v1/optimize", content=body).raise_for_status()
            if nth >= 0:
                http.append(time.perf_counter() - start_s)
                own.append(took_s)
                own_cpu.append(cost_s)
    busy_s = (service_cpu_s() - before_s) / repeats
    return Beside(*(1000 * value for value in (median(http), median(own), busy_s, median(own_cpu))))


def load(address: str, village: Village, requests: int) -> Load:
    """Have many clients ask for the same village until all requests are answered."""
    body, ended = body_of(village), Event()
    with (
        httpx.Client(base_url=address, timeout=WAIT_S) as client,
        ThreadPoolExecutor(CLIENTS + 1) as threads,
    ):

        def ask(_: int) -> tuple[float, bool]:
            return _timed(lambda: client.post("/v1/optimize", content=body))

        list(threads.map(ask, range(CLIENTS)))
        health = threads.submit(_health, address, ended)
        before_s, own_s, start_s = service_cpu_s(), time.process_time(), time.perf_counter()
        try:
            answers = list(threads.map(ask, range(requests)))
        finally:
            ended.set()
            took_s = time.perf_counter() - start_s
        cpu_s, own_s = service_cpu_s() - before_s, time.process_time() - own_s
    seconds = [taken for taken, _ in answers]
    half, slowest = (1000 * float(value) for value in np.percentile(seconds, (50, 99)))
    errors = sum(not well for _, well in answers)
    cpu_ms, own_ms = 1000 * cpu_s / requests, 1000 * own_s / requests
    worst_ms = 1000 * max(health.result())
    return Load(requests, errors, requests / took_s, half, slowest, cpu_ms, own_ms, worst_ms)


def service_cpu_s() -> float:
    """Return the processor seconds of every process that this one has started (Linux)."""
    ticks, left = 0, _children(os.getpid())
    while left:
        process = left.pop()
        left += _children(process)
        after_name = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2]
        ticks += sum(map(int, after_name.split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _children(process: int) -> list[int]:
    """Return the processes that any thread of a process has started."""
    lists = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for file in lists for child in file.read_text(encoding="utf-8").split()]


def _health(address: str, ended: Event) -> list[float]:
    """Ask for the health until the end, and return the seconds of the answers."""
    with httpx.Client(base_url=address, timeout=WAIT_S) as client:
        seconds = [_timed(lambda: client.get("/health/live"))[0]]
        while not ended.wait(HEALTH_EVERY_S):
            seconds.append(_timed(lambda: client.get("/health/live"))[0])
    return seconds


def _timed(ask: Callable[[], httpx.Response]) -> tuple[float, bool]:
    """Return how long an answer took, and whether it was a good one."""
    start_s = time.perf_counter()
    try:
        well = ask().is_success
    except httpx.TransportError:
        well = False
    return time.perf_counter() - start_s, well


def report(size: Size, repeats: int, requests: int) -> None:
    """Measure and print two tables."""
    say = sys.stdout.write
    villages = {name: make(size, 0) for name, make in CASES.items()}
    with TemporaryDirectory() as folder, serving(Path(folder), workers=2) as address:
        say("| village | HTTP ms | promised | library ms | service, CPU ms | library, CPU ms |\n")
        say("|---|--:|--:|--:|--:|--:|\n")
        for name, village in villages.items():
            one = beside(address, village, repeats)
            say(f"| {name} | {one.http_ms:.1f} | {one.promised_ms:.1f} | {one.library_ms:.1f} ")
            say(f"| {one.service_cpu_ms:.1f} | {one.library_cpu_ms:.1f} |\n")
        many = load(address, villages["full"], requests)
    say(f"\n{CLIENTS} clients, {many.requests} requests, {many.errors} errors: ")
    say(f"{many.a_second:.1f} a second, p50 {many.half_ms:.0f} ms, p99 {many.slowest_ms:.0f} ms; ")
    say(f"service {many.cpu_ms:.1f} ms of CPU a request, clients {many.client_cpu_ms:.1f}, ")
    say(f"so at most {many.possible_a_second:.0f} a second on two processors of their own; ")
    say(f"health at worst {many.health_ms:.0f} ms\n")
    say(f"load {os.getloadavg()[0]:.1f}\n")


if __name__ == "__main__":
    report(SIZE, repeats=30, requests=600)
