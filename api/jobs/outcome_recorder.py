"""Writing down what becomes of a job's villages, in batches, and keeping the claim meanwhile."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from queue import Empty, Full, Queue
from threading import Event

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db import Database
from api.db.job_progress import count, progress
from api.db.job_states import EventKind, Status
from api.db.models import Job, JobVillage, ScenarioRecord
from api.db.result_rows import village_result
from api.jobs.job_events import add_events
from api.jobs.leases import JobLease, LeaseLost, hold, still_held
from api.jobs.retry import Retry
from api.jobs.submission import end_job
from optimizer.domain.rules import Rules
from optimizer.execution.workers import Outcome
from optimizer.output.response import run_of

_LOOK_EVERY_S = 0.5
_WAITING = 256
"""Villages that may wait to be written; more, and planning waits too."""

Numbered = tuple[int, Outcome]


@dataclass(slots=True)
class Recorder:
    """Writes for one job; ``record`` runs in a thread of its own, ``put`` in that of the crew.

    Parameters
    ----------
    over
        Set when nothing more is to be planned: the job was taken away, or writing has failed.
    fault
        What was raised while writing, where something was.
    """

    store: Database
    claim: JobLease
    lease_s: float
    patience: Retry
    over: Event = field(default_factory=Event)
    fault: Exception | None = None
    _waiting: Queue[Numbered] = field(default_factory=lambda: Queue(_WAITING))
    _planned: Event = field(default_factory=Event)

    def put(self, outcomes: Sequence[Numbered]) -> None:
        """Hand outcomes over; waits while too many are unwritten."""
        for outcome in outcomes:
            while not self.over.is_set():
                try:
                    self._waiting.put(outcome, timeout=_LOOK_EVERY_S)
                except Full:
                    continue
                break

    def complete(self) -> None:
        """Say that every village was handed over."""
        self._planned.set()

    def stop(self) -> None:
        """Say that nothing more comes; what was not completed is left to another claim."""
        if not self._planned.is_set():
            self.over.set()

    def record(self) -> None:
        """Write until all is written, the job is taken away, or the service ends."""
        try:
            self._record()
        except Exception as fault:  # noqa: BLE001 - the job's thread looks at it and tells
            self.fault = fault
        finally:
            self.over.set()

    def _record(self) -> None:
        renewed_s = time.monotonic()
        while True:
            last = self._planned.is_set()  # before looking: nothing is handed over after it
            batch = self._arrived()
            due = time.monotonic() - renewed_s > self.lease_s / 3
            if batch or due or last:
                made = [
                    village_result(self.claim.job_id, number, outcome) for number, outcome in batch
                ]
                self.patience.until_done(partial(self._write, made, last=last))
                renewed_s = time.monotonic()
            elif not self.patience.until_done(lambda: still_held(self.store, self.claim)):
                raise LeaseLost(self.claim.job_id)
            if last or (self.over.is_set() and self._waiting.empty()):
                return
            self._planned.wait(_LOOK_EVERY_S)

    def _arrived(self) -> list[Numbered]:
        batch: list[Numbered] = []
        while True:
            try:
                batch.append(self._waiting.get_nowait())
            except Empty:
                return batch

    def _write(self, made: Sequence[JobVillage], *, last: bool) -> None:
        """Write a batch, its events and counts at once; the last one ends the job."""
        with self.store.writing() as session:
            job = hold(session, self.claim, self.lease_s)
            made = _unwritten(session, job, made)
            if made:
                session.add_all(made)
                count(job, made)
                job.attempts, job.message = 0, ""
                told = [(EventKind.VILLAGE, {"number": village.number}) for village in made]
                add_events(session, job.id, [*told, (EventKind.PROGRESS, progress(job))])
            if last:
                job.run = _run(session, job)
                end_job(session, job, Status.SUCCEEDED)


def _unwritten(session: Session, job: Job, made: Sequence[JobVillage]) -> list[JobVillage]:
    """Leave out what was written by a transaction whose success we were not told of.

    Those that are left are copied: a record that was undone once cannot be written again.
    """
    numbers = [village.number for village in made]
    there = set(
        session.scalars(
            select(JobVillage.number).where(
                JobVillage.job_id == job.id, JobVillage.number.in_(numbers)
            )
        )
    )
    columns = JobVillage.__table__.columns.keys()
    return [
        JobVillage(**{name: getattr(village, name) for name in columns})
        for village in made
        if village.number not in there
    ]


def _run(session: Session, job: Job) -> dict[str, object]:
    """Say how the result came about, as the command line does."""
    scenario = session.get_one(ScenarioRecord, job.scenario_id)
    begun = job.started or job.created
    return run_of(
        Rules.model_validate(scenario.rules),
        scenario.sha256,
        lonlat=scenario.coordinates == "lonlat",
        seed=job.seed,
        seconds=(job.updated - begun).total_seconds(),
    )
