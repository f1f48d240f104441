"""A planner that answers at once, so that only the work beside the planning is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from benchmarks.cases import Size, short
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.execution.province import plan_checked
from optimizer.execution.workers import JobSpec, Outcome, Planned
from optimizer.execution.workers.executor import Asked, never, spec_of
from optimizer.execution.workers.plan_parcel import plan_parcel

_SIZE = Size(1, households=64, members=6)
"""Households enough that 1,588 villages are read in parts; they need recruits."""


@cache
def village() -> Village:
    """Return the village of which all others are copies."""
    return short(_SIZE, 0)


@cache
def _plan() -> VillagePlan:
    return plan_checked(village())


def answer(village: Village, ask: JobSpec) -> VillagePlan:
    """Return the plan made before."""
    del ask
    return replace(_plan(), village_id=village.id)


def answer_parcel(parcel: bytes) -> bytes:
    """Return the plan made before, in a planner's process."""
    return plan_parcel(parcel, answer)


class Instant:
    """A crew without processes."""

    at_once = 1

    def run(
        self,
        villages: Iterable[Village],
        ask: Asked,
        *,
        stop: Callable[[], bool] = never,
        tenant: str = "",
    ) -> Iterator[Sequence[Outcome]]:
        """Yield the plan made before, one village at a time; see `Crew`."""
        del tenant
        for village in villages:
            if stop():
                return
            yield [Planned(village, answer(village, spec_of(ask, village)))]
