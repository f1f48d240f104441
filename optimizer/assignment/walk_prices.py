"""Prices that prove the bound of a walk to anyone who can add up whole numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from optimizer.assignment.bounds.flow_duals import flow_duals
from optimizer.assignment.bounds.price_bound import LARGEST_PRICE, price_bound
from optimizer.assignment.component import Component
from optimizer.assignment.goals import sum_goal
from optimizer.assignment.lexicographic_problem import LexicographicProblem
from optimizer.assignment.problem import AssignmentProblem
from optimizer.domain.goals import Stage
from optimizer.domain.plan import MICROMETRES, UNSERVED
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Floats, Ints

BEFORE = (Stage.SERVE, Stage.MINIMUM)
"""Stages that the formula of the bound knows; with another settled before it there is none."""
WRITTEN = 1_000
"""Micrometres of the last digit in which a bound is written; it is rounded down."""


def walk_prices(
    task: LexicographicProblem,
    split: Sequence[Component],
    person: Ints,
    proofs: Mapping[Stage, Proof],
) -> Ints | None:
    """Return whole prices at which the stated bound of the walk can be recomputed.

    They are those that the search ended with, part by part, and where a flow has settled a part
    those of the flow. Whether they give the bound is tried over all pairs of the task, as whoever
    checks them will: what a search has fixed or branched on is not in them.

    Returns
    -------
    Shape (households,), micrometres; None where the prices prove less than what is stated.
    """
    if Stage.WALK not in proofs or task.stages[: len(BEFORE) + 1] != (*BEFORE, Stage.WALK):
        return None
    prices = np.full(len(task.households), -1.0)
    for part in split:
        prices[np.searchsorted(task.households, part.task.households)] = _of_part(part)
    if not (np.abs(prices) < LARGEST_PRICE).all():
        return None
    whole = np.rint(prices).astype(np.int64)
    reached = np.zeros(len(whole), bool)
    reached[task.reach.household] = True
    # Nobody reaches them, so they are among the unserved: the dearest are those who go out.
    whole[~reached] = whole.max(initial=0) + 1
    return whole if proves(task.problem, person, proofs, whole) else None


def proves(
    problem: AssignmentProblem, person: Ints, proofs: Mapping[Stage, Proof], prices: Ints
) -> bool:
    """Return whether prices prove the stated bound of the walk over all pairs of a problem."""
    settled = replace(
        problem,
        unserved=int((person == UNSERVED).sum()),
        exceptions=int(proofs[Stage.MINIMUM].value),
    )
    found = price_bound(settled, problem.reach.micrometres, prices)
    return found >= _needed(proofs[Stage.WALK])


def _of_part(part: Component) -> Floats:
    if part.price is not None:
        return part.price
    unserved = int((part.person == UNSERVED).sum())
    problem = replace(part.task.problem, unserved=unserved)
    goal = sum_goal(Stage.WALK).coefficients(problem, part.task.current)
    return flow_duals(problem, goal, part.person)


def _needed(proof: Proof) -> int:
    """Return the micrometres that prices have to prove; an open bound is stated in millimetres."""
    bound = round(proof.bound * MICROMETRES)
    return bound if proof.proven else bound - bound % WRITTEN
