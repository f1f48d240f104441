"""A plain CP-SAT model of the plan after recruiting: the oracle of recruits and their places."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from ortools.sat.python import cp_model

from optimizer.domain.goals import Stage
from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Floats, Village
from tests.optimizer.plain_changes import forced_changes

MICRO = 1_000_000


@dataclass
class Crew:
    """Members, then every recruit that a place could have: posts, windows, variables."""

    xy: Floats
    windows: list[tuple[int, int]]
    pair: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)
    cost: dict[tuple[int, int], int] = field(default_factory=dict)


def settle_after(village: Village) -> dict[Stage, float]:
    """Return the best value of every stage in the default order; metres of whole micrometres."""
    cp, crew = cp_model.CpModel(), _crew(village)
    _pairs(cp, village, crew)
    skip = [cp.new_bool_var("") for _ in range(len(village.households))]
    for row, out in enumerate(skip):
        cp.add(sum(x for (h, _), x in crew.pair.items() if h == row) + out == 1)
    used, short = _windows(cp, crew)
    if village.rules.minimum is MinimumPolicy.ENFORCE:
        # Locks alone force an exception.
        locked = set(village.locked[:, 1].tolist())
        cp.add(sum(x for person, x in enumerate(short) if person not in locked) == 0)
    recruits = sum(used[len(village.members) :])
    if village.rules.max_recruits is not None:
        cp.add(recruits <= village.rules.max_recruits)
    now = [crew.pair[h, m] for h, m in village.current.tolist() if (h, m) in crew.pair]
    for household in village.locked[:, 0].tolist():
        cp.add(skip[household] == 0)
    goals = {
        Stage.SERVE: sum(skip),
        Stage.RECRUIT: recruits,
        Stage.MINIMUM: sum(short),
        Stage.KEEP: len(village.current) - sum(now) - forced_changes(village),
        Stage.WALK: sum(crew.cost[pair] * x for pair, x in crew.pair.items()),
    }
    if not len(village.current):
        del goals[Stage.KEEP]
    return {
        stage: _best(cp, goal) / (MICRO if stage is Stage.WALK else 1)
        for stage, goal in goals.items()
    }


def _crew(village: Village) -> Crew:
    rules, members = village.rules, village.members
    useful = -(-len(village.households) // rules.max_households)
    spots = np.repeat(
        np.arange(len(village.sites)), min(useful, rules.recruits_per_place or useful)
    )
    own = list(zip(members.minimum.tolist(), members.maximum.tolist(), strict=True))
    recruit = (rules.min_households, rules.max_households)
    xy = np.concatenate([members.xy, village.sites.xy[spots]])
    return Crew(xy, [*own, *([recruit] * len(spots))])


def _pairs(cp: cp_model.CpModel, village: Village, crew: Crew) -> None:
    home = village.households.xy
    metres = np.hypot(
        home[:, None, 0] - crew.xy[None, :, 0], home[:, None, 1] - crew.xy[None, :, 1]
    )
    locked = {int(h): int(m) for h, m in village.locked}
    forbidden = {(int(h), int(m)) for h, m in village.forbidden}
    for pair in np.ndindex(metres.shape):
        household, person = pair
        near = metres[pair] <= village.rules.max_distance_m
        usable = locked[household] == person if household in locked else near
        if usable and pair not in forbidden:
            crew.pair[household, person] = cp.new_bool_var("")
            crew.cost[household, person] = round(float(metres[pair]) * MICRO)


def _windows(
    cp: cp_model.CpModel, crew: Crew
) -> tuple[list[cp_model.LinearExprT], list[cp_model.IntVar]]:
    """Return who is used, and who is used below the minimum."""
    used: list[cp_model.LinearExprT] = []
    short = []
    for person, (least, most) in enumerate(crew.windows):
        mine = [x for (_, p), x in crew.pair.items() if p == person]
        inside, below = cp.new_bool_var(""), cp.new_bool_var("")
        few = max(min(least - 1, most), 0)
        cp.add(sum(mine) <= most * inside + few * below)
        cp.add(sum(mine) >= least * inside + below)
        cp.add(inside + below <= 1)
        used.append(inside + below)
        short.append(below)
    return used, short


def _best(cp: cp_model.CpModel, goal: cp_model.LinearExprT) -> int:
    """Settle one goal for good."""
    cp.minimize(goal)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(cp)
    assert status == cp_model.OPTIMAL, solver.status_name(status)
    best = round(solver.objective_value)
    cp.add(goal == best)
    return best
