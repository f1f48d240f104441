"""A crew on this machine: processes, threads that wait for them, and turns between tenants."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import Enum, auto
from queue import Empty, SimpleQueue
from threading import Event, Lock

from optimizer.domain.scenario import Village
from optimizer.errors import ClusterError
from optimizer.execution.workers.executor import Asked, never, outcome, spec_of
from optimizer.execution.workers.job_spec import pack_village, unpack_outcome
from optimizer.execution.workers.outcome import Outcome
from optimizer.execution.workers.planner_pool import plan_in_pool, planner_pool
from optimizer.execution.workers.tenant_turns import Turns

_LOOK_EVERY_S = 0.1
_CLOSED = "the processes that plan were ended"

_TOGETHER_S = 1.0
"""Seconds of outcomes that are handed over together, as whoever keeps them writes to a disk."""


class _Said(Enum):
    """What a run is told beside outcomes."""

    TURN = auto()
    NOTHING = auto()


_TURN = _Said.TURN
Word = Outcome | BaseException | _Said
"""An outcome, what kept a village from being planned, or that the turn of the next has come."""


class Local:
    """Plans villages in processes of this machine; one village is one turn.

    Parameters
    ----------
    workers
        Processes.
    spare
        Processes beside them, for tenants that have none at work; started when first needed.
    """

    def __init__(self, workers: int, spare: int = 0) -> None:
        self.at_once = workers
        self._planners = planner_pool()
        self._turns = Turns[SimpleQueue[Word]](workers + spare, spare)
        self._changing, self._closing = Lock(), Event()
        self._threads = ThreadPoolExecutor(workers + spare, "planner")

    def warm(self, count: int) -> None:
        """Start processes before they are asked; they load their libraries meanwhile."""
        self._planners.warm(count)

    def close(self) -> None:
        """Give up what is under way, and end all processes."""
        self._closing.set()
        self._planners.close()
        self._threads.shutdown()

    def run(
        self,
        villages: Iterable[Village],
        ask: Asked,
        *,
        stop: Callable[[], bool] = never,
        tenant: str = "",
    ) -> Iterator[Sequence[Outcome]]:
        """Plan every village when its tenant's turn has come; see `Crew`.

        Raises
        ------
        ClusterError
            When the crew is closed meanwhile.
        """
        coming, heard, over = iter(villages), SimpleQueue[Word](), Event()
        under_way, found, since_s = 0, list[Outcome](), time.monotonic()
        village = self._next(coming, tenant, heard)
        try:
            while (village is not None or under_way) and not stop():
                word = _heard(heard)
                if stop():
                    break
                if self._closing.is_set():
                    raise ClusterError(_CLOSED)
                if isinstance(word, BaseException):
                    raise word
                if word is _TURN and village is not None:
                    self._begin(village, ask, over, tenant, heard)
                    under_way += 1
                    village = None  # while the next is read, nobody is in the queue
                    village = self._next(coming, tenant, heard)
                elif isinstance(word, Outcome):
                    under_way -= 1
                    found.append(word)
                if found and time.monotonic() > since_s + _TOGETHER_S:
                    yield found
                    found, since_s = [], time.monotonic()
            if found:
                yield found
        finally:
            over.set()
            if village is not None:
                self._leave(tenant, heard)

    def _begin(
        self,
        village: Village,
        ask: Asked,
        over: Event,
        tenant: str,
        heard: SimpleQueue[Word],
    ) -> None:
        """Let a thread see to a village."""
        try:
            self._threads.submit(self._plan, village, ask, over, tenant, heard)
        except RuntimeError:
            if not self._closing.is_set():
                raise
            raise ClusterError(_CLOSED) from None

    def _next(
        self, coming: Iterator[Village], tenant: str, heard: SimpleQueue[Word]
    ) -> Village | None:
        """Read a village and queue for it; None where there are no more."""
        village = next(coming, None)
        if village is not None:
            with self._changing:
                self._turns.join(tenant, heard)
                self._give_turns()
        return village

    def _leave(self, tenant: str, heard: SimpleQueue[Word]) -> None:
        """Give up a place in the queue, or the turn that has come meanwhile."""
        with self._changing:
            if not self._turns.leave(tenant, heard):
                self._turns.end(tenant)
                self._give_turns()

    def _plan(
        self,
        village: Village,
        ask: Asked,
        over: Event,
        tenant: str,
        heard: SimpleQueue[Word],
    ) -> None:
        """Have a village planned, in a thread of its own, and pass the turn on."""

        def wanted() -> bool:
            return not (over.is_set() or self._closing.is_set())

        word: Word
        try:
            spec = spec_of(ask, village)
            answer = plan_in_pool(self._planners, pack_village(village, spec), spec, wanted)
            word = outcome(village, unpack_outcome(answer))
        except Exception as fault:  # noqa: BLE001 - raised where the villages were asked for
            word = fault
        with self._changing:
            self._turns.end(tenant)
            self._give_turns()
        heard.put(word)

    def _give_turns(self) -> None:
        while (turn := self._turns.take()) is not None:
            turn[1].put(_TURN)


def _heard(heard: SimpleQueue[Word]) -> Word:
    """Return what a run is told next; nothing where nothing is told for a moment."""
    try:
        return heard.get(timeout=_LOOK_EVERY_S)
    except Empty:
        return _Said.NOTHING
