"""A village's plan in one row of numbers, and many rows added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from optimizer.plan import Assignment, Baseline, Proof, Reason, Stage, Verdict, VillagePlan
from optimizer.scenario import Village
from optimizer.sentences import tell
from optimizer.words import Language


@dataclass(frozen=True, slots=True)
class Tally:
    """One village in a row; small enough to keep for a whole country.

    Parameters
    ----------
    room
        Households that the members may look after at most, all together.
    unserved
        Households without anybody today, by reason.
    recruits
        Recruits needed and the bound on their number; None where nobody asked for recruits.
    proofs
        Stage to value and bound, of the plan for today.
    today, after
        The plans in the shape of the rules that they are compared with; nobody is overloaded.
        Without recruits both are the same.
    message, worth
        The sentences about the village, and about its recruits in the order of their worth.
    """

    village_id: str
    name: str
    area: tuple[str, ...]
    verdict: Verdict
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

    @property
    def unserved_total(self) -> int:
        """Households without anybody today."""
        return sum(self.unserved.values())

    @property
    def recruits_needed(self) -> int:
        """Recruits needed, 0 where none are."""
        return 0 if self.recruits is None else round(self.recruits.value)

    @property
    def urgency(self) -> tuple[int, int, str]:
        """Sort key: most recruits first, then most unserved, then by id."""
        return -self.recruits_needed, -self.unserved_total, self.village_id


def tally(village: Village, plan: VillagePlan) -> Tally:
    """Count what a planner asks about one village."""
    today, eased, told = plan.today, plan.relaxations, tell(village, plan)
    return Tally(
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
        walk_m=today.walk_m,
        longest_m=today.longest_m,
        changed=today.changed,
        recruits=None if plan.recruitment is None else plan.recruitment.needed,
        max_distance_m=None if eased is None else eased.max_distance_m,
        max_households=None if eased is None else eased.max_households,
        proofs=dict(today.proofs),
        today=_as_rule(village, today),
        after=_as_rule(village, plan.after or today),
        nearest=plan.baselines.nearest,
        greedy=plan.baselines.greedy,
        seconds=plan.seconds,
        message=told.message,
        worth=told.worth,
    )


def _as_rule(village: Village, made: Assignment) -> Baseline:
    """Return a plan in the shape of the rules that it is compared with."""
    recruits = len(made.loads) - len(village.members)
    minimum = np.append(village.members.minimum, [village.rules.min_households] * recruits)
    return Baseline(
        unserved=len(made.unserved),
        overloaded=0,
        excess=0,
        exceptions=len(made.exceptions(minimum)),
        walk_m=made.walk_m,
        longest_m=made.longest_m,
    )


def _by_reason(reasons: np.ndarray[tuple[int, ...], np.dtype[np.str_]]) -> dict[Reason, int]:
    """Count the households of each reason, in the order of the reasons."""
    counts = Counter(reasons[reasons != ""].tolist())
    return {reason: counts[reason] for reason in Reason if counts[reason]}


def summary(tallies: Sequence[Tally]) -> dict[str, object]:
    """Add the villages up, in the shape of the response's ``summary``."""
    verdicts = Counter(row.verdict for row in tallies)
    return {
        "villages": len(tallies),
        "households": sum(row.households for row in tallies),
        "members": sum(row.members for row in tallies),
        "unserved_today": sum(row.unserved_total for row in tallies),
        "recruits_needed": sum(row.recruits_needed for row in tallies),
        "verdicts": {str(verdict): verdicts[verdict] for verdict in Verdict if verdicts[verdict]},
    }


def add_baselines(rows: Iterable[Baseline]) -> Baseline:
    """Add one rule's results up over villages; the longest walk is the longest of all."""
    listed = list(rows)
    sums = {part.name: sum(getattr(row, part.name) for row in listed) for part in fields(Baseline)}
    return Baseline(**{**sums, "longest_m": max((row.longest_m for row in listed), default=0.0)})
