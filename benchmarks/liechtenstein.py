"""``python -m benchmarks.liechtenstein FILE``: what the straight line misjudges on a real map.

The municipalities of an OpenStreetMap file are villages, its buildings households, one in nine
drawn as a member. Each is planned twice with the same limit: along the paths, and as the crow
flies. The straight plan is then walked along the paths.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.run import machine
from benchmarks.targets import Target, targets_table
from optimizer.distance import distances_within
from optimizer.domain.plan import UNSERVED, VillagePlan
from optimizer.domain.rules import Straight
from optimizer.domain.scenario import Ends, Floats, Village
from optimizer.execution.province import plan_checked
from scenarios.placement import PlacementOptions, place_buildings

_WHOLE_S = 20.0


@dataclass(frozen=True, slots=True)
class Misjudged:
    """One village, planned twice.

    Parameters
    ----------
    too_far
        Households that the straight plan gives to somebody beyond the limit by path; ``no_way`` of
        them cannot be walked at all.
    overlooked, needless
        Households left out by path only, and by the straight line only.
    detour
        Middle of path over straight metres, among the straight plan's pairs that can be walked.
    """

    name: str
    households: int
    members: int
    too_far: int
    no_way: int
    overlooked: int
    needless: int
    unserved: tuple[int, int]
    recruits: tuple[int, int]
    detour: float


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds on the clock and of this process: placing, and planning by path and straight."""

    placing: tuple[float, float]
    path: tuple[float, float]
    straight: tuple[float, float]


class _Clock:
    """Seconds since the last look, on the clock and of this process."""

    def __init__(self) -> None:
        self._at = time.perf_counter(), time.process_time()

    def look(self) -> tuple[float, float]:
        before, self._at = self._at, (time.perf_counter(), time.process_time())
        return self._at[0] - before[0], self._at[1] - before[1]


def measure(file: Path, time_limit_s: float, limit_m: float) -> tuple[list[Misjudged], Spent]:
    """Place, plan twice and compare every village."""
    clock = _Clock()
    rules = {"max_distance_m": limit_m, "metric": "path"}
    with tempfile.TemporaryDirectory() as folder:
        wish = PlacementOptions(file, one_member_in=9, seed=0, rules=rules)
        villages = place_buildings(wish, Path(folder) / "scenario").scenario.villages
    placing = clock.look()
    by_path = [plan_checked(village, time_limit_s=time_limit_s) for village in villages]
    path = clock.look()
    flat = [_straight(village) for village in villages]
    straight = [plan_checked(village, time_limit_s=time_limit_s) for village in flat]
    spent = Spent(placing, path, clock.look())
    return list(map(misjudged, villages, by_path, straight)), spent


def _straight(village: Village) -> Village:
    return replace(
        village, network=None, rules=village.rules.model_copy(update={"metric": Straight()})
    )


def misjudged(village: Village, path: VillagePlan, straight: VillagePlan) -> Misjudged:
    """Walk the straight plan along the paths, and compare who is left out."""
    served = straight.today.person != UNSERVED
    walked_m = _walks(village)[np.flatnonzero(served), straight.today.person[served]]
    left_out = path.today.person == UNSERVED
    known = np.isfinite(walked_m) & (straight.today.metres[served] > 0)
    ratios = walked_m[known] / straight.today.metres[served][known]
    return Misjudged(
        name=village.name,
        households=len(village.households),
        members=len(village.members),
        too_far=int((walked_m > village.rules.max_distance_m).sum()),
        no_way=int(np.isinf(walked_m).sum()),
        overlooked=int((left_out & served).sum()),
        needless=int((~left_out & ~served).sum()),
        unserved=(int(left_out.sum()), int((~served).sum())),
        recruits=(_recruits(path), _recruits(straight)),
        detour=float(np.median(ratios)),
    )


def _walks(village: Village) -> Floats:
    """Return metres by path between all households and members, infinite where there is no way."""
    found = np.full((len(village.households), len(village.members)), np.inf)
    rows, columns, metres = distances_within(village, Ends.MEMBERS, np.inf)
    found[rows, columns] = metres
    return found


def _recruits(plan: VillagePlan) -> int:
    return 0 if plan.recruitment is None else len(plan.recruitment.places)


def rows_of(found: Sequence[Misjudged]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each village, and those of all together."""
    for village in found:
        yield (village.name, *_cells([village]), f"{village.detour:.2f}")
    yield ("together", *_cells(found), "")


def _cells(found: Sequence[Misjudged]) -> Iterator[str]:
    yield f"{sum(village.households for village in found):,}"
    yield f"{sum(village.members for village in found):,}"
    for field in ("too_far", "no_way", "overlooked", "needless"):
        yield f"{sum(getattr(village, field) for village in found):,}"
    for field in ("unserved", "recruits"):
        path, straight = (sum(getattr(village, field)[nth] for village in found) for nth in (0, 1))
        yield f"{path:,} / {straight:,}"


HEADS = (
    "village", "households", "members", "too far by path", "of them no way",
    "left out by path only", "by straight line only", "left out: path / straight",
    "recruits: path / straight", "detour",
)  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="an OpenStreetMap file with boundaries of level 8")
    parser.add_argument("--time-limit", type=float, default=1.0, help="seconds a village")
    parser.add_argument("--max-distance", type=float, default=1000.0, help="metres")
    options = parser.parse_args()
    console = Console(width=160)
    found, spent = measure(options.file, options.time_limit, options.max_distance)
    table = Table(*HEADS)
    for cells in rows_of(found):
        table.add_row(*cells)
    console.print(table)
    for what, (seconds, cpu_s) in (
        ("placing", spent.placing),
        ("planned by path", spent.path),
        ("planned straight", spent.straight),
    ):
        console.print(f"{what}: {seconds:.1f} s, CPU {cpu_s:.1f} s")
    whole = spent.placing[0] + spent.path[0]
    cpu = spent.placing[1] + spent.path[1]
    console.print(targets_table([_promise(whole, cpu)]))
    console.print(machine())


def _promise(whole_s: float, cpu_s: float) -> Target:
    said = f"{whole_s:.1f} s, CPU {cpu_s:.1f} s"
    return Target(f"placed and planned by path within {_WHOLE_S:.0f} s", said, whole_s <= _WHOLE_S)


if __name__ == "__main__":
    main()
