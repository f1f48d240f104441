"""What paths add to a province: planned and verified along generated paths and straight.

A limit means less along a path than in a straight line: fewer pairs are in reach, more villages
are short, and to place recruits is the hardest question there is. So the same villages are planned
a third time, straight with the detour factor that their own paths have, which is what a planner
writes who has no map of them: that asks for about as much.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from unittest.mock import patch

import numpy as np
from rich.table import Table

from benchmarks.targets import Target
from optimizer.distance import distances_within, straight_m
from optimizer.distance.reach import village_reach
from optimizer.domain.rules import Path, Straight
from optimizer.domain.scenario import Ends, Village
from optimizer.pipeline import plan_village
from optimizer.recruitment import site_reach
from optimizer.verification import verify_plan
from scenarios.census import province_outlines
from scenarios.presets import Preset, preset
from scenarios.settlement_layout import settle

LANES_M = 60.0
EVERY = 16
"""Of the province's villages, one in so many is planned."""
LIMIT_S = 1.0
"""For each village, as in ``make demo``, but of the processor, however crowded the machine is."""


def on_paths(name: str, lanes_m: float) -> Preset:
    """Return a province preset with lanes in every village, and the limit along them."""
    plain = preset(name)
    grounds = {
        key: ground.model_copy(update={"lanes_m": lanes_m}) for key, ground in plain.grounds.items()
    }
    rules = plain.rules.model_copy(update={"metric": Path(max_leg_m=LANES_M * 4)})
    return plain.model_copy(update={"grounds": grounds, "rules": rules})


def province(every: int) -> list[Village]:
    """Return one in so many villages of the province, with paths."""
    chosen = on_paths("ninh-thuan", LANES_M)
    assert chosen.province is not None
    outlines = province_outlines(chosen, chosen.province, seed=0)[::every]
    return [settle(outline, seed=0) for outline in outlines]


@dataclass(frozen=True, slots=True)
class Spent:
    """CPU seconds of some villages, and how much they ask for.

    Parameters
    ----------
    distances_s
        Of ``plan_s`` what the pairs within the limit take, of members and of all places, from
        nothing: measured once more by itself.
    short, recruits
        Villages that need recruits, and how many.
    """

    plan_s: float = 0.0
    distances_s: float = 0.0
    verify_s: float = 0.0
    short: int = 0
    recruits: int = 0

    @property
    def whole_s(self) -> float:
        """Planning and verifying."""
        return self.plan_s + self.verify_s

    @property
    def search_s(self) -> float:
        """Planning without distances."""
        return self.plan_s - self.distances_s

    def __add__(self, other: Spent) -> Spent:
        return Spent(
            *(getattr(self, each.name) + getattr(other, each.name) for each in fields(self))
        )


def planned(villages: Sequence[Village]) -> Spent:
    """Plan and verify villages."""
    return sum(map(_planned, villages), Spent())


def _planned(village: Village) -> Spent:
    start = time.process_time()
    with patch.object(time, "monotonic", time.process_time):
        plan = plan_village(village, time_limit_s=LIMIT_S)
    middle = time.process_time()
    violations = verify_plan(village, plan)
    assert not violations, violations
    end = time.process_time()
    # What is remembered is remembered of this village, these points and this network.
    new = replace(
        village,
        households=replace(village.households),
        members=replace(village.members),
        network=None if village.network is None else replace(village.network),
    )
    begun = time.process_time()
    village_reach(new)
    site_reach(new)
    distances_s = time.process_time() - begun
    recruits = 0 if plan.recruitment is None else len(plan.recruitment.places)
    return Spent(middle - start, distances_s, end - middle, int(recruits > 0), recruits)


def straight(village: Village, detour: float = 1.0) -> Village:
    """Return the village as the crow flies, times a factor."""
    rules = village.rules.model_copy(update={"metric": Straight(detour=detour)})
    return replace(village, rules=rules)


def detour_of(villages: Sequence[Village]) -> float:
    """Return the middle of path over straight metres, of all pairs within the limit by path."""
    found = []
    for village in villages:
        rows, columns, metres = distances_within(
            village, Ends.MEMBERS, village.rules.max_distance_m
        )
        line_m = straight_m(village.households.xy[rows], village.members.xy[columns])
        found.append(metres[line_m > 0] / line_m[line_m > 0])
    return round(float(np.median(np.concatenate(found))), 2)


def province_promise(villages: Sequence[Village]) -> tuple[list[Target], Table]:
    """Plan the villages by path, straight and straight with a detour; say where the time goes."""
    detour = detour_of(villages)
    by_path = planned(villages)
    plain = planned([straight(village) for village in villages])
    alike = planned([straight(village, detour) for village in villages])
    promise = f"{len(villages)} villages of ninh-thuan on paths: at most 2 times the straight line"
    targets = [
        _target(promise, by_path, plain),
        _target(f"{promise} with the detour factor {detour:g}", by_path, alike),
    ]
    return targets, province_table(by_path, plain, alike)


def _target(promise: str, by_path: Spent, other: Spent) -> Target:
    times = by_path.whole_s / other.whole_s
    measured = f"{by_path.whole_s:.1f} s and {other.whole_s:.1f} s, {times:.2f} times"
    return Target(promise, measured, times <= 2)  # noqa: PLR2004 - the promise


def province_table(by_path: Spent, plain: Spent, alike: Spent) -> Table:
    """Return where the time goes; a search costs what its question asks, whatever the metric."""
    table = Table(title="CPU seconds by path and straight", title_justify="left")
    for head in ("", "by path", "straight", "times", "with a detour", "times"):
        table.add_column(head)
    for name, of in (
        ("distances", "distances_s"), ("search", "search_s"), ("verifying", "verify_s"),
        ("all", "whole_s"), ("villages short", "short"), ("recruits", "recruits"),
    ):  # fmt: skip
        ours = getattr(by_path, of)
        cells = [_shown(ours)]
        for other in (plain, alike):
            theirs = getattr(other, of)
            cells += [_shown(theirs), f"{ours / theirs:.2f}" if theirs else ""]
        table.add_row(name, *cells)
    same = []
    for other in (plain, alike):
        whole_s = other.search_s + by_path.distances_s + by_path.verify_s
        same += ["", f"{whole_s / other.whole_s:.2f}"]
    table.add_row("all, with the search of the straight line", "", *same)
    return table


def _shown(value: float) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)
