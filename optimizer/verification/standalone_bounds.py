"""A check of the bounds in a response, by itself: no package, whole numbers, a page to read.

``python standalone_bounds.py request.json response.json``, or a result folder's ``bounds.json``
alone, recomputes bounds as `bound_rules` does, of straight lines in metres and named distances.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DEFAULTS = {"min_households": 5, "max_households": 10, "max_distance_m": 1000.0}
NEVER = 1 << 60
Row = dict[str, Any]
Pairs = dict[int, int]


class Village:
    """What may be used: micrometres by household's row, of each member and of each place."""

    def __init__(self, request: Row, asked: Row) -> None:
        self.rules = {**DEFAULTS, **(request.get("rules") or {}), **(asked.get("rules") or {})}
        metric = self.rules.get("metric") or {}
        self.metric = {"kind": metric} if isinstance(metric, str) else metric
        unknown = {self.metric.get("kind")} & {"path", "list"}
        if unknown or request.get("barriers") or asked.get("barriers"):
            sys.exit("only straight lines and named distances are known here")
        self.locked = dict(asked.get("locked") or [])
        self.homes = sorted(asked["households"], key=lambda one: one["id"])
        self.rows = {home["id"]: row for row, home in enumerate(self.homes)}
        low, high = self.rules["min_households"], self.rules["max_households"]
        self.window = (low, high)
        self.windows = {m["id"]: (m.get("min", low), m.get("max", high)) for m in asked["members"]}
        self._named = asked.get("distances") or {}
        self._forbidden = set(map(tuple, asked.get("forbidden") or []))
        self._doors = asked.get("places") is None
        self.members = self._reach("members", asked["members"])
        self.places = self._reach("places", self.homes if self._doors else asked["places"])

    def _reach(self, kind: str, ends: list[Row]) -> dict[str, Pairs]:
        told = {(one, other): metres for one, other, metres in self._named.get(kind) or []}
        found: dict[str, Pairs] = {end["id"]: {} for end in ends}
        for row, home in enumerate(self.homes):
            mine = self.locked.get(home["id"])
            for end in ends:
                pair = home["id"], end["id"]
                metres = self._metres(told, home, end, door=kind == "places" and self._doors)
                may = mine is None and metres <= self.rules["max_distance_m"]
                may = may and not (kind == "members" and pair in self._forbidden)
                if may or (kind, mine) == ("members", end["id"]):
                    found[end["id"]][row] = round(metres * 1e6) if metres < math.inf else 0
        return found

    def _metres(self, told: dict[Any, float], home: Row, end: Row, *, door: bool) -> float:
        if self.metric.get("kind") == "matrix":
            own = 0.0 if door and home["id"] == end["id"] else math.inf
            return told.get((home["id"], end["id"]), own)
        away = math.hypot(home["x"] - end["x"], home["y"] - end["y"])
        return float(self.metric.get("detour", 1.0)) * away

    def walk(self, part: Row, prices: list[int], recruits: int) -> int:
        """Return the micrometres below which no plan goes with as many served and as few short."""
        short, out = len(part["exceptions"]), len(part["unserved"])
        free = sorted(prices[row] for name, row in self.rows.items() if name not in self.locked)
        total, gains = sum(prices) - sum(free[len(free) - out :]), []
        for name, pairs in self.members.items():
            inside, below = best(pairs, prices, self.windows[name], short)
            total += min(inside, 0)
            gains.append(min(below - min(inside, 0), 0))
        copies = min(recruits, self.rules.get("recruits_per_place") or recruits)
        worth = [min(best(one, prices, self.window, short)) for one in self.places.values()]
        line = sorted(value for value in worth for _ in range(copies))
        total += sum(sorted(gains)[:short])
        return int(total + sum(min(value, 0) for value in line[:recruits]))

    def unserved(self, part: Row) -> int:
        """Return how many stay unserved by counting: whoever could make room is full."""
        held: dict[str, set[int]] = {}
        for home, person, *_ in part["assignments"]:
            held.setdefault(person, set()).add(self.rows[home])
        crowd = waiting = {self.rows[name] for name, _ in part["unserved"]}
        asked = set[str]()
        while waiting:
            new = {m for m, pairs in self.members.items() if not waiting.isdisjoint(pairs)} - asked
            asked = asked | new
            waiting = {row for name in new for row in held.get(name, ())} - crowd
            crowd = crowd | waiting
        return len(crowd) - sum(int(self.windows[name][1]) for name in asked)

    def recruits(self, pockets: list[Row]) -> int:
        """Return how many recruits the pockets force; of two that share a place one counts."""
        used, total = set[str](), 0
        for pocket in pockets:
            rows = {self.rows[name] for name in pocket["households"]}
            near = {place for place, pairs in self.places.items() if not rows.isdisjoint(pairs)}
            who = (name for name, pairs in self.members.items() if not rows.isdisjoint(pairs))
            if used.isdisjoint(near):
                room = sum(self.windows[name][1] for name in who)
                total += max(0, -(-(len(rows) - room) // self.window[1]))
                used |= near
        return total


def best(pairs: Pairs, prices: list[int], window: tuple[int, int], short: int) -> tuple[int, int]:
    """Return the best sum of a person inside the window, and below it."""
    sums = [0]
    for cost in sorted(metres - prices[row] for row, metres in pairs.items())[: window[1]]:
        sums.append(sums[-1] + cost)
    low = max(window[0], 1)
    return min(sums[low:], default=NEVER), min(sums[1:low], default=NEVER) if short else NEVER


def check(village: Village, entry: Row) -> Iterator[tuple[str, float, float | None]]:
    """Yield where a bound stands, what is stated, and what it comes to here, where it does."""
    hired = entry.get("recruitment") or {"recruits": [], "pockets": []}
    for where in (name for name in ("today", "after") if entry.get(name)):
        part, number = entry[where], len(hired["recruits"]) if where == "after" else 0
        for stage, proof in part["proof"].items():
            proven: float | None = 0 if proof["bound"] <= 0 else None
            if "prices" in proof:
                proven = village.walk(part, proof["prices"], number) / 1e6
            elif proof["checked"] == "pockets" and (where, stage) == ("today", "serve"):
                proven = village.unserved(part)
            elif proof["checked"] == "pockets" and stage == "recruit":
                proven = village.recruits(hired["pockets"])
            yield f"{entry['id']} {where} {stage}", proof["bound"], proven


def main(*paths: Path) -> int:
    """Print every bound and what it comes to; return how many are too high."""
    asked, told = (json.loads(path.read_text("utf-8")) for path in (paths[0], paths[-1]))
    if asked.get("coordinates", "metres") != "metres":
        sys.exit("degrees and other systems are not known here; write the request in metres")
    entries, wrong = {one["id"]: one.get("asked") or one for one in asked["villages"]}, 0
    for entry in told["villages"]:
        for place, bound, proven in check(village := Village(asked, entries[entry["id"]]), entry):
            holds = proven is None or proven >= bound - 0.001 - 1e-6 * len(village.homes)
            word = ("TOO HIGH", "holds")[holds] if proven is not None else "only a search"
            sys.stdout.write(f"{place}: bound {bound:g}, recomputed {proven}: {word}\n")
            wrong += not holds
    return wrong


if __name__ == "__main__":
    sys.exit(3 if main(*map(Path, sys.argv[1:])) else 0)
