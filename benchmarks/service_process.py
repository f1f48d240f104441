"""A service in a process of its own that may be killed, cut off from its database, or kept small.

Its planners write down every village that they are asked for, so that nothing can be planned twice
unseen.
"""

from __future__ import annotations

import os
import re
import resource
import signal
import socket
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from selectors import EVENT_READ, DefaultSelector
from subprocess import PIPE, Popen
from threading import Event, Thread
from typing import Any

import httpx
import psycopg

from tests.optimizer.execution.workers import stand_in

WAIT_S = 600.0
PAUSE_S = 0.1
_PROGRAM = (
    "from optimizer.execution.workers import planner_pool; "
    f"from {stand_in.MODULE} import misbehave; "
    "planner_pool.PLAN = misbehave; "
    "from api.cli.entry import main; main()"
)
_POSTGRES = "postgresql://postgres@127.0.0.1:5432"


@dataclass(slots=True)
class Service:
    """A service over one database, started as often as it is killed.

    Parameters
    ----------
    lease_s
        How long a job belongs to a service that is gone.
    workers
        Processes for requests, and as many for jobs.
    more
        What else stands in its environment.
    """

    url: str
    folder: Path
    name: str = "service"
    lease_s: float = 3.0
    workers: int = 2
    more: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    _process: Popen[str] | None = field(default=None)

    @property
    def asked(self) -> Path:
        """The villages that planners were asked for, a line each."""
        return self.folder / "asked"

    @property
    def pid(self) -> int:
        """The service's own process."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, and wait until it answers."""
        environment = {
            **os.environ,
            "LIENGIA_DATABASE_URL": self.url,
            "LIENGIA_DATA": str(self.folder),
            "LIENGIA_WORKERS": str(self.workers),
            "LIENGIA_LEASE_S": str(self.lease_s),
            "LIENGIA_RATE_LIMIT": "1000000/minute",
            stand_in.LOG: str(self.asked),
            **self.more,
        }
        command = [sys.executable, "-c", _PROGRAM, "serve", "--port", "0"]
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self._process = Popen(  # noqa: S603 - this very interpreter
                command, stdout=PIPE, stderr=log, env=environment, text=True
            )
        assert self._process.stdout is not None
        found = re.search(r"http://\S+?:\d+", self._process.stdout.readline())
        if found is None:
            raise ChildProcessError(f"the service did not start; see {log.name}")
        self.address = found.group()
        until_s = time.monotonic() + WAIT_S
        while not self._ready():
            if time.monotonic() > until_s:
                raise TimeoutError(f"the service did not get ready; see {log.name}")
            time.sleep(PAUSE_S)

    def client(self) -> httpx.Client:
        """Return a client of the present process."""
        return httpx.Client(base_url=self.address, timeout=WAIT_S)

    def kill(self) -> None:
        """End it without a word, as a machine does that loses its power."""
        assert self._process is not None
        self._process.kill()
        self._end()

    def stop(self) -> None:
        """End it politely."""
        if self._process is not None:
            self._process.terminate()
            self._end()

    def planners(self) -> list[int]:
        """Return the processes that plan villages of jobs."""
        mine = stand_in.MODULE.encode()
        return [pid for pid in children(self.pid) if mine in _command(pid)]

    def limit_files(self, most_bytes: int | None) -> None:
        """Let no file grow beyond a size; None takes the limit away."""
        _, hard = resource.prlimit(self.pid, resource.RLIMIT_FSIZE)
        soft = resource.RLIM_INFINITY if most_bytes is None else most_bytes
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (soft, hard))

    def _ready(self) -> bool:
        try:
            return httpx.get(f"{self.address}/health/ready", timeout=WAIT_S).is_success
        except httpx.TransportError:
            return False

    def _end(self) -> None:
        assert self._process is not None
        self._process.wait(WAIT_S)
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._process = None


def children(process: int) -> list[int]:
    """Return the processes that any thread of a process has started (Linux)."""
    lists = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for file in lists for child in _words(file)]


def kill_one(processes: Sequence[int]) -> bool:
    """Kill the first of these that is still there."""
    for process in processes:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue
        return True
    return False


def _words(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").split()
    except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
        return []


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


@contextmanager
def postgres() -> Iterator[str]:
    """Give the address of an empty database of its own, which is gone afterwards."""
    name = f"liengia_faults_{token_hex(6)}"
    with psycopg.connect(f"{_POSTGRES}/test", autocommit=True) as connection:
        connection.execute(f"create database {name}".encode())
        try:
            yield f"{_POSTGRES.replace('postgresql', 'postgresql+psycopg')}/{name}"
        finally:
            connection.execute(f"drop database {name} with (force)".encode())


class Proxy:
    """A way to a database on this machine that can be cut: connections end, new ones are refused.

    Parameters
    ----------
    port
        Of the database.
    """

    def __init__(self, port: int) -> None:
        self._target, self._over = port, Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._open()

    def cut(self) -> None:
        """End every connection, and take no new one."""
        self._over.set()
        self._thread.join()

    def mend(self) -> None:
        """Take connections again."""
        self._listening = socket.create_server(("127.0.0.1", self.port))
        self._open()

    def _open(self) -> None:
        self._over = Event()
        self._thread = Thread(target=self._pass_on, args=(self._listening, self._over))
        self._thread.start()

    def _pass_on(self, listening: socket.socket, over: Event) -> None:
        other: dict[socket.socket, socket.socket] = {}
        with closing(listening), DefaultSelector() as selector:
            selector.register(listening, EVENT_READ)
            while not over.is_set():
                for key, _ in selector.select(PAUSE_S):
                    end: Any = key.fileobj
                    if end is listening:
                        here, _ = listening.accept()
                        there = socket.create_connection(("127.0.0.1", self._target))
                        other |= {here: there, there: here}
                        selector.register(here, EVENT_READ)
                        selector.register(there, EVENT_READ)
                    elif end in other and not _copied(end, other[end]):
                        for closed in (end, other.pop(end)):
                            other.pop(closed, None)
                            selector.unregister(closed)
                            closed.close()
            for end in other:
                end.close()


def _copied(source: socket.socket, target: socket.socket) -> bool:
    """Pass on what has arrived; False at the end of either side."""
    try:
        arrived = source.recv(1 << 16)
        target.sendall(arrived)
    except OSError:
        return False
    return bool(arrived)
