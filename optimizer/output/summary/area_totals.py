"""Villages added up: in all, and for every unit of the area tree, however deep it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from optimizer.domain.plan import Reason, Verdict
from optimizer.output.summary.team_figures import NO_FIGURES, TeamFigures
from optimizer.output.summary.village_summary import VillageSummary

IN_NEED = (Verdict.NO_MEMBERS, Verdict.NEEDS_MEMBERS, Verdict.NEEDS_MEMBERS_LOCAL)
"""Verdicts of villages in which somebody is left out today."""


@dataclass(frozen=True, slots=True)
class AreaSum:
    """The villages of one unit, whether they lie in it directly or in units below it.

    Parameters
    ----------
    area
        Codes from the widest unit down to this one; nothing for all villages together.
    failed
        Villages that could not be planned; they have no verdict.
    recruits_needed, recruits_certain
        Recruits needed, and those proven to be needed at least.
    without_team
        Villages that have no team at all; None where nobody wrote teams down, so that only
        villages without members are known to have none.
    planned_teams
        Teams of the plan after recruiting where there is one, else of today's.
    """

    area: tuple[str, ...]
    villages: int
    failed: int
    verdicts: Mapping[Verdict, int]
    households: int
    members: int
    unserved: Mapping[Reason, int]
    recruits_needed: int
    recruits_certain: int
    teams: int
    without_team: int | None
    planned_teams: TeamFigures = NO_FIGURES

    @property
    def unserved_total(self) -> int:
        """Households without anybody today."""
        return sum(self.unserved.values())

    @property
    def urgency(self) -> tuple[int, int, tuple[str, ...]]:
        """Sort key: most recruits first, then most unserved, then by codes."""
        return -self.recruits_needed, -self.unserved_total, self.area


@dataclass(slots=True)
class _Adding:
    """A unit while villages are added to it."""

    counts: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[Verdict | None] = field(default_factory=Counter)
    unserved: Counter[Reason] = field(default_factory=Counter)
    teams: TeamFigures = NO_FIGURES


class AreaTotals:
    """Villages added up one after the other."""

    def __init__(self) -> None:
        self._units: dict[tuple[str, ...], _Adding] = {(): _Adding()}

    def add(self, row: VillageSummary) -> None:
        """Add a village to every unit that it lies in."""
        for depth in range(len(row.area) + 1):
            _add(self._units.setdefault(row.area[:depth], _Adding()), row)

    def sums(self) -> tuple[AreaSum, ...]:
        """Return all villages together first, then every unit before those below it."""
        known = self._units[()].counts["teams"] > 0
        return tuple(_sum(area, self._units[area], known=known) for area in sorted(self._units))


def add_up_areas(tallies: Iterable[VillageSummary]) -> tuple[AreaSum, ...]:
    """Add villages up in one pass: all of them first, then every unit before those below it."""
    adding = AreaTotals()
    for row in tallies:
        adding.add(row)
    return adding.sums()


def _add(unit: _Adding, row: VillageSummary) -> None:
    unit.verdicts[row.verdict] += 1
    unit.unserved.update(row.unserved)
    unit.teams = unit.teams.with_more(row.teams_after)
    unit.counts.update(
        households=row.households,
        members=row.members,
        recruits=row.recruits_needed,
        certain=row.recruits_certain,
        teams=row.teams,
        without_team=int(not row.teams),
        unled=int(not row.members),
    )


def _sum(area: tuple[str, ...], unit: _Adding, *, known: bool) -> AreaSum:
    counts = unit.counts
    # Where no team is written down anywhere, members may well have one that nobody told.
    told = known or counts["without_team"] == counts["unled"]
    return AreaSum(
        area=area,
        villages=unit.verdicts.total(),
        failed=unit.verdicts[None],
        verdicts={verdict: unit.verdicts[verdict] for verdict in Verdict if unit.verdicts[verdict]},
        households=counts["households"],
        members=counts["members"],
        unserved={reason: unit.unserved[reason] for reason in Reason if unit.unserved[reason]},
        recruits_needed=counts["recruits"],
        recruits_certain=counts["certain"],
        teams=counts["teams"],
        without_team=counts["without_team"] if told else None,
        planned_teams=unit.teams,
    )


def has_team(row: VillageSummary, *, known: bool) -> bool | None:
    """Tell whether a village has a team, None where nobody can know."""
    return None if row.members and not known else bool(row.teams)


def shared_codes(areas: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the codes, from the widest down, that are the same in all areas."""
    levels = takewhile(lambda codes: len(set(codes)) == 1, zip(*areas, strict=False))
    return tuple(codes[0] for codes in levels)


def deepest_units(areas: Sequence[AreaSum]) -> Sequence[AreaSum]:
    """Return the units that have none below them: where somebody can go and look."""
    above = {unit.area[:-1] for unit in areas}
    return [unit for unit in areas if unit.area and unit.area not in above]


def summary(tallies: Iterable[VillageSummary]) -> dict[str, object]:
    """Add the villages up, in the shape of the response's ``summary``."""
    areas = add_up_areas(tallies)
    return summary_of(areas)


def summary_of(areas: Sequence[AreaSum]) -> dict[str, object]:
    """Return the response's ``summary`` of what was rolled up."""
    everything = areas[0]
    return {
        "villages": everything.villages,
        "households": everything.households,
        "members": everything.members,
        "unserved_today": everything.unserved_total,
        "recruits_needed": everything.recruits_needed,
        "verdicts": {str(verdict): count for verdict, count in everything.verdicts.items()},
        "failed": everything.failed,
        "areas": [area_document(unit) for unit in areas],
    }


def area_document(unit: AreaSum) -> dict[str, object]:
    """Return a unit as JSON says it; ``villages_without_team`` is null where nobody knows."""
    return {
        "level": len(unit.area),
        "area": list(unit.area),
        "villages": unit.villages,
        "verdicts": {str(verdict): count for verdict, count in unit.verdicts.items()},
        "failed": unit.failed,
        "households": unit.households,
        "members": unit.members,
        "unserved_today": unit.unserved_total,
        "unserved_by_reason": {str(reason): count for reason, count in unit.unserved.items()},
        "recruits_needed": unit.recruits_needed,
        "recruits_certain": unit.recruits_certain,
        "teams": unit.teams,
        "villages_without_team": unit.without_team,
    }
