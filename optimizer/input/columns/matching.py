"""Headings to fields: the caller's choice first, then the field's own name, then its other ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from optimizer.input.columns.choices import ReadingChoices
from optimizer.input.columns.headings import (
    DEGREES,
    INDEX,
    ROW_NUMBERS,
    fold_heading,
    ranked_fields,
)

Knows = Callable[[str], bool]
"""Whether a table has a field of this name."""


@dataclass(frozen=True, slots=True)
class MatchedColumns:
    """What a table's headings mean.

    Parameters
    ----------
    headings
        Field to the heading that is it.
    left_out
        Headings that the caller leaves out.
    unknown
        Headings that mean nothing here.
    doubtful
        Fields that several headings may be, all of the same rank.
    """

    headings: Mapping[str, str]
    left_out: Sequence[str]
    unknown: Sequence[str]
    doubtful: Mapping[str, Sequence[str]]

    @property
    def degrees(self) -> bool:
        """Whether the headings of x and y themselves say that they are degrees."""
        words = [fold_heading(self.headings.get(axis, "")) for axis in ("x", "y")]
        return all(any(f" {word}".endswith(f" {name}") for name in DEGREES) for word in words)


def match_columns(
    table: str, headings: Sequence[str], knows: Knows, choices: ReadingChoices
) -> MatchedColumns:
    """Say what each heading of a table is; a heading that begins with ``#`` is nobody's."""
    left_out, open_ones, found = [], [], {}
    for heading in headings:
        word = fold_heading(heading)
        field = choices.columns.get(word, "")
        if heading.startswith("#"):
            continue
        if knows(field) and field not in found:
            found[field] = heading
        elif word and word in choices.leave_out:
            left_out.append(heading)
        else:
            open_ones.append(heading)
    doubtful: dict[str, Sequence[str]] = {}
    for field, rivals in _ranked(table, open_ones, knows):
        free = [heading for heading in rivals if heading in open_ones]
        if field in found or field in doubtful or not free:
            continue
        if len(free) > 1:
            doubtful[field] = free
        else:
            found[field] = free[0]
        open_ones = [heading for heading in open_ones if heading not in free]
    return MatchedColumns(found, left_out, open_ones, doubtful)


def _ranked(table: str, headings: Sequence[str], knows: Knows) -> list[tuple[str, Sequence[str]]]:
    """Return fields with the headings that may be them, the best rank first."""
    rivals: dict[tuple[int, str], list[str]] = {}
    for heading in headings:
        for field, rank in ranked_fields(table, heading).items():
            if knows(field):
                rivals.setdefault((rank, field), []).append(heading)
    return [(field, rivals[rank, field]) for rank, field in sorted(rivals)]


def may_mean(table: str, knows: Knows, choices: ReadingChoices) -> Callable[[str], bool]:
    """Return the function that tells whether a column of this heading is worth reading."""

    def worth(heading: str) -> bool:
        word = fold_heading(heading)
        if word in choices.leave_out and word not in choices.columns:
            return False
        chosen = choices.columns.get(word, "")
        return knows(chosen) or any(map(knows, ranked_fields(table, heading)))

    return worth


def counts_rows(heading: str, cells: Iterable[object]) -> bool:
    """Tell whether a column only counts its rows, from 0 or 1: pandas' index, ``STT``."""
    word = fold_heading(heading)
    if word == INDEX:
        return True
    if word not in ROW_NUMBERS:
        return False
    read = list(map(_whole, cells))
    numbers = [number for number in read if number is not None]
    words = len(read) - len(numbers)  # of rows that are no rows: Tổng cộng
    if not numbers or words > 1 + len(read) // _WORDS:
        return False
    first = numbers[0]
    if first not in (0, 1):
        return False
    return all(number == first + nth for nth, number in enumerate(numbers))


_WORDS = 10
"""One row of so many, and one more, may have a word or nothing where the others have a number."""


def _whole(cell: object) -> float | None:
    text = str(cell).strip()
    try:
        return float(text) if len(text) <= _DIGITS else None
    except ValueError:
        return None


_DIGITS = 20
