"""One process that works for the service, with the pipe to it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from threading import Lock

from api.http.temporary_files import choose_folder, keep_sockets, remove_stale
from api.tasks.worker_loop import Task, begin
from optimizer.execution.workers import memory_limit

START_S = 120.0
"""Longest time that a process may take to load its libraries."""
_END_S = 5.0
"""Seconds that a process which has closed its pipe may take to end."""


def _context() -> ForkServerContext:
    """Return how processes are started: as copies of one that has loaded the libraries.

    That one has no threads and holds nothing of the service's; it ends with the service.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["api.tasks.worker_environment", "api.tasks.worker_libraries"])
    return context


class TooLate(Exception):  # noqa: N818 - the answer, not its lack, is late
    """A process was ended because it took too long."""


class Worker:
    """One process and the pipe to it; asked by one thread at a time, and closed by any.

    Parameters
    ----------
    memory_bytes
        That the process may take beside its libraries.
    """

    def __init__(self, memory_bytes: int = memory_limit.MEMORY_BYTES) -> None:
        self._changing, self._over = Lock(), False
        self._memory_bytes, self._ready = memory_bytes, False
        self._start()

    def ask(self, task: Task, seconds: float) -> object:
        """Return what a task makes, or raise what it raises.

        Raises
        ------
        ChildProcessError
            When the process ends; a new one has taken its place then, unless it was closed.
        MemoryError
            When it needs more memory than it may take; likewise.
        TooLate
            When there is no answer in time; likewise.
        """
        try:
            answer = self._answer(task, seconds)
        except (EOFError, OSError, TooLate) as end:
            ran_out = self._replace(ended=not isinstance(end, TooLate))
            if isinstance(end, TooLate):
                raise
            if ran_out:
                raise MemoryError(self._memory_bytes) from end
            raise ChildProcessError("the process ended unasked") from end
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _answer(self, task: Task, seconds: float) -> object:
        if not self._ready:  # loading libraries is not the task's time
            if not self._link.poll(START_S):
                raise TooLate
            self._link.recv()
            self._ready = True
        self._link.send(task)
        if not self._link.poll(seconds):
            raise TooLate
        answer: object = self._link.recv()
        self._said.pass_on()
        return answer

    @property
    def ready(self) -> bool:
        """Whether the process has loaded its libraries, as far as is known."""
        return self._ready

    def close(self) -> None:
        """End the process for good; who waits for it is told."""
        with self._changing:
            self._over = True
            self._end()

    def _replace(self, *, ended: bool) -> bool:
        """Start another process; return whether the one before had too little memory."""
        with self._changing:
            if self._over:
                return False
            ran_out = self._end(ended=ended)
            self._start()
        remove_stale()  # what was sent to it would stay until the service starts again
        return ran_out

    def _end(self, *, ended: bool = False) -> bool:
        """End the process, and tell whether it had ended already for want of memory.

        Parameters
        ----------
        ended
            Whether it has closed its pipe, and says in a moment how it ended.
        """
        self._process.join(_END_S if ended else 0)
        self._process.kill()
        self._process.join()
        ran_out = self._said.ran_out(self._process.exitcode)
        self._process.close()
        self._link.close()
        self._said.close()
        return ran_out

    def _start(self) -> None:
        choose_folder()  # the fork server needs one, and the process gets the same
        keep_sockets()
        context = _context()
        self._link, theirs = context.Pipe()
        self._said = memory_limit.Said()
        self._ready = False
        # As a connection, the file is handed to the process.
        saying = Connection(os.dup(self._said.fileno()), readable=False)
        self._process = context.Process(
            target=begin,
            args=(theirs, saying, tempfile.gettempdir(), self._memory_bytes),
            daemon=True,
        )
        # Ctrl-C goes to every process of a terminal; the service alone shall hear it.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        theirs.close()
        saying.close()
