"""``python -m benchmarks.large [HOUSEHOLDS MEMBERS SECONDS]``: one very large village.

Hamlets of about fifty households over so much ground that a member reaches as many as in a village
of 400, planned today with a time limit: processor seconds, seconds by the clock, the memory of the
process at its peak, and the gap of the walk.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.cases import hamlet_village
from benchmarks.run import in_one_thread, machine
from optimizer.domain.goals import Stage
from optimizer.domain.scenario import Village
from optimizer.pipeline import plan_village
from optimizer.verification import verify_plan

SIZES = ((10_000, 1_050, 10.0), (20_000, 2_000, 30.0))
HAMLET = 50
"""Households of a hamlet in the mean."""
EXTENT_M = 1_500.0
"""Of a village of eight hamlets, to each side."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a village took and what came out; ``memory_mb`` is the process's peak."""

    households: int
    members: int
    limit_s: float
    cpu_s: float
    seconds: float
    memory_mb: float
    unserved: int
    walk_m: float
    gap: float


def drawn(households: int, members: int, seed: int = 0) -> Village:
    """Return a village of that size."""
    hamlets = max(1, households // HAMLET)
    extent_m = EXTENT_M * float(np.sqrt(hamlets / 8))
    rng = np.random.default_rng((7, seed))
    return hamlet_village(rng, households, members, hamlets, extent_m)


def measure(households: int, members: int, limit_s: float) -> Row:
    """Plan a village, and verify the plan, which is not timed."""
    village = drawn(households, members)
    cpu_s, start_s = time.process_time(), time.perf_counter()
    plan = plan_village(village, time_limit_s=limit_s)
    cpu_s, seconds = time.process_time() - cpu_s, time.perf_counter() - start_s
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    violations = verify_plan(village, plan)
    assert not violations, violations[:3]
    walk = plan.today.proofs[Stage.WALK]
    unserved = len(plan.today.unserved)
    return Row(
        households, members, limit_s, cpu_s, seconds, memory_mb, unserved, walk.value, walk.gap
    )


def main(arguments: Sequence[str]) -> int:
    """Measure the villages and print a line each."""
    in_one_thread("benchmarks.large")
    sys.stdout.write(" · ".join(f"{key} {value}" for key, value in machine().items()) + "\n")
    sizes: tuple[tuple[int, int, float], ...] = SIZES
    if arguments:
        sizes = ((int(arguments[0]), int(arguments[1]), float(arguments[2])),)
    for size in sizes:
        row = measure(*size)
        sys.stdout.write(
            f"{row.households:,} x {row.members:,}, {row.limit_s:g} s: CPU {row.cpu_s:.1f} s, "
            f"clock {row.seconds:.1f} s, {row.memory_mb:,.0f} MB, {row.unserved} unserved, "
            f"walk {row.walk_m:,.0f} m, gap {row.gap:.2%}\n"
        )
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
