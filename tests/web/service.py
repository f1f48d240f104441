"""A service of its own, with an empty database, and plans made through its API."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen
from time import monotonic, sleep
from typing import Any

import httpx

WAIT_S = 60.0
PAUSE_S = 0.1


@contextmanager
def serving(folder: Path, workers: int = 1, port: int = 0) -> Iterator[str]:
    """Start the service as a user does, and give its address."""
    with started(folder, workers=workers, port=port) as (address, _):
        yield address


@contextmanager
def started(folder: Path, **settings: object) -> Iterator[tuple[str, int]]:
    """Start the service with settings of one's own, and give its address and its process."""
    command = [sys.executable, "-c", "from api.cli.entry import main; main()", "serve"]
    environment = {**os.environ, "LIENGIA_DATA": str(folder), "LIENGIA_PORT": "0"}
    environment.pop("LIENGIA_DATABASE_URL", None)
    environment |= {f"LIENGIA_{name.upper()}": str(value) for name, value in settings.items()}
    with (
        (folder / "log").open("wb") as log,
        Popen(command, stdout=PIPE, stderr=log, env=environment, text=True) as process,
    ):
        try:
            yield _address(process), process.pid
        finally:
            process.terminate()
            process.wait(WAIT_S)


def _address(process: Popen[str]) -> str:
    """Wait until the service says where it is, and answers there."""
    assert process.stdout is not None
    found = re.search(r"http://\S+?:\d+", process.stdout.readline())
    assert found is not None, "the service did not say where it is"
    address = found.group()
    end = monotonic() + WAIT_S
    while monotonic() < end:
        try:
            if httpx.get(f"{address}/health/ready").is_success:
                return address
        except httpx.TransportError:
            sleep(PAUSE_S)
    raise AssertionError("the service did not get ready")


def plan(address: str, request: dict[str, Any], name: str = "Sáu thôn") -> str:
    """Keep a scenario, plan it to the end, and return the job's id."""
    with httpx.Client(base_url=address, timeout=WAIT_S) as client:
        kept = client.post("/v1/scenarios", json={"name": name, "request": request})
        assert kept.status_code == 201, kept.text
        job = client.post("/v1/jobs", json={"scenario_id": kept.json()["id"]})
        assert job.status_code == 202, job.text
        return finished(client, job.json()["id"])


def finished(client: httpx.Client, job: str, wait_s: float = WAIT_S) -> str:
    """Wait for a job's end."""
    end = monotonic() + wait_s
    while monotonic() < end:
        told = client.get(f"/v1/jobs/{job}").json()
        if told["status"] not in {"queued", "running"}:
            assert told["status"] == "succeeded", told
            return job
        sleep(PAUSE_S)
    raise AssertionError(f"job {job} did not end")
