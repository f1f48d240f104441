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
        Constant in capitals, never translated, such as ``OUTLIER``. The list is open: the texts
        have a sentence for each (`optimizer.output.text.note_sentences`).
    pointer
        JSON pointer to what is meant: ``/villages/0/households`` in a request, ``/households`` for
        the table of a folder.
    rows
        Rows there as their author counts them: a spreadsheet's (the header is row 1), a map's
        features from 1, a JSON list's from 0. Empty where the whole is meant; never more than
        `MOST_ROWS`, the number of all is ``params["count"]``.
    params
        Plain values by name.
    """

    code: str
    pointer: str
    rows: tuple[int, ...] = ()
    params: Mapping[str, Value] = field(default_factory=dict)


LEFT_OUT = "COLUMNS_LEFT_OUT"
"""Code of what is said about a table and is no fault of it: columns that were not read."""
MOST_ROWS = 1_000
"""Rows that one note names."""
MOST_NOTES = 1_000
"""Notes of one input; the last one then counts those left out."""
