"""The siting of recruits put to plain models: members, all places, and the number fixed.

Both are written as anybody would write them: a variable for each pair within the limit, everybody
served, loads 0 or inside the window, and as many recruits as are known to be needed.
"""

from __future__ import annotations

import datetime as dt
import importlib
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from ortools.math_opt.python import mathopt
from ortools.sat.python import cp_model

from benchmarks.recruits_peers import WHOLE
from optimizer.distance.reach import Reach, make_reach, village_reach
from optimizer.domain.scenario import Ints, Village
from optimizer.recruitment import site_reach

_UNIT = 1e6
"""CP-SAT's costs are whole micrometres, as they are in the program."""


@dataclass(frozen=True, slots=True, eq=False)
class Sites:
    """The question: members and then places as persons.

    Parameters
    ----------
    least, most
        Shape (persons,): the window of one person there.
    useful
        Shape (persons,): persons there at most; a member is one person.
    members, recruits
        How many of the persons are members, and how many recruits there are.
    """

    reach: Reach
    least: Ints
    most: Ints
    useful: Ints
    members: int
    recruits: int

    @classmethod
    def of(cls, village: Village, recruits: int) -> Self:
        """Put members and places into one row of persons."""
        today, near, members = village_reach(village), site_reach(village), village.members
        reach = make_reach(
            np.append(today.household, near.household),
            np.append(today.person, len(members) + near.person),
            np.append(today.metres, near.metres),
            (near.households, len(members) + near.persons),
        )
        window = village.rules.min_households, village.rules.max_households
        least, most = (np.full(near.persons, end) for end in window)
        return cls(
            reach,
            np.append(members.minimum, least),
            np.append(members.maximum, most),
            np.append(np.ones(len(members), np.int64), np.full(near.persons, recruits)),
            len(members),
            recruits,
        )


def strong_mip(sites: Sites, limit_s: float) -> tuple[float, float]:
    """Solve the strong model in HiGHS with its own settings; return walk and bound in metres.

    MathOpt cannot tell HiGHS how many threads to use: it may take more than one.
    """
    model = mathopt.Model()
    x = [model.add_binary_variable() for _ in range(len(sites.reach))]
    y = [model.add_integer_variable(lb=0, ub=float(most)) for most in sites.useful]
    by_home: list[list[mathopt.Variable]] = [[] for _ in range(sites.reach.households)]
    by_person: list[list[mathopt.Variable]] = [[] for _ in y]
    pairs = zip(sites.reach.household.tolist(), sites.reach.person.tolist(), x, strict=True)
    for home, person, pair in pairs:
        by_home[home].append(pair)
        by_person[person].append(pair)
        model.add_linear_constraint(pair <= y[person])
    for choice in by_home:
        model.add_linear_constraint(mathopt.fast_sum(choice) == 1)
    for least, most, load, number in zip(
        sites.least.tolist(), sites.most.tolist(), by_person, y, strict=True
    ):
        model.add_linear_constraint(mathopt.fast_sum(load) >= least * number)
        model.add_linear_constraint(mathopt.fast_sum(load) <= most * number)
    model.add_linear_constraint(mathopt.fast_sum(y[sites.members :]) == sites.recruits)
    model.minimize(
        mathopt.fast_sum(c * v for c, v in zip(sites.reach.metres.tolist(), x, strict=True))
    )
    limits = mathopt.SolveParameters(time_limit=dt.timedelta(seconds=limit_s))
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=limits)
    found = result.has_primal_feasible_solution()
    return result.objective_value() if found else np.inf, result.dual_bound()


def plain_cpsat(sites: Sites, limit_s: float) -> tuple[float, float]:
    """Solve the plain model, a boolean a pair, with one worker; return walk and bound in metres."""
    cp = cp_model.CpModel()
    x = [cp.new_bool_var("") for _ in range(len(sites.reach))]
    y = [cp.new_int_var(0, most, "") for most in sites.useful.tolist()]
    by_home: list[list[cp_model.IntVar]] = [[] for _ in range(sites.reach.households)]
    by_person: list[list[cp_model.IntVar]] = [[] for _ in y]
    pairs = zip(sites.reach.household.tolist(), sites.reach.person.tolist(), x, strict=True)
    for home, person, pair in pairs:
        by_home[home].append(pair)
        by_person[person].append(pair)
    for choice in by_home:
        cp.add_exactly_one(choice)
    for least, most, load, number in zip(
        sites.least.tolist(), sites.most.tolist(), by_person, y, strict=True
    ):
        cp.add(sum(load) >= least * number)
        cp.add(sum(load) <= most * number)
    cp.add(sum(y[sites.members :]) == sites.recruits)
    cp.minimize(cp_model.LinearExpr.weighted_sum(x, sites.reach.micrometres.tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = limit_s
    found = solver.solve(cp) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    walk = solver.objective_value / _UNIT if found else np.inf
    return walk, solver.best_objective_bound / _UNIT


def p_median(sites: Sites, limit_s: float) -> tuple[float, float]:
    """Solve spopt's capacitated p-median in CBC; return walk and bound in metres.

    Members are facilities that are there already. It knows no limit: a pair beyond it costs more
    than all walks, and where one is used there is no plan. It knows no minimum, and opens a
    facility at a place once at most. CBC's bound is told only where it is met.
    """
    locate, pulp = importlib.import_module("spopt.locate"), importlib.import_module("pulp")
    reach, persons = sites.reach, sites.reach.persons
    metres = np.full((reach.households, persons), 1.0 + reach.households * reach.metres.max())
    metres[reach.household, reach.person] = reach.metres
    there = (np.arange(persons) < sites.members).astype(np.int64)
    with warnings.catch_warnings():
        # spopt writes its models in a way that PuLP will give up one day.
        warnings.simplefilter("ignore", DeprecationWarning)
        problem = locate.PMedian.from_cost_matrix(
            metres,
            np.ones(reach.households),
            sites.members + sites.recruits,
            predefined_facilities_arr=there,
            facility_capacities=sites.most,
        ).problem
        problem.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=limit_s, threads=1))
    walk_m = pulp.value(problem.objective)
    whole = all(abs(v.value() - round(v.value())) < WHOLE for v in problem.variables())
    if problem.sol_status <= 0 or not whole or walk_m >= metres.max():
        return np.inf, 0.0
    return walk_m, walk_m if problem.sol_status == pulp.LpSolutionOptimal else 0.0


Solve = Callable[[Sites, float], tuple[float, float]]
"""Question and seconds -> walk and bound in metres."""

PEERS: Mapping[str, Solve] = {
    "strong MIP, HiGHS": strong_mip,
    "plain CP-SAT": plain_cpsat,
}
