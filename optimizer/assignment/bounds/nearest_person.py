"""The bound that is left when there is no time for one: every household at its cheapest person."""

from __future__ import annotations

import numpy as np

from optimizer.assignment.problem import AssignmentProblem, Goal

_NOBODY = np.iinfo(np.int64).max


def nearest_bound(problem: AssignmentProblem, goal: Goal) -> int:
    """Return a valid lower bound of a goal, from one look at each pair.

    Windows are left aside: each household that is served costs its cheapest pair at least, and
    those that are left out are the dearest.
    """
    cheapest = np.full(problem.households, _NOBODY)
    np.minimum.at(cheapest, problem.reach.household, goal.pair)
    if problem.unserved is None:
        return int(np.minimum(cheapest, goal.skip).sum())
    served = np.sort(cheapest)[: max(0, problem.households - problem.unserved)]
    return int(served[served < _NOBODY].sum())
