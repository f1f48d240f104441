"""What becomes of a village: a verified plan, or a failure with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.domain.failure import Failure
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village


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
