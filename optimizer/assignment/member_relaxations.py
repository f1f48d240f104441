"""The smallest relaxations of a village, whatever its minimum means."""

from __future__ import annotations

from optimizer.assignment.lexicographic import solve_lexicographic
from optimizer.assignment.plan_conversion import members_problem
from optimizer.diagnosis.relaxations import relaxations
from optimizer.distance import measuring_limits
from optimizer.distance.reach import village_reach
from optimizer.domain.goals import Stage
from optimizer.domain.plan import Relaxations
from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Village
from optimizer.domain.search_limits import SearchLimits


def smallest_relaxations(village: Village, limits: SearchLimits) -> Relaxations:
    """Return the smallest limit and maximum that alone would let today's members serve everybody.

    A flow has the last word unless loads below the minimum are forbidden; then a plan has it.
    """

    def serves_all(relaxed: Village) -> bool:
        task = members_problem(relaxed, village_reach(relaxed))
        plan = solve_lexicographic(task, limits)
        return plan.proofs[Stage.SERVE].value == 0

    enforced = village.rules.minimum is MinimumPolicy.ENFORCE
    measuring = measuring_limits(village, limits)
    return relaxations(village, serves_all if enforced else lambda _: True, measuring)
