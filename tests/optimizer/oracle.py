"""A plain CP-SAT model of a whole plan, written from the rules alone: the oracle of the tests.

It knows nothing of the optimizer's stages, bounds or flows: one boolean a pair, goals settled one
after the other, each to optimality.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from ortools.sat.python import cp_model

from optimizer.domain.goals import Priority, Stage
from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Village
from tests.optimizer.plain_changes import forced_changes

METRES = (Stage.PRICED, Stage.WALK, Stage.LONGEST)
MICRO = 1_000_000
LARGE = 1_000_000


@dataclass(frozen=True)
class Model:
    """Variables of one village: pairs with their micrometres, unserved, loads and exceptions."""

    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    pair: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)
    cost: dict[tuple[int, int], int] = field(default_factory=dict)
    skip: list[cp_model.IntVar] = field(default_factory=list)
    load: list[cp_model.IntVar] = field(default_factory=list)
    short: list[cp_model.IntVar] = field(default_factory=list)


def settle(village: Village) -> dict[Stage, float]:
    """Return the best value of every stage, in order; metres of whole micrometres."""
    model = make_model(village)
    return {
        stage: _best(model.cp, goal) / (MICRO if stage in METRES else 1)
        for stage, goal in goals(village, model).items()
    }


def _best(cp: cp_model.CpModel, goal: cp_model.LinearExprT) -> int:
    """Settle one goal for good."""
    cp.minimize(goal)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    # With presolve on, CP-SAT 9.15 proves a wrong longest walk on one of these villages.
    solver.parameters.cp_model_presolve = False
    status = solver.solve(cp)
    assert status == cp_model.OPTIMAL, solver.status_name(status)
    best = round(solver.objective_value)
    cp.add(goal == best)
    return best


def make_model(village: Village) -> Model:
    """Return the model with its rules and without a goal."""
    model = Model()
    home, post = village.households.xy, village.members.xy
    metres = np.hypot(home[:, None, 0] - post[None, :, 0], home[:, None, 1] - post[None, :, 1])
    locked = {int(row): int(person) for row, person in village.locked}
    forbidden = {(int(row), int(person)) for row, person in village.forbidden}
    for row, person in np.ndindex(metres.shape):
        near = metres[row, person] <= village.rules.max_distance_m
        usable = bool(near) and (row, person) not in forbidden
        if locked[row] == person if row in locked else usable:
            model.pair[row, person] = model.cp.new_bool_var("")
            model.cost[row, person] = round(float(metres[row, person]) * MICRO)
    for row in range(len(home)):
        model.skip.append(model.cp.new_bool_var(""))
        mine = [x for (household, _), x in model.pair.items() if household == row]
        model.cp.add(sum(mine) + model.skip[row] == 1)
    for person in range(len(post)):
        _add_person(model, village, person)
    for row in village.locked[:, 0].tolist():
        model.cp.add(model.skip[row] == 0)
    if village.rules.minimum is MinimumPolicy.ENFORCE:
        # Locks alone force an exception.
        free = set(range(len(post))) - set(locked.values())
        model.cp.add(sum(model.short[person] for person in free) == 0)
    return model


def _add_person(model: Model, village: Village, person: int) -> None:
    least, most = int(village.members.minimum[person]), int(village.members.maximum[person])
    cp, mine = model.cp, [x for (_, who), x in model.pair.items() if who == person]
    load, used, short = cp.new_int_var(0, most, ""), cp.new_bool_var(""), cp.new_bool_var("")
    cp.add(load == sum(mine))
    cp.add(load >= 1).only_enforce_if(used)
    cp.add(load == 0).only_enforce_if(~used)
    cp.add(load >= least).only_enforce_if([used, ~short])
    if least <= 1:
        cp.add(short == 0)
    else:
        cp.add(load <= least - 1).only_enforce_if(short)
        cp.add(load >= 1).only_enforce_if(short)
    model.load.append(load)
    model.short.append(short)


def goals(village: Village, model: Model) -> dict[Stage, cp_model.LinearExprT]:
    """Return the goals in the order of their stages; the walk comes last where it is not ranked."""
    sums: dict[Stage, cp_model.LinearExprT] = {
        Stage.SERVE: sum(model.skip),
        Stage.MINIMUM: sum(model.short),
    }
    if len(village.current):
        kept = [model.pair[pair] for pair in map(tuple, village.current) if pair in model.pair]
        walk = sum(model.cost[pair] * x for pair, x in model.pair.items())
        price = village.rules.change_price_m
        changes = len(village.current) - sum(kept) - forced_changes(village)
        if price is not None:
            sums[Stage.PRICED] = walk + round(price * MICRO) * changes
        sums[Stage.KEEP] = changes
    for priority in (*village.rules.priorities, Priority.WALK):
        if priority is Priority.LONGEST:
            sums[Stage.LONGEST] = _longest(model)
        elif priority is Priority.BALANCE:
            sums[Stage.BALANCE], sums[Stage.SPREAD] = _balance(model)
        elif Stage.WALK not in sums:
            sums[Stage.WALK] = sum(model.cost[pair] * x for pair, x in model.pair.items())
    return sums


def _longest(model: Model) -> cp_model.IntVar:
    longest = model.cp.new_int_var(0, max(model.cost.values(), default=0), "")
    for pair, x in model.pair.items():
        model.cp.add(longest >= model.cost[pair]).only_enforce_if(x)
    return longest


def _balance(model: Model) -> tuple[cp_model.IntVar, cp_model.LinearExprT]:
    largest = model.cp.new_int_var(0, LARGE, "")
    squares = []
    for load in model.load:
        model.cp.add(largest >= load)
        squares.append(model.cp.new_int_var(0, LARGE, ""))
        model.cp.add_multiplication_equality(squares[-1], [load, load])
    return largest, sum(squares)
