"""The specification of a planning job and its outcome, as bytes for a pipe."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace

from optimizer.domain.failure import Failure
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.domain.search_limits import CLOCK_TIMES
from optimizer.execution.effort_steps import TIME_LIMIT_S, Step, effort_steps
from optimizer.execution.workers.memory_limit import MEMORY_BYTES


@dataclass(frozen=True, slots=True)
class JobSpec:
    """How villages are planned.

    Parameters
    ----------
    time_limit_s
        For each village; the planner keeps to it by itself.
    grace_s
        For what is not a search (distances, the independent check), and for a busy machine.
    memory_bytes
        That a process may take beside its libraries; see `memory`.
    gap
        (value - bound) / value of the walk that is good enough.
    step
        The one search where it is to be another than that of the time limit.
    growing
        Whether searches begin short and grow longer, up to the time limit, until the plan is good
        enough (`effort_steps`).
    """

    seed: int = 0
    time_limit_s: float = TIME_LIMIT_S
    grace_s: float = 60.0
    memory_bytes: int = MEMORY_BYTES
    gap: float = 0.0
    step: Step | None = None
    growing: bool = False

    @property
    def steps(self) -> tuple[Step, ...]:
        """The searches of a village, of which the first that settles it is the last."""
        if self.growing:
            return effort_steps(self.time_limit_s)
        return (self.step or Step(self.time_limit_s, self.time_limit_s),)

    @property
    def seconds(self) -> float:
        """Seconds of the processor that a village may take for its searches."""
        return sum(step.seconds for step in self.steps)

    def at_step(self, step: Step) -> JobSpec:
        """Return how villages are planned with one search."""
        return replace(self, time_limit_s=step.time_limit_s, step=step, growing=False)

    @property
    def wall_s(self) -> float:
        """Seconds after which a planner that has not come back is ended."""
        return CLOCK_TIMES * self.seconds + self.grace_s


def pack_village(village: Village, ask: JobSpec) -> bytes:
    """Pack a village for a process."""
    return pickle.dumps((village, ask), pickle.HIGHEST_PROTOCOL)


def unpack_village(parcel: bytes) -> tuple[Village, JobSpec]:
    """Unpack a village, in the process that plans it."""
    village, ask = pickle.loads(parcel)  # noqa: S301 - from the process that started this one
    return village, ask


def pack_outcome(answer: VillagePlan | Failure) -> bytes:
    """Pack what became of a village."""
    return pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)


def unpack_outcome(parcel: bytes) -> VillagePlan | Failure:
    """Unpack what became of a village."""
    answer = pickle.loads(parcel)  # noqa: S301 - from a process that this one started
    assert isinstance(answer, VillagePlan | Failure)
    return answer
