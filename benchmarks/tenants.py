"""``python -m benchmarks.tenants``: how long a small tenant waits while another floods the service.

A service with keys and two tenants. One sends what holds processes for as long as they are let:
uploads and requests whose planning takes until their time is over, or jobs of long villages. The
other asks for little, one after the other, and its waiting times are what is told.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import httpx

from benchmarks.hostile_kinds import ATTACKS
from benchmarks.reader_files import KINDS
from benchmarks.service_process import PAUSE_S, WAIT_S, Service

_HOGS = 4
_JOBS = 6
_SECONDS = 20.0
_SEED, _MOST_BYTES = 99, 30_000_000
Key = Mapping[str, str]
_SMALL = {
    "villages": [
        {
            "id": "small",
            "households": [{"id": "h", "x": 0.0, "y": 0.0}],
            "members": [{"id": "m", "x": 1.0, "y": 0.0}],
        }
    ]
}


def long_villages(count: int) -> bytes:
    """Return a request whose villages the planners of the trial never finish."""
    villages = [{"id": f"hangs {nth}", "households": [], "members": []} for nth in range(count)]
    return json.dumps({"villages": villages}).encode()


def hard_table(rows: int) -> bytes:
    """Return a table of households that takes long to be read, every row with a problem."""
    lines = (f"v,h{nth},x{nth},y{nth}" for nth in range(rows))
    return "\n".join(["village,id,x,y", *lines]).encode()


@contextmanager
def flooded(
    client: httpx.Client, key: Key, flood: Callable[[httpx.Client, Key], None]
) -> Iterator[None]:
    """Let one tenant repeat what floods the service, several at once."""
    over = Event()

    def repeat() -> None:
        while not over.is_set():
            try:
                flood(client, key)
            except httpx.TransportError:
                over.wait(PAUSE_S)

    threads = [Thread(target=repeat, daemon=True) for _ in range(_HOGS)]
    for thread in threads:
        thread.start()
    time.sleep(3.0)
    try:
        yield
    finally:
        over.set()


def uploads(client: httpx.Client, key: Key) -> None:
    """Send a table that holds a process for long."""
    files = {"file": ("households.csv", hard_table(400_000), "text/csv")}
    client.post("/v1/validate", files=files, headers=dict(key))


def hostile(seed: int) -> Callable[[httpx.Client, Key], None]:
    """Return what sends one hostile file after the other, of all kinds that are uploaded."""
    made = list[tuple[str, bytes]]()
    for attack, (make, readers) in ATTACKS.items():
        content, kind = make(random.Random(f"{seed} {attack}")), KINDS[readers[0]]  # noqa: S311 - no secret
        if len(content) < _MOST_BYTES:
            stem = "scenario" if kind.ending == ".yaml" else "households"
            made.append((f"{stem}{kind.ending}", content))
    turn = itertools.cycle(made)

    def send(client: httpx.Client, key: Key) -> None:
        name, content = next(turn)
        client.post("/v1/validate", files={"file": (name, content)}, headers=dict(key))

    return send


def requests(client: httpx.Client, key: Key) -> None:
    """Send a request that is planned at once and takes the time that it may."""
    homes = [{"id": f"h{nth}", "x": nth % 50 * 9.0, "y": nth // 50 * 9.0} for nth in range(1900)]
    members = [{"id": f"m{nth}", "x": nth * 3.0, "y": 100.0} for nth in range(150)]
    body = {"villages": [{"id": "v", "households": homes, "members": members}]}
    client.post("/v1/optimize?time_limit_s=20", json=body, headers=dict(key))


def asked_s(client: httpx.Client, key: Key, seconds: float) -> list[float]:
    """Return how long small requests took, one after the other."""
    found, until_s = list[float](), time.monotonic() + seconds
    while time.monotonic() < until_s:
        begun_s = time.monotonic()
        client.post("/v1/optimize", json=_SMALL, headers=dict(key)).raise_for_status()
        found.append(time.monotonic() - begun_s)
        time.sleep(PAUSE_S)
    return found


def job_s(client: httpx.Client, key: Key, most_s: float) -> float:
    """Return how long a job of one household took; infinity where it took too long."""
    begun_s = time.monotonic()
    answer = client.post("/v1/optimize", json=_SMALL, headers={**key, "Prefer": "respond-async"})
    place = answer.raise_for_status().headers["location"]
    while time.monotonic() < begun_s + most_s:
        if client.get(place, headers=dict(key)).json()["finished"] is not None:
            return time.monotonic() - begun_s
        time.sleep(PAUSE_S)
    return float("inf")


def made_key(url: str, folder: Path, tenant: str) -> str:
    """Make a key as an operator does."""
    environment = {**os.environ, "LIENGIA_DATABASE_URL": url, "LIENGIA_DATA": str(folder)}
    words = ["keys", "create", "--name", tenant, "--tenant", tenant, "--scope", "optimize"]
    command = [
        sys.executable,
        "-c",
        "from api.cli.entry import main; main()",
        *words,
        "--scope",
        "read",
    ]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)  # noqa: S603 - this very interpreter
    return done.stdout.strip()


@contextmanager
def service(workers: int) -> Iterator[tuple[Service, Key, Key]]:
    """Start a service with a key for each of two tenants."""
    with tempfile.TemporaryDirectory() as name:
        url = f"sqlite:///{Path(name) / 'service.sqlite'}"
        keys = [made_key(url, Path(name), tenant) for tenant in ("hog", "small")]
        more = {"LIENGIA_SYNC_SECONDS": f"{_SECONDS}"}
        run = Service(url, Path(name), workers=workers, more=more)
        run.start()
        try:
            hog, small = ({"Authorization": f"Bearer {key}"} for key in keys)
            yield run, hog, small
        finally:
            run.kill()


def told(what: str, workers: int, waits: Sequence[float]) -> str:
    """Say how long the small tenant waited."""
    longest, median = max(waits), statistics.median(waits)
    return f"{what}\t{workers}\t{len(waits)}\t{median:.3f}\t{longest:.3f}\n"


def main(arguments: Sequence[str]) -> int:
    """Measure with one process and with two."""
    floods = {"uploads": uploads, "hostile files": hostile(_SEED), "requests": requests}
    seconds = float(arguments[0]) if arguments else _SECONDS
    sys.stdout.write(f"load {os.getloadavg()[0]:.1f}\nflood\tworkers\tasked\tmedian s\tlongest s\n")
    for workers in (1, 2):
        with service(workers) as (run, hog, small), run.client() as flooder, run.client() as client:
            client.timeout = httpx.Timeout(WAIT_S)
            sys.stdout.write(told("nothing", workers, asked_s(client, small, 5.0)))
            for what, flood in floods.items():
                with flooded(flooder, hog, flood):
                    sys.stdout.write(told(what, workers, asked_s(client, small, seconds)))
            for _ in range(_JOBS):
                asked = {**hog, "Prefer": "respond-async"}
                flooder.post("/v1/optimize", content=long_villages(4), headers=asked)
            time.sleep(3.0)
            sys.stdout.write(told("six jobs", workers, [job_s(client, small, 2 * seconds)]))
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
