"""``python -m benchmarks.field_tools [VILLAGES]``: the models of two published field tools.

SurveyScout (IDinsight: surveyors to survey targets) and CommCare HQ (Dimagi: cases to users) are
rebuilt here from what they do, on OR-Tools' solvers: one boolean for every pair, near or far, each
household once, the same minimum and maximum for everybody; SurveyScout also has a largest cost of a
pair and of all together. They cannot leave a member in reserve or a household unserved. So the
villages are such that nobody can, and no limit binds: all ask the same question, and the walks
have to be the same.
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median
from typing import Any

import numpy as np

from benchmarks.cases import hamlet_village
from benchmarks.run import in_one_thread, machine
from benchmarks.tables import SAME_M
from optimizer.domain.scenario import Floats, Village
from optimizer.pipeline import plan_village

HOUSEHOLDS, MEMBERS = 395, 40
"""Thirty-nine members hold 390: everybody is needed."""
LIMIT_M = 10_000.0
LIMIT_S = 120.0


def drawn(seed: int, households: int = HOUSEHOLDS, members: int = MEMBERS) -> Village:
    """Return a village in which everybody is needed and everybody reaches everybody."""
    made = hamlet_village(np.random.default_rng((8, seed)), households, members, 8, 1_500.0)
    return replace(made, rules=made.rules.model_copy(update={"max_distance_m": LIMIT_M}))


def dense_model(village: Village, solver: str, *, costs: bool) -> float:
    """Return the walk in metres that a dense model finds, NaN where it is not optimal in time.

    Parameters
    ----------
    solver
        ``SCIP`` or ``CBC``.
    costs
        Whether there is a largest cost of each pair, and of all together.
    """
    pywraplp: Any = importlib.import_module("ortools.linear_solver.pywraplp")  # has no types
    metres = _metres(village)
    model = pywraplp.Solver.CreateSolver(solver)
    model.SetTimeLimit(int(1_000 * LIMIT_S))
    homes, people = map(range, metres.shape)
    used = [[model.BoolVar("") for _ in people] for _ in homes]
    for of_home in used:
        model.Add(sum(of_home) == 1)
    low, high = int(village.members.minimum[0]), int(village.members.maximum[0])
    for person in people:
        load = sum(used[home][person] for home in homes)
        model.Add(load >= low)
        model.Add(load <= high)
    total = sum(metres[home, person] * used[home][person] for home in homes for person in people)
    if costs:
        for home in homes:
            for person in people:
                model.Add(metres[home, person] * used[home][person] <= LIMIT_M)
        model.Add(total <= LIMIT_M * len(metres))
    model.Minimize(total)
    status = model.Solve()
    return float(model.Objective().Value()) if status == pywraplp.Solver.OPTIMAL else float("nan")


def _metres(village: Village) -> Floats:
    homes, people = village.households.xy, village.members.xy
    apart = homes[:, None, :] - people[None, :, :]
    return np.asarray(np.hypot(apart[..., 0], apart[..., 1]))


def ours(village: Village) -> float:
    """Return the walk of the whole plan, which is proven."""
    plan = plan_village(village)
    assert all(proof.proven for proof in plan.today.proofs.values())
    return plan.today.walk_m


TOOLS: dict[str, Callable[[Village], float]] = {
    "program": ours,
    "SurveyScout (SCIP)": lambda village: dense_model(village, "SCIP", costs=True),
    "CommCare HQ (CBC)": lambda village: dense_model(village, "CBC", costs=False),
}


def measure(village: Village) -> dict[str, tuple[float, float]]:
    """Return processor seconds and walk of each tool; the walks are the same where proven."""
    found = {}
    for name, tool in TOOLS.items():
        start_s = time.process_time()
        walk_m = tool(village)
        found[name] = time.process_time() - start_s, walk_m
    walks = [walk_m for _, walk_m in found.values() if np.isfinite(walk_m)]
    assert max(walks) - min(walks) < SAME_M, found
    return found


def main(arguments: Sequence[str]) -> int:
    """Measure the villages and print the medians."""
    in_one_thread("benchmarks.field_tools")
    sys.stdout.write(" · ".join(f"{key} {value}" for key, value in machine().items()) + "\n")
    measure(drawn(0, 19, 2))
    villages = int(arguments[0]) if arguments else 6
    rows = [measure(drawn(seed)) for seed in range(villages)]
    for name in TOOLS:
        seconds = [row[name][0] for row in rows]
        ratio = median(row[name][0] / row["program"][0] for row in rows)
        proven = sum(bool(np.isfinite(row[name][1])) for row in rows)
        sys.stdout.write(
            f"{name}: median {1e3 * median(seconds):,.1f} ms, longest {1e3 * max(seconds):,.1f} ms "
            f"of CPU; {proven} of {villages} proven; {ratio:,.0f} times the program\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
