"""``python -m benchmarks.time_limit [KIND ...]``: whether the time limit of a village is kept.

Villages made to break it: all at one point, on a grid full of ties, with a limit that reaches
everybody, short of members, under an enforced minimum, with the balance of loads first, behind a
thousand barriers, and in hamlets that do not reach each other. Each
is read, planned and verified in a process of its own; the planning is held to the limit, a tenth
and half a second of processor time, and to 2 GB in all.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.input.request import scenario_from_request
from optimizer.pipeline import plan_village
from optimizer.verification import verify_plan

KINDS = ("point", "enforce", "pointenforce", "ties", "spread", "balance", "pointbalance")
SIZES = ((2_000, 150), (2_000, 190), (2_000, 400), (5_000, 400))
LIMITS_S = (1.0, 2.0, 10.0)
LARGEST = ((10_000, 1_000), (20_000, 1_000))
LARGEST_S = 10.0
APART = {"barriers": ((200, 20),), "hamlets": ((3_000, 200), (6_000, 400))}
"""Kinds of many connected parts, which have sizes of their own."""
APART_S = 2.0
LINES = 1_000
HAMLET_M, HAMLETS_APART_M = 300.0, 3_000.0
MORE_SHARE, MORE_S = 0.1, 0.5
"""What a plan may take beyond its limit."""
MOST_GB = 2.0
WIDTH_M = 3_000.0
GIVE_UP = 30.0
"""Limits, by the clock, after which a village is given up."""


@dataclass(frozen=True, slots=True)
class Spec:
    """A village of one kind, and how long its plan may take."""

    kind: str
    households: int
    members: int
    limit_s: float
    limit_m: float = 1_000.0


@dataclass(frozen=True, slots=True)
class Row:
    """What a village took.

    Parameters
    ----------
    read_s, planned_s, verified_s
        Of processor time.
    worse
        Households served less than the nearest with room serves, or else the share by which its
        walk is shorter where it serves as many.
    """

    spec: Spec
    read_s: float
    planned_s: float
    verified_s: float
    memory_gb: float
    unserved: int
    recruits: int | None
    unserved_after: int | None
    gap: float
    worse: float

    @property
    def kept(self) -> bool:
        """Whether time and memory were kept, and the plan is no worse than the nearest."""
        allowed_s = (1 + MORE_SHARE) * self.spec.limit_s + MORE_S
        return self.planned_s <= allowed_s and self.memory_gb <= MOST_GB and self.worse <= 0


def specs(kinds: Sequence[str] = (*KINDS, *APART)) -> Iterator[Spec]:
    """Yield the villages of some kinds, from the smallest to the largest."""
    for kind in filter(APART.__contains__, kinds):
        yield from (Spec(kind, *size, APART_S) for size in APART[kind])
    kinds = [kind for kind in kinds if kind not in APART]
    for households, members in SIZES:
        for limit_s in LIMITS_S:
            yield from (Spec(kind, households, members, limit_s) for kind in kinds)
    if "spread" in kinds:
        yield from (Spec("spread", 5_000, 400, limit_s, 100_000.0) for limit_s in LIMITS_S)
    for households, members in LARGEST:
        yield from (Spec(kind, households, members, LARGEST_S) for kind in kinds)


def document(spec: Spec) -> dict[str, Any]:
    """Return a village as a request."""
    rng = random.Random(1)  # noqa: S311 - a benchmark's villages, the same every time
    homes, posts = (
        [_point(spec.kind, rng) for _ in range(many)] for many in (spec.households, spec.members)
    )
    if spec.kind == "ties":
        homes = [(row % 50 * 50.0, row // 50 * 50.0) for row in range(spec.households)]
        posts = [(row % 10 * 250.0 + 25, row // 10 * 250.0 + 25) for row in range(spec.members)]
    if spec.kind == "hamlets":
        homes, posts = (
            [_in_a_hamlet(row % spec.members, rng) for row in range(many)]
            for many in (spec.households, spec.members)
        )
    rules: dict[str, Any] = {"max_distance_m": spec.limit_m}
    if spec.kind.endswith("enforce"):
        rules["minimum"] = "enforce"
    if spec.kind.endswith("balance"):
        rules["priorities"] = ["balance", "longest", "walk"]
    village: dict[str, Any] = {"id": "v"}
    village |= {"households": _rows("h", homes), "members": _rows("m", posts)}
    if spec.kind == "barriers":
        lines = [[[*_point("", rng)], [*_point("", rng)]] for _ in range(LINES)]
        village["barriers"] = {"lines": lines}
    return {"coordinates": "metres", "rules": rules, "villages": [village]}


def _point(kind: str, rng: random.Random) -> tuple[float, float]:
    if kind.startswith("point"):
        return WIDTH_M / 2, WIDTH_M / 2
    return rng.uniform(0, WIDTH_M), rng.uniform(0, WIDTH_M)


def _in_a_hamlet(row: int, rng: random.Random) -> tuple[float, float]:
    """Return a point of one of the hamlets, which are out of each other's reach."""
    at = row % 20, row // 20
    x, y = (HAMLETS_APART_M * step + rng.uniform(0, HAMLET_M) for step in at)
    return x, y


def _rows(letter: str, points: Sequence[tuple[float, float]]) -> list[dict[str, Any]]:
    return [{"id": f"{letter}{row}", "x": x, "y": y} for row, (x, y) in enumerate(points)]


def measure(spec: Spec) -> Row:
    """Read, plan and verify a village in this process."""
    begun_s = time.process_time()
    village = scenario_from_request(document(spec)).villages[0]
    read_s = time.process_time()
    plan = plan_village(village, time_limit_s=spec.limit_s)
    planned_s = time.process_time()
    violations = verify_plan(village, plan)
    assert not violations, violations[:3]
    verified_s = time.process_time()
    return Row(
        spec,
        read_s - begun_s,
        planned_s - read_s,
        verified_s - planned_s,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
        len(plan.today.unserved),
        None if plan.recruitment is None else len(plan.recruitment.places),
        None if plan.after is None else len(plan.after.unserved),
        max(proof.gap for proof in plan.today.proofs.values()),
        _worse(village, plan),
    )


def _worse(village: Village, plan: VillagePlan) -> float:
    """Return by how much the plan is worse than the nearest with room, negative where better.

    Walks are compared where as many are served, with no more exceptions, and the walk comes first.
    """
    rule, today = plan.baselines.greedy, plan.today
    if len(today.unserved) != rule.unserved:
        return float(len(today.unserved) - rule.unserved)
    few = len(today.exceptions(village.members.minimum))
    if few < rule.exceptions or str(village.rules.priorities[0]) != "walk" or not rule.walk_m:
        return 0.0
    return round((today.walk_m - rule.walk_m) / rule.walk_m, 9)


def apart(spec: Spec) -> Row | None:
    """Measure a village in a process of its own; None where it was given up."""
    command = [sys.executable, "-m", "benchmarks.time_limit", "--one", json.dumps(asdict(spec))]
    try:
        done = subprocess.run(  # noqa: S603 - this very interpreter
            command, capture_output=True, check=True, text=True, timeout=GIVE_UP * spec.limit_s + 60
        )
    except subprocess.TimeoutExpired:
        return None
    found = json.loads(done.stdout)
    return Row(**{**found, "spec": spec})


def main(arguments: Sequence[str]) -> None:
    """Print a line a village as it is measured, and at the end how many were kept."""
    if arguments[:1] == ["--one"]:
        sys.stdout.write(json.dumps(asdict(measure(Spec(**json.loads(arguments[1]))))))
        return
    rows = list[Row | None]()
    for spec in specs(arguments or (*KINDS, *APART)):
        rows.append(apart(spec))
        sys.stdout.write(f"{_line(spec, rows[-1])}\n")
        sys.stdout.flush()
    kept = sum(row is not None and row.kept for row in rows)
    sys.stdout.write(f"kept: {kept} of {len(rows)}\n")


def _line(spec: Spec, row: Row | None) -> str:
    """Return a row of a table in Markdown."""
    name = f"{spec.kind} {spec.households:,} x {spec.members:,}"
    name += "" if spec.limit_m <= WIDTH_M else f" at {spec.limit_m / 1000:g} km"
    if row is None:
        return f"| {name} | {spec.limit_s:g} | given up |"
    told = (
        f"{row.planned_s:.2f}",
        f"{row.verified_s:.2f}",
        f"{row.memory_gb:.2f}",
        row.unserved,
        row.recruits,
        row.unserved_after,
        f"{row.gap:.3f}",
        "yes" if row.kept else "no",
    )
    return " | ".join([f"| {name}", f"{spec.limit_s:g}", *map(str, told)]) + " |"


if __name__ == "__main__":
    main(sys.argv[1:])
