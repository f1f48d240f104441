"""The fewest recruits as a plain CP-SAT model: one boolean a pair, written from the rules alone."""

from __future__ import annotations

from itertools import product

import numpy as np
from ortools.sat.python import cp_model

from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Village


def fewest(village: Village, most: int | None) -> tuple[int, int]:
    """Return the unserved households and the recruits, in this order of importance."""
    cp, rules = cp_model.CpModel(), village.rules
    strict = rules.minimum is MinimumPolicy.ENFORCE
    held, near = _pairs(village)
    x = {pair: cp.new_bool_var("") for pair in held}
    z = {pair: cp.new_bool_var("") for pair in near}
    for home in range(len(village.households)):
        cp.add_at_most_one(v for (h, _), v in [*x.items(), *z.items()] if h == home)
    for member, high in enumerate(village.members.maximum):
        load, used = sum(v for (_, m), v in x.items() if m == member), cp.new_bool_var("")
        cp.add(load <= int(high) * used)
        if strict:
            # Who has fewer locks than the minimum may hold any number from these on.
            locks, least = village.locked[:, 1].tolist().count(member), village.members.minimum
            cp.add(load >= min(locks or int(least[member]), int(least[member])) * used)
    y = []
    for site in range(len(village.sites)):
        load = sum(v for (_, s), v in z.items() if s == site)
        y.append(cp.new_int_var(0, rules.recruits_per_place or len(village.households), ""))
        cp.add(load <= rules.max_households * y[-1])
        if strict:
            cp.add(load >= rules.min_households * y[-1])
    if most is not None:
        cp.add(sum(y) <= most)
    locked = set(map(tuple, village.locked.tolist()))
    goals = [-sum(v for pair, v in x.items() if pair in locked)] if strict else []
    served = sum(x.values()) + sum(z.values())
    found = [_least(cp, goal) for goal in (*goals, -served, sum(y))]
    return len(village.households) + found[-2], found[-1]


def _pairs(village: Village) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    locked = {int(h): int(m) for h, m in village.locked}
    forbidden = {(int(h), int(m)) for h, m in village.forbidden}
    limit = village.rules.max_distance_m
    members = list(product(range(len(village.households)), range(len(village.members))))
    sites = list(product(range(len(village.households)), range(len(village.sites))))
    held = [
        (h, m)
        for h, m in members
        if locked.get(h) == m
        or (
            h not in locked
            and (h, m) not in forbidden
            and _apart(village.households.xy[h], village.members.xy[m]) <= limit
        )
    ]
    near = [
        (h, s)
        for h, s in sites
        if h not in locked and _apart(village.households.xy[h], village.sites.xy[s]) <= limit
    ]
    return held, near


def _apart(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.hypot(*(one - other)))


def _least(cp: cp_model.CpModel, goal: cp_model.LinearExprT) -> int:
    cp.minimize(goal)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(cp) == cp_model.OPTIMAL
    best = round(solver.objective_value)
    cp.add(goal == best)
    return best
