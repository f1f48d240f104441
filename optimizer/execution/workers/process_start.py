"""Two ways to start a worker's process: a fresh interpreter, or a copy of one with its libraries.

A fresh interpreter is started by its module's name, so that no script of a user is loaded twice,
and under Dask, whose own processes may have no children of `multiprocessing`. A copy is there at
once and shares the memory of the libraries with its siblings: what a service wants, which replaces
processes while requests wait.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Protocol

from optimizer.execution.one_thread import ONE_THREAD
from optimizer.execution.workers.call_loop import answer_calls
from optimizer.execution.workers.memory_limit import ErrorOutput
from optimizer.execution.workers.parent_watch import end_with_service

_LOOP = "optimizer.execution.workers.call_loop"


class StartedProcess(Protocol):
    """A process, the pipe to it, and what it says on standard error."""

    link: Connection
    said: ErrorOutput

    @property
    def pid(self) -> int:
        """The process's id."""

    def exit_code(self, within_s: float = 0.0) -> int | None:
        """Return how the process ended; None where it has not within so many seconds."""

    def kill(self) -> None:
        """End the process now, and wait for its end."""


Start = Callable[[], StartedProcess]


class FreshProcess:
    """A new interpreter with one library loaded; the kernel ends it with its parent's thread."""

    def __init__(self, library: str) -> None:
        self.link, theirs = Pipe()
        self.said = ErrorOutput()
        self._process = subprocess.Popen(  # noqa: S603 - this very interpreter
            [sys.executable, "-P", "-m", _LOOP, str(theirs.fileno()), str(os.getpid()), library],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.said.fileno(),
            env={**os.environ, **ONE_THREAD},
            process_group=0,  # Ctrl-C at the terminal is the parent's to hear
        )
        theirs.close()

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def exit_code(self, within_s: float = 0.0) -> int | None:
        """Return how the process ended; None where it has not within so many seconds."""
        if within_s <= 0:
            return self._process.poll()
        try:
            return self._process.wait(within_s)
        except subprocess.TimeoutExpired:
            return None

    def kill(self) -> None:
        """End the process now, and wait for its end."""
        self._process.kill()
        self._process.wait()


class ForkedProcess:
    """A copy of a fork server that has loaded the libraries; it ends with this process.

    The fork server has no threads and holds nothing of this process; it ends with it as well.

    Parameters
    ----------
    libraries
        Modules that the fork server loads; whoever comes first in this process decides.
    """

    def __init__(self, libraries: Sequence[str]) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(libraries))
        self.link, theirs = context.Pipe()
        self.said = ErrorOutput()
        # As a connection, the file is handed to the process.
        saying = Connection(os.dup(self.said.fileno()), readable=False)
        self._process = context.Process(
            target=_begin, args=(theirs, saying, tempfile.gettempdir()), daemon=True
        )
        # Ctrl-C goes to every process of a terminal; the parent alone shall hear it.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        theirs.close()
        saying.close()

    @property
    def pid(self) -> int:
        """The process's id."""
        assert self._process.pid is not None
        return self._process.pid

    def exit_code(self, within_s: float = 0.0) -> int | None:
        """Return how the process ended; None where it has not within so many seconds."""
        self._process.join(within_s)
        return self._process.exitcode

    def kill(self) -> None:
        """End the process now, and wait for its end."""
        self._process.kill()
        self._process.join()


def _begin(link: Connection, saying: Connection, folder: str) -> None:
    """Answer calls, with the parent's folder for temporary files."""
    os.dup2(saying.fileno(), 2)
    saying.close()
    tempfile.tempdir = folder
    end_with_service()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answer_calls(link)
