"""Teams, stage by stage: their number, far, stay, leaders, gather; each with value and bound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from optimizer.domain.plan import MICROMETRES
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.domain.teams import TeamStage
from optimizer.errors import SolverError
from optimizer.teams.closing_sets import continuing_sets, stays_put
from optimizer.teams.column_search import Settled, settle_columns
from optimizer.teams.leader_bound import Question
from optimizer.teams.leader_columns import Weights, leader_columns
from optimizer.teams.partition import fewest_changes
from optimizer.teams.start import start_teams
from optimizer.teams.team_number import TeamNumber, team_number
from optimizer.teams.team_problem import TeamProblem
from optimizer.teams.team_solution import (
    TeamSizes,
    TeamSolution,
    changes,
    far_members,
    gathered,
    leaders_lost,
    team_sizes,
)

CELLS = 5_000_000
"""Columns times members of a programme, at most: 40 MB a table. Beyond it bounds are weak."""


@dataclass(frozen=True, slots=True, eq=False)
class SettledTeams:
    """Teams and the proof of each stage in its order."""

    found: TeamSolution
    proofs: dict[TeamStage, Proof]


def settle_teams(problem: TeamProblem, limits: SearchLimits) -> SettledTeams:
    """Settle all stages for at least one member."""
    number = team_number(problem, limits)
    sizes = team_sizes(problem, number.teams, number.violation)
    first = _settle_order(problem, number.teams, sizes, limits)
    last = _settle_gather(problem, number.teams, sizes, first, limits)
    return SettledTeams(last.found, _proofs(problem, number, first, last))


def _settle_order(
    problem: TeamProblem, teams: int, sizes: TeamSizes, limits: SearchLimits
) -> Settled:
    """Settle far, stay and leaders, as one number (`Weights`)."""
    weights = Weights.of(problem)
    known, least = start_teams(problem, teams, sizes), 0
    if known is None or weights.value(problem, known):
        known, least = fewest_changes(problem, teams, sizes, limits)
    if known is None:
        raise SolverError("no teams of these sizes were found in the time")
    value = weights.value(problem, known)
    if least >= value:
        return Settled(known, value, value)
    if not problem.far.any():
        # Without distances it is a matter of counts, and was settled by them.
        return Settled(known, value, least)
    if _cells(problem, len(problem)) > CELLS:
        return Settled(known, value, least)
    columns = leader_columns(problem, teams, None, None).large_enough(sizes.low)
    asked = Question(
        columns, columns.order, teams, sizes.low, sizes.high, problem.keep, order_limit=None
    )

    def value_of(one: TeamSolution) -> int:
        return weights.value(problem, one) - columns.offset

    found = settle_columns(problem, asked, sizes, known, value_of, limits)
    if found is None:
        return Settled(known, value, least)
    whole = found.bound + columns.offset
    return Settled(found.found, found.value + columns.offset, max(whole, least))


def _settle_gather(
    problem: TeamProblem, teams: int, sizes: TeamSizes, first: Settled, limits: SearchLimits
) -> Settled:
    """Settle the metres among teams that give nothing back: the best of all cases."""
    weights, known = Weights.of(problem), first.found
    led = first.bound >= first.value and problem.leads[known.leader].all()
    if _cells(problem, teams if led else len(problem)) > CELLS:
        value = gathered(problem, known)
        return Settled(known, value, min(value, _nearest_others(problem, teams)))

    def value_of(one: TeamSolution) -> int | None:
        kept = weights.value(problem, one) <= first.value
        return gathered(problem, one) if kept else None

    best, bound = Settled(known, gathered(problem, known), 0), None
    for asked in _cases(problem, teams, sizes, first):
        found = settle_columns(problem, asked, sizes, best.found, value_of, limits)
        here = 0 if found is None else found.bound
        bound = here if bound is None else min(bound, here)
        best = best if found is None or found.value >= best.value else found
    return Settled(best.found, best.value, min(bound or 0, best.value))


def _cells(problem: TeamProblem, leaders: int) -> int:
    return leaders * (len(problem.labels) + 1) * len(problem)


def _nearest_others(problem: TeamProblem, teams: int) -> int:
    """Return a weak bound: all but the leaders have at least their nearest other member."""
    others = np.where(problem.far, 0, problem.micrometres)
    np.fill_diagonal(others, np.iinfo(np.int64).max)
    return int(np.sort(others.min(axis=1))[: len(problem) - teams].sum())


def _cases(
    problem: TeamProblem, teams: int, sizes: TeamSizes, first: Settled
) -> Iterator[Question]:
    """Yield questions of which one has the best teams: a set of teams that go on in each."""
    proven = first.bound >= first.value
    lost = leaders_lost(problem, first.found) if proven else None
    columns = leader_columns(problem, teams, first.value, lost)
    limit, moved = first.value - columns.offset, changes(problem, first.found)
    counted = proven and not problem.far.any() and len(problem.labels) > 0
    sets = continuing_sets(problem, teams, sizes, moved) if counted else None
    for kept in [None] if sets is None else sets:
        asked = Question(columns, columns.order, teams, sizes.low, sizes.high, problem.keep, limit)
        if kept is not None:
            asked = _where_going_on(problem, asked, kept, first)
        asked = replace(asked, columns=asked.columns.large_enough(sizes.low))
        if not asked.columns.suffice(teams, asked.keep):
            continue
        metres = problem.micrometres.T[asked.columns.leader]
        # Where all columns are alike in what is settled, nothing can be given back.
        alike = not _varies(asked) and len(np.unique(_of_leaders(asked))) <= 1
        yield replace(asked, cost=metres, order_limit=None if alike else asked.order_limit)


def _of_leaders(asked: Question) -> Ints:
    """Return what is settled of each column's leader alone, shape (columns,)."""
    columns = asked.columns
    return columns.order[np.arange(len(columns)), columns.leader]


def _varies(asked: Question) -> bool:
    """Whether what is settled depends on who else is in a team."""
    columns = asked.columns
    others = columns.order.copy()
    others[np.arange(len(columns)), columns.leader] = 0
    return bool((others * columns.allowed).any())


def _where_going_on(problem: TeamProblem, asked: Question, kept: Ints, first: Settled) -> Question:
    """Return the question where these teams of today go on and no others."""
    moved, weights = changes(problem, first.found), Weights.of(problem)
    put, fresh = stays_put(problem, kept, moved), len(kept) < asked.teams
    columns = asked.columns.going_on(problem.team, kept, fresh=fresh, put=put)
    keep, limit = np.isin(np.arange(len(asked.keep)), kept), asked.order_limit
    if put and limit is not None:
        # Who changes is known, whoever leads.
        columns = columns.leaders_alone(problem.leads)
        limit -= weights.change * moved
    return replace(asked, columns=columns, keep=keep, order_limit=limit)


def _proofs(
    problem: TeamProblem, number: TeamNumber, first: Settled, last: Settled
) -> dict[TeamStage, Proof]:
    """Return values and bounds; where an earlier stage is open, no bound of a later one is known.

    A walk may be settled by itself all the same: among the teams that keep what was settled.
    """
    weights, found = Weights.of(problem), last.found
    counts = {
        TeamStage.FAR: (weights.far, len(far_members(problem, found))),
        TeamStage.STAY: (weights.change, changes(problem, found)),
        TeamStage.LEADERS: (weights.lost, leaders_lost(problem, found)),
    }
    teams = number.teams
    proofs = {TeamStage.TEAMS: Proof(teams, teams if number.proven else 0)}
    left, closed = min(first.bound, first.value), True
    for stage, (weight, value) in counts.items():
        bound = min(left // weight, value) if closed else 0
        proofs[stage] = Proof(value, bound)
        closed = closed and bound >= value
        left -= weight * value
    proofs[TeamStage.GATHER] = Proof(last.value / MICROMETRES, last.bound / MICROMETRES)
    return proofs
