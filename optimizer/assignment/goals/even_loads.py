"""Loads that are as even as can be: what bounds the goals of balance, wherever recruits live."""

from __future__ import annotations

import numpy as np

from optimizer.assignment.lexicographic_problem import LexicographicProblem
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints
from optimizer.errors import SolverError
from optimizer.solvers.flow import minimum_cost_flow

MANY = 20_000
"""Pairs of a flow that is only to bound how even loads may be."""


def largest_share(served: int, persons: int | None) -> int:
    """Return the largest load where everybody has as many; 0 where the persons are not known."""
    return 0 if persons is None else -(-served // max(persons, 1))


def squared_shares(served: int, persons: int | None) -> int:
    """Return the sum of squared loads where everybody has as many, within one."""
    if persons is None:
        return 0
    each, more = divmod(served, max(persons, 1))
    return (persons - more) * each**2 + more * (each + 1) ** 2


def even_plan(free: LexicographicProblem, largest: int) -> Ints | None:
    """Return the plan with most served and the most even loads up to ``largest``.

    Without any minimum that is a flow, and every plan is one. None where the flow would be large:
    then only shares are counted, which are never finer.
    """
    if len(free.reach) > MANY:
        return None
    nobody, nothing = np.zeros_like(free.maximum), np.zeros(len(free.reach), np.int64)
    loads = np.minimum(free.maximum, largest)
    person = minimum_cost_flow(free.reach, nothing, nobody, loads, rising=1)
    if person is None:
        raise SolverError("a flow without lower loads cannot fail")
    return person


def served_in(person: Ints) -> int:
    """Return how many households a plan serves."""
    return int((person != UNSERVED).sum())
