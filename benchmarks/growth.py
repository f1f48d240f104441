"""``python -m benchmarks.growth 1 4 16 64``: the province many times over, today's plan alone.

Every size is drawn and planned by the commands that a user has, in processes of their own, with
recruiting off and a small limit a village. The time of a household and the memory should not
change with the number of villages, and the run should cost little more than its villages.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson
import yaml
from rich.console import Console
from rich.table import Table

from benchmarks.province import Spent, spent
from benchmarks.run import RAW, machine
from benchmarks.targets import Target, targets_table

TIME_LIMIT_S = 0.2
_COUNTRY = 26_900_000
"""Households of the country."""
_SPREAD, _MORE_MB, _OVERHEAD = 1.15, 200.0, 1.3
_SOME_FAILED = 1
"""How the command ends when villages could not be planned; the table says how many."""


@dataclass(frozen=True, slots=True)
class Grown:
    """One size.

    Parameters
    ----------
    own_s
        Sum of the villages' own planning time.
    """

    scale: float
    villages: int
    households: int
    failed: int
    drawing: Spent
    planning: Spent
    own_s: float

    def overhead(self, workers: int) -> float:
        """Return what the run costs for one second of its villages on each worker."""
        return self.planning.seconds / (self.own_s / workers)


def grow(scale: float, *, workers: int, time_limit_s: float = TIME_LIMIT_S) -> Grown:
    """Draw the province so many times, and plan it."""
    with tempfile.TemporaryDirectory() as place:
        folder, result = Path(place) / "in", Path(place) / "out"
        drawn = ["generate", "ninh-thuan", "--output", str(folder), "--scale", str(scale)]
        drawing = spent(drawn)
        without_recruiting(folder / "scenario.yaml")
        options = ["--workers", str(workers), "--time-limit", str(time_limit_s)]
        planning = spent(
            ["optimize", str(folder), "--output", str(result), *options], fine=(0, _SOME_FAILED)
        )
        with (result / "villages.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    return Grown(
        scale=scale,
        villages=len(rows),
        households=sum(int(row["households"]) for row in rows),
        failed=sum(bool(row["failure"]) for row in rows),
        drawing=drawing,
        planning=planning,
        own_s=sum(float(row["seconds"]) for row in rows),
    )


def without_recruiting(settings: Path) -> None:
    """Ask for today's plan alone."""
    said = yaml.safe_load(settings.read_text(encoding="utf-8"))
    said["rules"]["recruiting"] = False
    settings.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")


def promises(sizes: Sequence[Grown], workers: int) -> Iterator[Target]:
    """Yield what was promised of growth; nothing of it can be seen at one size."""
    if len(sizes) > 1:
        cpu_ms = [1000 * size.planning.cpu_s / size.households for size in sizes]
        said = f"{min(cpu_ms):.3f} to {max(cpu_ms):.3f} ms of CPU"
        promise = "time of a household constant within 15 %"
        yield Target(promise, said, max(cpu_ms) <= _SPREAD * min(cpu_ms))
        more_mb = sizes[-1].planning.memory_mb - sizes[0].planning.memory_mb
        yield Target("memory flat within 200 MB", f"{more_mb:+.0f} MB", more_mb <= _MORE_MB)
    for size in sizes:
        overhead = size.overhead(workers)
        promise = f"{size.scale:g} times: overhead at most 1.3"
        yield Target(promise, f"{overhead:.2f}", overhead <= _OVERHEAD)


def growth_table(sizes: Sequence[Grown], workers: int) -> Table:
    """Return a row a size."""
    table = Table(box=None)
    for name in (
        *(
            "scale",
            "villages",
            "households",
            "failed",
            "drawn s",
            "MB",
            "planned s",
            "CPU s",
            "beside",
        ),
        "MB",
        *("own s", "overhead", "CPU ms a household", "country, hours"),
    ):
        table.add_column(name, justify="right")
    for size in sizes:
        planned = size.planning
        a_household_s = planned.seconds / size.households
        table.add_row(
            f"{size.scale:g}",
            f"{size.villages:,}",
            f"{size.households:,}",
            f"{size.failed:,}",
            f"{size.drawing.seconds:.1f}",
            f"{size.drawing.memory_mb:.0f}",
            f"{planned.seconds:.1f}",
            f"{planned.cpu_s:.1f}",
            f"{planned.own_cpu_s:.1f}",
            f"{planned.memory_mb:.0f}",
            f"{size.own_s:.1f}",
            f"{size.overhead(workers):.2f}",
            f"{1000 * planned.cpu_s / size.households:.3f}",
            f"{a_household_s * _COUNTRY / 3600:.1f}",
        )
    return table


def main(arguments: Sequence[str]) -> int:
    """Measure the sizes that are named; without a name the province itself."""
    workers = os.cpu_count() or 1
    console = Console(highlight=False, width=150)
    console.print(" · ".join(f"{key} {value}" for key, value in machine().items()))
    console.print(f"{workers} workers, {TIME_LIMIT_S} s a village, today's plan alone")
    sizes: list[Grown] = []
    RAW.mkdir(exist_ok=True)
    raw = RAW / f"growth-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.jsonl"
    for scale in map(float, arguments or ["1"]):
        sizes.append(grow(scale, workers=workers))
        with raw.open("ab") as file:
            file.write(orjson.dumps({**machine(), "size": sizes[-1]}) + b"\n")
        console.print(growth_table(sizes[-1:], workers))
    console.print(growth_table(sizes, workers))
    console.print(targets_table(list(promises(sizes, workers))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
