"""A Dask scheduler and workers as an operator starts them: processes that may be stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from distributed import Client

ROOT = Path(__file__).parents[4]
FORGOTTEN_S = 4
"""Seconds without a sign of life after which the scheduler gives a worker up."""
_START_S = 60.0
_AS_OTHER = """
import importlib.metadata as metadata, sys
real, told = metadata.version, {told!r}
def version(name):
    if name != "liengia":
        return real(name)
    if told is None:
        raise metadata.PackageNotFoundError(name)
    return told
metadata.version = version
from distributed.cli.dask_worker import main
main(sys.argv[1:])
"""
_LEAST = ["--host", "127.0.0.1", "--no-dashboard"]
_WORKER = [*_LEAST, "--no-nanny", "--nworkers", "1", "--nthreads", "1"]


class Cluster:
    """One scheduler and its workers."""

    def __init__(self, folder: Path, ending: ExitStack) -> None:
        self._folder, self._ending, self._workers = folder, ending, list[subprocess.Popen[bytes]]()
        file = folder / "scheduler.json"
        self._started("scheduler", *_LEAST, "--port", "0", "--scheduler-file", str(file))
        until_s = time.monotonic() + _START_S
        while not file.exists() and time.monotonic() < until_s:
            time.sleep(0.05)
        self.address = str(json.loads(file.read_text())["address"])

    def add(self, version: str | None = "") -> int:
        """Start a worker, of another version or of none, wait for it, and return its process."""
        before = self._known()
        if version:
            started = self._other(version)
        else:
            started = self._other(None) if version is None else self._ours()
        self._workers.append(started)
        until_s = time.monotonic() + _START_S
        while self._known() == before and time.monotonic() < until_s:
            time.sleep(0.05)
        return started.pid

    def _ours(self) -> subprocess.Popen[bytes]:
        return self._started("worker", self.address, *_WORKER, "--local-directory", self._place)

    def _other(self, version: str | None) -> subprocess.Popen[bytes]:
        program = [sys.executable, "-c", _AS_OTHER.format(told=version), self.address, *_WORKER]
        return self._running([*program, "--local-directory", self._place])

    @property
    def _place(self) -> str:
        return str(self._folder / "work")

    def _known(self) -> int:
        with Client(self.address) as client:
            return len(client.scheduler_info(n_workers=-1)["workers"])

    def _started(self, *words: str) -> subprocess.Popen[bytes]:
        return self._running([sys.executable, "-m", "dask", *words])

    def _running(self, command: list[str]) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command,
            env=self._environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._ending.callback(_ended, process)
        return process

    @staticmethod
    def _environment() -> Mapping[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": f"{FORGOTTEN_S}s",
        }


def _ended(process: subprocess.Popen[bytes]) -> None:
    """End a process, also one that is stopped."""
    process.kill()
    process.wait()


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """Give a scheduler without workers, and end whatever was started."""
    with ExitStack() as ending:
        yield Cluster(folder, ending)


def send(process: int, word: signal.Signals) -> None:
    """Stop, continue or kill a process."""
    os.kill(process, word)
