"""``python -m benchmarks.across [CLUSTERS]``: lending, budgets and merged villages, with figures.

Clusters of 2 to 8 villages of the preset ``ninh-thuan`` stand side by side, as far apart as is
said: how many recruits they need alone and together, and what is proven in which time. Then the
curves of all villages, the frontier of all numbers, and a village merged of two. Processor seconds
of this process, but for the curves, which two processes make: those are by the clock.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.run import in_one_thread, machine
from optimizer.borders.merge import merge_villages
from optimizer.budget.allocation import budget_frontier
from optimizer.budget.village_curve import VillageCurve
from optimizer.domain.lending import Lending
from optimizer.domain.plan import Verdict, VillagePlan
from optimizer.domain.scenario import Floats, Points, Scenario, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.execution.curves import CurveRequest, village_curves
from optimizer.lending.lending_plan import plan_lending
from optimizer.pipeline import plan_village
from scenarios import generate

PRESET = "ninh-thuan"
CLUSTERS = 30
GAPS_M = (0, 250, 500, 1_000)
SIZES = (2, 8)
"""Villages of a cluster, at least and at most."""
LEAST, MOST = 800, 3_000
"""Households of a cluster."""
ALONE_S, TOGETHER_S = 1.0, 10.0
LIKE = 400
"""Households of the villages that are merged, or near to it."""


@dataclass(frozen=True, slots=True)
class ClusterFigures:
    """What lending brings a cluster whose villages are so far apart.

    Parameters
    ----------
    alone, together
        Recruits.
    seconds
        Of the processor, for the cluster after the villages' own plans.
    """

    gap_m: int
    villages: int
    households: int
    alone: int
    together: int
    lent: int
    recruits_proven: bool
    proven: bool
    seconds: float


def groups(villages: Sequence[Village], number: int) -> list[list[Village]]:
    """Draw groups of villages, by lot, of which one at least is short of members.

    Which are short is not known before planning: a village whose members cannot hold its
    households is.
    """
    rng = np.random.default_rng(0)
    drawn: list[list[Village]] = []
    while len(drawn) < number:
        size = int(rng.integers(SIZES[0], SIZES[1] + 1))
        chosen = [villages[row] for row in rng.choice(len(villages), size, replace=False)]
        households = sum(len(one.households) for one in chosen)
        short = any(one.members.maximum.sum() < len(one.households) for one in chosen)
        if LEAST <= households <= MOST and short:
            drawn.append(chosen)
    return drawn


def side_by_side(villages: Sequence[Village], gap_m: float) -> list[Village]:
    """Return the villages in one plane, in a row, their boxes so far apart."""
    placed, east = [], 0.0
    for number, village in enumerate(villages):
        every = _every(village)
        placed.append(_moved(village, np.array([east, 0.0]) - every.min(axis=0), number))
        east += float(np.ptp(every[:, 0])) + gap_m
    return placed


def _every(village: Village) -> Floats:
    return np.concatenate([village.households.xy, village.members.xy])


def _moved(village: Village, by: Floats, number: int) -> Village:
    """Return a village elsewhere, in metres, under an id of its own."""

    def at(points: Points) -> Points:
        return Points(points.ids, points.xy + by, points.xy + by)

    members = at(village.members)
    return replace(
        village,
        id=f"v{number}",
        households=at(village.households),
        members=replace(village.members, xy=members.xy, given=members.given),
        places=None if village.places is None else at(village.places),
        lonlat=False,
    )


def measure(group: Sequence[Village], gap_m: int) -> ClusterFigures:
    """Plan the villages alone, then together, as far as they reach one another."""
    villages = side_by_side(group, gap_m)
    plans = {one.id: plan_village(one, time_limit_s=ALONE_S) for one in villages}
    start_s = time.process_time()
    clusters = plan_lending(villages, plans, Lending(), SearchLimits.lasting(TOGETHER_S))
    seconds = time.process_time() - start_s
    alone = sum(map(_recruits, plans.values()))
    saved = sum(one.recruits_alone - len(one.places) for one in clusters)
    return ClusterFigures(
        gap_m,
        len(villages),
        sum(len(one.households) for one in villages),
        alone,
        alone - saved,
        sum(int(one.proofs["lent"].value) for one in clusters),
        all(one.proofs[name].proven for one in clusters for name in ("serve", "recruit")),
        all(one.proven for one in clusters),
        seconds,
    )


def _recruits(plan: VillagePlan) -> int:
    return 0 if plan.recruitment is None else len(plan.recruitment.places)


def cluster_tables(found: Sequence[ClusterFigures]) -> Iterator[Table]:
    """Yield a table of the sums by how far villages are apart, and one of every cluster."""
    sums = Table(
        "metres apart", "clusters", "recruits alone", "together", "saved", "households lent",
        "recruits proven", "lent proven too", "median s", "longest s",
    )  # fmt: skip
    for gap_m in sorted({one.gap_m for one in found}):
        mine = [one for one in found if one.gap_m == gap_m]
        alone, together = (
            sum(getattr(one, name) for one in mine) for name in ("alone", "together")
        )
        sums.add_row(
            f"{gap_m}",
            f"{len(mine)}",
            f"{alone}",
            f"{together}",
            f"{alone - together}",
            f"{sum(one.lent for one in mine)}",
            f"{sum(one.recruits_proven for one in mine)}",
            f"{sum(one.proven for one in mine)}",
            f"{median(one.seconds for one in mine):.2f}",
            f"{max(one.seconds for one in mine):.2f}",
        )
    yield sums
    every = Table("metres apart", "villages", "households", "alone", "together", "lent", "s")
    for one in found:
        every.add_row(
            f"{one.gap_m}",
            f"{one.villages}",
            f"{one.households}",
            f"{one.alone}",
            f"{one.together}",
            f"{one.lent}{'' if one.proven else ' (open)'}",
            f"{one.seconds:.2f}",
        )
    yield every


def budget_table(villages: Sequence[Village], workers: int) -> Table:
    """Return what the curves of all villages and the frontier take."""
    start_s = time.perf_counter()
    curves = village_curves(villages, CurveRequest(), workers=workers)
    curves_s = time.perf_counter() - start_s
    short = [curve for curve in curves if curve.most]
    start_s = time.process_time()
    frontier = budget_frontier(curves)
    frontier_s = time.process_time() - start_s
    start_s = time.process_time()
    budget_frontier(curves, fairest=True)
    fairest_s = time.process_time() - start_s
    points, proven = _points(short)
    table = Table(
        "villages", "short", "points", "proven", "curves s", "numbers", "frontier s", "fairest s"
    )
    table.add_row(
        f"{len(curves)}",
        f"{len(short)}",
        f"{points}",
        f"{proven} ({proven / max(points, 1):.1%})",
        f"{curves_s:.1f}",
        f"{frontier.floor} to {frontier.need}",
        f"{frontier_s:.3f}",
        f"{fairest_s:.3f}",
    )
    return table


def _points(curves: Sequence[VillageCurve]) -> tuple[int, int]:
    """Return the points of some curves, and how many of them are proven."""
    points = sum(len(curve.served) for curve in curves)
    return points, sum(int((curve.served == curve.bound).sum()) for curve in curves)


def merge_table(villages: Sequence[Village]) -> Table:
    """Return what merging two villages and planning the new one takes, and what it saves."""
    near = sorted(villages, key=lambda one: abs(len(one.households) - LIKE))[:2]
    pair = side_by_side(near, 0.0)
    alone = [plan_village(one, time_limit_s=ALONE_S) for one in pair]
    start_s = time.process_time()
    scenario = Scenario(pair[0].rules, tuple(pair), lonlat=False)
    merged = merge_villages(scenario, [one.id for one in pair], "both")
    merge_s = time.process_time() - start_s
    start_s = time.process_time()
    plan = plan_village(merged.villages[0], time_limit_s=ALONE_S)
    plan_s = time.process_time() - start_s
    table = Table("households", "recruits alone", "merged", "verdict", "merge s", "plan s")
    table.add_row(
        " + ".join(f"{len(one.households)}" for one in pair),
        f"{sum(map(_recruits, alone))}",
        f"{_recruits(plan)}",
        f"{Verdict(plan.verdict)}",
        f"{merge_s:.3f}",
        f"{plan_s:.2f}",
    )
    return table


def main(arguments: Sequence[str]) -> None:
    """Measure so many clusters, the curves of the preset, and one merge."""
    in_one_thread("benchmarks.across")
    villages = generate(PRESET, seed=0).villages
    console = Console(width=160)
    console.print(str(machine()))
    number = int(arguments[0]) if arguments else CLUSTERS
    drawn = groups(villages, number)
    found = [measure(group, GAPS_M[at % len(GAPS_M)]) for at, group in enumerate(drawn)]
    for table in (*cluster_tables(found), budget_table(villages, 2), merge_table(villages)):
        console.print(table)


if __name__ == "__main__":
    main(sys.argv[1:])
