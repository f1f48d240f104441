"""A workbook for a month: what happened goes into one sheet, and who looks after whom is beside it.

The sheet of events reads back as the events of the next plan; sheets whose names begin with ``#``
are for people and passed over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from optimizer.domain.languages import Language
from optimizer.errors import Problem, ScenarioError
from optimizer.output.print_layout import print_across, set_height
from optimizer.replanning.event_table import TABLE
from optimizer.replanning.event_words import fields_of, heading, kind_word
from optimizer.replanning.events import COLUMNS, DATES, Event, EventKind
from optimizer.replanning.list_changes import Question, QuestionKind
from optimizer.replanning.plan_in_force import PlanInForce

Cell = str | int | float | dt.date | None

_ROWS = 1_048_575
"""Rows that a sheet has below its head."""
_READY = 1_000
"""Rows below the last event that are ready to be filled."""
_WIDE = 100
_SHEETS: Mapping[Language, tuple[str, str, str]] = {
    Language.EN: ("# How to", "# Who looks after whom", "# Questions"),
    Language.VI: ("# Hướng dẫn", "# Ai phụ trách hộ nào", "# Cần xem lại"),
}
_HEADS: Mapping[Language, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    Language.EN: (
        ("event", "fill in"),
        ("village", "household", "member"),
        ("village", "question"),
    ),
    Language.VI: (
        ("sự kiện", "cần ghi"),
        ("mã thôn", "mã hộ", "mã thành viên"),
        ("mã thôn", "câu hỏi"),
    ),
}
_MAY: Mapping[Language, str] = {Language.EN: "may have", Language.VI: "có thể ghi thêm"}
_HOW: Mapping[Language, tuple[str, ...]] = {
    Language.EN: (
        (
            f"Write what happened into the sheet {TABLE}, a row an event, and choose the kind "
            "from the list. Then: liengia replan RESULT THIS_FILE --output NEXT"
        ),
        "Nothing happened: leave the sheet empty. Ids are those of the sheet beside it.",
    ),
    Language.VI: (
        (
            f"Ghi những gì đã xảy ra vào trang {TABLE}, mỗi dòng một sự kiện, chọn loại sự kiện "
            "trong danh sách. Sau đó chạy: liengia replan KẾT_QUẢ TỆP_NÀY --output KẾT_QUẢ_MỚI"
        ),
        "Không có gì xảy ra thì để trống. Mã hộ, mã thành viên như ở trang bên cạnh.",
    ),
}
_QUESTIONS: Mapping[Language, Mapping[QuestionKind, str]] = {
    Language.EN: {
        QuestionKind.SAME_PLACE: "{before} is gone and {now} is new within a metre of its place: "
        "is it the same one under another id? Then write {before} in the newer list.",
        QuestionKind.ANOTHER_NUMBERING: "{count} households, most of the village, are gone and as "
        "many are new: does the newer list number them otherwise? Then write the ids of the plan.",
        QuestionKind.RECRUIT_NOT_LISTED: "{before} of the plan is not in the newer list: was "
        "somebody found? Then write {before} under `as` beside the member who joined.",
        QuestionKind.TEAM: "{count} members are in another team in the newer list: events do not "
        "say that; change the teams of the scenario.",
        QuestionKind.NEW_VILLAGE: "The plan in force has not this village: plan it by itself.",
        QuestionKind.VILLAGE_NOT_LISTED: "The newer list has not this village: it stays as it is.",
    },
    Language.VI: {
        QuestionKind.SAME_PLACE: "{before} không còn, còn {now} là mới và cách chỗ cũ không quá "
        "một mét: có phải vẫn là {before} nhưng ghi mã khác? Nếu vậy ghi lại {before} trong danh "
        "sách.",
        QuestionKind.ANOTHER_NUMBERING: "{count} hộ, tức phần lớn thôn, không còn và có chừng ấy "
        "hộ mới: danh sách mới có đánh số khác không? Nếu vậy ghi lại theo mã của phương án.",
        QuestionKind.RECRUIT_NOT_LISTED: "{before} của phương án không có trong danh sách mới: đã "
        "tìm được người chưa? Nếu rồi, ghi {before} vào cột “là người bổ sung” ở dòng của người "
        "đó.",
        QuestionKind.TEAM: "{count} thành viên ở tổ khác trong danh sách mới: bảng sự kiện không "
        "ghi được việc này; sửa tổ trong dữ liệu.",
        QuestionKind.NEW_VILLAGE: "Phương án đang dùng không có thôn này: lập riêng cho thôn.",
        QuestionKind.VILLAGE_NOT_LISTED: "Danh sách mới không có thôn này: thôn giữ nguyên.",
    },
}


def question_text(question: Question, language: Language) -> str:
    """Return a question as a sentence."""
    return _QUESTIONS[language][question.kind].format(
        before=question.before, now=question.now, count=question.count
    )


def event_cells(event: Event, language: Language = Language.EN) -> tuple[Cell, ...]:
    """Return an event as the cells of a row, in the order of `COLUMNS`."""
    return (
        kind_word(event.kind, language),
        event.village,
        event.member,
        event.household,
        event.x,
        event.y,
        event.minimum,
        event.maximum,
        event.team,
        event.recruit,
        event.first,
        event.last,
    )


def write_month(
    path: Path,
    in_force: PlanInForce,
    villages: Sequence[str],
    language: Language,
    *,
    events: Sequence[Event] = (),
    questions: Sequence[Question] = (),
) -> None:
    """Write the workbook.

    Parameters
    ----------
    villages
        Those whose households are listed.
    events, questions
        What a newer list says (`list_changes`); none for a month that begins.

    Raises
    ------
    ScenarioError
        When a sheet has no room for all households.
    """
    rows = sum(len(in_force.villages[name].person) for name in villages)
    if max(rows, len(events) + _READY) > _ROWS:
        message = f"a sheet has room for {_ROWS:,} rows; write some villages (--village) at a time"
        raise ScenarioError([Problem("TOO_MANY_ROWS", str(path), "", f"{rows:,}", message)])
    with Workbook(path) as book:
        head = book.add_format({"bold": True, "bg_color": "#14485c", "font_color": "#ffffff"})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        how, plan, asked = _SHEETS[language]
        heads = _HEADS[language]
        _write_events(book, events, language, head)
        _list(book, plan, heads[1], _people(in_force, villages), (head, text), (16, 24, 24))
        _list(book, how, heads[0], _kinds(language), (head, text), (30, _WIDE))
        if questions:
            told = ((one.village, question_text(one, language)) for one in questions)
            _list(book, asked, heads[2], told, (head, text), (16, _WIDE))


def _write_events(
    book: Workbook, events: Sequence[Event], language: Language, head: Format
) -> None:
    """Write the sheet that is filled: ids are text, days are days, kinds are chosen."""
    sheet = book.add_worksheet(TABLE)
    formats = dict.fromkeys(COLUMNS, book.add_format({"num_format": "@"}))
    formats |= dict.fromkeys(("x", "y"), book.add_format({"num_format": "0.0######"}))
    formats |= dict.fromkeys(("min", "max"), book.add_format({"num_format": "0"}))
    day = "dd/mm/yyyy" if language is Language.VI else "yyyy-mm-dd"
    formats |= dict.fromkeys(DATES, book.add_format({"num_format": day}))
    sheet.freeze_panes(1, 0)
    for at, field in enumerate(COLUMNS):
        sheet.set_column(at, at, 24 if field == "kind" else 17, formats[field])
        sheet.write_string(0, at, heading(field, language), head)
    for number, event in enumerate(events, start=1):
        cells = zip(COLUMNS, event_cells(event, language), strict=True)
        for at, (field, cell) in enumerate(cells):
            _write(sheet, number, at, cell, formats[field])
    words = [kind_word(kind, language) for kind in EventKind]
    choice = {"validate": "list", "source": words}
    sheet.data_validation(1, 0, len(events) + _READY, 0, choice)
    print_across(sheet, "&P / &N")


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, made: Format) -> None:
    if isinstance(cell, dt.date):
        sheet.write_datetime(row, column, cell, made)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell, made)  # an id is no formula and no address
    elif cell is not None:
        sheet.write_number(row, column, cell, made)


def _people(in_force: PlanInForce, villages: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield every household with whoever looks after it, person by person."""
    for name in villages:
        pairs = in_force.villages[name].person.items()
        for household, who in sorted(pairs, key=lambda pair: (pair[1], pair[0])):
            yield name, household, who


def _kinds(language: Language) -> Iterator[tuple[str, ...]]:
    """Yield what to do, then every kind of event with the columns that it fills."""
    for line in _HOW[language]:
        yield "", line
    for kind in EventKind:
        needed, besides = (
            ", ".join(heading(field, language) for field in fields) for fields in fields_of(kind)
        )
        yield (
            kind_word(kind, language),
            needed + (f" ({_MAY[language]}: {besides})" if besides else ""),
        )


def _list(
    book: Workbook,
    name: str,
    heads: Sequence[str],
    rows: Iterator[tuple[str, ...]],
    formats: tuple[Format, Format],
    widths: Sequence[int],
) -> None:
    """Write a sheet for people."""
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, heads[at], formats[0])
    number = 0
    for number, cells in enumerate(rows, start=1):
        set_height(sheet, number, cells, widths)
        for at, cell in enumerate(cells):
            sheet.write_string(number, at, cell, formats[1])
    sheet.autofilter(0, 0, number, len(heads) - 1)
    print_across(sheet, "&P / &N")
