"""The villages of frames planned: here where they are small, else a process a processor."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf

from rich.console import Console

from optimizer.domain.failure import Failure
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Scenario, Village
from optimizer.errors import SolverError
from optimizer.execution.effort_steps import TIME_LIMIT_S
from optimizer.execution.progress import progress
from optimizer.execution.province import plan_asked
from optimizer.execution.workers import Failed, JobSpec, Outcome
from optimizer.execution.workers.opening import open_executor
from optimizer.execution.workers.plan_parcel import answer
from optimizer.execution.workers.planning_order import hardest_first

_FEW = 2_000
"""Households up to which villages are planned here: processes take seconds to start."""

Told = Callable[[int, int], None]
"""Told after each village: how many are planned, and how many there are."""
Made = VillagePlan | Failure


@dataclass(frozen=True, slots=True)
class Effort:
    """How much may be done for a plan; see `plan`."""

    workers: int | None = None
    seed: int = 0
    time_limit_s: float | None = None
    gap: float = 0.0
    progress: bool | Told = False

    def __post_init__(self) -> None:
        """Refuse numbers by which nothing can be planned.

        Raises
        ------
        ValueError
            With the argument and what it may be.
        """
        if self.workers is not None and self.workers < 1:
            raise ValueError(f"workers is {self.workers}; write 1 or more, or None")
        if self.time_limit_s is not None and not 0 < self.time_limit_s < inf:
            raise ValueError(f"time_limit_s is {self.time_limit_s}; write seconds above 0, or None")
        if not 0 <= self.gap < 1:
            raise ValueError(f"gap is {self.gap}; write 0 or more, and less than 1")

    @property
    def spec(self) -> JobSpec:
        """How a village is planned."""
        limit_s = TIME_LIMIT_S if self.time_limit_s is None else self.time_limit_s
        return JobSpec(
            seed=self.seed, time_limit_s=limit_s, gap=self.gap, growing=self.time_limit_s is None
        )

    def processes(self, scenario: Scenario) -> int:
        """Return how many processes plan a scenario; 0 for none but this one."""
        villages = scenario.villages
        if len(villages) == 1 or self.workers == 1:
            return 0
        if self.workers is not None:
            return min(self.workers, len(villages))
        if sum(len(village.households) for village in villages) <= _FEW:
            return 0
        return min(os.cpu_count() or 1, len(villages))


def plan_all(scenario: Scenario, effort: Effort) -> tuple[Made, ...]:
    """Return what became of each village, in their order.

    Raises
    ------
    SolverError
        Where there is one village, and it cannot be planned.
    """
    made: dict[str, Made] = {}
    with _telling(effort.progress, len(scenario.villages)) as tell:
        for village, plan in _outcomes(scenario, effort):
            made[village.id] = plan
            tell("failed" if isinstance(plan, Failure) else plan.verdict.value, len(made))
    listed = tuple(made[village.id] for village in scenario.villages)
    if len(listed) == 1 and isinstance(listed[0], Failure):
        raise SolverError(listed[0].reason)
    return listed


def _outcomes(scenario: Scenario, effort: Effort) -> Iterator[tuple[Village, Made]]:
    processes = effort.processes(scenario)
    if not processes:
        for village in scenario.villages:
            yield village, answer(village, effort.spec, plan_asked)
        return
    with open_executor(workers=processes) as crew:
        for outcomes in crew.run(hardest_first(scenario.villages), effort.spec):
            yield from map(_of, outcomes)


def _of(outcome: Outcome) -> tuple[Village, Made]:
    made = outcome.failure if isinstance(outcome, Failed) else outcome.plan
    return outcome.village, made


@contextmanager
def _telling(wanted: bool | Told, total: int) -> Iterator[Callable[[str, int], None]]:  # noqa: FBT001 - a progress= of a call
    """Give a function that is called after each village with its verdict."""
    if wanted is True:
        with progress(Console(stderr=True), "Planning", total) as advance:
            yield lambda word, _: advance(word)
    elif wanted is False:
        yield lambda _word, _done: None
    else:
        yield lambda _, done: wanted(done, total)
