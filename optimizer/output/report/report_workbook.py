"""``report.xlsx``: the same figures as sheets, for those who sort, filter and add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TypeVar

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from optimizer.domain.languages import Language, written_date
from optimizer.domain.plan import Verdict
from optimizer.output.map.palette import VERDICTS
from optimizer.output.print_layout import print_across, set_height
from optimizer.output.report.bilingual import Text, text_of
from optimizer.output.report.report_facts import ReportFacts
from optimizer.output.report.report_texts import TEXTS
from optimizer.output.report.sheet_columns import (
    AREAS,
    REASONS,
    RECRUITS,
    VILLAGES,
    Cell,
    Column,
    Recruit,
    SheetRow,
    reason_name,
    reason_sentence,
    verdict_word,
)
from optimizer.output.report.team_sheets import TEAM_SHEETS, TEAMS_BY_AREA, TEAMS_BY_VILLAGE
from optimizer.output.summary.area_totals import has_team

_IN_MEMORY = 5_000
"""Villages up to which the workbook is made in memory; beyond, rows are written as they come."""
_LONGEST = 32_767
"""Characters that a cell can hold."""
_VERDICT_COLUMN = 3
_HEAD = {
    "bold": True,
    "bg_color": "#14485c",
    "font_color": "#ffffff",
    "text_wrap": True,
    "valign": "vcenter",
}
Row = TypeVar("Row")

_SHEETS: Sequence[Text] = (
    ("Summary", "Tổng hợp"),
    ("Villages", "Thôn, khu phố"),
    ("Areas", "Địa bàn"),
    ("Recruits", "Bổ sung"),
    ("Unserved by reason", "Chưa có người - lý do"),
)
_PAGE_OF: Text = ("Page &P of &N", "Trang &P/&N")


@dataclass(frozen=True, slots=True)
class _Book:
    """A workbook with its formats, in one language."""

    book: Workbook
    head: Format
    title: Format
    text: Format
    whole: Format
    decimal: Format
    language: Language
    distance: Text

    def sheet(self, name: Text) -> Worksheet:
        """Add a sheet that prints on A4 across, as wide as a page, each page with its number."""
        sheet = self.book.add_worksheet(self.word(name))
        print_across(sheet, f"&L&A&R{self.word(_PAGE_OF)}")
        return sheet

    def word(self, text: Text) -> str:
        """Return a text in the workbook's language, with what the metres measure for ``{}``."""
        return text_of(text, (self.distance,), self.language)


def write_workbook(
    path: Path, facts: ReportFacts, recruits: Iterable[Recruit], language: Language
) -> None:
    """Write the workbook; ``recruits`` are the lines of ``recruits.csv``, read once."""
    options = {
        "constant_memory": len(facts.rows) > _IN_MEMORY,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(str(path), options) as book:
        # The same plan gives the same file, whatever the time of the day.
        book.set_properties({"created": datetime.combine(facts.made, time(), UTC)})
        made = _Book(
            book,
            book.add_format(_HEAD),
            book.add_format({"bold": True, "font_size": 14}),
            book.add_format({"text_wrap": True, "valign": "top", "align": "left", "indent": 1}),
            book.add_format({"num_format": "#,##0", "valign": "top"}),
            book.add_format({"num_format": "#,##0.00", "valign": "top"}),
            language,
            facts.distance,
        )
        _summary(made, made.sheet(_SHEETS[0]), facts)
        known = facts.total.teams > 0
        villages = (SheetRow(row, has_team(row, known=known)) for row in facts.rows.ranked())
        sheet = made.sheet(_SHEETS[1])
        _colour(made, sheet, _table(made, sheet, VILLAGES, villages))
        _table(made, made.sheet(_SHEETS[2]), AREAS, facts.areas)
        _table(made, made.sheet(_SHEETS[3]), RECRUITS, recruits)
        _table(made, made.sheet(_SHEETS[4]), REASONS, facts.areas)
        if facts.total.planned_teams.villages:
            areas, villages_too = (made.sheet(name) for name in TEAM_SHEETS)
            _table(made, areas, TEAMS_BY_AREA, facts.areas)
            _table(made, villages_too, TEAMS_BY_VILLAGE, facts.rows.ranked())


def _table(
    made: _Book, sheet: Worksheet, columns: Sequence[Column[Row]], rows: Iterable[Row]
) -> int:
    """Write a head that stays in sight and can be filtered, and the rows; return their number."""
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    heads = [made.word(column.name) for column in columns]
    widths = [column.width for column in columns]
    set_height(sheet, 0, heads, widths)
    for at, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, f"{head[:1].upper()}{head[1:]}", made.head)
    last = 0
    for last, row in enumerate(rows, start=1):
        cells = [column.cell(row, made.language) for column in columns]
        set_height(sheet, last, cells, widths)
        for at, cell in enumerate(cells):
            _write(made, sheet, (last, at), cell)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    return last


def _write(made: _Book, sheet: Worksheet, place: tuple[int, int], cell: Cell) -> None:
    """Write a cell as what it is: a text stays one, whatever it begins with."""
    if isinstance(cell, str):
        sheet.write_string(*place, cell[:_LONGEST], made.text)
    elif cell is not None:
        sheet.write_number(*place, cell, made.whole if isinstance(cell, int) else made.decimal)


def _colour(made: _Book, sheet: Worksheet, rows: int) -> None:
    """Colour the verdicts as the map does."""
    if not rows:
        return
    for verdict in Verdict:
        mark = VERDICTS[verdict]
        sheet.conditional_format(
            1,
            _VERDICT_COLUMN,
            rows,
            _VERDICT_COLUMN,
            {
                "type": "cell",
                "criteria": "==",
                "value": f'"{verdict_word(verdict, made.language)}"',
                "format": made.book.add_format({"bg_color": mark.fill, "font_color": mark.ink}),
            },
        )


def _summary(made: _Book, sheet: Worksheet, facts: ReportFacts) -> None:
    """Write the headline numbers, the verdicts and the reasons."""
    sheet.set_column(0, 0, 80)
    sheet.set_column(1, 1, 16)
    title = " · ".join(filter(None, [made.word(TEXTS["title"]), " / ".join(facts.unit)]))
    sheet.write_string(0, 0, title, made.title)
    sheet.write_string(
        1, 0, text_of(TEXTS["made"], [written_date(facts.made, made.language)], made.language)
    )
    for row, (label, value) in enumerate(_lines(made, facts), start=3):
        sheet.write_string(row, 0, label, made.text)
        _write(made, sheet, (row, 1), value)


def _lines(made: _Book, facts: ReportFacts) -> list[tuple[str, Cell]]:
    total, word = facts.total, made.word
    counted: list[tuple[str, Cell]] = [
        (word(TEXTS["villages"]), total.villages),
        (word(TEXTS["households"]), total.households),
        (word(TEXTS["members"]), total.members),
        (word(TEXTS["unserved"]), total.unserved_total),
        (word(TEXTS["recruits"]), total.recruits_needed),
        (word(TEXTS["proven_least"]), total.recruits_certain),
        (word(TEXTS["unserved_after"]), facts.unserved_after),
        (word(TEXTS["reserve"]), facts.reserve),
        (word(TEXTS["no_team"]), total.without_team),
        (word(TEXTS["failed"]), total.failed),
        ("", None),
    ]
    verdicts: list[tuple[str, Cell]] = [
        (verdict_word(verdict, made.language), total.verdicts.get(verdict, 0))
        for verdict in Verdict
    ]
    reasons: list[tuple[str, Cell]] = [
        (
            f"{reason_name(reason, made.language)}: {reason_sentence(reason, made.language)}",
            households,
        )
        for reason, households in total.unserved.items()
    ]
    return [*counted, *verdicts, ("", None), *reasons]
