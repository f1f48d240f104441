"""The optimal face of a flow: what every plan uses that is as good for the goals so far.

By complementary slackness: with the prices of one optimal flow, the optimal flows are those that
use no pair of positive reduced cost, and leave full (or at their lower load) who has a price.
So goals too many to be ranked by weights in 64 bits are settled one flow after the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.assignment.problem import AssignmentProblem, Goal
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints
from optimizer.errors import SolverError

NO_WAY = 1 << 60
"""Stands for a move that there is not: above all costs of a flow."""


@dataclass(frozen=True, slots=True, eq=False)
class OptimalFace:
    """What is left of a flow problem.

    Parameters
    ----------
    pairs
        Shape (pairs,): may be used.
    pinned
        Shape (households,): must be served.
    lower, upper
        Shape (persons,): loads.
    """

    pairs: NDArray[np.bool_]
    pinned: NDArray[np.bool_]
    lower: Ints
    upper: Ints


def optimal_face(
    problem: AssignmentProblem, goal: Goal, person: Ints, lower: Ints, upper: Ints
) -> OptimalFace:
    """Return the face of the flows that serve as many and cost as little as an optimal one.

    Parameters
    ----------
    person
        The optimal flow with loads from ``lower`` to ``upper``, shape (households,).
    """
    reach, persons = problem.reach, problem.persons
    nobody, bank = persons, persons + 1
    home = np.where(person == UNSERVED, nobody, person)
    used = reach.person == home[reach.household]
    paid = goal.skip.copy()
    paid[reach.household[used]] = goal.pair[used]
    step = goal.pair - paid[reach.household]
    away = np.where(problem.pinned, NO_WAY, goal.skip - paid)
    loads = problem.loads(person)
    more = np.where(loads < upper, goal.rising * (2 * loads + 1), NO_WAY)
    less = np.where(loads > lower, -goal.rising * (2 * loads - 1), NO_WAY)
    move = np.full((persons + 2, persons + 2), NO_WAY, np.int64)
    np.minimum.at(move, (home[reach.household], reach.person), step)
    np.minimum.at(move, (home, np.full(len(home), nobody)), away)
    move[:persons, bank] = more
    move[bank, :persons] = less
    price = _potentials(move)
    reduced = step + price[home[reach.household]] - price[reach.person]
    leaving = away + price[home] - price[nobody]
    stays = more + price[:persons] - price[bank] > 0
    holds = less + price[bank] - price[:persons] > 0
    one = 1 if goal.rising else NO_WAY
    return OptimalFace(
        used | (reduced == 0),
        problem.pinned | ((home != nobody) & (leaving > 0)),
        np.where(holds, loads, np.maximum(lower, loads - one)),
        np.where(stays, loads, np.minimum(upper, loads + one)),
    )


def _potentials(move: Ints) -> Ints:
    """Return the shortest distances from anywhere (Bellman and Ford), whole numbers.

    Raises
    ------
    SolverError
        Where a cycle gains: then the flow was not optimal.
    """
    price = np.zeros(len(move), np.int64)
    for _ in range(len(move) + 1):
        nearer = np.minimum(price, (price[:, None] + move).min(axis=0))
        if np.array_equal(nearer, price):
            return price
        price = nearer
    raise SolverError("a flow that was to be optimal is not")
