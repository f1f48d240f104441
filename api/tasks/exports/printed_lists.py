"""Lists to print of one village: a page a person or a team with a sketch, then who is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from api.tasks.exports.home_sketch import sketch
from api.tasks.exports.printed_rest import rest_lists
from api.tasks.exports.printed_teams import TEAM_COLUMNS, TEAM_LEGEND, team_pages
from api.tasks.exports.printed_words import WORDS
from api.tasks.exports.village_overview import plan_homes, village_overview
from optimizer.domain.languages import Language, written_date, written_number
from optimizer.domain.persons import person_ids
from optimizer.domain.plan import Assignment, VillagePlan
from optimizer.domain.scenario import Village
from optimizer.output.metres import shown_metres, shows_metres
from optimizer.output.text.door_texts import home_addresses, in_order, ways
from optimizer.output.text.spoken_names import distance_name, recruit_name

Page = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """How lists are printed.

    Parameters
    ----------
    after
        Whether the plan with the recruits is printed where a village has one, else today's.
    teams
        Whether a page is a team's, else a person's.
    overview
        Whether a sheet on the whole village comes first.
    """

    language: Language
    after: bool = False
    teams: bool = False
    overview: bool = False
    large: bool = False

    def plan_of(self, plan: VillagePlan) -> Assignment:
        """Return the plan to print; a village that needs nobody has today's alone."""
        return plan.after if self.after and plan.after is not None else plan.today


@dataclass(frozen=True, slots=True)
class PlanState:
    """When a plan was made, and by whom and when it was approved; None while it is proposed."""

    made: date
    approved: Mapping[str, str] | None = None


def printed_village(
    options: PrintOptions, state: PlanState, village: Village, plan: VillagePlan
) -> dict[str, Any]:
    """Return all that is printed of a village, as plain values."""
    language, made = options.language, options.plan_of(plan)
    say, named = WORDS[language], village.name or village.id
    drawn, metres = village.has_points, shows_metres(village)
    pages = (_teams if options.teams else _persons)(village, plan, made, language)
    columns = TEAM_COLUMNS[language]
    if not options.teams:
        distance = _distance(village, language)
        head = f"{distance[:1].upper()}{distance[1:]}"
        names = say["columns" if metres else "columns_of_list"]
        columns = tuple(name.format(distance=head) for name in names)
    legend = TEAM_LEGEND[language] if options.teams else say["legend"]
    return {
        "language": language,
        "title": named,
        "words": {"columns": columns, "legend": legend if drawn else "", "rest": say["rest"]},
        "widths": "team" if options.teams else "person" if metres else "address",
        "footer": _footer(state, plan, made, named, language),
        "overview": village_overview(village, plan, made, state.made, language)
        if options.overview
        else None,
        "persons": pages,
        "rest": rest_lists(village, plan, made, language),
        "failed": "",
    }


def unplanned_village(options: PrintOptions, named: str) -> dict[str, Any]:
    """Return the page of a village that could not be planned."""
    say = WORDS[options.language]
    return {
        "language": options.language,
        "title": named,
        "words": {"columns": (), "legend": "", "rest": say["rest"]},
        "widths": "person",
        "footer": say["footer"].format(village=named, state=say["proposed"]),
        "overview": None,
        "persons": [],
        "rest": [],
        "failed": say["failed"],
    }


def _distance(village: Village, language: Language) -> str:
    return distance_name(village.rules.metric.model_dump(), language)


def _persons(
    village: Village, plan: VillagePlan, made: Assignment, language: Language
) -> list[Page]:
    """Return the page of each person who looks after somebody."""
    say, named = WORDS[language], village.name or village.id
    ids, homes = person_ids(village, plan), plan_homes(village, plan)
    lived, pages = home_addresses(village, plan), []
    for person in np.flatnonzero(made.loads > 0).tolist():
        rows = in_order(village, made, np.flatnonzero(made.person == person))
        metres = shown_metres(village, made)[rows]
        away = ways(village, rows, metres, language)
        walk_m = float(np.nansum(metres))
        total = "" if np.isnan(metres).all() else written_number(walk_m, language)
        below = say["below" if total else "below_without"].format(
            households=len(rows),
            metres=total,
            distance=_distance(village, language),
            village=named,
        )
        cells = zip(village.households.ids[rows].tolist(), away, strict=True)
        pages.append(
            {
                "title": say["title"].format(person=recruit_name(str(ids[person]), language)),
                "below": " · ".join(filter(None, (lived[person], below))),
                "rows": [[str(nth), name, far, ""] for nth, (name, far) in enumerate(cells, 1)],
                "map": sketch(homes[person], village.households.xy[rows], village.households.xy)
                if village.has_points
                else None,
            }
        )
    return pages


def _teams(village: Village, plan: VillagePlan, made: Assignment, language: Language) -> list[Page]:
    """Return the page of each team; nothing where there are none."""
    homes, named = plan_homes(village, plan), village.name or village.id
    return [
        {
            "title": page.title,
            "below": page.below,
            "rows": page.rows,
            # The leader is the first of the list.
            "map": sketch(homes[page.leader], homes[page.others], village.households.xy)
            | {"first": 2}
            if village.has_points
            else None,
        }
        for page in team_pages(village, plan, made, named, language)
    ]


def _footer(
    state: PlanState, plan: VillagePlan, made: Assignment, named: str, language: Language
) -> str:
    """Return what stands at the foot of every page: the village, and who approved this plan."""
    say = WORDS[language]
    stands = say["proposed"]
    if state.approved is not None and made is _approved(state.approved["plan"], plan):
        day = written_date(date.fromisoformat(state.approved["at"][:10]), language)
        stands = say["approved"].format(by=state.approved["by"], at=day)
    return str(say["footer"].format(village=named, state=stands))


def _approved(which: str, plan: VillagePlan) -> Assignment:
    """Return the plan that was approved; without recruits `after` is that of today."""
    return (plan.after or plan.today) if which == "after" else plan.today
