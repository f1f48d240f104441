"""The plain CP-SAT model: every goal and every settled value, in exact whole numbers.

Slow on large villages (one boolean a pair), so it gets what the fast ways leave: the balance of
loads beside a window that binds. Its bound is valid however early it stops.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from threading import Event, Thread

import numpy as np
from ortools.sat.python import cp_model

from optimizer.assignment.incumbent import NOTHING_KNOWN
from optimizer.assignment.problem import AssignmentProblem, Goal, Solution
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.errors import SolverError

PAIRS = 30_000
"""Pairs of a model to a unit of effort: to write one down takes as long as its search may."""
LOOK_EVERY_S = 0.02
"""Seconds between two looks at the processor time while CP-SAT searches."""


@dataclass(frozen=True, slots=True, eq=False)
class CpModelVariables:
    """The variables: pairs, unserved households, persons used, exceptions, seats."""

    cp: cp_model.CpModel
    pair: list[cp_model.IntVar]
    skip: list[cp_model.IntVar]
    short: list[cp_model.IntVar]
    seats: list[list[cp_model.IntVar]]

    def sum_of(self, goal: Goal) -> cp_model.LinearExprT:
        """Return a goal as a linear expression."""
        rising = [
            goal.rising * (2 * seat + 1) * taken
            for row in self.seats
            for seat, taken in enumerate(row)
            if goal.rising
        ]
        pairs = [int(cost) * x for cost, x in zip(goal.pair, self.pair, strict=True) if cost]
        skips = [int(cost) * x for cost, x in zip(goal.skip, self.skip, strict=True) if cost]
        shorts = [goal.exception * x for x in self.short if goal.exception]
        return sum([*pairs, *skips, *shorts, *rising])


def solve_cpsat(
    problem: AssignmentProblem, goal: Goal, hint: Ints | None, limits: SearchLimits
) -> Solution:
    """Answer a problem by search, starting from a ``hint`` (a person per household)."""
    if limits.over or len(problem.reach) > PAIRS * limits.effort:
        return Solution(None, NOTHING_KNOWN, 0)
    model = make_model(problem)
    for _, settled, value in problem.settled:
        model.cp.add(model.sum_of(settled) <= value)
    model.cp.minimize(model.sum_of(goal))
    hint_value = None
    if hint is not None and problem.answered_by(hint):
        hint_value = goal.value(problem, hint)
    if hint is not None:
        for row, x in enumerate(model.pair):
            household, person = problem.reach.household[row], problem.reach.person[row]
            model.cp.add_hint(x, bool(hint[household] == person))
    solver, status = _run(model.cp, limits, presolve=True)
    if hint_value is not None and _contradicts(solver, status, hint_value):
        solver, status = _run(model.cp, limits, presolve=False)
    if status == cp_model.INFEASIBLE:
        return Solution(None, NOTHING_KNOWN, NOTHING_KNOWN)
    if status == cp_model.UNKNOWN:
        return Solution(None, NOTHING_KNOWN, max(0, _whole(solver.best_objective_bound)))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise SolverError(f"CP-SAT ended with {solver.status_name(status)}")
    person = np.full(problem.households, UNSERVED)
    used = np.fromiter((solver.value(x) for x in model.pair), bool, len(model.pair))
    person[problem.reach.household[used]] = problem.reach.person[used]
    value = goal.value(problem, person)
    bound = value if status == cp_model.OPTIMAL else _whole(solver.best_objective_bound)
    return Solution(person, value, min(value, bound))


def _run(
    cp: cp_model.CpModel, limits: SearchLimits, *, presolve: bool
) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(limits.clock_s - time.monotonic(), 0.0)
    solver.parameters.max_deterministic_time = limits.effort
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = limits.seed % 2**31
    solver.parameters.cp_model_presolve = presolve
    with _stopped(solver, limits):
        return solver, solver.solve(cp)


@contextmanager
def _stopped(solver: cp_model.CpSolver, limits: SearchLimits) -> Iterator[None]:
    """Stop the search when the processor time is up: CP-SAT itself looks at the clock alone."""
    done = Event()

    def watch() -> None:
        while not done.wait(LOOK_EVERY_S):
            if limits.over:
                solver.stop_search()

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _contradicts(solver: cp_model.CpSolver, status: cp_model.CpSolverStatus, known: int) -> bool:
    """Tell whether a proof denies a plan that is known.

    Presolve in OR-Tools 9.15 has been seen to lose the best plan of a model with as many large
    numbers as ours; without it the same models were answered right, only more slowly.
    """
    if status == cp_model.INFEASIBLE:
        return True
    return status == cp_model.OPTIMAL and round(solver.objective_value) > known


def _whole(bound: float) -> int:
    return int(np.ceil(bound - 1e-6)) if np.isfinite(bound) else 0


def make_model(problem: AssignmentProblem) -> CpModelVariables:
    """Return the variables and the rules, without a goal."""
    cp = cp_model.CpModel()
    reach = problem.reach
    pair = [cp.new_bool_var("") for _ in range(len(reach))]
    skip = [cp.new_bool_var("") for _ in range(problem.households)]
    of_household: list[list[cp_model.IntVar]] = [[x] for x in skip]
    of_person: list[list[cp_model.IntVar]] = [[] for _ in range(problem.persons)]
    for row, x in enumerate(pair):
        of_household[reach.household[row]].append(x)
        of_person[reach.person[row]].append(x)
    for options in of_household:
        cp.add_exactly_one(options)
    for household in np.flatnonzero(problem.pinned):
        cp.add(skip[household] == 0)
    seats = [_seats(cp, problem, row, of_person[row]) for row in range(problem.persons)]
    short = [_exception(cp, int(problem.minimum[row]), taken) for row, taken in enumerate(seats)]
    for person in np.flatnonzero(~problem.may_be_short):
        cp.add(short[person] == 0)
    if problem.exceptions is not None:
        cp.add(sum(short) <= problem.exceptions)
    if problem.unserved is not None:
        cp.add(sum(skip) == problem.unserved)
    return CpModelVariables(cp, pair, skip, short, seats)


def _seats(
    cp: cp_model.CpModel, problem: AssignmentProblem, row: int, pairs: list[cp_model.IntVar]
) -> list[cp_model.IntVar]:
    """Return ordered seats of a person: the k-th is taken when the load is at least k."""
    count = min(int(problem.maximum[row]), len(pairs))
    seats = [cp.new_bool_var("") for _ in range(count)]
    for earlier, later in pairwise(seats):
        cp.add_implication(later, earlier)
    cp.add(sum(pairs) == sum(seats))
    return seats


def _exception(cp: cp_model.CpModel, minimum: int, seats: list[cp_model.IntVar]) -> cp_model.IntVar:
    """Return a variable that is 1 when the first seat is taken but not the minimum-th."""
    short = cp.new_bool_var("")
    if not seats or minimum <= 1:
        cp.add(short == 0)
    elif len(seats) < minimum:
        cp.add(short == seats[0])
    else:
        cp.add(short == seats[0] - seats[minimum - 1])
    return short
