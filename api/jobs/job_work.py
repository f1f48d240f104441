"""Working on one claimed job: villages in, outcomes out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread

import structlog

from api.db import Database
from api.db.job_messages import Message
from api.db.job_states import Status
from api.db.models import Job
from api.http.database_outages import is_away
from api.jobs.feed import Feed
from api.jobs.leases import JobLease, LeaseLost, hold, release
from api.jobs.outcome_recorder import Recorder
from api.jobs.retry import Retry, RetryAbandoned
from api.jobs.submission import end_job
from api.settings import Settings
from optimizer.errors import ClusterError
from optimizer.execution.workers import Executor, JobSpec
from optimizer.execution.workers.planning_order import hardest_first

_MOST_ATTEMPTS = 10
"""Claims without a single village finished, after which a job is thought to end its service.

With the default lease the rests between them are four hours in all, with a shorter one less: who
is restarted often within minutes is hardly ended by its job, as `optimizer` would be killed and
not the service where a village asks for too much."""
_SIGHT = 20_000
"""Households to look ahead over for the hardest villages: a few MB of each job at work."""
_LOG = structlog.get_logger("liengia")


def work(
    store: Database, crew: Executor, claim: JobLease, settings: Settings, patience: Retry
) -> None:
    """Plan what is left of a job, and give it back where it cannot be finished now.

    Raises
    ------
    ClusterError
        When nobody plans any more; the job was given back and may be claimed again.
    """
    log, lease_s = _LOG.bind(job=claim.job_id, attempt=claim.attempt), settings.lease_s
    log.info("job", status=str(Status.RUNNING))
    try:
        if claim.attempt > _MOST_ATTEMPTS:
            _fail(store, claim, lease_s, patience, Message.TOO_MANY_ENDS)
            return
        _plan(store, crew, claim, settings, patience)
        if patience.ending.is_set():
            _give_back(store, claim, Message.NOTHING)
        log.info("job", status="given back" if patience.ending.is_set() else "ended")
    except LeaseLost:
        log.info("job", status="taken away")
    except RetryAbandoned:
        _give_back(store, claim, patience.note)
    except ClusterError as fault:
        log.warning("job", status="without workers", reason=str(fault))
        _give_back(store, claim, Message.NO_WORKERS)
        raise
    except Exception:
        log.exception("job", status=str(Status.FAILED))
        with suppress(LeaseLost, RetryAbandoned):
            _fail(store, claim, lease_s, patience, Message.OURS)


def _plan(
    store: Database, crew: Executor, claim: JobLease, settings: Settings, patience: Retry
) -> None:
    """Plan and write, each in its thread; whichever fails ends the other."""
    recorder = Recorder(store, claim, settings.lease_s, patience)
    over = _either(recorder.over, patience.ending)
    feed = Feed(store, claim.job_id, Retry(patience.ending), over)
    writer = Thread(target=recorder.record, name=f"record {claim.job_id}")
    writer.start()
    try:
        ask = _ask(store, claim, settings, patience)
        villages = hardest_first(feed, sight=_SIGHT)
        for outcomes in crew.run(villages, ask, stop=over, tenant=claim.tenant):
            recorder.put([(feed.number_of(outcome.village), outcome) for outcome in outcomes])
        if not over():
            recorder.complete()
            writer.join()
    finally:
        recorder.stop()
        writer.join()
    if recorder.fault is not None:
        raise recorder.fault


def _either(one: Event, other: Event) -> Callable[[], bool]:
    return lambda: one.is_set() or other.is_set()


def _ask(store: Database, claim: JobLease, settings: Settings, patience: Retry) -> JobSpec:
    """Read how the job is to be planned."""

    def read() -> JobSpec:
        with store.reading() as session:
            job = session.get(Job, claim.job_id)
            if job is None:
                raise LeaseLost(claim.job_id)
            return JobSpec(
                job.seed,
                job.time_limit_s,
                memory_bytes=settings.memory_bytes,
                gap=job.gap,
                growing=job.growing,
            )

    return patience.until_done(read)


def _fail(
    store: Database, claim: JobLease, lease_s: float, patience: Retry, message: Message
) -> None:
    """End a job that we could not do; what was finished of it stays to be read."""

    def write() -> None:
        with store.writing() as session:
            end_job(session, hold(session, claim, lease_s), Status.FAILED, message)

    patience.until_done(write)


def _give_back(store: Database, claim: JobLease, message: Message) -> None:
    """Let another process go on at once; where the database is away, the claim runs out."""
    try:
        release(store, claim, message)
    except Exception as fault:
        if not is_away(fault):
            raise
