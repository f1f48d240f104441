"""Plans of teams from chosen leaders: a flow shares the members, then each team's best leader."""

from __future__ import annotations

import numpy as np

from optimizer.distance.reach import Reach
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints
from optimizer.errors import SolverError
from optimizer.solvers.flow import minimum_cost_flow
from optimizer.teams.leader_bound import Question
from optimizer.teams.team_problem import TeamProblem
from optimizer.teams.team_solution import TeamSolution

ROUNDS = 6


def share_among(problem: TeamProblem, asked: Question, chosen: Ints) -> TeamSolution | None:
    """Return the best teams of chosen columns; None where there are none, or figures too large.

    Members who are asked to be together or apart are not looked at: the caller does.
    """
    columns = asked.columns
    leaders = columns.leader[chosen]
    if len(np.unique(leaders)) < len(leaders):
        return None
    allowed = columns.allowed[chosen].T.copy()
    allowed[leaders] = False
    allowed[leaders, np.arange(len(chosen))] = True
    member, team = np.nonzero(allowed)
    cost = asked.cost[chosen[team], member]
    if asked.order_limit is not None:
        # Two flows differ by cycles through each team at most once.
        weight = 2 * (len(chosen) + 1) * (int(cost.max(initial=0)) + 1)
        cost = cost + weight * columns.order[chosen[team], member]
    cost = cost - min(int(cost.min(initial=0)), 0)
    count = len(chosen)
    reach = Reach(member, team, np.zeros(len(member)), cost, len(problem), count)
    low, high = np.full(count, asked.low), np.full(count, asked.high)
    try:
        found = minimum_cost_flow(reach, cost, low, high)
    except SolverError:
        return None
    if found is None or (found == UNSERVED).any():
        return None
    return TeamSolution(found, leaders, columns.label[chosen])


def columns_of(asked: Question, found: TeamSolution) -> Ints | None:
    """Return the columns of teams; None where one of them is none."""
    columns = asked.columns
    width = len(asked.keep) + 1
    key = columns.leader * width + columns.label + 1
    order = np.argsort(key)
    wanted = found.leader * width + found.label + 1
    at = np.minimum(np.searchsorted(key[order], wanted), len(key) - 1)
    rows = order[at]
    return rows if (key[rows] == wanted).all() else None


def improve(problem: TeamProblem, asked: Question, chosen: Ints) -> TeamSolution | None:
    """Share the members, give each team its best leader, and so on until nothing changes."""
    best = share_among(problem, asked, chosen)
    for _ in range(ROUNDS):
        if best is None:
            return None
        leader = _cheapest_leaders(asked, best)
        if (leader == best.leader).all():
            return best
        moved = TeamSolution(best.team, leader, best.label)
        columns = columns_of(asked, moved)
        again = None if columns is None else share_among(problem, asked, columns)
        if again is None:
            return best
        best = again
    return best


def _cheapest_leaders(asked: Question, found: TeamSolution) -> Ints:
    """Return for each team the leader among its members with the smallest costs, order first."""
    columns = asked.columns
    leader = found.leader.copy()
    for team in range(len(leader)):
        rows = np.flatnonzero(found.team == team)
        here = np.isin(columns.leader, rows) & (columns.label == found.label[team])
        options = np.flatnonzero(here)
        options = options[columns.allowed[np.ix_(options, rows)].all(axis=1)]
        if len(options):
            cells = np.ix_(options, rows)
            order = columns.order[cells].sum(axis=1)
            order = order if asked.order_limit is not None else 0 * order
            cost = asked.cost[cells].sum(axis=1)
            leader[team] = columns.leader[options[np.lexsort((options, cost, order))[0]]]
    return leader
