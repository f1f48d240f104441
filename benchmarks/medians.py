"""Capacitated medians by a matrix: OR-Library's p-median instances, sizes bounded both ways.

``python -m benchmarks.medians FOLDER [--peers SECONDS]``: FOLDER holds ``pmed1.txt`` and so on
(J. E. Beasley, OR-Library), which are read and not copied. Every node is a household and a place,
there are no members, and each median serves exactly so many nodes.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
from ortools.math_opt.python import mathopt
from ortools.sat.python import cp_model
from scipy.sparse.csgraph import floyd_warshall

from optimizer.domain.goals import Stage
from optimizer.domain.scenario import Floats, Scenario
from optimizer.input.request import scenario_from_request
from optimizer.pipeline import plan_village

SIZES = (20, 10, 5)
TIME_LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Found:
    """What one method came to: a sum of distances, a valid bound, and seconds."""

    value: float
    bound: float
    seconds: float

    @property
    def proven(self) -> bool:
        """Whether value and bound meet."""
        return self.bound >= self.value - 0.5  # distances are whole numbers


def read_distances(text: str) -> Floats:
    """Return shortest paths between the nodes of an instance; of an edge the last length counts."""
    numbers = list(map(int, text.split()))
    nodes, rows = numbers[0], np.array(numbers[3:]).reshape(-1, 3)
    graph = np.full((nodes, nodes), np.inf)
    np.fill_diagonal(graph, 0.0)
    for start, end, length in rows.tolist():
        graph[start - 1, end - 1] = graph[end - 1, start - 1] = length
    return np.asarray(floyd_warshall(graph, directed=False), np.float64)


def scenario_of(metres: Floats, size: int) -> Scenario:
    """Return the instance as a village by named distances."""
    nodes = len(metres)
    rules: dict[str, object] = {
        "min_households": size,
        "max_households": size,
        "max_distance_m": 1e6,
        "metric": {"kind": "matrix"},
    }
    rows = [
        [f"n{home:03}", f"n{site:03}", metres[home, site]]
        for home in range(nodes)
        for site in range(nodes)
    ]
    village = {
        "id": "medians",
        "households": [{"id": f"n{node:03}"} for node in range(nodes)],
        "members": [],
        "distances": {"places": rows},
    }
    return scenario_from_request({"rules": rules, "villages": [village]})


def by_planner(metres: Floats, size: int) -> Found:
    """Plan the instance as any village without members."""
    village = scenario_of(metres, size).villages[0]
    started_s = time.perf_counter()
    plan = plan_village(village, time_limit_s=TIME_LIMIT_S)
    seconds = time.perf_counter() - started_s
    assert plan.after is not None
    walk = plan.after.proofs[Stage.WALK]
    return Found(walk.value, walk.bound, seconds)


def by_highs(metres: Floats, size: int, limit_s: float) -> Found:
    """Solve the strong programme with HiGHS: a node is served only where a median is open."""
    nodes, model = range(len(metres)), mathopt.Model()
    is_open = [model.add_binary_variable() for _ in nodes]
    serves = [[model.add_variable(lb=0, ub=1, is_integer=True) for _ in nodes] for _ in nodes]
    for node in nodes:
        model.add_linear_constraint(mathopt.fast_sum(serves[node]) == 1)
        taken = mathopt.fast_sum(serves[other][node] for other in nodes)
        model.add_linear_constraint(taken == size * is_open[node])
        for site in nodes:
            model.add_linear_constraint(serves[node][site] <= is_open[site])
    total = mathopt.fast_sum(
        metres[node, site] * serves[node][site] for node in nodes for site in nodes
    )
    model.minimize(total)
    limits = mathopt.SolveParameters(time_limit=timedelta(seconds=limit_s))
    started_s = time.perf_counter()
    found = mathopt.solve(model, mathopt.SolverType.HIGHS, params=limits)
    seconds = time.perf_counter() - started_s
    value = found.objective_value() if found.has_primal_feasible_solution() else float("inf")
    return Found(value, found.best_objective_bound(), seconds)


def by_cpsat(metres: Floats, size: int, limit_s: float) -> Found:
    """Solve the plain model with CP-SAT on one worker."""
    nodes, model = range(len(metres)), cp_model.CpModel()
    is_open = [model.new_bool_var("") for _ in nodes]
    serves = [[model.new_bool_var("") for _ in nodes] for _ in nodes]
    for node in nodes:
        model.add_exactly_one(serves[node])
        model.add(sum(serves[other][node] for other in nodes) == size * is_open[node])
        for site in nodes:
            model.add_implication(serves[node][site], is_open[site])
    pairs = [(node, site) for node in nodes for site in nodes]
    model.minimize(sum(int(metres[pair]) * serves[pair[0]][pair[1]] for pair in pairs))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = limit_s
    solver.parameters.num_workers = 1
    started_s = time.perf_counter()
    status = solver.solve(model)
    seconds = time.perf_counter() - started_s
    known = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    value = solver.objective_value if known else float("inf")
    return Found(value, solver.best_objective_bound, seconds)


def main(arguments: list[str]) -> None:
    """Print a row for each instance and size."""
    peers_s = float(arguments[arguments.index("--peers") + 1]) if "--peers" in arguments else 0.0
    for path in sorted(Path(arguments[0]).glob("pmed*.txt")):
        metres = read_distances(path.read_text(encoding="utf-8"))
        for size in SIZES:
            rows = {"planner": by_planner(metres, size)}
            if peers_s:
                rows["HiGHS"] = by_highs(metres, size, peers_s)
                rows["CP-SAT"] = by_cpsat(metres, size, peers_s)
            told = "; ".join(
                f"{name} {one.value:.0f} (bound {one.bound:.1f}, {one.seconds:.1f} s, "
                f"{'proven' if one.proven else 'open'})"
                for name, one in rows.items()
            )
            print(f"{path.stem} {len(metres) // size} x {size}: {told}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
