"""Rows as tables: medians, ratios of the same run, shares that are proven."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from statistics import median

from rich.table import Table

from benchmarks.measurement import Row
from benchmarks.phases import PHASES
from benchmarks.registry import Case

SAME_M = 1e-3
"""Two walks this near are the same: peers round every distance to a micrometre."""


def case_table(case: Case, rows: Sequence[Row]) -> Table:
    """Return the table of a case: a line a phase."""
    table = Table(title=f"{case.name}: {case.title}", title_justify="left", title_style="bold")
    table.add_column("phase")
    heads = (
        "villages", "median ms", "worst ms", "total s", "CPU ms", "settled", "gap",
        "missed", "walk", "same walk", "x slower",
    )  # fmt: skip
    for head in heads:
        table.add_column(head, justify="right")
    first = by_seed(rows, case.phases[0])
    for name in case.phases:
        mine = by_seed(rows, name)
        if mine:
            table.add_row(PHASES[name].title, *_line(mine, first))
    return table


def by_seed(rows: Sequence[Row], phase: str) -> dict[int, Row]:
    """Return the rows of one phase."""
    return {row.seed: row for row in rows if row.phase == phase}


def ratios(mine: dict[int, Row], first: dict[int, Row]) -> list[float]:
    """Return how many times longer each village kept the processor than with the first phase."""
    return [row.cpu_s / first[seed].cpu_s for seed, row in mine.items()]


def same_walks(mine: dict[int, Row], first: dict[int, Row]) -> int:
    """Count the villages with the same walk."""
    walks = [(row.walk_m, first[seed].walk_m) for seed, row in mine.items()]
    return sum(a is not None and b is not None and abs(a - b) <= SAME_M for a, b in walks)


def _line(mine: dict[int, Row], first: dict[int, Row]) -> tuple[str, ...]:
    rows = list(mine.values())
    seconds = [row.seconds for row in rows]
    settled = sum(row.status in {"proven", "optimal"} for row in rows)
    gaps = [row.gap for row in rows if not isnan(row.gap)]
    missed = [row.more["missed"] for row in rows if "missed" in row.more]
    walks = any(row.walk_m is not None for row in rows) and mine != first
    return (
        str(len(rows)),
        f"{1e3 * median(seconds):.1f}",
        f"{1e3 * max(seconds):.1f}",
        f"{sum(seconds):.1f}",
        f"{1e3 * median(row.cpu_s for row in rows):.1f}",
        str(settled) if any(row.status for row in rows) else "",
        f"{max(gaps):.2%}" if gaps else "",
        f"{sum(missed):g}" if missed else "",
        _longer(mine, first) if walks else "",
        str(same_walks(mine, first)) if walks else "",
        f"{median(ratios(mine, first)):.2f}",
    )


def _longer(mine: dict[int, Row], first: dict[int, Row]) -> str:
    """Return how much longer the walk is than the first phase's, in the middle."""
    both = [(row.walk_m, first[seed].walk_m) for seed, row in mine.items()]
    more = [walk / own - 1 for walk, own in both if walk is not None and own]
    return f"{median(more):+.1%}" if more else ""
