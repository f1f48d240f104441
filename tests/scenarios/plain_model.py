"""The model written down plainly, one boolean a pair: slow, and hard to get wrong.

It reads a request's JSON on its own and shares no code with what it checks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

DEFAULTS: dict[str, Any] = {
    "min_households": 5,
    "max_households": 10,
    "minimum": "flag",
    "max_distance_m": 1000,
}
MICRO = 1_000_000
RECRUITS_A_PLACE = 2


@dataclass(frozen=True)
class Person:
    """A member, or a recruit near a household."""

    name: str
    at: tuple[float, float]
    least: int
    most: int
    recruit: bool = False


@dataclass(frozen=True)
class Answer:
    """The lexicographic optimum."""

    person: Mapping[str, str]
    recruits: int
    exceptions: int
    changed: int
    walk_m: float

    def loads(self, names: list[str]) -> dict[str, int]:
        """Households of each of those persons."""
        return {name: sum(p == name for p in self.person.values()) for name in names}


def solve(request: Mapping[str, Any], *, recruiting: bool, **changes: object) -> Answer:
    """Settle serve, recruit, minimum, keep and walk, one after the other."""
    village = request["villages"][0]
    rules = DEFAULTS | request["rules"] | changes
    homes = {h["id"]: (h["x"], h["y"]) for h in village["households"]}
    persons = _persons(village, rules, recruiting=recruiting)
    locked = {(h, m) for h, m in village.get("locked", [])}
    forbidden = {(h, m) for h, m in village.get("forbidden", [])}
    model = cp_model.CpModel()
    x = {
        (h, p.name): model.new_bool_var(f"{h} {p.name}")
        for h in homes
        for p in persons
        if (h, p.name) in locked
        or (math.dist(homes[h], p.at) <= rules["max_distance_m"] and (h, p.name) not in forbidden)
    }
    for pair in locked:
        model.add(x[pair] == 1)
    for h in homes:
        model.add_at_most_one(v for (home, _), v in x.items() if home == h)
    hired, excepted = [], []
    for p in persons:
        load = sum(v for (_, name), v in x.items() if name == p.name)
        used = model.new_bool_var(f"used {p.name}")
        below = model.new_bool_var(f"below {p.name}")
        model.add(load <= p.most * used)
        model.add(load >= p.least * used - (p.least - 1) * below)
        model.add(below <= used)
        if rules["minimum"] == "enforce":
            model.add(below == 0)
        excepted.append(below)
        if p.recruit:
            hired.append(used)
    current = {(h, m) for h, m in village.get("current", [])}
    at = {p.name: p.at for p in persons}
    goals = [
        -sum(x.values()),
        sum(hired),
        sum(excepted),
        -sum(v for pair, v in x.items() if pair in current),
        sum(round(MICRO * math.dist(homes[h], at[p])) * v for (h, p), v in x.items()),
    ]
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    for goal in goals:
        if isinstance(goal, int):
            continue
        model.minimize(goal)
        assert solver.solve(model) == cp_model.OPTIMAL
        model.add(goal <= round(solver.objective_value))
    person = {h: p for (h, p), v in x.items() if solver.boolean_value(v)}
    return Answer(
        person,
        sum(solver.boolean_value(v) for v in hired),
        sum(solver.boolean_value(v) for v in excepted),
        sum(h in person and person[h] != m for h, m in current),
        sum(math.dist(homes[h], at[p]) for h, p in person.items()),
    )


def smallest_limit_m(request: Mapping[str, Any]) -> float | None:
    """The smallest limit with which today's members serve everybody, tried one by one."""
    village = request["villages"][0]
    metres = sorted(
        {
            math.dist((h["x"], h["y"]), (m["x"], m["y"]))
            for h in village["households"]
            for m in village["members"]
        }
    )
    return next((d for d in metres if _serves_all(request, max_distance_m=d)), None)


def smallest_maximum(request: Mapping[str, Any]) -> int | None:
    """The smallest maximum load with which today's members serve everybody."""
    counts = range(1, len(request["villages"][0]["households"]) + 1)
    return next(
        (n for n in counts if _serves_all(request, min_households=0, max_households=n)), None
    )


def _serves_all(request: Mapping[str, Any], **changes: object) -> bool:
    served = solve(request, recruiting=False, **changes).person
    return len(served) == len(request["villages"][0]["households"])


def _persons(
    village: Mapping[str, Any], rules: Mapping[str, Any], *, recruiting: bool
) -> list[Person]:
    window = rules["min_households"], rules["max_households"]
    members = [
        Person(m["id"], (m["x"], m["y"]), m.get("min", window[0]), m.get("max", window[1]))
        for m in village["members"]
    ]
    recruits = [
        Person(f"recruit at {h['id']} {n}", (h["x"], h["y"]), *window, recruit=True)
        for h in village["households"]
        for n in range(RECRUITS_A_PLACE)
        if recruiting
    ]
    return members + recruits
