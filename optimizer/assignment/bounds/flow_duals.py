"""Dual prices of the households and of the persons' seats at an optimal flow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.assignment.problem import AssignmentProblem, Goal
from optimizer.domain.scenario import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class FlowDuals:
    """Dual prices of a flow.

    Parameters
    ----------
    price
        Shape (households,): never above what the household costs at a person and the seat there.
    seat
        Shape (persons,): what one household more at the person costs elsewhere. Negative where a
        person has but its least load and would rather give some of it away.
    """

    price: Floats
    seat: Floats


def flow_duals(problem: AssignmentProblem, goal: Goal, person: Ints, level: float = 1.0) -> Floats:
    """Return a price per household, shape (households,), that proves a flow optimal.

    Parameters
    ----------
    level
        With places: how dear a seat is where everybody in reach is full, in longest walks.
    """
    return duals_of_flow(problem, goal, person, level).price


def duals_of_flow(
    problem: AssignmentProblem, goal: Goal, person: Ints, level: float = 1.0
) -> FlowDuals:
    """Return the highest prices of households and seats that prove a flow optimal.

    Parameters
    ----------
    level
        As in `flow_duals`.

    Notes
    -----
    The residual graph is folded onto the persons and one more node for "nobody": the edge from
    one to another costs what the cheapest household to move between them costs. Shortest
    distances on it (Bellman and Ford, a matrix step at a time) are the persons' prices, and a
    household's price is its cheapest way in (Ahuja, Magnanti and Orlin 1993, section 9.4).
    Persons without pairs have no part in it: closed places are most of them.
    """
    fold = _folded(problem, goal, person)
    # Where everybody in reach is full, the level of the prices is free: any high one will do.
    # With places a recruit may come in instead, at a price of some long walks and no more.
    high = level * (fold.pair.max(initial=0.0) + 1)
    if problem.recruit_limits is None:
        high = (problem.persons + 1) * high + 2 * goal.skip.max(initial=0)
    room = problem.loads(person) < problem.maximum
    ahead = np.append(
        np.where(room[fold.rows], 0.0, np.inf), 0.0 if problem.unserved is None else high
    )
    for _ in range(len(ahead)):
        nearer = np.minimum(ahead, (fold.move + ahead).min(axis=1))
        if np.array_equal(nearer, ahead):
            break
        ahead = nearer
    return _priced(problem, goal, fold, ahead, np.where(room, 0.0, np.inf))


def lowest_duals(
    problem: AssignmentProblem, goal: Goal, person: Ints, lower: Ints
) -> FlowDuals | None:
    """Return the lowest prices of households and seats that prove a flow optimal.

    A person more is worth no more than these prices say: the highest ones say what it costs to
    do without somebody. Where everybody is full the two are far apart.

    Parameters
    ----------
    lower
        Shape (persons,): the least load of each, which the flow keeps.

    Returns
    -------
    None where the plan is no optimal flow: there are no such prices then.
    """
    fold = _folded(problem, goal, person)
    # A person with no more than its least load may be told any price; so may "nobody".
    low = -(len(fold.move) + 1) * (fold.pair.max(initial=0.0) + goal.skip.max(initial=0) + 1)
    spare = np.where(problem.loads(person) > lower, 0.0, low)
    seat = np.append(spare[fold.rows], 0.0 if problem.unserved is None else low)
    for _ in range(len(seat) + 1):
        dearer = np.maximum(seat, (seat[:, None] - fold.move).max(axis=0))
        if np.array_equal(dearer, seat):
            return _priced(problem, goal, fold, seat, spare)
        seat = dearer
    return None


@dataclass(frozen=True, slots=True, eq=False)
class _FoldedGraph:
    """The residual graph of a flow, folded onto the persons who have pairs.

    Parameters
    ----------
    rows
        Shape (nodes - 1,): the persons; the last node is "nobody".
    of_pair
        Shape (pairs,): the node of each pair's person.
    pair
        Shape (pairs,): costs as floats.
    move
        Shape (nodes, nodes): the cheapest household to move from one to another.
    """

    rows: Ints
    of_pair: Ints
    pair: Floats
    move: Floats


def _folded(problem: AssignmentProblem, goal: Goal, person: Ints) -> _FoldedGraph:
    reach = problem.reach
    rows = np.flatnonzero(np.bincount(reach.person, minlength=problem.persons))
    nobody = len(rows)
    row_of = np.full(problem.persons + 1, nobody)
    row_of[rows] = np.arange(nobody)
    home, of_pair = row_of[person], row_of[reach.person]
    pair = goal.pair.astype(float)
    paid = goal.skip.astype(float)
    used = of_pair == home[reach.household]
    paid[reach.household[used]] = pair[used]
    move = np.full((nobody + 1, nobody + 1), np.inf)
    np.minimum.at(move, (home[reach.household], of_pair), pair - paid[reach.household])
    np.minimum.at(move, (home, np.full(len(home), nobody)), goal.skip - paid)
    return _FoldedGraph(rows, of_pair, pair, move)


def _priced(
    problem: AssignmentProblem, goal: Goal, fold: _FoldedGraph, ahead: Floats, seat: Floats
) -> FlowDuals:
    """Return the prices of households at those of the seats.

    Parameters
    ----------
    ahead
        Shape (nodes,): prices of the nodes of ``fold``.
    seat
        Shape (persons,): of persons without pairs; the others' are filled in.
    """
    price = np.asarray(goal.skip + ahead[-1], float)
    np.minimum.at(price, problem.reach.household, fold.pair + ahead[fold.of_pair])
    seat[fold.rows] = ahead[:-1]
    return FlowDuals(price, seat)
