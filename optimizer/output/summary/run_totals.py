"""What all villages come to, counted as their rows come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import nan

from optimizer.domain.goals import Stage
from optimizer.domain.plan import Baseline
from optimizer.domain.proof import Proof
from optimizer.output.summary.area_totals import AreaSum, AreaTotals, shared_codes
from optimizer.output.summary.histograms import Histograms, add_histograms
from optimizer.output.summary.team_figures import NO_FIGURES, TeamFigures
from optimizer.output.summary.village_summary import VillageSummary, add_baselines

PLANS = ("today", "after", "nearest", "greedy")
"""The plans of a row that are compared with one another."""
CLOSE = 0.01
"""A gap up to which a plan is called close to the best."""


@dataclass(frozen=True, slots=True)
class ProofTotals:
    """How far one number is proven, over the villages that have it.

    Parameters
    ----------
    proven, villages
        Villages in which it is proven, and all.
    value, bound
        Sums.
    gap
        Largest share by which a village may be away from the best; 0 where all is proven.
    gaps
        Sum of these shares.
    close
        Villages with a share of at most `CLOSE`; the proven ones are among them.
    """

    proven: int = 0
    villages: int = 0
    value: float = 0.0
    bound: float = 0.0
    gap: float = 0.0
    gaps: float = 0.0
    close: int = 0

    def with_one(self, proof: Proof) -> ProofTotals:
        """Count one village more."""
        return ProofTotals(
            self.proven + proof.proven,
            self.villages + 1,
            self.value + proof.value,
            self.bound + proof.bound,
            max(self.gap, proof.gap),
            self.gaps + proof.gap,
            self.close + (proof.gap <= CLOSE),
        )


@dataclass(frozen=True, slots=True)
class GoalTotals:
    """What is proven of one goal; `ProofTotals` has the rest of its words.

    Parameters
    ----------
    after
        False for the plan of today.
    """

    stage: Stage
    after: bool
    proven: int
    villages: int
    gap: float
    mean_gap: float
    close: int


@dataclass(frozen=True, slots=True)
class RunTotals:
    """All villages together.

    Parameters
    ----------
    areas
        All of them first, then every unit of the area tree.
    unit
        The widest units that all villages share.
    left_out
        Villages in which somebody is left out today.
    plans
        Each of `PLANS`, added up.
    recruits
        Of the villages in which somebody asked for recruits.
    teams_today
        Planned teams of today; those of the last plan are in ``total``.
    """

    areas: Sequence[AreaSum]
    unit: tuple[str, ...]
    left_out: int
    reserve: int
    exceptions: int
    plans: Mapping[str, Baseline]
    spread_today: Histograms
    spread_after: Histograms
    recruits: ProofTotals
    goals: Sequence[GoalTotals]
    teams_today: TeamFigures = NO_FIGURES

    @property
    def total(self) -> AreaSum:
        """All villages together."""
        return self.areas[0]


_NOTHING_YET = Baseline(0, 0, 0, 0, nan, nan)
"""States no length, so that villages of which none is ever shown add up to none."""


@dataclass(slots=True)
class TotalsAdder:
    """The totals while rows are added to them."""

    areas: AreaTotals = field(default_factory=AreaTotals)
    unit: tuple[str, ...] | None = None
    counts: Counter[str] = field(default_factory=Counter)
    plans: dict[str, Baseline] = field(default_factory=lambda: dict.fromkeys(PLANS, _NOTHING_YET))
    spread_today: Histograms = field(default_factory=Histograms)
    spread_after: Histograms = field(default_factory=Histograms)
    recruits: ProofTotals = field(default_factory=ProofTotals)
    goals: dict[tuple[bool, Stage], ProofTotals] = field(default_factory=dict)
    teams_today: TeamFigures = NO_FIGURES

    def add(self, row: VillageSummary) -> None:
        """Count one village."""
        self.areas.add(row)
        self.unit = row.area if self.unit is None else shared_codes((self.unit, row.area))
        self.counts["left out"] += row.unserved_total > 0
        self.counts["reserve"] += row.reserve
        self.counts["exceptions"] += row.exceptions
        self.plans = {
            name: add_baselines((made, getattr(row, name))) for name, made in self.plans.items()
        }
        self.spread_today = add_histograms((self.spread_today, row.spread_today))
        self.spread_after = add_histograms((self.spread_after, row.spread_after))
        self.teams_today = self.teams_today.with_more(row.teams_today)
        if row.recruits is not None:
            self.recruits = self.recruits.with_one(row.recruits)
        for after, proofs in ((False, row.proofs), (True, row.proofs_after)):
            for stage, proof in proofs.items():
                said = self.goals.get((after, stage), ProofTotals())
                self.goals[after, stage] = said.with_one(proof)

    def sums(self) -> RunTotals:
        """Return what the villages so far come to."""
        return RunTotals(
            areas=self.areas.sums(),
            unit=self.unit or (),
            left_out=self.counts["left out"],
            reserve=self.counts["reserve"],
            exceptions=self.counts["exceptions"],
            plans={
                name: add_baselines(()) if made is _NOTHING_YET else made
                for name, made in self.plans.items()
            },
            spread_today=self.spread_today,
            spread_after=self.spread_after,
            recruits=self.recruits,
            goals=[
                _goal_totals(stage, said, after=after)
                for after in (False, True)
                for stage in Stage
                if (said := self.goals.get((after, stage)))
            ],
            teams_today=self.teams_today,
        )


def _goal_totals(stage: Stage, said: ProofTotals, *, after: bool) -> GoalTotals:
    mean = said.gaps / said.villages
    return GoalTotals(stage, after, said.proven, said.villages, said.gap, mean, said.close)
