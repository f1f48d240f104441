"""What was read of an input, and which columns of it were not, in one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from optimizer.domain.languages import Language
from optimizer.domain.notes import LEFT_OUT, Note
from optimizer.output.text.words import LANGUAGES, number

METRES = "metres"
"""The plane without a name, as systems are told."""


@dataclass(frozen=True, slots=True)
class ReadCounts:
    """How much was read."""

    households: int
    members: int


@dataclass(frozen=True, slots=True)
class _Says:
    """The sentences of one language."""

    read: str
    households: tuple[str, str]
    members: tuple[str, str]
    metres: str
    left_out: tuple[str, str]


_SAYS: Mapping[Language, _Says] = {
    Language.EN: _Says(
        read="Read: {}, {}",
        households=("{} household", "{} households"),
        members=("{} member", "{} members"),
        metres="metres",
        left_out=("{} column left out: {}", "{} columns left out: {}"),
    ),
    Language.VI: _Says(
        read="Đã đọc: {}, {}",
        households=("{} hộ", "{} hộ"),
        members=("{} thành viên", "{} thành viên"),
        metres="mét",
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
        told = (
            one_or_many[count != 1].format(number(count, words))
            for one_or_many, count in (
                (says.households, counts.households),
                (says.members, counts.members),
            )
        )
        parts.append(says.read.format(*told))
        parts += [says.metres if system == METRES else system for system in systems]
    left = [note for note in notes if note.code == LEFT_OUT]
    if left:
        many = sum(int(note.params["count"]) for note in left)
        names = dict.fromkeys(str(note.params["columns"]) for note in left)
        parts.append(says.left_out[many != 1].format(number(many, words), "; ".join(names)))
    if parts:
        yield ", ".join(parts) + (f" [{LEFT_OUT}]" if left else "")
