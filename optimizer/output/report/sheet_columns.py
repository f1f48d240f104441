"""Columns of the sheets of ``report.xlsx``: their heads, their widths, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, isnan
from typing import Generic, TypeVar

from optimizer.domain.languages import Language
from optimizer.domain.plan import Reason, Verdict
from optimizer.output.report.bilingual import Text
from optimizer.output.report.report_texts import VERDICTS
from optimizer.output.summary.area_totals import IN_NEED, AreaSum
from optimizer.output.summary.village_summary import VillageSummary
from optimizer.output.text.spoken_names import recruit_name
from optimizer.output.text.words import LANGUAGES

Cell = str | int | float | None
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column; ``width`` in characters, ``{}`` in a name is what the metres measure."""

    name: Text
    width: int
    cell: Callable[[Row, Language], Cell]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A village, and whether it has a team where somebody can know."""

    row: VillageSummary
    team: bool | None


def verdict_word(verdict: Verdict | None, language: Language) -> str:
    """Return a verdict in a few words; nothing for a village that was not planned."""
    if verdict is None:
        return ("Not planned", "Chưa lập được")[list(Language).index(language)]
    return VERDICTS[verdict][list(Language).index(language)]


def _whole(length_m: float) -> int | None:
    """Return whole metres; nothing where a village's distances are never shown."""
    return None if isnan(length_m) else round(length_m)


def _whole_above(length_m: float | None) -> int | None:
    """Return whole metres that a limit must have at least; nothing where none would do."""
    return None if length_m is None else ceil(length_m)


def _truth(holds: bool | None, language: Language) -> str | None:  # noqa: FBT001 - the value itself
    if holds is None:
        return None
    return (("no", "yes"), ("không", "có"))[list(Language).index(language)][holds]


VILLAGES: Sequence[Column[SheetRow]] = (
    Column(("Village", "Mã"), 11, lambda v, _: v.row.village_id),
    Column(("Name", "Tên"), 18, lambda v, _: v.row.name),
    Column(("Area", "Địa bàn"), 20, lambda v, _: " / ".join(v.row.area)),
    Column(("Verdict", "Kết luận"), 16, lambda v, tongue: verdict_word(v.row.verdict, tongue)),
    Column(
        ("Recruits", "Cần bổ sung"),
        9,
        lambda v, _: None if v.row.recruits is None else v.row.recruits_needed,
    ),
    Column(
        ("Proven least", "Ít nhất (đã chứng minh)"),
        9,
        lambda v, _: None if v.row.recruits is None else v.row.recruits_certain,
    ),
    Column(
        ("Left out", "Hộ chưa có người"),
        9,
        lambda v, _: None if v.row.failure else v.row.unserved_total,
    ),
    Column(("Households", "Số hộ"), 11, lambda v, _: v.row.households),
    Column(("Members", "Thành viên"), 9, lambda v, _: v.row.members),
    Column(("Room", "Nhận được tối đa (hộ)"), 9, lambda v, _: v.row.room),
    Column(("In reserve", "Dự phòng"), 8, lambda v, _: v.row.reserve),
    Column(("Below minimum", "Dưới mức tối thiểu"), 9, lambda v, _: v.row.exceptions),
    Column(("Teams", "Số Tổ"), 7, lambda v, _: None if v.team is None else v.row.teams),
    Column(("Has a team", "Có Tổ"), 7, lambda v, tongue: _truth(v.team, tongue)),
    Column(("Total {} (m)", "Tổng {} (m)"), 13, lambda v, _: _whole(v.row.walk_m)),
    Column(("Longest {} (m)", "{} xa nhất (m)"), 13, lambda v, _: _whole(v.row.longest_m)),
    Column(
        ("Limit that would do (m)", "Cự ly nào thì đủ (m)"),
        10,
        lambda v, _: _whole_above(v.row.max_distance_m),
    ),
    Column(
        ("Maximum that would do", "Tối đa mấy hộ thì đủ"), 11, lambda v, _: v.row.max_households
    ),
    Column(("What to know", "Nội dung"), 52, lambda v, tongue: v.row.message[tongue]),
    Column(("Not planned because", "Lý do chưa lập được"), 14, lambda v, _: v.row.failure or None),
)


def _verdict_column(verdict: Verdict) -> Column[AreaSum]:
    return Column(VERDICTS[verdict], 16, lambda unit, _: unit.verdicts.get(verdict, 0))


def _reason_column(reason: Reason) -> Column[AreaSum]:
    english, vietnamese = (LANGUAGES[tongue].reason_names[reason] for tongue in Language)
    return Column((english, vietnamese), 14, lambda unit, _: unit.unserved.get(reason, 0))


AREAS: Sequence[Column[AreaSum]] = (
    Column(("Level", "Cấp"), 8, lambda unit, _: len(unit.area)),
    Column(
        ("Area", "Địa bàn"),
        40,
        lambda unit, tongue: (
            " / ".join(unit.area) or ("Total", "Tổng cộng")[list(Language).index(tongue)]
        ),
    ),
    Column(("Villages", "Số thôn, khu phố"), 10, lambda unit, _: unit.villages),
    Column(
        ("In need", "Nơi còn thiếu"),
        11,
        lambda unit, _: sum(unit.verdicts.get(verdict, 0) for verdict in IN_NEED),
    ),
    Column(("Recruits", "Cần bổ sung"), 11, lambda unit, _: unit.recruits_needed),
    Column(("Proven least", "Ít nhất (đã chứng minh)"), 13, lambda unit, _: unit.recruits_certain),
    Column(("Left out", "Hộ chưa có người"), 11, lambda unit, _: unit.unserved_total),
    Column(("Households", "Số hộ"), 12, lambda unit, _: unit.households),
    Column(("Members", "Thành viên"), 12, lambda unit, _: unit.members),
    Column(("Teams", "Số Tổ"), 9, lambda unit, _: unit.teams),
    Column(("Villages without a team", "Nơi chưa có Tổ"), 22, lambda unit, _: unit.without_team),
    Column(("Not planned", "Chưa lập được"), 13, lambda unit, _: unit.failed),
    *map(_verdict_column, Verdict),
)

REASONS: Sequence[Column[AreaSum]] = (
    AREAS[0],
    AREAS[1],
    Column(("Left out", "Hộ chưa có người"), 11, lambda unit, _: unit.unserved_total),
    *map(_reason_column, Reason),
)

Recruit = Mapping[str, str]
"""A line of ``recruits.csv``."""


def _kept(name: str) -> Callable[[Recruit, Language], Cell]:
    return lambda line, _: line.get(name, "") or None


def _number(name: str) -> Callable[[Recruit, Language], Cell]:
    def cell(line: Recruit, _: Language) -> Cell:
        return int(line[name]) if line.get(name) else None

    return cell


RECRUITS: Sequence[Column[Recruit]] = (
    Column(("Village", "Mã"), 14, _kept("village")),
    Column(("Name", "Tên"), 26, _kept("name")),
    Column(("Area", "Địa bàn"), 34, _kept("area")),
    Column(
        ("Recruit", "Người bổ sung"),
        18,
        lambda line, tongue: recruit_name(line.get("recruit", ""), tongue) or None,
    ),
    Column(("Near hamlet", "Gần xóm"), 16, _kept("hamlet")),
    Column(("Near place", "Gần hộ, điểm"), 16, _kept("place")),
    Column(("Serves more", "Thêm được (hộ)"), 11, _number("serves_more")),
    Column(("Households", "Số hộ"), 12, _number("households")),
    Column(
        ("What to know", "Nội dung"),
        70,
        lambda line, tongue: line.get(f"message_{tongue}", "") or None,
    ),
)


def reason_name(reason: Reason, language: Language) -> str:
    """Return a reason in a few words."""
    return LANGUAGES[language].reason_names[reason]


def reason_sentence(reason: Reason, language: Language) -> str:
    """Return what a reason means."""
    return LANGUAGES[language].reasons[reason]
