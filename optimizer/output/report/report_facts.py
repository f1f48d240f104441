"""What the reports say, as numbers; no household is in them, only counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from optimizer.domain.languages import Language
from optimizer.domain.plan import Baseline
from optimizer.output.report.bilingual import Text
from optimizer.output.summary.area_totals import IN_NEED, AreaSum, has_team
from optimizer.output.summary.histograms import Histograms
from optimizer.output.summary.row_store import RowStore
from optimizer.output.summary.run_totals import GoalTotals
from optimizer.output.summary.village_summary import VillageSummary
from optimizer.output.text.spoken_names import distance_name

AREAS_SHOWN = 80
"""Units in the page's table of areas."""
VILLAGES_SHOWN = 600
"""Villages in the page's table: a province and more, and still quick on a telephone."""
NAMES_SHOWN = 100
"""Villages without a team that the page names."""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """All that is reported.

    Parameters
    ----------
    unit
        The widest units that all villages share: what the report is about.
    run
        The content of ``run.json``.
    lonlat
        None where nobody knows what x and y are.
    rows
        The villages; they are read again wherever all of them are told of.
    first
        The `VILLAGES_SHOWN` in greatest need.
    without_team, failed
        The `NAMES_SHOWN` in greatest need of those without a team, and without a plan.
    teamless
        How many villages have no team, as far as anybody can know.
    """

    made: date
    unit: tuple[str, ...]
    run: Mapping[str, object]
    rules: Mapping[str, object]
    lonlat: bool | None
    rows: RowStore
    first: Sequence[VillageSummary]
    areas: Sequence[AreaSum]
    in_need: int
    unserved_after: int
    reserve: int
    exceptions: int
    plans: Mapping[str, Baseline]
    spread_today: Histograms
    spread_after: Histograms
    goals: Sequence[GoalTotals]
    without_team: Sequence[VillageSummary]
    teamless: int
    failed: Sequence[VillageSummary]

    @property
    def total(self) -> AreaSum:
        """All villages together."""
        return self.areas[0]

    @property
    def distance(self) -> Text:
        """What the metres of the report measure; villages may have a metric of their own."""
        metric = self.rules.get("metric")
        asked = metric if isinstance(metric, Mapping) else {}
        english, vietnamese = (distance_name(asked, language) for language in Language)
        return english, vietnamese

    @property
    def recruiting(self) -> bool:
        """Whether anybody asked for recruits and some are needed."""
        return self.total.recruits_needed > 0


def report_facts(rows: RowStore, run: Mapping[str, object], made: date) -> ReportFacts:
    """Count all that is reported."""
    totals = rows.totals()
    first = list(islice(rows.ranked(), VILLAGES_SHOWN))
    without_team, teamless = _teamless(rows, known=totals.total.teams > 0)
    rules, coordinates = run.get("rules"), run.get("coordinates")
    return ReportFacts(
        made=made,
        unit=totals.unit,
        run=run,
        rules=rules if isinstance(rules, Mapping) else {},
        lonlat=None if coordinates is None else coordinates == "lonlat",
        rows=rows,
        first=first,
        areas=totals.areas,
        in_need=sum(totals.total.verdicts.get(verdict, 0) for verdict in IN_NEED),
        unserved_after=totals.plans["after"].unserved,
        reserve=totals.reserve,
        exceptions=totals.exceptions,
        plans=totals.plans,
        spread_today=totals.spread_today,
        spread_after=totals.spread_after,
        goals=totals.goals,
        without_team=without_team,
        teamless=teamless,
        # Nothing ranks before what could not be planned.
        failed=[row for row in first if row.failure][:NAMES_SHOWN],
    )


def units_below(facts: ReportFacts) -> Sequence[AreaSum]:
    """Return the units below those that all villages share, in the order of the tree."""
    return [unit for unit in facts.areas if len(unit.area) > len(facts.unit)]


def neediest_units(units: Sequence[AreaSum]) -> Sequence[AreaSum]:
    """Return the units to show, in the order of the tree; those in greatest need if many."""
    if len(units) > AREAS_SHOWN:
        units = sorted(units, key=lambda unit: unit.urgency)[:AREAS_SHOWN]
    return sorted(units, key=lambda unit: unit.area)


def _teamless(rows: RowStore, *, known: bool) -> tuple[Sequence[VillageSummary], int]:
    """Return the first villages that surely have no team, and how many there are."""
    first: list[VillageSummary] = []
    count = 0
    for row in rows.ranked():
        if has_team(row, known=known) is False:
            count += 1
            if count <= NAMES_SHOWN:
                first.append(row)
    return first, count
