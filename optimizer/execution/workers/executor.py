"""Who plans villages: what the processes of this machine and the machines of a cluster share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from optimizer.domain.failure import Failure
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.execution.workers.job_spec import JobSpec
from optimizer.execution.workers.outcome import Failed, Outcome, Planned

Asked = JobSpec | Callable[[Village], JobSpec]
"""How villages are planned: all alike, or each as a function says while it is under way."""


def spec_of(ask: Asked, village: Village) -> JobSpec:
    """Return how a village is to be planned."""
    return ask if isinstance(ask, JobSpec) else ask(village)


def never() -> bool:
    """Go on to the end."""
    return False


class Executor(Protocol):
    """Plans villages; several threads may run a crew at once."""

    @property
    def at_once(self) -> int:
        """Villages that are planned at once; 1 at least."""

    def run(
        self,
        villages: Iterable[Village],
        ask: Asked,
        *,
        stop: Callable[[], bool] = never,
        tenant: str = "",
    ) -> Iterator[Sequence[Outcome]]:
        """Yield what became of the villages, as they are finished, a few at once.

        Parameters
        ----------
        villages
            Taken as they are needed; a crew holds few at any moment, beside what whoever gives
            them reads ahead (see `hardest_first`).
        ask
            A function is asked when the village is sent, once or more, by any thread.
        stop
            Asked several times a second; once it is true, villages under way are given up, their
            processes ended, and the iteration ends.
        tenant
            Whose villages they are: tenants whose villages are planned by the same crew take turns.
        """


def outcome(village: Village, answer: VillagePlan | Failure) -> Outcome:
    """Put a village and its answer together."""
    if isinstance(answer, Failure):
        return Failed(village, answer)
    return Planned(village, answer)
