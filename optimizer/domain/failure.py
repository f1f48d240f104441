"""Why a village has no plan; the others are none the worse for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FailureCode(StrEnum):
    """What happened."""

    ERROR = "ERROR"
    """The planner raised an error, or its plan broke a rule."""
    LOST = "LOST"
    """The process that planned it ended unasked, twice."""
    MEMORY = "MEMORY"
    """The planner needed more memory than a process may take, and was ended."""
    TIME_LIMIT = "TIME_LIMIT"
    """Distances were not measured in the time limit; or the planner did not come back long after
    it, and was ended."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a village has no plan: a code that is never translated, and a sentence."""

    code: FailureCode
    reason: str
