"""A budget as a workbook for a meeting: what it brings, who gets how many, every other number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from optimizer.budget.budget_document import Document
from optimizer.budget.village_curve import VillageCurve
from optimizer.domain.languages import Language
from optimizer.output.print_layout import print_across

_MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""The same budget gives the same file, whenever it is written."""
_LONGEST = 32_767
"""Characters that a cell can hold."""
_HEAD = {"bold": True, "bg_color": "#14485c", "font_color": "#ffffff", "text_wrap": True}
_WIDTHS = (14, 26, 30, 12, 12, 16, 16, 16, 14)

_WORDS: Mapping[Language, Mapping[str, str]] = {
    Language.EN: {
        "summary": "Budget",
        "allocation": "Villages",
        "frontier": "Every number",
        "page": "Page &P of &N",
        "recruits": "recruits for all villages",
        "spent": "of them spent",
        "served": "households served",
        "bound": "no way serves more than",
        "proven": "proven",
        "yes": "yes",
        "no": "no",
        "households": "households",
        "need": "recruits that serve everybody who can be",
        "floor": "recruits that the floors take",
        "nobody": "households served without any recruit",
        "most_needed_first": "served with the most needed first",
        "proportional": "served in proportion to need",
        "waiting": "villages that wait for recruits",
        "lending": "Help between villages (lending) is not counted in.",
        "fairest": "The village that is served least is served as well as can be.",
        "village": "village",
        "name": "name",
        "area": "area",
        "given": "recruits",
        "needed": "needed",
        "before": "served today",
        "after": "served",
        "limit": "at most",
    },
    Language.VI: {
        "summary": "Ngân sách",
        "allocation": "Thôn, khu phố",
        "frontier": "Mọi số người",
        "page": "Trang &P/&N",
        "recruits": "số người bổ sung cho mọi thôn",
        "spent": "trong đó đã giao",
        "served": "số hộ có người phụ trách",
        "bound": "không cách chia nào vượt quá",
        "proven": "đã chứng minh",
        "yes": "có",
        "no": "chưa",
        "households": "số hộ",
        "need": "số người để mọi hộ có thể phụ trách đều có người",
        "floor": "số người mà các mức tối thiểu cần",
        "nobody": "số hộ có người phụ trách khi không bổ sung",
        "most_needed_first": "khi ưu tiên nơi thiếu nhiều nhất",
        "proportional": "khi chia theo tỷ lệ nhu cầu",
        "waiting": "số thôn còn phải chờ",
        "lending": "Chưa tính việc các thôn giúp nhau.",
        "fairest": "Chia sao cho thôn có tỷ lệ thấp nhất được cao nhất có thể.",
        "village": "mã thôn",
        "name": "tên",
        "area": "địa bàn",
        "given": "bổ sung",
        "needed": "cần",
        "before": "số hộ có người hiện nay",
        "after": "số hộ có người",
        "limit": "nhiều nhất",
    },
}
_FIGURES = ("recruits", "spent", "served", "bound", "proven", "households", "need", "floor")
_COMPARED = ("nobody", "most_needed_first", "proportional")


def write_budget_workbook(
    path: Path, document: Document, curves: Sequence[VillageCurve], language: Language
) -> None:
    """Write the workbook: a sheet of figures, one of villages, and one of every number."""
    says = _WORDS[language]
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(str(path), options) as book:
        book.set_properties({"created": _MADE})
        head, whole = book.add_format(_HEAD), book.add_format({"num_format": "#,##0"})
        sheet = _sheet(book, says, "summary")
        sheet.set_column(0, 0, 52)
        for at, (text, value) in enumerate(_figures(document, says)):
            sheet.write_string(at, 0, text)
            _write(sheet, (at, 1), value, whole)
        heads = ("village", "name", "area", "given", "needed", "before", "after", "limit")
        named = [says[key] for key in (*heads, "households")]
        _table(_sheet(book, says, "allocation"), named, _villages(document, curves), head, whole)
        points: Any = document["frontier"]
        named = [says[key] for key in ("recruits", "served", "bound")]
        _table(_sheet(book, says, "frontier"), named, points, head, whole)


def _sheet(book: Workbook, says: Mapping[str, str], name: str) -> Worksheet:
    sheet = book.add_worksheet(says[name])
    print_across(sheet, f"&L&A&R{says['page']}")
    return sheet


def _figures(document: Document, says: Mapping[str, str]) -> Iterable[tuple[str, int | str | None]]:
    """Yield the figures of a budget with their names, and what is to be said of it."""
    for key in _FIGURES:
        value: Any = document[key]
        yield says[key], says["yes" if value else "no"] if isinstance(value, bool) else value
    compared: Any = document["compared"]
    for key in _COMPARED:
        yield says[key], compared[key]
    waiting: Any = document["waiting"]
    yield says["waiting"], len(waiting)
    if document["fairest"]:
        yield says["fairest"], None
    floors: Any = document["floors"]
    yield from ((f"≥ {area}", least) for area, least in floors.items())
    yield says["lending"], None


def _villages(document: Document, curves: Sequence[VillageCurve]) -> Iterable[Sequence[int | str]]:
    """Yield a row a village, those that get most first."""
    chosen: Any = document["villages"]
    given = dict(chosen)
    for curve in sorted(curves, key=lambda one: -given.get(one.village, 0)):
        taken = given.get(curve.village, 0)
        yield (
            curve.village,
            curve.name,
            " / ".join(curve.area),
            taken,
            curve.most,
            int(curve.served[0]),
            int(curve.served[taken]),
            int(curve.bound[taken]),
            curve.households,
        )


def _table(
    sheet: Worksheet,
    heads: Sequence[str],
    rows: Iterable[Sequence[int | str]],
    head: Format,
    whole: Format,
) -> None:
    """Write a head that stays in sight and can be filtered, and the rows."""
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    for at, name in enumerate(heads):
        sheet.set_column(at, at, _WIDTHS[at] if len(heads) == len(_WIDTHS) else 20)
        sheet.write_string(0, at, name, head)
    last = 0
    for last, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            _write(sheet, (last, at), cell, whole)
    sheet.autofilter(0, 0, last, len(heads) - 1)


def _write(sheet: Worksheet, place: tuple[int, int], cell: int | str | None, whole: Format) -> None:
    """Write a cell as what it is: a text stays one, whatever it begins with."""
    if isinstance(cell, str):
        sheet.write_string(*place, cell[:_LONGEST])
    elif cell is not None:
        sheet.write_number(*place, cell, whole)
