"""A plain CP-SAT model of the plan after recruiting: the oracle of recruits and their places."""

from __future__ import annotations

import numpy as np
from ortools.sat.python import cp_model

from optimizer.plan import Stage
from optimizer.rules import MinimumPolicy
from optimizer.scenario import Village


def settle_after(village: Village) -> dict[Stage, int]:
    """Return the best value of every stage in the default order; metres in whole micrometres.

    One boolean a household and person, one person for each recruit that a place could have.
    """
    cp = cp_model.CpModel()
    rules, members = village.rules, village.members
    per_place = min(
        -(-len(village.households) // rules.max_households), rules.recruits_per_place or 99
    )
    spots = np.repeat(np.arange(len(village.sites)), per_place)
    posts = np.concatenate([members.xy, village.sites.xy[spots]])
    low = [*members.minimum.tolist(), *([rules.min_households] * len(spots))]
    high = [*members.maximum.tolist(), *([rules.max_households] * len(spots))]
    pairs, cost = _pairs(cp, village, posts)
    skip = [cp.new_bool_var("") for _ in range(len(village.households))]
    for row, out in enumerate(skip):
        cp.add(sum(x for (h, _), x in pairs.items() if h == row) + out == 1)
    used, short = [], []
    for person in range(len(posts)):
        mine = [x for (_, p), x in pairs.items() if p == person]
        inside, below = cp.new_bool_var(""), cp.new_bool_var("")
        cp.add(sum(mine) <= high[person] * inside + max(min(low[person] - 1, high[person]), 0) * below)
        cp.add(sum(mine) >= low[person] * inside + below)
        cp.add(inside + below <= 1)
        for x in mine:
            cp.add(x <= inside + below)
        short.append(below)
        used.append(inside + below)
    if rules.minimum is MinimumPolicy.ENFORCE:
        cp.add(sum(short) == 0)
    recruits = sum(used[len(members) :])
    if rules.max_recruits is not None:
        cp.add(recruits <= rules.max_recruits)
    locks = sum(skip[int(h)] for h in village.locked[:, 0])
    goals: dict[Stage | None, cp_model.LinearExprT] = {
        None: locks,
        Stage.SERVE: sum(skip),
        Stage.RECRUIT: recruits,
        Stage.MINIMUM: sum(short),
    }
    if len(village.current):
        now = [pairs[h, m] for h, m in village.current.tolist() if (h, m) in pairs]
        goals[Stage.KEEP] = len(village.current) - sum(now)
    goals[Stage.WALK] = sum(cost[pair] * x for pair, x in pairs.items())
    return _settled(cp, goals)


def _pairs(
    cp: cp_model.CpModel, village: Village, posts: np.ndarray  # type: ignore[type-arg]
) -> tuple[dict[tuple[int, int], cp_model.IntVar], dict[tuple[int, int], int]]:
    home = village.households.xy
    metres = np.hypot(home[:, None, 0] - posts[None, :, 0], home[:, None, 1] - posts[None, :, 1])
    locked = {int(h): int(m) for h, m in village.locked}
    forbidden = {(int(h), int(m)) for h, m in village.forbidden}
    usable = [
        (h, p)
        for h in range(len(home))
        for p in range(len(posts))
        if (locked[h] == p if h in locked else metres[h, p] <= village.rules.max_distance_m)
        and (h, p) not in forbidden
    ]
    return (
        {pair: cp.new_bool_var("") for pair in usable},
        {pair: round(metres[pair] * 1e6) for pair in usable},
    )


def _settled(
    cp: cp_model.CpModel, goals: dict[Stage | None, cp_model.LinearExprT]
) -> dict[Stage, int]:
    found = {}
    for stage, goal in goals.items():
        cp.minimize(goal)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = 60
        assert solver.solve(cp) == cp_model.OPTIMAL
        best = round(solver.objective_value)
        cp.add(goal == best)
        if stage is not None:
            found[stage] = best
    return found
