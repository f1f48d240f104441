"""A note: something in an input that looks wrong, or is worth saying, and is taken all the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | int | float


@dataclass(frozen=True, slots=True)
class Note:
    """What is noted, where it stands, and the figures from which its sentence is made.

    Parameters
    ----------
    code
        Constant in capitals, never translated, such as ``TOTALS_ROW``.
    pointer
        JSON pointer to what is meant, such as ``/households``.
    rows
        Rows there as their author counts them; empty where the whole is meant.
    params
        Plain values by name.
    """

    code: str
    pointer: str
    rows: tuple[int, ...] = ()
    params: Mapping[str, Value] = field(default_factory=dict)
