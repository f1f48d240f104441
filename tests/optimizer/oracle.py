"""A plain CP-SAT model of a whole plan, written from the rules alone: the oracle of the tests.

It knows nothing of the optimizer's stages, bounds or flows: one boolean a pair, goals settled one
after the other, each to optimality.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from optimizer.plan import Stage
from optimizer.rules import MinimumPolicy, Priority
from optimizer.scenario import Village


@dataclass
class Oracle:
    """Variables and settled values of one village."""

    cp: cp_model.CpModel
    locks: cp_model.LinearExprT
    sums: dict[Stage, cp_model.LinearExprT]


def settle(village: Village) -> dict[Stage, int]:
    """Return the best value of every stage, in order; metres in whole micrometres."""
    oracle = model(village)
    found = {}
    for stage, goal in {None: oracle.locks, **oracle.sums}.items():
        oracle.cp.minimize(goal)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        # With presolve on, CP-SAT 9.15 proves a wrong longest walk on one of these villages.
        solver.parameters.cp_model_presolve = False
        status = solver.solve(oracle.cp)
        assert status == cp_model.OPTIMAL, solver.status_name(status)
        best = round(solver.objective_value)
        oracle.cp.add(goal == best)
        if stage is not None:
            found[stage] = best
    return found


def model(village: Village) -> Oracle:
    cp = cp_model.CpModel()
    home, post = village.households.xy, village.members.xy
    metres = np.hypot(home[:, None, 0] - post[None, :, 0], home[:, None, 1] - post[None, :, 1])
    locked = {int(h): int(m) for h, m in village.locked}
    forbidden = {(int(h), int(m)) for h, m in village.forbidden}
    x, cost = {}, {}
    for h in range(len(home)):
        for m in range(len(post)):
            usable = metres[h, m] <= village.rules.max_distance_m and (h, m) not in forbidden
            if locked.get(h, m) == m and (h in locked or usable):
                x[h, m] = cp.new_bool_var("")
                cost[h, m] = round(metres[h, m] * 1e6)
    skip = [cp.new_bool_var("") for _ in range(len(home))]
    for h in range(len(home)):
        cp.add(sum(v for (i, _), v in x.items() if i == h) + skip[h] == 1)
    short, loads = [], []
    for m in range(len(post)):
        load = cp.new_int_var(0, int(village.members.maximum[m]), "")
        cp.add(load == sum(v for (_, j), v in x.items() if j == m))
        used, below = cp.new_bool_var(""), cp.new_bool_var("")
        cp.add(load >= 1).only_enforce_if(used)
        cp.add(load == 0).only_enforce_if(~used)
        low = int(village.members.minimum[m])
        cp.add(load >= low).only_enforce_if([used, ~below])
        if low <= 1:
            cp.add(below == 0)
        else:
            cp.add(load <= low - 1).only_enforce_if(below)
            cp.add(load >= 1).only_enforce_if(below)
        short.append(below)
        loads.append(load)
    if village.rules.minimum is MinimumPolicy.ENFORCE:
        cp.add(sum(short) == 0)
    return Oracle(cp, sum(skip[h] for h in locked), _goals(village, cp, x, cost, skip, short, loads))


def _goals(village, cp, x, cost, skip, short, loads):  # type: ignore[no-untyped-def]
    sums = {Stage.SERVE: sum(skip), Stage.MINIMUM: sum(short)}
    if len(village.current):
        now = [x[h, m] for h, m in map(tuple, village.current.tolist()) if (h, m) in x]
        sums[Stage.KEEP] = len(village.current) - sum(now)
    for priority in (*village.rules.priorities, Priority.WALK):
        if priority is Priority.WALK and Stage.WALK not in sums:
            sums[Stage.WALK] = sum(cost[pair] * v for pair, v in x.items())
        elif priority is Priority.LONGEST:
            longest = cp.new_int_var(0, max(cost.values(), default=0), "")
            for pair, v in x.items():
                cp.add(longest >= cost[pair]).only_enforce_if(v)
            sums[Stage.LONGEST] = longest
        elif priority is Priority.BALANCE:
            largest = cp.new_int_var(0, 10_000, "")
            squares = []
            for load in loads:
                cp.add(largest >= load)
                square = cp.new_int_var(0, 1_000_000, "")
                cp.add_multiplication_equality(square, [load, load])
                squares.append(square)
            sums[Stage.BALANCE], sums[Stage.SPREAD] = largest, sum(squares)
    return sums
