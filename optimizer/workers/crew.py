"""Who plans villages, and the simplest such: one process, without any cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from optimizer.failure import Failure
from optimizer.plan import VillagePlan
from optimizer.scenario import Village
from optimizer.workers.ask import Ask, packed, unpacked_answer
from optimizer.workers.outcome import Failed, Outcome, Planned
from optimizer.workers.pool import Planners
from optimizer.workers.process import Unwanted


def never() -> bool:
    """Go on to the end."""
    return False


class Crew(Protocol):
    """Plans villages; several threads may run a crew at once."""

    def run(
        self, villages: Iterable[Village], ask: Ask, *, stop: Callable[[], bool] = never
    ) -> Iterator[Sequence[Outcome]]:
        """Yield what became of the villages, as they are finished, about a second's work at once.

        Parameters
        ----------
        villages
            Taken as they are needed; a crew holds few at any moment, beside what whoever gives
            them reads ahead (see `hardest_first`).
        stop
            Asked several times a second; once it is true, villages under way are given up, their
            processes ended, and the iteration ends.
        """


class Alone:
    """One process beside this one."""

    def __init__(self, planners: Planners) -> None:
        self._planners = planners

    def run(
        self, villages: Iterable[Village], ask: Ask, *, stop: Callable[[], bool] = never
    ) -> Iterator[Sequence[Outcome]]:
        """Plan one village after the other; see `Crew`."""
        for village in villages:
            if stop():
                return
            parcel = packed(village, ask)
            try:
                answer = self._planners.answer(parcel, ask.wall_s, lambda: not stop())
            except Unwanted:
                return
            yield [outcome(village, unpacked_answer(answer))]


def outcome(village: Village, answer: VillagePlan | Failure) -> Outcome:
    """Put a village and its answer together."""
    if isinstance(answer, Failure):
        return Failed(village, answer)
    return Planned(village, answer)
