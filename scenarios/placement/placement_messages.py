"""What was placed and what to look at, on the terminal, in English and in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from optimizer.domain.languages import Language
from optimizer.input.boundaries.village_of_point import Position
from optimizer.output.text import note_lines
from optimizer.output.text.words import LANGUAGES, number
from scenarios.placement.placement_report import OUTSIDE, PlacementResult, count_positions


@dataclass(frozen=True, slots=True)
class _Says:
    """The sentences of one language; ``{}`` stands for a number, a name or what another says."""

    totals: str
    tables: Mapping[str, str]
    steps: Mapping[str, str]
    standings: Mapping[Position, str]
    overlap: str
    mended: str
    cut: str
    empty: str


_SAYS: Mapping[Language, _Says] = {
    Language.EN: _Says(
        totals="Villages: {}. Households: {}. Members: {}.",
        tables={
            "villages": "villages",
            "households": "households",
            "members": "members",
            "paths": "paths",
        },
        steps={
            "reading": "reading the {table} of {file}",
            "placing": "placing {households} households in {villages} villages",
            "writing": "writing the scenario folder",
        },
        standings={
            Position.OUTSIDE: "{} in no village, left out: {} (see {})",
            Position.NEAR: "{} in no village, put into the nearest: {} (see {})",
            Position.EDGE: "{} on an edge, put into the first village by its id: {} (see {})",
            Position.SEVERAL: "{} in several villages, put into the first by its id: {} (see {})",
            Position.STATED: "{} outside the village that they state, kept in it: {} (see {})",
        },
        overlap="Villages {} and {} both claim {} m²; mend their outlines.",
        mended="The outline of {} was mended ({}); look at it.",
        cut="Villages not whole in the file, left out: {}.",
        empty="Villages without any household: {}.",
    ),
    Language.VI: _Says(
        totals="Thôn, khu phố: {}. Hộ gia đình: {}. Thành viên: {}.",
        tables={
            "villages": "thôn, khu phố",
            "households": "hộ gia đình",
            "members": "thành viên",
            "paths": "đường đi",
        },
        steps={
            "reading": "đang đọc {table} trong {file}",
            "placing": "đang xếp {households} hộ gia đình vào {villages} thôn, khu phố",
            "writing": "đang ghi thư mục kịch bản",
        },
        standings={
            Position.OUTSIDE: "{} không thuộc thôn, khu phố nào, bỏ qua: {} (xem {})",
            Position.NEAR: "{} không thuộc thôn, khu phố nào, xếp vào nơi gần nhất: {} (xem {})",
            Position.EDGE: "{} nằm trên ranh giới, xếp vào nơi đầu tiên theo mã: {} (xem {})",
            Position.SEVERAL: "{} nằm trong nhiều thôn, khu phố, xếp vào nơi đầu tiên theo mã: "
            "{} (xem {})",
            Position.STATED: "{} nằm ngoài thôn, khu phố đã ghi, vẫn giữ ở đó: {} (xem {})",
        },
        overlap="Thôn, khu phố {} và {} chồng lấn {} m²; cần sửa lại ranh giới.",
        mended="Ranh giới của {} đã được sửa ({}); nên xem lại.",
        cut="Thôn, khu phố không trọn vẹn trong tệp, bỏ qua: {}.",
        empty="Thôn, khu phố không có hộ nào: {}.",
    ),
}


def step_line(step: str, params: Mapping[str, str | int], language: Language) -> str:
    """Say what is being done; ``params`` are the table and file, or how many are placed."""
    says, words = _SAYS[language], LANGUAGES[language]
    told = {
        name: number(value, words) if isinstance(value, int) else says.tables.get(value, value)
        for name, value in params.items()
    }
    return says.steps[step].format(**told)


def placement_lines(placed: PlacementResult, language: Language) -> Iterator[str]:
    """Say in a few lines what was placed, and what a planner should look at."""
    says, words = _SAYS[language], LANGUAGES[language]
    villages = placed.scenario.villages
    households = sum(len(village.households) for village in villages)
    members = sum(len(village.members) for village in villages)
    totals = (number(total, words) for total in (len(villages), households, members))
    yield says.totals.format(*totals)
    for stood in placed.tables:
        table = says.tables[stood.rows.table.name]
        for standing, count in count_positions(stood).items():
            yield says.standings[standing].format(table, number(count, words), OUTSIDE)
    ids = placed.outlines.ids
    for overlap in placed.overlaps:
        area_m2 = number(overlap.area_m2, words)
        yield says.overlap.format(ids[overlap.first], ids[overlap.second], area_m2)
    for mended in placed.outlines.mended:
        yield says.mended.format(mended.id, mended.why)
    if placed.outlines.cut:
        yield says.cut.format(", ".join(placed.outlines.cut))
    if placed.empty:
        yield says.empty.format(", ".join(placed.empty))
    yield from note_lines(villages, language)
