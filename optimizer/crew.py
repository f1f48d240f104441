"""Processes that share a list of pieces; what comes out keeps the order of what went in.

Every process has a pipe of its own, and the parent no threads: it can end the processes at any
moment without waiting for anything. (The standard library's pool may wait for ever when its
processes are ended while a large piece is on its way to them.)
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import TypeVar, cast

from optimizer.errors import OptimizerError

Piece = TypeVar("Piece")
Made = TypeVar("Made")

_AHEAD = 4
"""Pieces for each process that may be done or under way before an earlier one is."""


def in_order(
    make: Callable[[Piece], Made], pieces: Iterable[Piece], workers: int
) -> Iterator[Made]:
    """Apply a function to every piece in other processes and yield the answers in order.

    Raises
    ------
    OptimizerError
        Whatever of this kind ``make`` raises.
    ChildProcessError
        When a process ends unasked.
    """
    started: list[tuple[SpawnProcess, Connection]] = []
    try:
        # Otherwise it starts with the first process, and takes the mask off again.
        resource_tracker.ensure_running()
        with _interrupts_held():
            started.extend(_start(make) for _ in range(workers))
        # What comes through a pipe has no type until it is told.
        for answer in _shared([link for _, link in started], pieces):
            yield cast("Made", answer)
    finally:
        for process, link in started:
            process.terminate()
            process.join()
            link.close()


def _shared(links: list[Connection], pieces: Iterable[Piece]) -> Iterator[object]:
    """Keep every process busy, as long as not too many answers wait for an earlier one."""
    coming = enumerate(pieces)
    idle, busy = list(links), dict[Connection, int]()
    answers: dict[int, object] = {}
    turn = 0
    while True:
        while idle and len(busy) + len(answers) < _AHEAD * len(links):
            nth, piece = next(coming, (-1, None))
            if piece is None:
                break
            idle[-1].send(piece)
            busy[idle.pop()] = nth
        if turn in answers:
            yield answers.pop(turn)
            turn += 1
        elif busy:
            for link in wait(list(busy)):
                assert isinstance(link, Connection)
                answers[busy.pop(link)] = _received(link)
                idle.append(link)
        else:
            return


def _received(link: Connection) -> object:
    """Return an answer, or raise the fault that was sent in its place."""
    try:
        answer: object = link.recv()
    except (EOFError, ConnectionResetError) as end:
        raise ChildProcessError("a process ended unasked") from end
    if isinstance(answer, OptimizerError):
        raise answer
    return answer


def _start(make: Callable[[Piece], Made]) -> tuple[SpawnProcess, Connection]:
    """Start a process and return it with the pipe to it."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, make), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def _serve(link: Connection, make: Callable[[Piece], Made]) -> None:
    """Answer pieces until the parent closes the pipe or ends the process."""
    while True:
        try:
            piece = link.recv()
        except EOFError:
            return
        try:
            link.send(make(piece))
        except OptimizerError as fault:
            link.send(fault)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back for a moment.

    Processes that start in the meantime inherit the mask and never hear Ctrl-C: the parent does,
    once the moment is over, and ends them.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
