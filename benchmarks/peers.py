"""The same questions put to plain models and published tools, and the simple rules.

Every peer gets the village's arrays and finds its own distances. Where a peer cannot ask the whole
question, it is told what it does not ask: everybody is served, everybody is needed.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from ortools.linear_solver.python import model_builder_helper as builder
from ortools.sat.python import cp_model

from optimizer.domain.scenario import Floats, Ints, Village

LIMIT_S = 60.0
"""Seconds that a peer may take for a village."""
_UNIT = 1e6
"""Costs are whole micrometres in CP-SAT, as they are in the program."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a peer says.

    Parameters
    ----------
    walk_m
        None where it found no plan.
    status
        ``optimal``, ``stopped`` (by the time limit), ``none`` (no plan exists) or ``heuristic``.
    missed
        Households without anybody, and those beyond what their member may have.
    """

    walk_m: float | None
    bound_m: float | None
    status: str
    missed: int = 0


def plain_cpsat(village: Village) -> Found:
    """Solve the obvious model: one boolean a pair, everybody's window as hard bounds.

    It asks the program's question only where everybody can be served and everybody is needed.
    """
    metres = _metres(village)
    household, person = np.nonzero(metres <= village.rules.max_distance_m)
    cost = np.rint(metres[household, person] * _UNIT).astype(np.int64).tolist()
    cp = cp_model.CpModel()
    used = [cp.new_bool_var("") for _ in cost]
    of_household: list[list[cp_model.IntVar]] = [[] for _ in range(len(metres))]
    of_person: list[list[cp_model.IntVar]] = [[] for _ in range(metres.shape[1])]
    for h, p, x in zip(household.tolist(), person.tolist(), used, strict=True):
        of_household[h].append(x)
        of_person[p].append(x)
    for options in of_household:
        cp.add_exactly_one(options)
    low, high = village.members.minimum.tolist(), village.members.maximum.tolist()
    for least, most, pairs in zip(low, high, of_person, strict=True):
        cp.add_linear_constraint(sum(pairs), least, most)
    cp.minimize(cp_model.LinearExpr.weighted_sum(used, cost))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = LIMIT_S
    status = solver.solve(cp)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Found(None, None, "none" if status == cp_model.INFEASIBLE else "stopped")
    said = "optimal" if status == cp_model.OPTIMAL else "stopped"
    return Found(solver.objective_value / _UNIT, solver.best_objective_bound / _UNIT, said)


def strong_mip(village: Village) -> Found:
    """Solve the strong model (a pair only with its member in use) with HiGHS, as it comes.

    Loads are 0 or inside the window, and everybody is served: ``none`` where that cannot be.
    """
    metres = _metres(village)
    household, person = np.nonzero(metres <= village.rules.max_distance_m)
    pairs, persons = len(household), metres.shape[1]
    low, high, matrix = _strong_rows(village, household, person)
    model = builder.ModelBuilderHelper()
    fill: Any = model.fill_model_from_sparse_data  # its stub names a type that numpy lacks
    columns = pairs + persons
    cost = np.concatenate([metres[household, person], np.zeros(persons)])
    fill(np.zeros(columns), np.ones(columns), cost, low, high, matrix)
    for column in range(columns):
        model.set_var_integrality(column, True)  # noqa: FBT003 - takes no keyword
    solver = builder.ModelSolverHelper("highs")
    solver.set_time_limit_in_seconds(LIMIT_S)
    solver.set_solver_specific_parameters("mip_rel_gap=0.0\nthreads=1\nlog_to_console=false")
    solver.solve(model)
    if not solver.has_solution():
        infeasible = solver.status() == builder.SolveStatus.INFEASIBLE
        return Found(None, None, "none" if infeasible else "stopped")
    said = "optimal" if solver.status() == builder.SolveStatus.OPTIMAL else "stopped"
    return Found(float(solver.objective_value()), float(solver.best_objective_bound()), said)


def _strong_rows(
    village: Village, household: Ints, person: Ints
) -> tuple[Floats, Floats, sp.csr_matrix]:
    """Return bounds and matrix: each household once, both ends of the windows, pair by pair."""
    pairs, households, persons = len(household), len(village.households), len(village.members)
    pair, one, everybody = np.arange(pairs), np.ones(pairs), np.arange(persons)
    load = sp.csr_matrix((one, (person, pair)), (persons, pairs))
    window = [
        sp.hstack([load, sp.csr_matrix((-bound.astype(float), (everybody, everybody)))])
        for bound in (village.members.maximum, village.members.minimum)
    ]
    once = sp.csr_matrix((one, (household, pair)), (households, pairs + persons))
    strong = sp.hstack(
        [sp.identity(pairs), sp.csr_matrix((-one, (pair, person)), (pairs, persons))]
    )
    matrix = sp.csr_matrix(sp.vstack([once, *window, strong]))
    empty, all_once = np.zeros(persons), np.ones(households)
    low = np.concatenate([all_once, empty - np.inf, empty, one - np.inf])
    high = np.concatenate([all_once, empty, empty + np.inf, one - 1])
    return low, high, matrix


def nearest(village: Village) -> Found:
    """Give every household its nearest member, however far and however many there are."""
    metres = _metres(village)
    loads = np.bincount(metres.argmin(axis=1), minlength=len(village.members))
    over = np.maximum(loads - village.members.maximum, 0)
    return Found(float(metres.min(axis=1).sum()), None, "heuristic", int(over.sum()))


def greedy(village: Village) -> Found:
    """Take all pairs within the limit from the nearest to the farthest, while there are seats."""
    metres, seats = _metres(village), village.members.maximum.tolist()
    household, person = np.nonzero(metres <= village.rules.max_distance_m)
    order = np.argsort(metres[household, person], kind="stable")
    walks: dict[int, float] = {}
    for home, member in zip(household[order].tolist(), person[order].tolist(), strict=True):
        if home not in walks and seats[member]:
            seats[member] -= 1
            walks[home] = float(metres[home, member])
    return Found(sum(walks.values()), None, "heuristic", len(metres) - len(walks))


def kmeans_once(village: Village) -> Found:
    """Run one iteration of k-means-constrained from the members' homes.

    It knows one window for all, no distance limit, and moves the centres away from the homes. The
    walk is to the homes, so that it can be compared.
    """
    kmeans = importlib.import_module("k_means_constrained")
    members, rules = village.members, village.rules
    found = kmeans.KMeansConstrained(
        n_clusters=len(members),
        size_min=rules.min_households,
        size_max=rules.max_households,
        init=members.xy,
        n_init=1,
        max_iter=1,
        random_state=0,
        n_jobs=1,
    ).fit_predict(village.households.xy)
    person: NDArray[np.int64] = np.asarray(found, np.int64)
    return Found(float(_metres(village)[np.arange(len(person)), person].sum()), None, "heuristic")


def _metres(village: Village) -> Floats:
    """Return all distances, shape (households, members)."""
    home, post = village.households.xy, village.members.xy
    apart = home[:, None, :] - post[None, :, :]
    return np.asarray(np.hypot(apart[..., 0], apart[..., 1]), np.float64)
