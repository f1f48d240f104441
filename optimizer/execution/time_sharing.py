"""How a run shares its time among the villages: a plan for each, then the largest gaps first.

First every village is searched once, for as long as the time allows all of them, the hard ones
first. Then the villages whose
plans are not good enough are searched longer, always the one where a second is worth most: its gap
over the seconds of its next search. So hard villages get what easy ones leave. What a search finds
depends on its village and its step alone (`effort_steps`), not on the clock: of a village that is
settled, or has had its longest search, the plan is the same whatever the workers and the machine.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf

from optimizer.domain.scenario import Village
from optimizer.domain.village_source import VillageSource
from optimizer.execution.effort_steps import HURRIED, Step, shared_steps
from optimizer.execution.machine_load import others_running
from optimizer.execution.workers import JobSpec
from optimizer.execution.workers.planning_order import SIGHT, hardest_first

START_S = 34.0
"""Seconds of a run whose time nobody says: one village's searches, start and end."""
VILLAGE_S = 0.26
"""Seconds of each village beside them, for each process."""
_WRITING_S = 0.5
_WRITING_VILLAGE_S = 0.005
"""Seconds that are kept for putting the result together, in all and for each village."""
_WRITING_SLOWER = 3.0
"""How many times as long it may take where others have the processors."""
_FIRST_TIME = 0.9
"""Of the time of a run, what the first searches may take."""
_EASY = 0.5
"""Of the usual time, what a village takes when the hard ones are done."""
_ALIKE = 4.0
"""Villages whose seconds are worth so many times less wait for a later round."""
UNPLANNED = -1
"""Step of a village that has had no regular search."""


def stated_s(villages: int, at_once: int) -> float:
    """Return the seconds of a run whose time nobody says."""
    return float(round(START_S + VILLAGE_S * villages / at_once))


@dataclass(frozen=True, slots=True)
class RunClock:
    """The time of a run by the clock.

    Parameters
    ----------
    total_s
        Seconds in which the result is to be there.
    start_s
        On the clock of ``time.perf_counter``.
    villages
        How many there are: putting the result together takes longer the more there are.
    strict
        Whether even a village without any plan is left out when the time is up. Where nobody has
        asked for a time every village gets its plan first, however slow the machine is.
    at_once
        Villages that are planned at once, each in a process of its own.
    """

    total_s: float
    start_s: float
    villages: int
    strict: bool
    at_once: int = 1

    @property
    def left_s(self) -> float:
        """Seconds until planning has to end, 0 at least."""
        # One process writes, beside whatever else the machine has to do by then.
        sharing = (others_running(self.at_once) + 1) / (os.cpu_count() or 1)
        slower = min(max(sharing, 1.0), _WRITING_SLOWER)
        writing_s = slower * (_WRITING_S + _WRITING_VILLAGE_S * self.villages)
        writing_s = min(writing_s, self.total_s / 2)
        return max(self.start_s + self.total_s - writing_s - time.perf_counter(), 0.0)

    @property
    def over(self) -> bool:
        """Whether planning has to end."""
        return self.left_s == 0


@dataclass(slots=True)
class Standing:
    """A village whose plan is not good enough: its last step, and its gap."""

    step: int
    gap: float


class TimeSharing:
    """Which village is searched next, and how long.

    Parameters
    ----------
    steps
        The searches of a village; just one where the time of each village is fixed.
    gap
        Of the walk, that is good enough.
    clock
        None where the run takes as long as its villages.
    at_once
        Villages that are planned at once.
    """

    def __init__(
        self, steps: tuple[Step, ...], gap: float, clock: RunClock | None, at_once: int
    ) -> None:
        self._steps, self._gap, self._clock, self._at_once = steps, gap, clock, at_once
        self._last = len(steps) - 1
        self._open: dict[str, Standing] = {}
        self._under_way: dict[str, int] = {}
        self.settled = self.unplanned = 0
        self._ended = False

    @property
    def over(self) -> bool:
        """Whether planning has to end; once it has to, for good.

        The clock may have a little time again, where the machine has become quiet meanwhile.
        """
        clock = self._clock
        if clock is not None and clock.over and (clock.strict or not self.unplanned):
            self._ended = True
        return self._ended

    @property
    def left_s(self) -> float | None:
        """Seconds of the run that are left for planning; None where nobody has limited them."""
        return None if self._clock is None else self._clock.left_s

    def note(self, village_id: str, step: int, gap: float, *, settled: bool) -> None:
        """Take a plan of a village into account."""
        if settled:
            self._open.pop(village_id, None)
            self.settled += 1
        else:
            self._open[village_id] = Standing(step, gap)

    def begin(self, village_id: str, step: int) -> None:
        """Note that a village is searched."""
        self._under_way[village_id] = step

    def end(self, village_id: str) -> int:
        """Note that a search has ended, and return its step."""
        return self._under_way.pop(village_id)

    def is_open(self, village_id: str) -> bool:
        """Tell whether a village has a plan that is not good enough."""
        return village_id in self._open

    def give_up(self, village_id: str) -> None:
        """Search a village no further: its last search has failed."""
        self._open[village_id].step = self._last

    def step_of(self, village_id: str) -> Step:
        """Return the search of a village that is under way."""
        return self.step(self._under_way[village_id])

    def step(self, number: int) -> Step:
        """Return a search by its number."""
        return HURRIED if number == UNPLANNED else self._steps[number]

    @property
    def numbers(self) -> range:
        """The numbers of all searches, the longest first."""
        return range(self._last, UNPLANNED - (self._clock is not None), -1)

    def first(self, villages: Iterable[Village]) -> Iterator[Village]:
        """Yield villages without a plan, the hardest first, each with its first search."""
        longest = self._first_step()
        for village in hardest_first(villages):
            if self.over:
                return
            self.begin(village.id, self._affordable(longest))
            yield village

    def _first_step(self) -> int:
        """Return the longest search but the last that there is time for in all villages."""
        return self._fitting(range(self._last), _FIRST_TIME * self._village_s(), 0)

    def _affordable(self, first: int) -> int:
        """Return the first search, or a shorter one where too little time is left for the rest."""
        return self._fitting(range(first + 1), self._village_s() / _EASY, UNPLANNED)

    def _fitting(self, numbers: range, seconds: float, otherwise: int) -> int:
        """Return the longest of some searches that takes a village so many seconds in the mean."""
        fitting = [nth for nth in numbers if self._steps[nth].usual_s <= seconds]
        return max(fitting, default=otherwise)

    def _village_s(self) -> float:
        """Return the seconds of a process that are left for each village without a plan."""
        if self._clock is None:
            return inf
        villages = max(self.unplanned, 1)
        return self._clock.left_s * self._processors(min(self._at_once, villages)) / villages

    def _processors(self, at_once: int) -> float:
        """Return how many processors so many processes have beside what the machine has to do."""
        processors = os.cpu_count() or 1
        return at_once * min(1.0, processors / (others_running(at_once) + at_once))

    def again(self, source: VillageSource) -> Iterator[Village]:
        """Yield villages to be searched longer, as long as there are some and there is time.

        Ends, too, where all that are left are under way.
        """
        while waiting := {name: self._worth(name) for name in self._open if self._may_go_on(name)}:
            least = max(waiting.values()) / _ALIKE
            chosen = {name: worth for name, worth in waiting.items() if worth >= least}
            for village in _by_worth(source.stream(), chosen):
                if self._may_go_on(village.id):
                    self.begin(village.id, self._next(self._open[village.id]))
                    yield village

    def _may_go_on(self, name: str) -> bool:
        """Tell whether a village has a longer search before it, and time for it."""
        standing = self._open.get(name)
        if standing is None or name in self._under_way or standing.step == self._last:
            return False
        return self._clock is None or self._next_step(standing).time_limit_s <= self._clock.left_s

    def _worth(self, name: str) -> float:
        """Return what a second of a village's next search is worth."""
        standing = self._open[name]
        return standing.gap / self._next_step(standing).likely_s

    def _next_step(self, standing: Standing) -> Step:
        return self._steps[self._next(standing)]

    def _next(self, standing: Standing) -> int:
        """Return the next search that may find more; the last where no shorter one does."""
        if standing.step == UNPLANNED:
            return 0
        done = self._steps[standing.step]
        later = range(standing.step + 1, self._last)
        more = (nth for nth in later if self._steps[nth].improves(done, standing.gap))
        return next(more, self._last)

    def largest_gap(self) -> float:
        """Return the largest gap of the plans so far."""
        return max((one.gap for one in self._open.values()), default=0.0)

    def cut(self) -> list[tuple[str, float]]:
        """Return the villages that could have been searched longer, with their gaps.

        Those with the largest gap come first.
        """
        found = [(name, one.gap) for name, one in self._open.items() if one.step < self._last]
        return sorted(found, key=lambda one: (-one[1], one[0]))


def _by_worth(villages: Iterable[Village], chosen: Mapping[str, float]) -> Iterator[Village]:
    """Yield the chosen villages, of those within sight the most worthy first."""
    batch, seen = list[Village](), 0
    for village in villages:
        if village.id in chosen:
            batch.append(village)
            seen += len(village.households)
        if seen >= SIGHT:
            yield from sorted(batch, key=lambda one: -chosen[one.id])
            batch, seen = [], 0
    yield from sorted(batch, key=lambda one: -chosen[one.id])


def share_time(ask: JobSpec, clock: RunClock | None = None, *, at_once: int = 1) -> TimeSharing:
    """Return how the time of a run is shared.

    Without a clock each village has the searches that are asked for. With one they begin short,
    and the time limit is that of the longest.
    """
    if clock is None:
        return TimeSharing(ask.steps, ask.gap, None, at_once)
    village_s = clock.total_s * at_once / max(clock.villages, at_once)
    return TimeSharing(shared_steps(ask.time_limit_s, village_s), ask.gap, clock, at_once)
