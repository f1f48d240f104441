"""A sheet that prints as it is: A4, one page wide, the head on every page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from optimizer.domain.languages import Language
from optimizer.names.name_texts import FOOT, ColumnHead, said
from optimizer.output.print_layout import print_across, set_height

Cell = str | int | float | None

SHEET_ROWS = 1_048_575
"""Rows that a sheet of Excel has below its head; more go on in another one."""
_BREAKS = 1_023
"""Page breaks that a sheet may have."""
_NAME = 31
"""Characters of a sheet's name."""


@dataclass(frozen=True, slots=True)
class Formats:
    """How cells look."""

    head: Format
    text: Format
    number: Format


def formats_of(book: Workbook) -> Formats:
    """Add the formats to a workbook."""
    around = {"border": 1, "border_color": "#b8c4c9", "valign": "top"}
    return Formats(
        book.add_format(
            {**around, "bold": True, "bg_color": "#14485c", "font_color": "#ffffff"}
            | {"text_wrap": True}
        ),
        book.add_format({**around, "text_wrap": True, "num_format": "@"}),
        book.add_format({**around, "num_format": "#,##0"}),
    )


def write_list(
    book: Workbook,
    made: Formats,
    title: str,
    heads: Sequence[ColumnHead],
    rows: Iterable[Sequence[Cell]],
    language: Language,
    *,
    most: int = SHEET_ROWS,
) -> None:
    """Write a list; a village begins on a page of its own, as far as a sheet has breaks.

    Parameters
    ----------
    rows
        The first cell of each is its village.
    most
        Rows of one sheet.
    """
    for nth, part in enumerate(_parts(iter(rows), most), start=1):
        ending = f" ({nth})" if nth > 1 else ""
        sheet = book.add_worksheet(title[: _NAME - len(ending)] + ending)
        print_across(sheet, f"&L{said(FOOT, language)}&R&P / &N")
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 0)
        widths = [head.width for head in heads]
        set_height(sheet, 0, (said(head.name, language) for head in heads), widths)
        for at, head in enumerate(heads):
            sheet.set_column(at, at, head.width)
            sheet.write_string(0, at, said(head.name, language), made.head)
        breaks, before = [], part[0][0]
        for number, row in enumerate(part, start=1):
            if row[0] != before:
                breaks.append(number)
                before = row[0]
            set_height(sheet, number, row, widths)
            for at, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, at, cell, made.text)
                elif cell is None:
                    sheet.write_blank(number, at, None, made.text)
                else:
                    sheet.write_number(number, at, cell, made.number)
        sheet.autofilter(0, 0, len(part), len(heads) - 1)
        sheet.set_h_pagebreaks(breaks[:_BREAKS])


def _parts(rows: Iterator[Sequence[Cell]], most: int) -> Iterator[Sequence[Sequence[Cell]]]:
    while part := list(islice(rows, most)):
        yield part
