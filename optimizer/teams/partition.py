"""Members counted by the team they have today: sizes, changes and leaders, without any distance.

Members of one team who are alike (nothing is asked of them, and all of them lead or none does) are
one whole number a team, so the model is small however many they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from ortools.sat.python import cp_model

from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.errors import SolverError
from optimizer.teams.model_run import run_model
from optimizer.teams.team_problem import NO_TEAM, TeamProblem
from optimizer.teams.team_solution import NEW, TeamSizes, TeamSolution

Linear = cp_model.LinearExprT


@dataclass(frozen=True, slots=True)
class PartitionValue:
    """The best value found, or None, with a bound."""

    value: int | None
    bound: int

    @property
    def proven(self) -> bool:
        """Whether nothing better is possible; that there is nothing is proven too."""
        return self.value is None or self.bound >= self.value


@dataclass(slots=True)
class _Model:
    """Variables: how many of each kind of members go where, and which teams there are.

    Parameters
    ----------
    kinds
        Rows of the members of each kind; those of a kind that goes as one have one weight.
    goes
        For each kind and slot: how many of its units go there. Slots are the teams of today and,
        after them, new ones.
    """

    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    kinds: list[Ints] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    goes: list[list[cp_model.IntVar]] = field(default_factory=list)
    is_open: list[cp_model.IntVar] = field(default_factory=list)
    sizes: list[cp_model.IntVar] = field(default_factory=list)
    off: list[cp_model.IntVar] = field(default_factory=list)


def smallest_violation(problem: TeamProblem, teams: int, limits: SearchLimits) -> PartitionValue:
    """Return by how many members in all so many teams must be off the window; None for never."""
    model = _model(problem, teams)
    model.cp.minimize(sum(model.off))
    solver, status = run_model(model.cp, limits)
    if status == cp_model.INFEASIBLE:
        return PartitionValue(None, 0)
    if status == cp_model.UNKNOWN:
        raise SolverError("the teams that a village asks for were not found in the time")
    return PartitionValue(round(solver.objective_value), round(solver.best_objective_bound))


def fewest_changes(
    problem: TeamProblem, teams: int, sizes: TeamSizes, limits: SearchLimits
) -> tuple[TeamSolution | None, int]:
    """Return teams with the fewest changes, then the fewest leaders lost, and a bound.

    The bound is of changes * (leaders of today + 1) + leaders lost.
    """
    model = _model(problem, teams)
    _limit_sizes(model, sizes)
    cost = _changes_and_leaders(model, problem)
    model.cp.minimize(cost)
    solver, status = run_model(model.cp, limits)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        if status == cp_model.INFEASIBLE:
            raise SolverError("there are no teams of the sizes that were found to be possible")
        return None, 0
    return _solution(model, problem, solver), max(0, round(solver.best_objective_bound))


def _model(problem: TeamProblem, teams: int) -> _Model:
    """Write down who may go where, so many teams, and what the village asks for."""
    model = _Model()
    cp = model.cp
    old, members = len(problem.labels), len(problem)
    fresh = max(teams - int(problem.keep.sum()), 0)
    special = np.zeros(members, np.bool_)
    _, first, count = np.unique(problem.group, return_index=True, return_counts=True)
    special[np.isin(problem.group, problem.group[first[count > 1]])] = True
    special[problem.apart.ravel()] = True
    keys = [
        (int(problem.group[m]), -2, -2)
        if special[m]
        else (-1, int(problem.team[m]), 2 * int(problem.leads[m]) + int(problem.fixed[m]))
        for m in range(members)
    ]
    by_key: dict[tuple[int, int, int], list[int]] = {}
    for row, key in enumerate(keys):
        by_key.setdefault(key, []).append(row)
    for key, listed in by_key.items():
        model.kinds.append(np.array(listed, np.int64))
        model.units.append(1 if key[0] >= 0 else len(listed))
    slots = old + fresh
    model.is_open = [cp.new_bool_var("") for _ in range(slots)]
    cp.add(sum(model.is_open) == teams)
    for rows, units in zip(model.kinds, model.units, strict=True):
        goes = [cp.new_int_var(0, units, "") for _ in range(slots)]
        cp.add(sum(goes) == units)
        held = problem.team[rows[problem.fixed[rows]]]
        if len(held):
            cp.add(goes[int(held[0])] == units)
        model.goes.append(goes)
    for label in np.flatnonzero(problem.keep).tolist():
        cp.add(model.is_open[label] == 1)
    of_row = {int(row): kind for kind, rows in enumerate(model.kinds) for row in rows}
    for one, other in problem.apart.tolist():
        for slot in range(slots):
            cp.add(model.goes[of_row[one]][slot] + model.goes[of_row[other]][slot] <= 1)
    _sizes(model, problem, old)
    return model


def _sizes(model: _Model, problem: TeamProblem, old: int) -> None:
    """Count members of every team, and how far that is off the window."""
    cp, rules, members = model.cp, problem.rules, len(problem)
    previous: cp_model.IntVar | None = None
    for slot, is_open in enumerate(model.is_open):
        size, few, many = (cp.new_int_var(0, members, "") for _ in range(3))
        cp.add(size == _size(model, slot))
        cp.add(size >= is_open)
        cp.add(size <= members * is_open)
        cp.add(size + few >= rules.min * is_open)
        cp.add(size - many <= rules.max * is_open)
        model.off += [few, many]
        model.sizes.append(size)
        if slot > old and previous is not None:  # new teams are alike
            cp.add(size <= previous)
        previous = size


def _size(model: _Model, slot: int) -> Linear:
    return sum(
        (len(rows) // units) * goes[slot]
        for rows, units, goes in zip(model.kinds, model.units, model.goes, strict=True)
    )


def _limit_sizes(model: _Model, sizes: TeamSizes) -> None:
    cp = model.cp
    if sizes.slack is not None:
        cp.add(sum(model.off) <= sizes.slack)
        return
    for size, is_open in zip(model.sizes, model.is_open, strict=True):
        cp.add(size >= sizes.low * is_open)
        cp.add(size <= sizes.high * is_open)


def _changes_and_leaders(model: _Model, problem: TeamProblem) -> Linear:
    leaders = int(problem.leads.sum())
    moved: list[Linear] = []
    for rows, units, goes in zip(model.kinds, model.units, model.goes, strict=True):
        for team in np.unique(problem.team[rows][problem.team[rows] != NO_TEAM]).tolist():
            here = int((problem.team[rows] == team).sum())
            moved.append(here - (here // units) * goes[team])
    leading = [model.cp.new_bool_var("") for _ in model.is_open]
    for slot, leads in enumerate(leading):
        model.cp.add_implication(leads, model.is_open[slot])
        model.cp.add(
            leads
            <= sum(
                goes[slot]
                for rows, goes in zip(model.kinds, model.goes, strict=True)
                if problem.leads[rows].any()
            )
        )
    change, lost = (model.cp.new_int_var(0, most, "") for most in (len(problem), leaders))
    model.cp.add(change == sum(moved))
    model.cp.add(lost + sum(leading) == leaders)
    return (leaders + 1) * change + lost


def _solution(model: _Model, problem: TeamProblem, solver: cp_model.CpSolver) -> TeamSolution:
    """Return the members of each team, those of a kind in their order, and a leader of each."""
    slot_of = np.empty(len(problem), np.int64)
    for rows, units, goes in zip(model.kinds, model.units, model.goes, strict=True):
        went = np.repeat(np.arange(len(goes)), [solver.value(one) for one in goes])
        slot_of[rows] = np.repeat(went, len(rows) // units)
    slots, team = np.unique(slot_of, return_inverse=True)
    old = len(problem.labels)
    label = np.where(slots < old, slots, NEW)
    return TeamSolution(team, best_leaders(problem, team, len(slots)), label)


def best_leaders(problem: TeamProblem, team: Ints, teams: int) -> Ints:
    """Return who leads each team: nobody too far first, then a leader of today, then the nearest.

    It is the 1-median of each team, exactly.
    """
    leader = np.empty(teams, np.int64)
    for one in range(teams):
        rows = np.flatnonzero(team == one)
        cells = np.ix_(rows, rows)
        far = problem.far[cells].sum(axis=0)
        metres = problem.micrometres[cells].sum(axis=0)
        leader[one] = rows[np.lexsort((rows, metres, ~problem.leads[rows], far))[0]]
    return leader
