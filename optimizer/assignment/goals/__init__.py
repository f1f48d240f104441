"""The goals of the lexicographic order, one class each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from inspect import isabstract
from pkgutil import iter_modules

from optimizer.assignment.goals.protocol import (
    BottleneckGoal,
    LexicographicGoal,
    LeximaxGoal,
    NearestPersons,
    SumGoal,
)
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


def _goals() -> Iterator[SumGoal | BottleneckGoal | LeximaxGoal]:
    """Yield one of each class of the modules beside this one."""
    for module in iter_modules(__path__):
        for kind in vars(import_module(f"{__name__}.{module.name}")).values():
            if isinstance(kind, type) and issubclass(kind, LexicographicGoal):
                found = None if isabstract(kind) else kind()
                if isinstance(found, SumGoal | BottleneckGoal | LeximaxGoal):
                    yield found


STAGE_GOALS: Mapping[Stage, SumGoal | BottleneckGoal | LeximaxGoal] = {
    goal.stage: goal for goal in _goals()
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
