"""Lines of the page's tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from math import ceil

from markupsafe import Markup

from optimizer.domain.languages import Language
from optimizer.output.report.bilingual import Text, in_both_languages
from optimizer.output.report.report_facts import ReportFacts
from optimizer.output.report.report_texts import TEXTS
from optimizer.output.report.shapes import short
from optimizer.output.summary.area_totals import IN_NEED, AreaSum, has_team
from optimizer.output.summary.village_summary import VillageSummary
from optimizer.output.text.spoken_names import hamlet_name

_HAMLETS_NAMED = 3
_DEEPEST = 4
"""Deeper units are no farther indented."""
_BAR = 90.0
"""Width of the longest bar in the table of areas."""


@dataclass(frozen=True, slots=True)
class VillageLine:
    """A village in the table; ``area`` without the units that all villages share."""

    row: VillageSummary
    area: str
    team: bool | None
    helps: Markup


@dataclass(frozen=True, slots=True)
class AreaLine:
    """A unit in the table, with its depth below the first one shown."""

    unit: AreaSum
    name: str
    depth: int
    in_need: int
    bar: Markup


def village_line(row: VillageSummary, shared: int, *, known: bool) -> VillageLine:
    """Return a village's line; ``known`` tells whether anybody wrote teams down."""
    area = " / ".join(row.area[shared:] or row.area[-1:])
    return VillageLine(row, area, has_team(row, known=known), _helps(row))


def area_lines(facts: ReportFacts, units: Sequence[AreaSum]) -> list[AreaLine]:
    """Return the lines of units in the order of the tree."""
    shared = len(facts.unit)
    most = max((unit.recruits_needed for unit in units), default=0)
    return [
        AreaLine(
            unit,
            unit.area[-1],
            min(len(unit.area) - shared - 1, _DEEPEST),
            sum(unit.verdicts.get(verdict, 0) for verdict in IN_NEED),
            _bar(unit.recruits_needed, most),
        )
        for unit in units
    ]


def _bar(value: int, most: int) -> Markup:
    if not value:
        return Markup("")
    return Markup(
        '<svg class="inline" viewBox="0 0 {0} 10"><rect width="{1}" height="10"/></svg>'
    ).format(short(_BAR), short(max(_BAR * min(value / most, 1.0), 1.0)))


def _helps(row: VillageSummary) -> Markup:
    """Return what would help a village: recruits by hamlet, or another rule."""
    if row.failure:
        return Markup("{}").format(row.failure)
    if not row.unserved_total:
        return Markup("")
    ways = []
    if row.hamlets:
        ways.append(_added(row))
    elif row.recruits is not None and not row.recruits_needed:
        ways.append(in_both_languages(TEXTS["none_helps"]))
    if row.max_distance_m is not None:
        ways.append(in_both_languages(TEXTS["limit"], ceil(row.max_distance_m)))
    if row.max_households is not None:
        ways.append(in_both_languages(TEXTS["most"], row.max_households))
    return in_both_languages(TEXTS["or"]).join(ways)


def _hamlet(name: str) -> Text:
    english, vietnamese = (hamlet_name(name, language) for language in Language)
    return english, vietnamese


def _added(row: VillageSummary) -> Markup:
    placed = sum(row.hamlets.values())
    ranked = sorted(row.hamlets.items(), key=lambda pair: (-pair[1], pair[0]))
    parts = [
        in_both_languages(TEXTS["near"], count, _hamlet(hamlet))
        for hamlet, count in islice(ranked, _HAMLETS_NAMED)
    ]
    others = placed - sum(count for _, count in ranked[:_HAMLETS_NAMED])
    if others:
        parts.append(in_both_languages(TEXTS["near_others"], others))
    return Markup("{} {}").format(in_both_languages(("Add", "Bổ sung")), Markup(", ").join(parts))
