"""The overview sheet of a village: its map, its members with their loads, and room to sign."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from optimizer.domain.languages import Language, written_date, written_number
from optimizer.domain.persons import minimum_loads, person_ids
from optimizer.domain.plan import UNSERVED, Assignment, VillagePlan
from optimizer.domain.scenario import Floats, Village
from optimizer.output.metres import shown_metres, shows_metres
from optimizer.output.text.spoken_names import distance_name, recruit_name
from optimizer.output.text.words import LANGUAGES

_WIDTH_MM, _HEIGHT_MM, _EDGE_MM = 174.0, 96.0, 6.0
_LEAST_M = 20.0
"""A map shows at least this much, so that neighbours at one point do not blow it up."""
_TEAM = 4
"""Column of the team."""

_WORDS: Mapping[Language, Mapping[str, Any]] = {
    Language.EN: {
        "today": "Plan for today",
        "after": "Plan after recruiting",
        "made": "made on {day}",
        "facts": ("Households", "Members", "To be recruited", "Without anybody"),
        "verdict": "Verdict today",
        "legend": "Squares: homes of those who look after households, by their row in the table. "
        "Dots: households. Crosses: households that nobody looks after. North is up.",
        "columns": ("No.", "Member", "Households", "Farthest (m)", "Team", "Note"),
        "recruit": "to be recruited",
        "reserve": "in reserve",
        "below": "below the minimum",
        "date": "............................, date ....................",
        "signatures": ("Prepared by", "Village head", "For the commune"),
        "sign": "(signature, full name)",
    },
    Language.VI: {
        "today": "Phương án hiện nay",
        "after": "Phương án sau khi bổ sung",
        "made": "lập ngày {day}",
        "facts": ("Số hộ", "Thành viên", "Cần bổ sung", "Hộ chưa có người phụ trách"),
        "verdict": "Kết luận hiện nay",
        "legend": "Ô vuông: nhà người phụ trách, số là số thứ tự trong bảng. Chấm: hộ gia đình. "
        "Dấu chéo: hộ chưa có người phụ trách. Hướng bắc ở trên.",
        "columns": ("STT", "Thành viên", "Số hộ", "Xa nhất (m)", "Tổ", "Ghi chú"),
        "recruit": "cần bổ sung",
        "reserve": "dự phòng",
        "below": "dưới mức tối thiểu",
        "date": "............................, ngày ...... tháng ...... năm ...........",
        "signatures": ("Người lập", "Trưởng thôn, khu phố", "TM. UBND xã, phường"),
        "sign": "(ký, ghi rõ họ tên)",
    },
}


def village_overview(
    village: Village, plan: VillagePlan, made: Assignment, day: date, language: Language
) -> dict[str, Any]:
    """Return what stands on a village's overview sheet, as plain values."""
    say, drawn = _WORDS[language], village.has_points
    verdict = LANGUAGES[language].verdict_names[plan.verdict]
    hired = 0 if made is plan.today else len(made.loads) - len(village.members)
    counts = (len(village.households), len(village.members), hired, len(made.unserved))
    stands = say["after" if made is plan.after else "today"]
    metric = distance_name(village.rules.metric.model_dump(), language)
    # The column of teams is left out where there are none.
    shown = [nth for nth in range(len(say["columns"])) if nth != _TEAM or made.teams is not None]
    rows = _rows(village, plan, made, language)
    return {
        "below": " / ".join(village.area),
        "stands": f"{stands}, {say['made'].format(day=written_date(day, language))}",
        "facts": [
            [say["verdict"], verdict],
            *(
                [name, written_number(count, language)]
                for name, count in zip(say["facts"], counts, strict=True)
            ),
        ],
        "distance": f"{metric[:1].upper()}{metric[1:]}." if shows_metres(village) else "",
        "map": _map(village, plan, made) if drawn else None,
        "legend": say["legend"] if drawn else "",
        "columns": [say["columns"][nth] for nth in shown],
        "rows": [[row[nth] for nth in shown] for row in rows],
        "date": say["date"],
        "signatures": list(say["signatures"]),
        "sign": say["sign"],
    }


def plan_homes(village: Village, plan: VillagePlan) -> Floats:
    """Return the points of members, and of recruits behind them, in metres."""
    if plan.recruitment is None:
        return village.members.xy
    return np.concatenate([village.members.xy, village.sites.xy[plan.recruitment.places]])


def _rows(
    village: Village, plan: VillagePlan, made: Assignment, language: Language
) -> list[list[str]]:
    """Return a line a person: number, name, load, farthest household, team, note."""
    ids, members = person_ids(village, plan), len(village.members)
    metres = shown_metres(village, made)
    below = made.exceptions(minimum_loads(village, len(made.loads) - members)).tolist()
    say, lines = _WORDS[language], []
    for person, load in enumerate(made.loads.tolist()):
        away = metres[made.person == person]
        far = "" if np.isnan(away).all() else written_number(float(np.nanmax(away)), language)
        team = "" if made.teams is None else made.teams.names[int(made.teams.team[person])]
        notes = (
            say["recruit"] if person >= members else "",
            say["reserve"] if not load else "",
            say["below"] if person in below else "",
        )
        name = recruit_name(str(ids[person]), language)
        note = ", ".join(filter(None, notes))
        lines.append([str(person + 1), name, str(load), far, str(team), note])
    return lines


def _map(village: Village, plan: VillagePlan, made: Assignment) -> dict[str, Any]:
    """Draw everybody of a village: millimetres on paper, north up."""
    homes, houses = plan_homes(village, plan)[: len(made.loads)], village.households.xy
    shown = np.vstack([homes, houses])
    low, high = shown.min(axis=0), shown.max(axis=0)
    room = np.array([_WIDTH_MM - 2 * _EDGE_MM, _HEIGHT_MM - 2 * _EDGE_MM])
    scale = float((room / np.maximum(high - low, _LEAST_M)).min())
    middle, centre = (low + high) / 2, np.array([_WIDTH_MM, _HEIGHT_MM]) / 2

    def drawn(points: Floats) -> list[list[float]]:
        placed: list[list[float]] = (
            (centre + (points - middle) * scale * np.array([1.0, -1.0])).round(2).tolist()
        )
        return placed

    served = made.person != UNSERVED
    bar_m = 10.0 ** np.floor(np.log10(0.3 * _WIDTH_MM / scale))
    return {
        "width": _WIDTH_MM,
        "height": _HEIGHT_MM,
        "homes": drawn(homes),
        "served": list(zip(drawn(houses[served]), drawn(homes[made.person[served]]), strict=True)),
        "unserved": drawn(houses[~served]),
        "bar": round(float(bar_m * scale), 2),
        "bar_text": f"{bar_m:g} m",
    }
