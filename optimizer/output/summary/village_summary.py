"""A village's plan in one row of numbers: all that tables, summary and reports tell of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from math import ceil, isnan

import numpy as np

from optimizer.domain.failure import Failure
from optimizer.domain.goals import Stage
from optimizer.domain.languages import Language
from optimizer.domain.persons import minimum_loads
from optimizer.domain.plan import Assignment, Baseline, Reason, Verdict, VillagePlan
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Village
from optimizer.output.metres import is_unstated, shown_metres, shows_metres, stated_length
from optimizer.output.summary.histograms import Histograms, make_histograms
from optimizer.output.summary.team_figures import NO_FIGURES, TeamFigures, team_figures
from optimizer.output.text import village_messages
from optimizer.output.text.words import LANGUAGES, number

_NOTHING = Baseline(0, 0, 0, 0, 0.0, 0.0)
_DECIMALS_OF_A_BOUND = 1e-3
"""A bound this little above a whole number has been one before it was computed with."""


@dataclass(frozen=True, slots=True)
class VillageSummary:
    """One village in a row; those of all villages are in a file (`rows`).

    Parameters
    ----------
    verdict
        None where the village could not be planned, and ``failure`` says why.
    room
        Households that the members may look after at most, all together.
    unserved
        Households without anybody today, by reason.
    recruits
        Recruits needed and the bound on their number; None where nobody asked for recruits.
    proofs, proofs_after
        Stage to value and bound, of the plan for today and of that after recruiting; nothing for
        the latter where there is none.
    today, after
        The plans in the shape of the rules that they are compared with; nobody is overloaded.
        Without recruits both are the same.
    message, worth
        The sentences about the village, and about its recruits in the order of their worth.
    walk_m, longest_m
        NaN where the village's distances are never shown, here and in the rules beside it.
    x, y
        The middle of the village in the coordinates given; None where it has no point at all.
    teams
        Teams named among the members. 0 also where nobody wrote teams down.
    spread_today, spread_after
        Loads and distances of both plans; without recruits they are the same.
    hamlets
        Hamlet to recruits near it, in the order of their worth.
    teams_today, teams_after
        Planned teams of both plans, nothing where none are asked for; without recruits they are
        the same.
    """

    village_id: str
    name: str
    area: tuple[str, ...]
    verdict: Verdict | None
    households: int
    members: int
    room: int
    unserved: Mapping[Reason, int]
    reserve: int
    exceptions: int
    walk_m: float
    longest_m: float
    changed: int
    recruits: Proof | None
    max_distance_m: float | None
    max_households: int | None
    proofs: Mapping[Stage, Proof]
    today: Baseline
    after: Baseline
    nearest: Baseline
    greedy: Baseline
    seconds: float
    message: Mapping[Language, str]
    worth: Mapping[Language, str]
    x: float | None
    y: float | None
    teams: int
    proofs_after: Mapping[Stage, Proof]
    spread_today: Histograms
    spread_after: Histograms
    hamlets: Mapping[str, int]
    failure: str
    teams_today: TeamFigures = NO_FIGURES
    teams_after: TeamFigures = NO_FIGURES

    @property
    def unserved_total(self) -> int:
        """Households without anybody today."""
        return sum(self.unserved.values())

    @property
    def recruits_needed(self) -> int:
        """Recruits needed, 0 where none are."""
        return 0 if self.recruits is None else round(self.recruits.value)

    @property
    def recruits_certain(self) -> int:
        """Recruits proven to be needed at least."""
        if self.recruits is None:
            return 0
        return min(self.recruits_needed, ceil(self.recruits.bound - _DECIMALS_OF_A_BOUND))

    @property
    def urgency(self) -> tuple[bool, int, int, str]:
        """Sort key: what could not be planned, then most recruits, most unserved, and by id."""
        return not self.failure, -self.recruits_needed, -self.unserved_total, self.village_id


def summarise_village(village: Village, plan: VillagePlan) -> VillageSummary:
    """Count what a planner asks about one village."""
    today, eased, told = plan.today, plan.relaxations, village_messages(village, plan)
    x, y = _middle(village)
    last = plan.after or today
    return VillageSummary(
        village_id=village.id,
        name=village.name,
        area=village.area,
        verdict=plan.verdict,
        households=len(village.households),
        members=len(village.members),
        room=int(village.members.maximum.sum()),
        unserved=_by_reason(today.reasons),
        reserve=len(today.reserve),
        exceptions=len(today.exceptions(village.members.minimum)),
        walk_m=stated_length(village, today.walk_m),
        longest_m=stated_length(village, today.longest_m),
        changed=today.changed,
        recruits=None if plan.recruitment is None else plan.recruitment.needed,
        max_distance_m=None if eased is None or not shows_metres(village) else eased.max_distance_m,
        max_households=None if eased is None else eased.max_households,
        proofs=_proofs(village, today),
        today=_as_rule(village, today),
        after=_as_rule(village, last),
        nearest=_shown(village, plan.baselines.nearest),
        greedy=_shown(village, plan.baselines.greedy),
        seconds=plan.seconds,
        message=told.message,
        worth=told.worth,
        x=x,
        y=y,
        teams=_teams(village),
        proofs_after={} if plan.after is None else _proofs(village, plan.after),
        spread_today=make_histograms(today, shown_metres(village, today)),
        spread_after=make_histograms(last, shown_metres(village, last)),
        hamlets=dict(Counter(told.hamlets)),
        failure="",
        teams_today=team_figures(village, today),
        teams_after=team_figures(village, last),
    )


def summarise_failure(
    village: Village, failure: Failure, *, seconds: float = 0.0
) -> VillageSummary:
    """Count what is known of a village that could not be planned, and say why it could not."""
    households, members = len(village.households), len(village.members)
    x, y = _middle(village)
    return VillageSummary(
        village_id=village.id,
        name=village.name,
        area=village.area,
        verdict=None,
        households=households,
        members=members,
        room=int(village.members.maximum.sum()),
        unserved={},
        reserve=0,
        exceptions=0,
        walk_m=0.0,
        longest_m=0.0,
        changed=0,
        recruits=None,
        max_distance_m=None,
        max_households=None,
        proofs={},
        today=_NOTHING,
        after=_NOTHING,
        nearest=_NOTHING,
        greedy=_NOTHING,
        seconds=seconds,
        message={
            language: words.not_planned.format(
                village.name or village.id, number(households, words), number(members, words)
            )
            + f" {words.why_failed[failure.code]}"
            for language, words in LANGUAGES.items()
        },
        worth=dict.fromkeys(Language, ""),
        x=x,
        y=y,
        teams=_teams(village),
        proofs_after={},
        spread_today=Histograms(),
        spread_after=Histograms(),
        hamlets={},
        failure=failure.reason,
    )


def _middle(village: Village) -> tuple[float | None, float | None]:
    """Return the mean of the households' points, else of the members'."""
    given = (village.households if len(village.households) else village.members).given
    given = given[np.isfinite(given).all(axis=1)]
    if not len(given):
        return None, None
    x, y = given.mean(axis=0).tolist()
    return x, y


def _teams(village: Village) -> int:
    """Count the teams named among the members."""
    return len(set(village.members.team.tolist()) - {""})


def _as_rule(village: Village, made: Assignment) -> Baseline:
    """Return a plan in the shape of the rules that it is compared with."""
    minimum = minimum_loads(village, len(made.loads) - len(village.members))
    return Baseline(
        unserved=len(made.unserved),
        overloaded=0,
        excess=0,
        exceptions=len(made.exceptions(minimum)),
        walk_m=stated_length(village, made.walk_m),
        longest_m=stated_length(village, made.longest_m),
    )


def _shown(village: Village, rule: Baseline) -> Baseline:
    """Return a rule's figures without lengths that are never shown."""
    return replace(
        rule,
        walk_m=stated_length(village, rule.walk_m),
        longest_m=stated_length(village, rule.longest_m),
    )


def _proofs(village: Village, made: Assignment) -> dict[Stage, Proof]:
    """Return the proofs of a plan without those of lengths that are never shown."""
    return {s: proof for s, proof in made.proofs.items() if not is_unstated(village, s)}


def _by_reason(reasons: np.ndarray[tuple[int, ...], np.dtype[np.str_]]) -> dict[Reason, int]:
    """Count the households of each reason, in the order of the reasons."""
    counts = Counter(reasons[reasons != ""].tolist())
    return {reason: counts[reason] for reason in Reason if counts[reason]}


def add_baselines(rows: Iterable[Baseline]) -> Baseline:
    """Add one rule's results up over villages; the longest walk is the longest of all.

    Lengths are NaN where no village states any, and else those of the villages that do.
    """
    listed = list(rows)
    sums = {part.name: sum(getattr(row, part.name) for row in listed) for part in fields(Baseline)}
    stated = [row for row in listed if not isnan(row.walk_m)]
    if listed and not stated:
        return Baseline(**sums)
    return Baseline(
        **{
            **sums,
            "walk_m": sum((row.walk_m for row in stated), 0.0),
            "longest_m": max((row.longest_m for row in stated), default=0.0),
        }
    )
