"""A cluster as one plain CP-SAT model, written from the rules alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from ortools.sat.python import cp_model

from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Floats, Village


@dataclass(frozen=True)
class Person:
    """A member, or a recruit that a place could have."""

    village: int
    xy: Floats
    least: int
    most: int
    enforced: bool
    recruit: bool = False


@dataclass
class Sums:
    """What the goals add up."""

    skip: list[cp_model.LinearExprT] = field(default_factory=list)
    lent: list[cp_model.LinearExprT] = field(default_factory=list)
    kept: list[cp_model.LinearExprT] = field(default_factory=list)
    walk: list[cp_model.LinearExprT] = field(default_factory=list)
    held: dict[int, list[cp_model.LinearExprT]] = field(default_factory=dict)


def settle_cluster(villages: Sequence[Village]) -> dict[str, int]:
    """Return the best value of every stage, the walk in micrometres."""
    cp, sums = cp_model.CpModel(), Sums()
    persons = [*_members(villages), *_recruits(villages)]
    for number in range(len(villages)):
        _households(cp, villages, number, persons, sums)
    used, short = _windows(cp, villages, persons, sums)
    hired = [(one.village, on) for one, on in zip(persons, used, strict=True) if one.recruit]
    for number, one in enumerate(villages):
        if one.rules.max_recruits is not None:
            cp.add(sum(on for of, on in hired if of == number) <= one.rules.max_recruits)
    goals = {
        "serve": sum(sums.skip),
        "recruit": sum(on for _, on in hired),
        "lent": sum(sums.lent),
        "minimum": sum(short),
        "keep": sum(len(one.current) for one in villages) - sum(sums.kept),
        "walk": sum(sums.walk),
    }
    return {stage: _best(cp, goal) for stage, goal in goals.items()}


def _members(villages: Sequence[Village]) -> list[Person]:
    return [
        Person(number, xy, int(low), int(high), one.rules.minimum is MinimumPolicy.ENFORCE)
        for number, one in enumerate(villages)
        for xy, low, high in zip(
            one.members.xy, one.members.minimum, one.members.maximum, strict=True
        )
    ]


def _recruits(villages: Sequence[Village]) -> list[Person]:
    found = []
    for number, one in enumerate(villages):
        rules = one.rules
        for xy in one.sites.xy if rules.recruiting else ():
            near = sum(
                int((np.hypot(*(other.households.xy - xy).T) <= other.rules.max_distance_m).sum())
                for other in villages
            )
            useful = -(-near // rules.max_households)
            window = rules.min_households, rules.max_households
            enforced = rules.minimum is MinimumPolicy.ENFORCE
            made = Person(number, xy, *window, enforced, recruit=True)
            found += [made] * min(useful, rules.recruits_per_place or useful)
    return found


def _households(
    cp: cp_model.CpModel,
    villages: Sequence[Village],
    number: int,
    persons: Sequence[Person],
    sums: Sums,
) -> None:
    """Give every household of a village one person, or nobody."""
    one = villages[number]
    first = sum(len(other.members) for other in villages[:number])
    locked = {int(h): int(m) + first for h, m in one.locked}
    forbidden = {(int(h), int(m) + first) for h, m in one.forbidden}
    current = {int(h): int(m) + first for h, m in one.current}
    for row in range(len(one.households)):
        mine = []
        for who, person in enumerate(persons):
            metres = float(np.hypot(*(one.households.xy[row] - person.xy)))
            near = metres <= one.rules.max_distance_m and (row, who) not in forbidden
            if not (locked[row] == who if row in locked else near):
                continue
            pair = cp.new_bool_var("")
            mine.append(pair)
            sums.held.setdefault(who, []).append(pair)
            sums.walk.append(round(metres * 1e6) * pair)
            if person.village != number:
                sums.lent.append(pair)
            if current.get(row) == who:
                sums.kept.append(pair)
        out = cp.new_bool_var("")
        cp.add(sum(mine) + out == 1)
        if row in locked:
            cp.add(out == 0)
        sums.skip.append(out)


def _windows(
    cp: cp_model.CpModel, villages: Sequence[Village], persons: Sequence[Person], sums: Sums
) -> tuple[list[cp_model.LinearExprT], list[cp_model.IntVar]]:
    """Return who is used, and who is used below the minimum."""
    starts = np.cumsum([0, *(len(one.members) for one in villages)]).tolist()
    forced = {
        int(member) + starts[number]
        for number, one in enumerate(villages)
        for _, member in one.locked
    }
    used: list[cp_model.LinearExprT] = []
    short = []
    for who, person in enumerate(persons):
        load = sum(sums.held.get(who, []))
        inside, below = cp.new_bool_var(""), cp.new_bool_var("")
        few = max(min(person.least - 1, person.most), 0)
        cp.add(load <= person.most * inside + few * below)
        cp.add(load >= person.least * inside + below)
        cp.add(inside + below <= 1)
        if person.enforced and who not in forced:
            cp.add(below == 0)
        used.append(inside + below)
        short.append(below)
    return used, short


def _best(cp: cp_model.CpModel, goal: cp_model.LinearExprT) -> int:
    cp.minimize(goal)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(cp) == cp_model.OPTIMAL
    best = round(solver.objective_value)
    cp.add(goal == best)
    return best
