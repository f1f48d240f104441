"""What was read of an input, and which columns of it were not, in one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from optimizer.domain.notes import LEFT_OUT, Note
from optimizer.output.text.words import LANGUAGES, Language, number


@dataclass(frozen=True, slots=True)
class ReadCounts:
    """How much was read."""

    households: int
    members: int


@dataclass(frozen=True, slots=True)
class _Says:
    """The sentences of one language."""

    read: str
    left_out: tuple[str, str]


_SAYS: Mapping[Language, _Says] = {
    Language.EN: _Says(
        read="Read: {} households, {} members",
        left_out=("{} column left out: {}", "{} columns left out: {}"),
    ),
    Language.VI: _Says(
        read="Đã đọc: {} hộ, {} thành viên",
        left_out=("bỏ qua {} cột: {}", "bỏ qua {} cột: {}"),
    ),
}


def reading_lines(
    counts: ReadCounts | None, systems: Sequence[str], notes: Sequence[Note], language: Language
) -> Iterator[str]:
    """Yield the line that says what was read and what was left out; none where nothing was.

    Parameters
    ----------
    counts
        None where only columns left out are told.
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
        parts.append(says.left_out[many != 1].format(number(many, words), "; ".join(names)))
    if parts:
        yield ", ".join(parts) + (f" [{LEFT_OUT}]" if left else "")
