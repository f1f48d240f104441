"""``python -m benchmarks.siting_time [SECONDS ...] [FILE.svg]``: the plan after recruiting in time.

The villages of the preset ``ninh-thuan`` whose recruits are hardest to place, each planned as a
whole (today, the fewest recruits, their places) with half a second, one and three seconds, or with
those that are told. Each time limit is a plan of its own, as a user asks for it. Walks stand beside
the best that is known of each village and beside the bound of the same run; a file gets the gaps
as curves.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.gap_picture import gap_picture
from benchmarks.run import in_one_thread, machine
from benchmarks.targets import Target, targets_table
from optimizer.domain.goals import Stage
from optimizer.domain.scenario import Village
from optimizer.pipeline import plan_village
from optimizer.verification import verify_plan
from scenarios import generate

PRESET = "ninh-thuan"
BEST_M: Mapping[str, float] = {
    "408-007": 40_470.0,
    "202-009": 60_313.0,
    "403-001": 43_308.0,
    "302-009": 49_962.0,
    "303-007": 44_856.0,
    "202-010": 115_667.0,
    "306-001": 42_785.0,
    "703-003": 88_827.0,
}
"""The shortest walk in metres that is known of each village, with its fewest recruits."""
LIMITS_S = (0.5, 1.0, 3.0)
ALLOWED = {1.0: 0.02, 3.0: 0.005, 20.0: 0.001}
"""Above the best known walk after so many seconds, at most."""
CLOSE = 0.005
"""Between walk and bound after twenty seconds, at most."""
LONG_S = 20.0


@dataclass(frozen=True, slots=True)
class Row:
    """A village planned with one time limit.

    Parameters
    ----------
    cpu_s, seconds
        Of this process, and on the clock.
    best_m
        The shortest walk known, NaN where none is.
    """

    village: str
    recruits: int
    limit_s: float
    cpu_s: float
    seconds: float
    unserved: int
    walk_m: float
    bound_m: float
    gap: float
    best_m: float

    @property
    def above(self) -> float:
        """How much longer the walk is than the best known, as a share of it."""
        return self.walk_m / self.best_m - 1


def villages(names: Sequence[str] = tuple(BEST_M)) -> dict[str, Village]:
    """Return villages of the preset by their id, in the order asked."""
    found = {village.id: village for village in generate(PRESET).villages}
    return {name: found[name] for name in names}


def measure(village: Village, limit_s: float, best_m: float) -> Row:
    """Plan a village with recruits and verify the plan, which is not timed."""
    cpu_s, start_s = time.process_time(), time.perf_counter()
    plan = plan_village(village, time_limit_s=limit_s)
    cpu_s, seconds = time.process_time() - cpu_s, time.perf_counter() - start_s
    violations = verify_plan(village, plan)
    assert not violations, violations[:3]
    assert plan.after is not None, "every village of this benchmark is short"
    assert plan.recruitment is not None, "every village of this benchmark is short"
    walk = plan.after.proofs[Stage.WALK]
    return Row(
        village.id,
        len(plan.recruitment.places),
        limit_s,
        cpu_s,
        seconds,
        len(plan.after.unserved),
        walk.value,
        walk.bound,
        walk.gap,
        best_m,
    )


def table(rows: Sequence[Row]) -> Table:
    """Return a line for each village and time limit."""
    shown = Table(title="siting: walk as time goes on", title_justify="left")
    for head in (
        "village", "recruits", "limit s", "CPU s", "clock s", "unserved",
        "walk m", "bound m", "gap", "best known m", "above it",
    ):  # fmt: skip
        shown.add_column(head, justify="right")
    for row in rows:
        shown.add_row(
            row.village,
            str(row.recruits),
            f"{row.limit_s:g}",
            f"{row.cpu_s:.2f}",
            f"{row.seconds:.2f}",
            str(row.unserved),
            f"{row.walk_m:,.0f}",
            f"{row.bound_m:,.0f}",
            f"{row.gap:.2%}",
            f"{row.best_m:,.0f}",
            f"{row.above:+.2%}",
        )
    return shown


def curves(rows: Sequence[Row]) -> dict[str, list[tuple[float, float]]]:
    """Return seconds and gap of each village, in the order of the seconds."""
    found: dict[str, list[tuple[float, float]]] = {}
    for row in sorted(rows, key=lambda row: row.limit_s):
        found.setdefault(row.village, []).append((row.limit_s, row.gap))
    return found


def promises(rows: Sequence[Row]) -> Iterator[Target]:
    """Yield what was promised after so many seconds, where it was measured."""
    for limit_s, allowed in ALLOWED.items():
        mine = [row for row in rows if row.limit_s == limit_s]
        if mine:
            worst = max(mine, key=lambda row: row.above)
            said = f"{worst.above:+.2%} ({worst.village})"
            promise = f"siting: within {allowed:.1%} of the best known after {limit_s:g} s"
            yield Target(promise, said, worst.above <= allowed)
    gaps = [row.gap for row in rows if row.limit_s == LONG_S]
    if gaps:
        promise = f"siting: gap at most {CLOSE:.1%} after {LONG_S:g} s"
        yield Target(promise, f"{max(gaps):.2%}", max(gaps) <= CLOSE)


def main(arguments: Sequence[str]) -> int:
    """Plan every village with every time limit and print the tables."""
    in_one_thread("benchmarks.siting_time")
    console = Console(width=130, highlight=False)
    console.print(" · ".join(f"{key} {value}" for key, value in machine().items()))
    pictures = [argument for argument in arguments if argument.endswith(".svg")]
    limits_s = [float(one) for one in arguments if one not in pictures] or LIMITS_S
    drawn = villages()
    # The first call of everything loads libraries and fills caches.
    measure(next(iter(drawn.values())), 0.1, float("nan"))
    rows = [
        measure(village, limit_s, BEST_M[name])
        for limit_s in limits_s
        for name, village in drawn.items()
    ]
    console.print(table(rows))
    console.print(targets_table(list(promises(rows))))
    for picture in pictures:
        title = "Gap of the walk after recruiting, (walk - bound) / walk, by seconds in all"
        Path(picture).write_text(gap_picture(title, curves(rows)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
