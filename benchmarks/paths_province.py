"""What paths add to a province: planned and verified along generated paths and straight."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from rich.table import Table

from benchmarks.targets import Target
from optimizer.pipeline import plan_village
from optimizer.reach import village_reach
from optimizer.recruitment import site_reach
from optimizer.rules import Path, Straight
from optimizer.scenario import Village
from optimizer.verification import verify_plan
from scenarios.census import province_outlines
from scenarios.presets import Preset, preset
from scenarios.settling import settle

LANES_M = 60.0
EVERY = 8
"""Of the province's villages, one in so many is planned."""


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
    plan = plan_village(village, time_limit_s=5.0)
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


def straight(village: Village) -> Village:
    """Return the village as the crow flies."""
    rules = village.rules.model_copy(update={"metric": Straight()})
    return replace(village, rules=rules)


def province_promise(villages: Sequence[Village]) -> tuple[Target, Table]:
    """Plan the villages by path and straight; return the promise and where the time goes."""
    by_path, plain = planned(villages), planned([straight(village) for village in villages])
    times = by_path.whole_s / plain.whole_s
    measured = f"{by_path.whole_s:.1f} s and {plain.whole_s:.1f} s, {times:.2f} times"
    promise = f"{len(villages)} villages of ninh-thuan on paths: at most 2 times the straight line"
    return Target(promise, measured, times <= 2), province_table(by_path, plain)  # noqa: PLR2004 - the promise


def province_table(by_path: Spent, plain: Spent) -> Table:
    """Return where the time goes; a search costs what its question asks, whatever the metric."""
    table = Table(title="CPU seconds by path and straight", title_justify="left")
    for head in ("", "by path", "straight", "times"):
        table.add_column(head)
    for name, of in (
        ("distances", "distances_s"), ("search", "search_s"), ("verifying", "verify_s"),
        ("all", "whole_s"), ("villages short", "short"), ("recruits", "recruits"),
    ):  # fmt: skip
        ours, theirs = getattr(by_path, of), getattr(plain, of)
        shown = [
            f"{value:.2f}" if isinstance(value, float) else str(value) for value in (ours, theirs)
        ]
        table.add_row(name, *shown, f"{ours / theirs:.2f}" if theirs else "")
    same = (plain.search_s + by_path.distances_s + by_path.verify_s) / plain.whole_s
    table.add_row("all, with the search of the straight line", "", "", f"{same:.2f}")
    return table
