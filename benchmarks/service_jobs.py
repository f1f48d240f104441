"""``python -m benchmarks.service_jobs 0.25``: the province as a job and by the command line.

Both get the same request JSON, as many processes and the same time limit, and both end with a
response JSON on this side: the command's clock holds starting it, reading and writing; the job's
holds sending the request and fetching the result from a service that runs already. At the end a
job is canceled, and its planners are watched until they rest.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import httpx
import orjson

from benchmarks.province import spent
from benchmarks.service_faults import started
from benchmarks.service_load import service_cpu_s
from benchmarks.service_process import Service
from benchmarks.service_watching import over, until
from optimizer.input.request import request_from_scenario
from scenarios import generate

WORKERS, TIME_LIMIT_S = 2, 1.0
_QUIET_S = 3.0
"""Planners that used no processor for so long are thought to rest."""
_LOOK_EVERY_S = 0.05


@dataclass(frozen=True, slots=True)
class Turn:
    """One time by the command line and one as a job: seconds on the clock and of the processor."""

    command_s: float
    command_cpu_s: float
    job_s: float
    job_cpu_s: float

    @property
    def ratio(self) -> float:
        """Return how many times longer the job took."""
        return self.job_s / self.command_s

    @property
    def cpu_ratio(self) -> float:
        """Return how many times more of the processor the job took."""
        return self.job_cpu_s / self.command_cpu_s


def turns(service: Service, request: bytes, times: int) -> Iterator[Turn]:
    """Plan by the command line and as a job, one after the other."""
    for _ in range(times):
        with TemporaryDirectory() as place:
            file, answer = Path(place) / "request.json", Path(place) / "response.json"
            file.write_bytes(request)
            options = ["--workers", str(WORKERS), "--time-limit", str(TIME_LIMIT_S)]
            command = spent(["optimize", str(file), "--output", str(answer), *options])
        before_s, start_s = service_cpu_s(), time.perf_counter()
        with service.client() as client:
            job_id = _submitted(client, request)
            until(client, job_id, over)
            client.get(f"/v1/results/{job_id}").raise_for_status()
        job_s, cpu_s = time.perf_counter() - start_s, service_cpu_s() - before_s
        yield Turn(command.seconds, command.cpu_s, job_s, cpu_s)


def rest_after_cancel_s(service: Service, request: bytes) -> float:
    """Cancel a job that runs, and return the seconds until its planners use no processor."""
    with service.client() as client:
        job_id = _submitted(client, request)
        until(client, job_id, lambda _, done: done > 0)
        planners = service.planners()
        canceled_s = busy_s = time.monotonic()
        client.post(f"/v1/jobs/{job_id}/cancel").raise_for_status()
    used = _ticks(planners)
    while time.monotonic() < busy_s + _QUIET_S:
        time.sleep(_LOOK_EVERY_S)
        now = _ticks(planners)
        if any(now[planner] > used[planner] for planner in now):
            busy_s, used = time.monotonic(), now
    return busy_s - canceled_s


def _submitted(client: httpx.Client, request: bytes) -> str:
    answer = client.post(
        f"/v1/optimize?time_limit_s={TIME_LIMIT_S}",
        content=request,
        headers={"Prefer": "respond-async"},
    )
    return str(answer.raise_for_status().json()["id"])


def _ticks(processes: Sequence[int]) -> dict[int, int]:
    """Return the processor time of each; one that has ended uses none any more."""
    found = dict.fromkeys(processes, 0)
    for process in processes:
        try:
            text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
        except (FileNotFoundError, ProcessLookupError):
            continue
        found[process] = sum(map(int, text.rpartition(")")[2].split()[11:13]))
    return found


def main(arguments: Sequence[str]) -> int:
    """Measure a share of the province so many times, and print every turn."""
    scale, times = float((*arguments, "1")[0]), int((*arguments, "1", "1")[1])
    scenario, say = generate("ninh-thuan", scale=scale), sys.stdout.write
    request = orjson.dumps(request_from_scenario(scenario))
    say(f"{len(scenario.villages)} villages, {TIME_LIMIT_S:g} s each, {WORKERS} processes\n")
    say("| command s | job s | ratio | command, CPU s | job, CPU s | ratio |\n")
    say("|--:|--:|--:|--:|--:|--:|\n")
    made = []
    with TemporaryDirectory() as place:
        url = f"sqlite:///{Path(place) / 'service.sqlite'}"
        with started(url, Path(place), workers=WORKERS) as (service,):
            for turn in turns(service, request, times):
                made.append(turn)
                say(f"| {turn.command_s:.1f} | {turn.job_s:.1f} | {turn.ratio:.2f} ")
                say(f"| {turn.command_cpu_s:.1f} | {turn.job_cpu_s:.1f} | {turn.cpu_ratio:.2f} |\n")
                sys.stdout.flush()
            rest_s = rest_after_cancel_s(service, request)
    say(f"median ratio {median(turn.ratio for turn in made):.2f} on the clock (promised 1.2), ")
    say(f"{median(turn.cpu_ratio for turn in made):.2f} by CPU; a canceled job's planners rest ")
    say(f"after {rest_s:.2f} s (promised 2); load {os.getloadavg()[0]:.1f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
