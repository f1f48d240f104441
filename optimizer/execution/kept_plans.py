"""The plans of a run's villages on the disk: each search of a village has its own key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from optimizer.domain.fingerprint import village_sha256
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.errors import OutputError
from optimizer.execution.checkpoint import RecordError, WorkFolder, fits, search_key
from optimizer.execution.time_sharing import TimeSharing
from optimizer.execution.workers import JobSpec


@dataclass(frozen=True, slots=True)
class KeptPlans:
    """The plans that a work folder keeps of the villages of one run.

    Under the key of a search stands the best plan that this search and the shorter ones found.
    """

    work: WorkFolder
    ask: JobSpec
    sharing: TimeSharing

    def key(self, village: Village, number: int) -> bytes:
        """Return the key of a village's search."""
        return self._key(village_sha256(village), number)

    def _key(self, digest: bytes, number: int) -> bytes:
        step = self.sharing.step(number)
        return search_key(
            digest,
            seed=self.ask.seed,
            time_limit_s=step.time_limit_s,
            effort=step.effort,
            gap=max(self.ask.gap, step.gap),
        )

    def _keys(self, village: Village) -> Iterator[tuple[int, bytes]]:
        """Yield the searches of a village of which something is kept, the longest first."""
        store = self.work.store
        if not len(store):
            return
        digest = village_sha256(village)
        for number in self.sharing.numbers:
            if (key := self._key(digest, number)) in store:
                yield number, key

    def has(self, village: Village) -> bool:
        """Tell whether something is kept of a village; whether it is a plan shows in `held`."""
        return next(self._keys(village), None) is not None

    def held(self, village: Village) -> tuple[int, VillagePlan] | None:
        """Return the longest search of which a plan is kept, and the plan.

        What is no plan of the village is dropped, so that it is planned again.
        """
        store = self.work.store
        for number, key in self._keys(village):
            try:
                plan = store.get(key)
            except RecordError:
                plan = None
            if plan is not None and fits(plan, village):
                return number, plan
            store.drop(key)
        return None

    def final(self, village: Village) -> VillagePlan:
        """Return the plan of a village for the result.

        Raises
        ------
        OutputError
            When its file was changed since it was looked at, or since it was written.
        """
        try:
            _, key = next(self._keys(village))
            plan = self.work.store.get(key)
            if fits(plan, village):
                return plan
            fault = "it is of another village"
        except RecordError as found:
            fault = str(found)
        except StopIteration:
            fault = "it is gone"
        raise OutputError(
            f"the plan of village {village.id} in {self.work.folder} was changed while the run "
            f"went on ({fault}); run the same command again, it plans that village anew"
        )
