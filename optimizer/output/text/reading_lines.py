"""What was read of an input, in one line, and what its reader has to say about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from optimizer.domain.notes import Note
from optimizer.output.text.words import LANGUAGES, Language, number

LEFT_OUT = "COLUMNS_LEFT_OUT"
_ROWS = 20
"""Rows of a note that are named."""


@dataclass(frozen=True, slots=True)
class ReadCounts:
    """How much was read."""

    households: int
    members: int


@dataclass(frozen=True, slots=True)
class _Says:
    """The sentences of one language; names in braces stand for what a note knows."""

    read: str
    left_out: str
    notes: Mapping[str, str]


_SAYS: Mapping[Language, _Says] = {
    Language.EN: _Says(
        read="Read: {} households, {} members",
        left_out="{} columns left out: {}",
        notes={
            "ENCODING": "{source}: read as {encoding}, which the file does not say; look at the "
            "names, and save it as CSV UTF-8 if they are wrong",
            "TOTALS_ROW": "{source} row {rows}: the row adds others up and is not counted as a "
            "village",
            "NOT_A_BUILDING": "{source}: {count} features are no buildings and are not counted "
            "({kinds}); first {rows}",
        },
    ),
    Language.VI: _Says(
        read="Đã đọc: {} hộ, {} thành viên",
        left_out="bỏ qua {} cột: {}",
        notes={
            "ENCODING": "{source}: đọc theo bảng mã {encoding} vì tệp không ghi bảng mã; hãy xem "
            "lại các tên, nếu sai thì lưu lại dạng CSV UTF-8",
            "TOTALS_ROW": "{source} dòng {rows}: dòng này cộng các dòng khác, không tính là thôn",
            "NOT_A_BUILDING": "{source}: {count} đối tượng không phải nhà nên không tính "
            "({kinds}); các đối tượng đầu {rows}",
        },
    ),
}


def reading_lines(
    counts: ReadCounts | None, systems: Sequence[str], notes: Sequence[Note], language: Language
) -> Iterator[str]:
    """Yield one line that says what was read, then a line for each further note.

    Parameters
    ----------
    counts
        None where only notes are told.
    systems
        The systems of coordinates, by the names that people know.
    """
    says, words = _SAYS[language], LANGUAGES[language]
    parts = []
    if counts is not None:
        told = (number(each, words) for each in (counts.households, counts.members))
        parts.append(says.read.format(*told))
        parts += systems
    left = [note for note in notes if note.code == LEFT_OUT]
    if left:
        many = sum(int(note.params["count"]) for note in left)
        names = dict.fromkeys(str(note.params["columns"]) for note in left)
        parts.append(says.left_out.format(number(many, words), "; ".join(names)))
    if parts:
        yield ", ".join(parts) + (f" [{LEFT_OUT}]" if left else "")
    for note in notes:
        if note.code in says.notes:
            yield f"{_sentence(note, says)} [{note.code}]"


def _sentence(note: Note, says: _Says) -> str:
    rows = ", ".join(map(str, note.rows[:_ROWS])) + (", ..." if len(note.rows) > _ROWS else "")
    return says.notes[note.code].format(**{**note.params, "rows": rows})
