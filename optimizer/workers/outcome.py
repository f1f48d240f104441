"""What becomes of a village: a verified plan, or a failure with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from optimizer.plan import VillagePlan
from optimizer.scenario import Village


class FailureCode(StrEnum):
    """Why a village has no plan."""

    ERROR = "ERROR"
    """The planner raised an error, or its plan broke a rule."""
    LOST = "LOST"
    """The process that planned it ended unasked, twice."""
    TIME_LIMIT = "TIME_LIMIT"
    """The planner did not come back long after the time limit, and was ended."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a village has no plan: a code that is never translated, and a sentence."""

    code: FailureCode
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """A village with its verified plan."""

    village: Village
    plan: VillagePlan


@dataclass(frozen=True, slots=True, eq=False)
class Failed:
    """A village without a plan; the others are none the worse."""

    village: Village
    failure: Failure


Outcome = Planned | Failed
