"""What was promised, beside what was measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from rich.table import Table

from benchmarks.measurement import Row
from benchmarks.tables import by_seed, ratios, same_walks


@dataclass(frozen=True, slots=True)
class Target:
    """One promise: a sentence, what was measured, and whether it holds."""

    promise: str
    measured: str
    met: bool


def targets(case: str, rows: Sequence[Row]) -> Iterator[Target]:
    """Yield the promises of a case; none for a case without any."""
    match case:
        case "full" | "pocketed" | "ordinary":
            yield from _one_size(case, rows)
        case "short":
            yield from _short(rows)
        case "clustered":
            yield from _clustered(rows)
        case "province":
            total_s = sum(row.seconds for row in rows)
            measured = f"{total_s:.1f} s (CPU {sum(row.cpu_s for row in rows):.1f} s)"
            yield Target("province: at most 60 s", measured, total_s <= 60)  # noqa: PLR2004


def targets_table(found: Sequence[Target]) -> Table:
    """Return the promises as a table."""
    table = Table(title="targets", title_justify="left", title_style="bold")
    for head in ("promise", "measured", ""):
        table.add_column(head)
    for target in found:
        table.add_row(target.promise, target.measured, "met" if target.met else "MISSED")
    return table


def _one_size(case: str, rows: Sequence[Row]) -> Iterator[Target]:
    plan = by_seed(rows, "plan")
    middle_ms = 1e3 * median(row.seconds for row in plan.values())
    cpu_ms = 1e3 * median(row.cpu_s for row in plan.values())
    measured = f"{middle_ms:.1f} ms (CPU {cpu_ms:.1f} ms)"
    yield Target(f"{case}: median at most 15 ms", measured, middle_ms <= 15)  # noqa: PLR2004
    for peer, times in (("cpsat", 100.0), ("kmeans", 4.0)):
        mine = by_seed(rows, peer)
        if mine:
            ratio = median(ratios(mine, plan))
            same = f", same walk in {same_walks(mine, plan)} of {len(mine)}"
            measured = f"{ratio:.1f} times{same if peer == 'cpsat' else ''}"
            promise = f"{case}: at least {times:.0f} times faster than {peer}"
            yield Target(promise, measured, ratio >= times)


def _short(rows: Sequence[Row]) -> Iterator[Target]:
    ours = by_seed(rows, "recruits")
    proven = sum(row.status == "proven" for row in ours.values())
    said = f"{proven} of {len(ours)}"
    yield Target("short: fewest recruits proven in every village", said, proven == len(ours))
    for peer in ("recruits cpsat", "clscp"):
        ended = {s: row for s, row in by_seed(rows, peer).items() if row.status == "optimal"}
        if ended:
            times = median(ratios(ended, ours))
            said = f"{times:.0f} times, {len(ended)} of {len(ours)} ended"
            yield Target(f"short: at least 50 times faster than {peer}", said, times >= 50)  # noqa: PLR2004


def _clustered(rows: Sequence[Row]) -> Iterator[Target]:
    plan = list(by_seed(rows, "plan once").values())
    seconds = np.array([row.seconds for row in plan])
    quick = np.array([row.status == "proven" for row in plan]) & (seconds <= 5)  # noqa: PLR2004
    middle_s, gap = float(np.median(seconds)), max(row.gap for row in plan)
    yield Target("clustered: median at most 0.3 s", f"{middle_s:.2f} s", middle_s <= 0.3)  # noqa: PLR2004
    share = float(quick.mean())
    yield Target("clustered: 95 % proven within 5 s", f"{share:.1%}", share >= 0.95)  # noqa: PLR2004
    yield Target("clustered: no gap above 0.5 %", f"{gap:.2%}", gap <= 0.005)  # noqa: PLR2004
