"""The goals of the lexicographic order, one class each."""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.assignment.goals.balance import Balance
from optimizer.assignment.goals.compact import Compact
from optimizer.assignment.goals.fairest import Fairest
from optimizer.assignment.goals.keep import Keep
from optimizer.assignment.goals.longest import Longest
from optimizer.assignment.goals.minimum import Minimum
from optimizer.assignment.goals.priced import Priced
from optimizer.assignment.goals.protocol import BottleneckGoal, LeximaxGoal, NearestPersons, SumGoal
from optimizer.assignment.goals.serve import Serve
from optimizer.assignment.goals.spread import Spread
from optimizer.assignment.goals.walk import Walk
from optimizer.domain.goals import Stage

__all__ = [
    "STAGE_GOALS",
    "BottleneckGoal",
    "LeximaxGoal",
    "NearestPersons",
    "SumGoal",
    "is_sum",
    "sum_goal",
]

STAGE_GOALS: Mapping[Stage, SumGoal | BottleneckGoal | LeximaxGoal] = {
    goal.stage: goal
    for goal in (
        Serve(),
        Minimum(),
        Keep(),
        Priced(),
        Walk(),
        Longest(),
        Balance(),
        Spread(),
        Fairest(),
        Compact(),
    )
}
"""Every stage that an assignment settles; the recruits are counted in `optimizer.recruitment`."""


def is_sum(stage: Stage) -> bool:
    """Tell whether a stage is a sum; otherwise it is a bottleneck or a leximax."""
    return isinstance(STAGE_GOALS[stage], SumGoal)


def sum_goal(stage: Stage) -> SumGoal:
    """Return the goal of a stage that is a sum.

    Raises
    ------
    TypeError
        Where it is a bottleneck or a leximax.
    """
    goal = STAGE_GOALS[stage]
    if not isinstance(goal, SumGoal):
        raise TypeError(f"{stage} is no sum")
    return goal
