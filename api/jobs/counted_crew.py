"""A crew whose villages are counted for ``/metrics``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from api.http.metrics import Metrics
from optimizer.domain.scenario import Village
from optimizer.execution.workers import Executor, Outcome, Planned
from optimizer.execution.workers.executor import Asked, never


@dataclass(frozen=True, slots=True)
class CountedCrew:
    """Plans as its crew does, and counts villages and seconds."""

    crew: Executor
    metrics: Metrics

    @property
    def at_once(self) -> int:
        """Villages that are planned at once."""
        return self.crew.at_once

    def run(
        self,
        villages: Iterable[Village],
        ask: Asked,
        *,
        stop: Callable[[], bool] = never,
        tenant: str = "",
    ) -> Iterator[Sequence[Outcome]]:
        """Yield what becomes of the villages; see `Executor`."""
        for outcomes in self.crew.run(villages, ask, stop=stop, tenant=tenant):
            for outcome in outcomes:
                self._count(outcome)
            yield outcomes

    def _count(self, outcome: Outcome) -> None:
        if isinstance(outcome, Planned):
            self.metrics.villages.labels("planned").inc()
            self.metrics.planning_seconds.inc(outcome.plan.seconds)
        else:
            self.metrics.villages.labels("failed").inc()
