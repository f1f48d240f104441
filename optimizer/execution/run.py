"""A run: what is not planned yet is planned and kept, then the result is put together.

Villages come twice from their source and are let go each time, so that memory does not grow with
their number. A plan is on the disk before it counts as finished.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from optimizer.domain.failure import Failure, FailureCode
from optimizer.domain.fingerprint import Fingerprint
from optimizer.domain.languages import Language
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.domain.village_source import VillageSource
from optimizer.execution.checkpoint import WorkFolder
from optimizer.execution.effort_steps import better_plan, is_settled, open_gap
from optimizer.execution.interruption import is_interrupted
from optimizer.execution.kept_plans import KeptPlans
from optimizer.execution.lending_watch import LendingWatch
from optimizer.execution.supervision_watch import SupervisionWatch
from optimizer.execution.time_sharing import UNPLANNED, TimeSharing
from optimizer.execution.workers import Executor, Failed, JobSpec, Outcome
from optimizer.output.folder.atomic_files import put_folder
from optimizer.output.folder.response_file import fill_response
from optimizer.output.folder.result_folder import fill_folder
from optimizer.output.folder.summary_files import write_json
from optimizer.output.folder.supervisor_files import write_supervisors
from optimizer.output.formats import OutputFormat
from optimizer.output.proof_document import Document
from optimizer.output.response import run_of
from optimizer.output.summary.overview import Overview, make_overview
from optimizer.output.summary.row_store import RowStore
from optimizer.output.summary.village_summary import summarise_failure, summarise_village


@dataclass(slots=True)
class Run:
    """One run over one source.

    Parameters
    ----------
    sharing
        Which village is searched how long; without it each has the time that is asked for.
    start_s
        When the run began, on the clock of ``time.perf_counter``.
    failures
        By village id; filled while the villages are planned.
    """

    source: VillageSource
    ask: JobSpec
    work: WorkFolder
    sharing: TimeSharing
    start_s: float = field(default_factory=time.perf_counter)
    failures: dict[str, Failure] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return time.perf_counter() - self.start_s

    @property
    def kept(self) -> KeptPlans:
        """The plans on the disk."""
        return KeptPlans(self.work, self.ask, self.sharing)

    def planned_before(self) -> int:
        """Count the villages whose plans were kept by an earlier run and still hold.

        What is no plan of its village is dropped, so that it is planned again.
        """
        self.sharing.unplanned = self.source.size
        if not len(self.work.store):
            return 0
        found, kept = 0, self.kept
        for village in self.source.stream():
            held = kept.held(village)
            if held is not None:
                self._note(village, *held)
                found += 1
        self.sharing.unplanned -= found
        return found

    def _note(self, village: Village, number: int, plan: VillagePlan) -> None:
        # Whether a village was hurried is a matter of the clock: its plan is not its last one.
        settled = number != UNPLANNED and is_settled(plan, self.ask.gap)
        self.sharing.note(village.id, number, open_gap(plan), settled=settled)

    def plan(self, crew: Executor, done: Callable[[Outcome, bool], None]) -> None:
        """Plan every village that is not planned yet, then those with open gaps; keep the plans.

        Ends between two villages when somebody wishes it (`optimizer.execution.interruption`), and
        when the time of the run is up; villages without a plan have failed then.

        Parameters
        ----------
        done
            Told of each outcome, and whether it is the first of its village.

        Raises
        ------
        OSError
            When the disk is full; what was kept before stays.
        """
        coming: Iterator[Village] = chain(
            self.sharing.first(self._left()), self.sharing.again(self.source)
        )
        while (first := next(coming, None)) is not None and not self._over():
            self._search(crew, chain([first], coming), done)
            coming = self.sharing.again(self.source)
        if self.sharing.over and self.sharing.unplanned:
            self._fail_unplanned()

    def _over(self) -> bool:
        return is_interrupted() or self.sharing.over

    def _search(
        self,
        crew: Executor,
        villages: Iterable[Village],
        done: Callable[[Outcome, bool], None],
    ) -> None:
        """Have villages searched, and keep what is found."""
        kept, sharing = self.kept, self.sharing

        def ask(village: Village) -> JobSpec:
            return self.ask.at_step(sharing.step_of(village.id))

        for outcomes in crew.run(villages, ask, stop=self._over):
            first = [not sharing.is_open(outcome.village.id) for outcome in outcomes]
            self.work.store.keep(self._found(outcomes, kept))
            for outcome, new in zip(outcomes, first, strict=True):
                done(outcome, new)

    def _found(
        self, outcomes: Iterable[Outcome], kept: KeptPlans
    ) -> Iterator[tuple[bytes, VillagePlan]]:
        """Yield the plans to be kept, and take all outcomes into account.

        Of two plans of a village the better one is kept; where a longer search fails, the plan
        before it stays.
        """
        for outcome in outcomes:
            village = outcome.village
            number, again = self.sharing.end(village.id), self.sharing.is_open(village.id)
            self.sharing.unplanned -= not again
            if isinstance(outcome, Failed) and again:
                self.sharing.give_up(village.id)
            elif isinstance(outcome, Failed):
                self.failures[village.id] = outcome.failure
            else:
                before = kept.held(village) if again else None
                plan = outcome.plan if before is None else better_plan(before[1], outcome.plan)
                self._note(village, number, plan)
                yield kept.key(village, number), plan

    def _left(self) -> Iterator[Village]:
        """Yield the villages without a plan until somebody wishes to end."""
        kept = self.kept
        for village in self.source.stream():
            if self._over():
                return
            if not kept.has(village):
                yield village

    def _fail_unplanned(self) -> None:
        """Say of the villages without a plan that the time of the run was too short for them."""
        reason = "the time of the run was over before it was planned; give more (--total-time)"
        for village in self._left_out():
            self.failures[village] = Failure(FailureCode.TIME_LIMIT, reason)

    def _left_out(self) -> Iterator[str]:
        kept = self.kept
        for village in self.source.stream():
            if village.id not in self.failures and not kept.has(village):
                yield village.id

    def made(self, digest: Fingerprint) -> Iterator[tuple[Village, VillagePlan | Failure]]:
        """Yield every village with what became of it, and count it into the fingerprint.

        Raises
        ------
        OutputError
            When a plan was changed on the disk since it was written.
        """
        kept = self.kept
        for village in self.source.stream():
            digest.add(village)
            failure = self.failures.get(village.id)
            yield village, failure or kept.final(village)

    def write_folder(
        self, path: Path, formats: Sequence[OutputFormat], language: Language = Language.EN
    ) -> Overview:
        """Put a result folder together, and put it in its place when it is whole."""
        self.work.part.mkdir()
        lenders = LendingWatch(self.source.lending, self.ask)
        leaders = SupervisionWatch(self.source.supervision, self.ask)
        with RowStore(self.work.folder) as rows:
            fill_folder(
                self.work.part,
                leaders.watch(lenders.watch(self.made(digest := self._digest()))),
                rows,
                lonlat=self.source.lonlat,
                describe_run=lambda: self._record(digest),
                formats=formats,
                language=language,
                notes=self.source.notes,
            )
            if (lent := lenders.document()) is not None:
                write_json(self.work.part / "lending.json", lent)
            if supervised := leaders.document():
                write_supervisors(self.work.part, supervised, language)
            put_folder(self.work.part, path, self.work.old)
            return make_overview(rows)

    def write_response(self, path: Path) -> Overview:
        """Put a response JSON together, and put it in its place when it is whole."""
        lenders = LendingWatch(self.source.lending, self.ask)
        leaders = SupervisionWatch(self.source.supervision, self.ask)
        made = leaders.watch(lenders.watch(self.made(digest := self._digest())))
        with RowStore(self.work.folder) as rows:
            fill_response(
                self.work.part,
                made,
                rows,
                lambda: self._record(digest),
                self.source.notes,
                lenders.document,
                leaders.document,
            )
            self.work.part.replace(path)
            return make_overview(rows)

    def count(self) -> Overview:
        """Count what became of the villages, and write nothing."""
        counted = (
            summarise_failure(village, plan)
            if isinstance(plan, Failure)
            else summarise_village(village, plan)
            for village, plan in self.made(self._digest())
        )
        with RowStore(self.work.folder) as rows:
            rows.extend(counted)
            return make_overview(rows)

    def _digest(self) -> Fingerprint:
        return Fingerprint(self.source.rules, lonlat=self.source.lonlat)

    def _record(self, digest: Fingerprint) -> Document:
        """Say how the result came about; the fingerprint is complete by now."""
        return run_of(
            self.source.rules,
            digest.hexdigest(),
            lonlat=self.source.lonlat,
            seed=self.ask.seed,
            seconds=self.seconds,
            cut=sorted(name for name, _ in self.sharing.cut()),
        )
