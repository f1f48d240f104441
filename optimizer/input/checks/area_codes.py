"""Codes of the units above a village, from the widest down."""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.errors import Problem
from optimizer.input.checks.faults import shown
from optimizer.input.checks.text_columns import ID_CHARACTERS, clean, unseen

_MESSAGE = (
    f"a code is a text of 1 to {ID_CHARACTERS} characters, all of them visible; "
    "write one for every unit from the widest down"
)


def area_codes(values: Sequence[object], where: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Read the codes of one village; none is kept where one is wrong."""
    codes = tuple(clean(value) for value in values if isinstance(value, str))
    right = [
        isinstance(value, str) and 0 < len(clean(value)) <= ID_CHARACTERS and not unseen(value)
        for value in values
    ]
    if all(right):
        return codes, ()
    return (), tuple(
        Problem("BAD_AREA", where, "area", shown(value), _MESSAGE)
        for value, fine in zip(values, right, strict=True)
        if not fine
    )
