"""How much longer a plan out of a list walks than the best one by the true points.

``python -m benchmarks.list_walks [VILLAGES]``: random villages of alleys in hamlets, planned by
their points, by the list with 500 m between any two hamlets (``flat``) and by the list with the
true distances between hamlets (``hamlets``); all walks are those of the true points.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from optimizer.domain.goals import Stage
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Floats, Village
from optimizer.input.request import scenario_from_request
from optimizer.pipeline import plan_village

HOUSE_M, LIMIT_M = 15.0, 3000.0
SECONDS = 10.0


def random_village(seed: int) -> dict[str, Any]:
    """Return households and members with points and addresses: alleys off a hamlet's middle."""
    draw = np.random.default_rng(seed)
    homes: list[dict[str, Any]] = []
    middles = draw.uniform(-800, 800, (int(draw.integers(2, 5)), 2))
    for hamlet, middle in enumerate(middles):
        for alley in range(int(draw.integers(2, 6))):
            start = middle + draw.uniform(-150, 150, 2)
            way = draw.uniform(0, 2 * np.pi)
            step = np.array([np.cos(way), np.sin(way)]) * HOUSE_M
            for order in range(1, int(draw.integers(8, 25))):
                x, y = start + order * step + draw.normal(0, 4, 2)
                place = {"hamlet": f"X{hamlet}", "alley": f"N{alley}", "order": order}
                homes.append({"id": f"h{len(homes)}", "x": x, "y": y, **place})
    count = -(-len(homes) * 10 // 85)  # 85 % of the room is used
    chosen = draw.choice(len(homes), count, replace=False).tolist()
    members = [{**homes[at], "id": f"m{at}"} for at in sorted(chosen)]
    apart = [
        [f"X{one}", f"X{other}", float(np.hypot(*(middles[one] - middles[other])))]
        for one in range(len(middles))
        for other in range(one)
    ]
    return {"id": f"r{seed}", "households": homes, "members": members, "hamlets": apart}


def planned(village: dict[str, Any], metric: str) -> tuple[Village, VillagePlan]:
    """Plan a village by one metric."""
    rules = {"metric": metric, "max_distance_m": LIMIT_M, "recruiting": False}
    document = {"coordinates": "metres", "rules": rules, "villages": [village]}
    [read] = scenario_from_request(document).villages
    return read, plan_village(read, time_limit_s=SECONDS)


def walked_m(village: Village, plan: VillagePlan) -> float:
    """Return the walk of a plan by the true points, in metres."""
    person = plan.today.person
    served = np.flatnonzero(person >= 0)
    apart: Floats = village.households.xy[served] - village.members.xy[person[served]]
    return float(np.hypot(apart[:, 0], apart[:, 1]).sum())


def longer(seed: int) -> tuple[int, int, float, float, bool]:
    """Return households, members, how much longer both lists' plans walk, whether 0 is proven."""
    village = random_village(seed)
    truth, best = planned(village, "straight")
    least = walked_m(truth, best)
    flat = village | {"hamlets": [[one, other, 500.0] for one, other, _ in village["hamlets"]]}
    parts = [walked_m(truth, planned(each, "list")[1]) / least - 1 for each in (flat, village)]
    proof = best.today.proofs[Stage.WALK]
    return len(truth.households), len(truth.members), parts[0], parts[1], bool(proof.proven)


def main(arguments: list[str]) -> None:
    """Print a line a village, and what they come to."""
    rows = []
    for seed in range(int(arguments[0]) if arguments else 20):
        homes, members, flat, near, proven = longer(seed)
        rows.append((flat, near))
        word = "proven" if proven else "not proven"
        print(f"{seed} {homes} x {members}: {flat:+.0%} {near:+.0%} ({word})", flush=True)  # noqa: T201
    for name, part in zip(("flat", "hamlets"), np.array(rows).T, strict=True):
        low, middle, high = np.percentile(part, [0, 50, 100])
        print(f"{name}: {low:.0%} to {high:.0%}, median {middle:.0%}")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
