"""What claims jobs: a thread beside the requests, with a crew as long as there is work."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from threading import Event

import structlog

from api.db import Database
from api.db.job_messages import Message
from api.http.database_outages import is_full
from api.http.metrics import Metrics
from api.jobs.counted_crew import CountedCrew
from api.jobs.job_work import work
from api.jobs.leases import JobLease, claim_next, release
from api.jobs.retry import Retry, RetryAbandoned
from api.settings import Settings
from optimizer.errors import ClusterError
from optimizer.execution.workers import Executor
from optimizer.execution.workers.opening import open_executor

_LOOK_EVERY_S = 1.0
_KEEP_CREW_S = 60.0
"""Seconds without work after which the crew goes home."""
_REST_S = 5.0
"""Seconds between two tries to reach machines that plan."""
_MOST_NEWCOMERS = 32
"""Jobs that may be at work beside ``jobs_at_once``, as no service works for their tenants yet.

Each costs two threads and a few MB; the processes take turns between tenants."""
_LOG = structlog.get_logger("liengia")


@dataclass(slots=True)
class Runner:
    """Claims jobs and works on them, a few at once, and one of every tenant that waits for none."""

    store: Database
    settings: Settings
    metrics: Metrics
    ending: Event = field(default_factory=Event)
    _work: Event = field(default_factory=Event)
    _under_way: dict[str, tuple[Retry, Future[None]]] = field(default_factory=dict)

    def wake(self) -> None:
        """Look for work now."""
        self._work.set()

    def note(self, job_id: str) -> Message:
        """Return what keeps a job of this process waiting, where the database cannot be told."""
        patience, _ = self._under_way.get(job_id, (None, None))
        return patience.note if patience else Message.NOTHING

    def run(self) -> None:
        """Work until the service ends."""
        with ThreadPoolExecutor(self.settings.jobs_at_once + _MOST_NEWCOMERS, "job") as threads:
            while not self.ending.is_set():
                try:
                    with ExitStack() as crews:
                        self._claim_and_work(threads, crews)
                except RetryAbandoned:
                    return
                except ClusterError as fault:
                    _LOG.warning("workers", reason=str(fault))
                    self.ending.wait(_REST_S)
                except Exception:  # noqa: BLE001 - whatever it is, the next jobs are worked on
                    _LOG.exception("runner")
                    self.ending.wait(_REST_S)

    def _claim_and_work(self, threads: ThreadPoolExecutor, crews: ExitStack) -> None:
        """Claim and work with one crew, until it has been idle for long or is lost.

        Raises
        ------
        ClusterError
            When the crew is lost, or cannot be had; all jobs were given back then.
        """
        crew: Executor | None = None
        busy_s = time.monotonic()
        while not self.ending.is_set():
            self._look_after_ended()
            claim = self._claimed()
            if claim is not None:
                crew = crew or self._opened(crews, claim)
                self._start(threads, crew, claim)
            if self._under_way or claim is not None:
                busy_s = time.monotonic()
            elif crew is not None and time.monotonic() > busy_s + _KEEP_CREW_S:
                return
            if claim is None:
                self._work.wait(_LOOK_EVERY_S)
                self._work.clear()
        # They notice and give their jobs back; the crew is there until they have.
        wait([future for _, future in self._under_way.values()])

    def _claimed(self) -> JobLease | None:
        """Claim a job where there is a place for it; once the database lets it."""
        places = self.settings.jobs_at_once - len(self._under_way)
        if places <= -_MOST_NEWCOMERS:
            return None
        claim = Retry(self.ending).until_done(
            lambda: claim_next(self.store, self.settings.lease_s, newcomers=places <= 0)
        )
        if claim is not None and self.ending.is_set():
            release(self.store, claim)
            raise RetryAbandoned
        return claim

    def _opened(self, crews: ExitStack, claim: JobLease) -> Executor:
        """Gather who plans; where nobody can be had, the job is given back."""
        settings = self.settings
        try:
            crew = crews.enter_context(
                open_executor(
                    workers=settings.workers,
                    spare=settings.spare_workers,
                    scheduler=settings.scheduler,
                )
            )
        except Exception as fault:
            release(self.store, claim, _told(fault))
            raise
        return CountedCrew(crew, self.metrics)

    def _start(self, threads: ThreadPoolExecutor, crew: Executor, claim: JobLease) -> None:
        patience = Retry(self.ending)
        future = threads.submit(work, self.store, crew, claim, self.settings, patience)
        self._under_way[claim.job_id] = patience, future
        future.add_done_callback(lambda _: self._work.set())

    def _look_after_ended(self) -> None:
        """Forget the jobs that have ended; where one has lost the crew, so have all."""
        ended = [(name, future) for name, (_, future) in self._under_way.items() if future.done()]
        for name, future in ended:
            del self._under_way[name]
            fault = future.exception()
            if fault is not None:
                wait([future for _, future in self._under_way.values()])
                raise fault


def _told(fault: Exception) -> Message:
    """Return why nobody plans, for whoever waits for the job."""
    if isinstance(fault, ClusterError):
        return Message.NO_WORKERS
    return Message.DISK_FULL if is_full(fault) else Message.OURS
