"""Villages in chunks over Dask: few chunks under way, each about a second's work."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from queue import Empty, SimpleQueue
from threading import Lock

from distributed import Client, Future, KilledWorker

from optimizer.domain.failure import Failure, FailureCode
from optimizer.domain.scenario import Village
from optimizer.errors import ClusterError
from optimizer.execution.workers.dask_machines import check_machines
from optimizer.execution.workers.dask_task import plan_chunk
from optimizer.execution.workers.executor import Asked, never, outcome, spec_of
from optimizer.execution.workers.job_spec import pack_village, unpack_outcome
from optimizer.execution.workers.outcome import Failed, Outcome
from optimizer.execution.workers.version_check import installed

_LOOK_EVERY_S = 0.1
_FIRST_CHUNK, _LARGEST_CHUNK = 4, 64
"""Villages in the first chunks, whose cost is not known yet, and in any."""
_AHEAD = 2
"""Chunks under way for each thread: one is planned while the next is on its way."""
_COUNT_EVERY_S = 5.0
"""Seconds between two looks at how many threads there are; machines come and go."""

Chunk = tuple[Village, ...]
_Future = Future[list[bytes]]


class UnderWay:
    """Chunks of each tenant that are under way, in all its runs."""

    def __init__(self) -> None:
        self._chunks = Counter[str]()
        self._changing = Lock()

    def begin(self, tenant: str) -> int:
        """Count one more, and return how many there were."""
        with self._changing:
            self._chunks[tenant] += 1
            return self._chunks[tenant] - 1

    def end(self, tenant: str) -> None:
        """Count one less."""
        with self._changing:
            self._chunks[tenant] -= 1


@dataclass(frozen=True, slots=True)
class TenantChunks:
    """The chunks of one tenant.

    Workers take the waiting task of the highest priority first. A chunk comes behind as many of
    other tenants as its own tenant has under way before it, so that tenants take turns whoever
    came first and with however many runs, also those of several services before one scheduler.
    """

    under_way: UnderWay
    tenant: str

    def begin(self) -> int:
        """Count a chunk, and return its priority."""
        return -self.under_way.begin(self.tenant)

    def end(self) -> None:
        """Count it as arrived, or given up."""
        self.under_way.end(self.tenant)


class DaskExecutor:
    """A crew behind a Dask client."""

    def __init__(self, client: Client, name: str, address: str) -> None:
        self._client, self._name, self._address = client, name, address
        self._under_way = UnderWay()

    @property
    def at_once(self) -> int:
        """Threads of all workers; 1 at least."""
        return max(sum(int(count) for count in self._client.nthreads().values()), 1)

    def run(
        self,
        villages: Iterable[Village],
        ask: Asked,
        *,
        stop: Callable[[], bool] = never,
        tenant: str = "",
    ) -> Iterator[Sequence[Outcome]]:
        """Plan the villages in chunks; see `Crew`.

        Raises
        ------
        ClusterError
            When the scheduler is lost, or a worker has another version or none.
        """
        mine = TenantChunks(self._under_way, tenant)
        sharing = _Sharing(self._client, self._name, ask, villages, mine)
        try:
            yield from sharing.outcomes(stop)
        except (ImportError, TypeError):  # as it is where a worker has not this version's tasks
            check_machines(self._client, self._address, 0.0)
            raise
        finally:
            sharing.give_up()


class _Sharing:
    """One run: what is to come, what is under way, what has arrived."""

    def __init__(
        self,
        client: Client,
        crew: str,
        ask: Asked,
        villages: Iterable[Village],
        share: TenantChunks,
    ) -> None:
        self._client, self._crew, self._ask, self._share = client, crew, ask, share
        self._coming = iter(villages)
        self._again = deque[Chunk]()
        self._flying: dict[_Future, Chunk] = {}
        self._arrived = SimpleQueue[_Future]()
        self._size = _FIRST_CHUNK
        self._threads, self._counted_s = 0, -_COUNT_EVERY_S

    def outcomes(self, stop: Callable[[], bool]) -> Iterator[Sequence[Outcome]]:
        """Keep every thread busy, and yield what becomes of the villages."""
        while not stop():
            self._send()
            if not self._flying:
                return
            try:
                future = self._arrived.get(timeout=_LOOK_EVERY_S)
            except Empty:
                continue
            self._share.end()
            found = self._outcomes(future, self._flying.pop(future))
            if found:
                yield found

    def give_up(self) -> None:
        """Cancel what is under way; the tasks notice, and end their processes."""
        for _ in self._flying:
            self._share.end()
        if self._flying and self._client.status == "running":
            self._client.cancel(list(self._flying), force=True)
        self._flying.clear()

    def _send(self) -> None:
        """Send chunks as long as there are villages and room."""
        while len(self._flying) < _AHEAD * self._counted():
            chunk = self._again.popleft() if self._again else self._next()
            if not chunk:
                return
            specs = [spec_of(self._ask, village) for village in chunk]
            parcels = [pack_village(*each) for each in zip(chunk, specs, strict=True)]
            future = self._client.submit(
                plan_chunk,
                self._crew,
                installed(),
                parcels,
                max(specs, key=lambda spec: spec.wall_s),
                pure=False,
                priority=self._share.begin(),
            )
            self._flying[future] = chunk
            future.add_done_callback(self._arrived.put)

    def _next(self) -> Chunk:
        return tuple(islice(self._coming, self._size))

    def _outcomes(self, future: _Future, chunk: Chunk) -> list[Outcome]:
        """Return what became of a chunk's first villages; the rest is sent again."""
        if future.status != "finished":
            return self._lost(future, chunk)
        answers = [unpack_outcome(answer) for answer in future.result()]
        if len(answers) < len(chunk):
            self._again.append(chunk[len(answers) :])
            self._size = len(answers)
        elif len(chunk) >= self._size:
            self._size = min(self._size + -(-self._size // 4), _LARGEST_CHUNK)
        return [outcome(village, answer) for village, answer in zip(chunk, answers, strict=False)]

    def _lost(self, future: _Future, chunk: Chunk) -> list[Outcome]:
        """Take a lost chunk apart, so that nobody goes down with a neighbour."""
        fault = future.exception() if future.status == "error" else None
        if fault is None:
            raise ClusterError("the scheduler was lost, or gave the work up; start it again")
        if not isinstance(fault, KilledWorker):
            raise fault
        if len(chunk) > 1:
            self._again.extend((village,) for village in chunk)
            return []
        reason = "the machines or processes that planned it were lost, one after the other"
        return [Failed(chunk[0], Failure(FailureCode.LOST, reason))]

    def _counted(self) -> int:
        """Return the number of threads, counted anew every few seconds; at least 1."""
        now_s = time.monotonic()
        if now_s - self._counted_s >= _COUNT_EVERY_S:
            self._threads, self._counted_s = sum(self._client.nthreads().values()), now_s
        return max(self._threads, 1)
