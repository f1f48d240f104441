"""Dual prices of the households at an optimal flow."""

from __future__ import annotations

import numpy as np

from optimizer.assignment.problem import AssignmentProblem, Goal
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Floats, Ints


def flow_duals(question: AssignmentProblem, goal: Goal, person: Ints, level: float = 1.0) -> Floats:
    """Return a price per household, shape (households,), that proves a flow optimal.

    Parameters
    ----------
    level
        With places: how dear a seat is where everybody in reach is full, in longest walks.

    Notes
    -----
    The residual graph is folded onto the persons and one more node for "nobody": the edge from
    one to another costs what the cheapest household to move between them costs. Shortest
    distances on it (Bellman and Ford, a matrix step at a time) are the persons' prices, and a
    household's price is its cheapest way in (Ahuja, Magnanti and Orlin 1993, section 9.4).
    """
    reach = question.reach
    nobody = question.persons
    home = np.where(person == UNSERVED, nobody, person)
    pair = goal.pair.astype(float)
    paid = goal.skip.astype(float)
    used = reach.person == home[reach.household]
    paid[reach.household[used]] = pair[used]
    move = np.full((nobody + 1, nobody + 1), np.inf)
    np.minimum.at(move, (home[reach.household], reach.person), pair - paid[reach.household])
    np.minimum.at(move, (home, np.full(len(home), nobody)), goal.skip - paid)
    # Where everybody in reach is full, the level of the prices is free: any high one will do.
    # With places a recruit may come in instead, at a price of some long walks and no more.
    high = level * (pair.max(initial=0.0) + 1)
    if question.hiring is None:
        high = (nobody + 1) * high + 2 * goal.skip.max(initial=0)
    room = question.loads(person) < question.maximum
    ahead = np.append(np.where(room, 0.0, np.inf), 0.0 if question.unserved is None else high)
    for _ in range(nobody + 1):
        nearer = np.minimum(ahead, (move + ahead).min(axis=1))
        if np.array_equal(nearer, ahead):
            break
        ahead = nearer
    price = np.asarray(goal.skip + ahead[nobody], float)
    np.minimum.at(price, reach.household, pair + ahead[reach.person])
    return price
