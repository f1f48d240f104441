"""A run: what is not planned yet is planned and kept, then the result is put together.

Villages come twice from their source and are let go each time, so that memory does not grow with
their number. A plan is on the disk before it counts as finished.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from optimizer.domain.failure import Failure
from optimizer.domain.fingerprint import Fingerprint
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.domain.village_source import VillageSource
from optimizer.errors import OutputError
from optimizer.execution.checkpoint import RecordError, WorkFolder, fits, village_key
from optimizer.execution.interruption import is_interrupted
from optimizer.execution.workers import Executor, Failed, JobSpec, Outcome
from optimizer.execution.workers.planning_order import hardest_first
from optimizer.output.folder.atomic_files import put_folder
from optimizer.output.folder.response_file import fill_response
from optimizer.output.folder.result_folder import fill_folder
from optimizer.output.map.map_file import MapFormat
from optimizer.output.response import Document, run_of
from optimizer.output.summary.overview import Overview, make_overview
from optimizer.output.summary.row_store import RowStore
from optimizer.output.summary.village_summary import summarise_failure, summarise_village
from optimizer.output.text.words import Language


@dataclass(slots=True)
class Run:
    """One run over one source.

    Parameters
    ----------
    failures
        By village id; filled while the villages are planned.
    """

    source: VillageSource
    ask: JobSpec
    work: WorkFolder
    start_s: float = field(default_factory=time.perf_counter)
    failures: dict[str, Failure] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return time.perf_counter() - self.start_s

    def planned_before(self) -> int:
        """Count the villages whose plans were kept by an earlier run and still hold.

        What is no plan of its village is dropped, so that it is planned again.
        """
        if not len(self.work.store):
            return 0
        return sum(self._holds(village) for village in self.source.stream())

    def _holds(self, village: Village) -> bool:
        """Tell whether a plan of a village is kept; one that was tampered with is dropped."""
        store, key = self.work.store, self._key(village)
        if key not in store:
            return False
        try:
            held = fits(store.get(key), village)
        except RecordError:
            held = False
        if not held:
            store.drop(key)
        return held

    def plan(self, crew: Executor, done: Callable[[Outcome], None]) -> None:
        """Plan every village that is not planned yet, and keep the plans.

        Ends between two villages when somebody wishes it (`optimizer.execution.interruption`).

        Raises
        ------
        OSError
            When the disk is full; what was kept before stays.
        """
        keys: dict[str, bytes] = {}
        for outcomes in crew.run(hardest_first(self._left(keys)), self.ask, stop=is_interrupted):
            self.work.store.keep(
                (keys.pop(outcome.village.id), outcome.plan)
                for outcome in outcomes
                if not isinstance(outcome, Failed)
            )
            for outcome in outcomes:
                if isinstance(outcome, Failed):
                    self.failures[outcome.village.id] = outcome.failure
                done(outcome)

    def _left(self, keys: dict[str, bytes]) -> Iterator[Village]:
        """Yield the villages without a plan, and note their keys, until somebody wishes to end."""
        for village in self.source.stream():
            if is_interrupted():
                return
            key = self._key(village)
            if key not in self.work.store:
                keys[village.id] = key
                yield village

    def made(self, digest: Fingerprint) -> Iterator[tuple[Village, VillagePlan | Failure]]:
        """Yield every village with what became of it, and count it into the fingerprint."""
        for village in self.source.stream():
            digest.add(village)
            failure = self.failures.get(village.id)
            yield village, failure or self._kept(village)

    def _kept(self, village: Village) -> VillagePlan:
        """Return the plan that is kept of a village.

        Raises
        ------
        OutputError
            When its file was changed since it was looked at, or since it was written.
        """
        try:
            plan = self.work.store.get(self._key(village))
            if fits(plan, village):
                return plan
            fault = "it is of another village"
        except RecordError as found:
            fault = str(found)
        raise OutputError(
            f"the plan of village {village.id} in {self.work.folder} was changed while the run "
            f"went on ({fault}); run the same command again, it plans that village anew"
        )

    def _key(self, village: Village) -> bytes:
        return village_key(village, seed=self.ask.seed, time_limit_s=self.ask.time_limit_s)

    def write_folder(
        self, path: Path, map_format: MapFormat | None, language: Language = Language.EN
    ) -> Overview:
        """Put a result folder together, and put it in its place when it is whole."""
        self.work.part.mkdir()
        with RowStore(self.work.folder) as rows:
            fill_folder(
                self.work.part,
                self.made(digest := self._digest()),
                rows,
                lonlat=self.source.lonlat,
                describe_run=lambda: self._record(digest),
                map_format=map_format,
                language=language,
                notes=self.source.notes,
            )
            put_folder(self.work.part, path, self.work.old)
            return make_overview(rows)

    def write_response(self, path: Path) -> Overview:
        """Put a response JSON together, and put it in its place when it is whole."""
        made = self.made(digest := self._digest())
        with RowStore(self.work.folder) as rows:
            fill_response(
                self.work.part, made, rows, lambda: self._record(digest), self.source.notes
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
        )
