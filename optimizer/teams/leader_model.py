"""The strong programme of columns on what is left: exact, in whole numbers, by CP-SAT.

A member may be in a column only where the column is used (x <= y), which is what makes its linear
relaxation strong (Cornuéjols, Nemhauser and Wolsey 1990).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from optimizer.domain.search_limits import SearchLimits
from optimizer.teams.leader_bound import Question
from optimizer.teams.leader_search import columns_of
from optimizer.teams.model_run import run_model
from optimizer.teams.team_problem import Bools, TeamProblem
from optimizer.teams.team_solution import NEW, TeamSizes, TeamSolution

PAIRS = 60_000
"""Pairs of a model to a unit of effort: to write one down takes as long as its search may."""


@dataclass(frozen=True, slots=True)
class ModelResult:
    """The best teams found or None, and a bound that holds for all that the model has left."""

    found: TeamSolution | None
    bound: int | None
    finished: bool


@dataclass(slots=True)
class _Variables:
    cp: cp_model.CpModel
    used: dict[int, cp_model.IntVar]
    pair: dict[tuple[int, int], cp_model.IntVar]


def search_columns(
    problem: TeamProblem,
    asked: Question,
    possible: Bools,
    sizes: TeamSizes,
    hint: TeamSolution | None,
    limits: SearchLimits,
    *,
    presolve: bool = True,
) -> ModelResult:
    """Search the columns and members that are ``possible``, shape (columns, members)."""
    if int(possible.sum()) > PAIRS * limits.effort:
        return ModelResult(None, None, finished=False)
    made = _model(problem, asked, possible, sizes)
    cost = sum(int(asked.cost[key]) * x for key, x in made.pair.items() if asked.cost[key])
    made.cp.minimize(cost)
    _hint(made, asked, hint)
    solver, status = run_model(made.cp, limits, presolve=presolve, core=asked.order_limit is None)
    if status == cp_model.INFEASIBLE:
        return ModelResult(None, None, finished=True)
    if status == cp_model.UNKNOWN:
        return ModelResult(None, _whole(solver.best_objective_bound), finished=False)
    finished = status == cp_model.OPTIMAL
    found = _solution(problem, asked, made, solver)
    return ModelResult(found, _whole(solver.best_objective_bound), finished=finished)


def _whole(bound: float) -> int | None:
    return int(np.ceil(bound - 1e-6)) if np.isfinite(bound) else None


def _model(problem: TeamProblem, asked: Question, possible: Bools, sizes: TeamSizes) -> _Variables:
    cp, columns = cp_model.CpModel(), asked.columns
    rows, members = np.nonzero(possible)
    own = columns.leader[rows] == members
    used = {int(row): cp.new_bool_var("") for row in rows[own].tolist()}
    pair: dict[tuple[int, int], cp_model.IntVar] = {}
    in_column: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    of_member: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    for row, member in zip(rows.tolist(), members.tolist(), strict=True):
        if row not in used:
            continue
        leads = int(columns.leader[row]) == member
        x = used[row] if leads else cp.new_bool_var("")
        if not leads:
            cp.add_implication(x, used[row])
        pair[row, member] = x
        in_column[row].append(x)
        of_member[member].append(x)
    for member in range(len(problem)):
        cp.add_exactly_one(of_member[member])
    cp.add(sum(used.values()) == asked.teams)
    made = _Variables(cp, used, pair)
    _sizes(made, problem, sizes, in_column)
    _labels(made, asked)
    _requests(made, problem)
    if asked.order_limit is not None:
        order = [int(columns.order[key]) * x for key, x in pair.items() if columns.order[key]]
        cp.add(sum(order) <= asked.order_limit)
    return made


def _sizes(
    made: _Variables,
    problem: TeamProblem,
    sizes: TeamSizes,
    in_column: dict[int, list[cp_model.IntVar]],
) -> None:
    cp, rules, off = made.cp, problem.rules, []
    for row, used in made.used.items():
        size = sum(in_column[row])
        cp.add(size >= sizes.low * used)
        cp.add(size <= sizes.high * used)
        if sizes.slack is not None:
            few, many = (cp.new_int_var(0, len(problem), "") for _ in range(2))
            cp.add(size + few >= rules.min * used)
            cp.add(size - many <= rules.max * used)
            off += [few, many]
    if sizes.slack is not None:
        cp.add(sum(off) <= sizes.slack)


def _labels(made: _Variables, asked: Question) -> None:
    """Let each team of today go on once at most, and each member lead one team at most."""
    label, leader = asked.columns.label, asked.columns.leader
    by_label: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    by_leader: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    for row, used in made.used.items():
        by_leader[int(leader[row])].append(used)
        if label[row] != NEW:
            by_label[int(label[row])].append(used)
    for alike in (*by_label.values(), *by_leader.values()):
        made.cp.add_at_most_one(alike)
    for kept in np.flatnonzero(asked.keep).tolist():
        made.cp.add_exactly_one(by_label[kept])


def _requests(made: _Variables, problem: TeamProblem) -> None:
    """Keep members together and apart."""
    cp, pair = made.cp, made.pair
    for member, first in enumerate(problem.group.tolist()):
        for row in made.used if first != member else ():
            one, other = pair.get((row, member)), pair.get((row, first))
            if one is not None and other is not None:
                cp.add(one == other)
            elif one is not None or other is not None:
                cp.add((one if one is not None else other) == 0)
    for first, second in problem.apart.tolist():
        for row, used in made.used.items():
            one, other = pair.get((row, first)), pair.get((row, second))
            if one is not None and other is not None:
                cp.add(one + other <= used)


def _hint(made: _Variables, asked: Question, hint: TeamSolution | None) -> None:
    rows = None if hint is None else columns_of(asked, hint)
    if hint is None or rows is None:
        return
    of_member = rows[hint.team].tolist()
    for (row, member), x in made.pair.items():
        made.cp.add_hint(x, of_member[member] == row)


def _solution(
    problem: TeamProblem, asked: Question, made: _Variables, solver: cp_model.CpSolver
) -> TeamSolution:
    column = np.empty(len(problem), np.int64)
    for (row, member), x in made.pair.items():
        if solver.boolean_value(x):
            column[member] = row
    rows, team = np.unique(column, return_inverse=True)
    return TeamSolution(team, asked.columns.leader[rows], asked.columns.label[rows])
