"""Lists to print: one A4 page a person or a team with a sketch, set by typst in a process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import typst

from api.db.plan_queries import KeptResult
from api.tasks.exports.home_sketch import sketch
from api.tasks.exports.printed_teams import TEAM_COLUMNS, TEAM_LEGEND, team_pages
from api.tasks.exports.stored_plans import stored_plans
from api.tasks.scenario_task import reading_store
from optimizer.domain.addresses import Addresses, Doors
from optimizer.domain.languages import Language, written_date, written_number
from optimizer.domain.persons import person_ids
from optimizer.domain.plan import Assignment, Reason, VillagePlan
from optimizer.domain.scenario import Floats, Ints, Village
from optimizer.output.metres import shown_metres, shows_metres
from optimizer.output.text import hint_text, hints_of
from optimizer.output.text.words import LANGUAGES

_EMBEDDED = "Libertinus Serif"
"""Comes with typst and has all Vietnamese letters; for machines without better fonts."""
_WISHED = (("Liberation Sans", "liberation2"), ("Noto Sans", ""), ("DejaVu Sans", ""))
"""Family, and what its path must hold: version 1 of Liberation has not all letters."""

_WORDS: Mapping[str, Mapping[str, Any]] = {
    "en": {
        "columns": ("No.", "Household", "Metres", "Note"),
        "columns_of_list": ("No.", "Household", "Where", "Note"),
        "below_without": "{households} households · {village}",
        "legend": "Square: the person's home. Numbers: rows of the list. North is up.",
        "rest": "Nobody on a list",
        "below": "{households} households · {metres} m in all · {village}",
        "unserved": "Households that nobody looks after yet",
        "unserved_columns": ("No.", "Household", "Reason"),
        "reserve": "Members without a household",
        "reserve_columns": ("No.", "Member", "Note"),
        "footer": "{village} · {state}",
        "proposed": "Proposed: not approved yet",
        "approved": "Approved by {by}, {at}",
        "title": "{person}: households to look after",
    },
    "vi": {
        "columns": ("STT", "Mã hộ", "Khoảng cách (m)", "Ghi chú"),
        "columns_of_list": ("STT", "Mã hộ", "Nơi ở", "Ghi chú"),
        "below_without": "{households} hộ · {village}",
        "legend": "Ô vuông: nhà người phụ trách. Số: thứ tự trong danh sách. Hướng bắc ở trên.",
        "rest": "Chưa có trong danh sách",
        "below": "{households} hộ · tổng quãng đường {metres} m · {village}",
        "unserved": "Hộ chưa có người phụ trách",
        "unserved_columns": ("STT", "Mã hộ", "Lý do"),
        "reserve": "Thành viên chưa được giao hộ",
        "reserve_columns": ("STT", "Thành viên", "Ghi chú"),
        "footer": "{village} · {state}",
        "proposed": "Bản đề xuất: chưa được duyệt",
        "approved": "Đã duyệt: {by}, {at}",
        "title": "{person}: danh sách hộ phụ trách",
    },
}


def print_sheets(
    url: str, kept: KeptResult, village: str, language: str, plan: str, by: str = "member"
) -> bytes | None:
    """Return the PDF of one village; None where there is no such village, or it has no plan.

    There is none by team either where the plan has no teams.

    Parameters
    ----------
    plan
        ``today``, or ``after`` for the plan with the recruits.
    by
        ``member`` for a page a person, ``team`` for a page a team.
    """
    with reading_store(url) as store:
        found = next(stored_plans(store, kept, village), None)
    if found is None or (made := getattr(found[1], plan)) is None:
        return None
    if by == "team" and made.teams is None:
        return None
    set_as = team_sheets if by == "team" else sheets
    data = set_as(kept, *found, made, language)
    return _typeset(data, datetime.fromisoformat(kept.finished))


def sheets(
    kept: KeptResult, village: Village, plan: VillagePlan, made: Assignment, language: str
) -> dict[str, Any]:
    """Return all that is printed, as plain values."""
    say, named, spoken = _WORDS[language], village.name or village.id, Language(language)
    ids, homes = person_ids(village, plan), _homes(village, plan)
    persons, home_addresses = [], _home_addresses(village, plan)
    for person in np.flatnonzero(made.loads > 0).tolist():
        rows = np.flatnonzero(made.person == person)
        rows = _in_order(village, made, rows)
        metres = shown_metres(village, made)[rows]
        ways = _ways(village, rows, metres, spoken)
        cells = zip(village.households.ids[rows].tolist(), ways, strict=True)
        walk_m = float(np.nansum(metres))
        total = "" if np.isnan(metres).all() else written_number(walk_m, spoken)
        below = {"households": len(rows), "metres": total, "village": named}
        drawn = village.has_points
        persons.append(
            {
                "title": say["title"].format(person=ids[person]),
                "below": " · ".join(
                    part
                    for part in (
                        home_addresses[person],
                        say["below" if total else "below_without"].format(**below),
                    )
                    if part
                ),
                "rows": [
                    [str(nth), name, away, ""] for nth, (name, away) in enumerate(cells, start=1)
                ],
                "map": sketch(homes[person], village.households.xy[rows], village.households.xy)
                if drawn
                else None,
            }
        )
    return {
        "language": language,
        "title": named,
        "words": {
            "columns": say["columns" if shows_metres(village) else "columns_of_list"],
            "legend": say["legend"] if village.has_points else "",
            "rest": say["rest"],
        },
        "widths": "person" if shows_metres(village) else "address",
        "footer": _footer(kept, plan, made, named, language),
        "persons": persons,
        "rest": _rest(village, plan, made, language),
    }


def team_sheets(
    kept: KeptResult, village: Village, plan: VillagePlan, made: Assignment, language: str
) -> dict[str, Any]:
    """Return all that is printed of the teams of a plan, as plain values."""
    named, say = village.name or village.id, _WORDS[language]
    homes = _homes(village, plan)
    pages = [
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
    legend = TEAM_LEGEND[language] if village.has_points else ""
    return {
        "language": language,
        "title": named,
        "words": {"columns": TEAM_COLUMNS[language], "legend": legend, "rest": say["rest"]},
        "widths": "team",
        "footer": _footer(kept, plan, made, named, language),
        "persons": pages,
        "rest": _rest(village, plan, made, language),
    }


def _footer(
    kept: KeptResult, plan: VillagePlan, made: Assignment, named: str, language: str
) -> str:
    """Return what stands at the foot of every page: the village, and who approved this plan."""
    say, state = _WORDS[language], _WORDS[language]["proposed"]
    if kept.approved is not None and made is _approved(kept.approved["plan"], plan):
        day = written_date(date.fromisoformat(kept.approved["at"][:10]), Language(language))
        state = say["approved"].format(by=kept.approved["by"], at=day)
    return str(say["footer"].format(village=named, state=state))


def _approved(which: str, plan: VillagePlan) -> Assignment:
    """Return the plan that was approved; without recruits `after` is that of today."""
    return (plan.after or plan.today) if which == "after" else plan.today


def _in_order(village: Village, made: Assignment, rows: Ints) -> Ints:
    """Return a person's households: the nearest first, or alley by alley as the houses stand."""
    lived = village.addresses
    if shows_metres(village) or lived is None:
        return rows[np.argsort(made.metres[rows], kind="stable")]
    doors = lived.households
    return rows[np.lexsort((doors.order[rows], doors.alley[rows], doors.hamlet[rows]))]


def _ways(village: Village, rows: Ints, metres: Floats, language: Language) -> list[str]:
    """Return metres, or the address where metres are never shown; '' where neither is known."""
    lived = village.addresses
    if shows_metres(village) or lived is None:
        return [
            "" if np.isnan(away) else written_number(away, language) for away in metres.tolist()
        ]
    return _addresses(lived, lived.households, rows)


def _addresses(lived: Addresses, doors: Doors, rows: Ints) -> list[str]:
    """Return hamlet, alley and house of some rows; '' of those without a hamlet."""
    columns = (doors.hamlet, doors.alley, doors.order)
    cells = zip(*(column[rows].tolist() for column in columns), strict=True)
    return [
        ", ".join(
            part for part in (lived.hamlets[hamlet], lived.alleys[alley][1], str(order)) if part
        )
        if hamlet >= 0
        else ""
        for hamlet, alley, order in cells
    ]


def _home_addresses(village: Village, plan: VillagePlan) -> list[str]:
    """Return where members live, and recruits behind them; '' where metres say how far that is."""
    lived, members = village.addresses, np.arange(len(village.members))
    recruits = np.empty(0, np.int64) if plan.recruitment is None else plan.recruitment.places
    if shows_metres(village) or lived is None:
        return [""] * (len(members) + len(recruits))
    homes = _addresses(lived, lived.members, members)
    return homes + _addresses(lived, lived.sites, recruits)


def _homes(village: Village, plan: VillagePlan) -> Floats:
    """Return the points of members, and of recruits behind them, in metres."""
    if plan.recruitment is None:
        return village.members.xy
    return np.concatenate([village.members.xy, village.sites.xy[plan.recruitment.places]])


def _rest(
    village: Village, plan: VillagePlan, made: Assignment, language: str
) -> list[dict[str, Any]]:
    """Return the households and members that are on no list."""
    say, ids = _WORDS[language], person_ids(village, plan)
    unserved = [
        [str(nth), str(village.households.ids[row]), why]
        for nth, (row, why) in enumerate(_reasons(village, plan, made, Language(language)), start=1)
    ]
    reserve = [
        [str(nth), str(ids[person]), ""]
        for nth, person in enumerate(made.reserve.tolist(), start=1)
    ]
    return [
        {"title": say[part], "columns": say[f"{part}_columns"], "rows": rows}
        for part, rows in (("unserved", unserved), ("reserve", reserve))
        if rows
    ]


def _reasons(
    village: Village, plan: VillagePlan, made: Assignment, language: Language
) -> Iterator[tuple[int, str]]:
    """Yield the rows of the unserved, and why: along paths with what keeps them from everybody."""
    reasons = LANGUAGES[language].reasons
    hints = {hint.household: hint_text(hint, language) for hint in hints_of(village, plan)}
    for row in made.unserved.tolist():
        reason = Reason(made.reasons[row])
        hint = hints.get(row) if reason is Reason.DISTANCE else None
        yield row, reasons[reason] if hint is None else f"{reasons[reason]}: {hint}"


def _typeset(data: Mapping[str, Any], made: datetime) -> bytes:
    fonts, families = _fonts()
    source = resources.files("api.tasks.exports").joinpath("printed_lists.typ").read_bytes()
    inputs = {"data": orjson.dumps({**data, "fonts": families}).decode()}
    compiler = typst.Compiler(source, font_paths=fonts, sys_inputs=inputs)
    pdf = compiler.compile(format="pdf", timestamp=made.replace(microsecond=0))
    if not isinstance(pdf, bytes):
        raise TypeError("typst made no single document")
    return pdf


@cache
def _fonts() -> tuple[typst.Fonts, list[str]]:
    """Find the best font of this machine that has the Vietnamese letters."""
    there = typst.Fonts(include_system_fonts=True).fonts()
    for family, where in _WISHED:
        folders = {
            str(Path(font.path).parent)
            for font in there
            if font.family == family and font.path is not None and where in font.path
        }
        if folders:
            paths: list[str] = sorted(folders)
            return typst.Fonts(include_system_fonts=False, font_paths=paths), [family, _EMBEDDED]
    return typst.Fonts(include_system_fonts=False), [_EMBEDDED]
