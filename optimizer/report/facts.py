"""What the reports say, as numbers; no household is in them, only counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from optimizer.plan import Baseline, Proof, Stage
from optimizer.rollup import IN_NEED, AreaSum, has_team, roll_up
from optimizer.spread import Spread, add_spreads
from optimizer.tally import Tally, add_baselines

AREAS_SHOWN = 80
"""Units in the page's table of areas."""
VILLAGES_SHOWN = 600
"""Villages in the page's table: a province and more, and still quick on a telephone."""
NAMES_SHOWN = 100
"""Villages without a team that the page names."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What is proven of one goal.

    Parameters
    ----------
    after
        False for the plan of today.
    gap
        Largest share by which a village may be away from the best; 0 where all is proven.
    """

    stage: Stage
    after: bool
    proven: int
    villages: int
    gap: float


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is reported, the villages in greatest need first.

    Parameters
    ----------
    unit
        The widest units that all villages share: what the report is about.
    run
        The content of ``run.json``.
    lonlat
        None where nobody knows what x and y are.
    """

    made: date
    unit: tuple[str, ...]
    run: Mapping[str, object]
    rules: Mapping[str, object]
    lonlat: bool | None
    tallies: Sequence[Tally]
    areas: Sequence[AreaSum]
    in_need: int
    unserved_after: int
    reserve: int
    exceptions: int
    plans: Mapping[str, Baseline]
    spread_today: Spread
    spread_after: Spread
    goals: Sequence[Goal]
    without_team: Sequence[Tally]
    failed: Sequence[Tally]

    @property
    def total(self) -> AreaSum:
        """All villages together."""
        return self.areas[0]

    @property
    def recruiting(self) -> bool:
        """Whether anybody asked for recruits and some are needed."""
        return self.total.recruits_needed > 0


def facts_of(tallies: Sequence[Tally], run: Mapping[str, object], made: date) -> Facts:
    """Count all that is reported."""
    ranked = sorted(tallies, key=lambda row: row.urgency)
    areas = roll_up(ranked)
    known = areas[0].teams > 0
    rules, coordinates = run.get("rules"), run.get("coordinates")
    plans = ("today", "after", "nearest", "greedy")
    return Facts(
        made=made,
        unit=_shared([row.area for row in ranked]),
        run=run,
        rules=rules if isinstance(rules, Mapping) else {},
        lonlat=None if coordinates is None else coordinates == "lonlat",
        tallies=ranked,
        areas=areas,
        in_need=sum(areas[0].verdicts.get(verdict, 0) for verdict in IN_NEED),
        unserved_after=sum(row.after.unserved for row in ranked),
        reserve=sum(row.reserve for row in ranked),
        exceptions=sum(row.exceptions for row in ranked),
        plans={name: add_baselines(getattr(row, name) for row in ranked) for name in plans},
        spread_today=add_spreads(row.spread_today for row in ranked),
        spread_after=add_spreads(row.spread_after for row in ranked),
        goals=[
            *_goals([row.proofs for row in ranked], after=False),
            *_goals([row.proofs_after for row in ranked], after=True),
        ],
        without_team=[row for row in ranked if has_team(row, known=known) is False],
        failed=[row for row in ranked if row.failure],
    )


def below(facts: Facts) -> Sequence[AreaSum]:
    """Return the units below those that all villages share, in the order of the tree."""
    return [unit for unit in facts.areas if len(unit.area) > len(facts.unit)]


def neediest(units: Sequence[AreaSum]) -> Sequence[AreaSum]:
    """Return the units to show, in the order of the tree; those in greatest need if many."""
    if len(units) > AREAS_SHOWN:
        units = sorted(units, key=lambda unit: unit.urgency)[:AREAS_SHOWN]
    return sorted(units, key=lambda unit: unit.area)


def _shared(areas: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the codes, from the widest down, that are the same for all villages."""
    levels = takewhile(lambda codes: len(set(codes)) == 1, zip(*areas, strict=False))
    return tuple(codes[0] for codes in levels)


def _goals(plans: Sequence[Mapping[Stage, Proof]], *, after: bool) -> list[Goal]:
    goals = []
    for stage in Stage:
        proofs = [plan[stage] for plan in plans if stage in plan]
        proven = sum(proof.proven for proof in proofs)
        gap = max((proof.gap for proof in proofs), default=0.0)
        if proofs:
            goals.append(Goal(stage, after, proven, len(proofs), gap))
    return goals
