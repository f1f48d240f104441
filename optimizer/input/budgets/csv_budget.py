"""CSV, counted before it is split into cells."""

from __future__ import annotations

from optimizer.input.budgets import file_budgets

_NARROWEST = 3
"""Cells that a line counts for at least, if it has fewer: each becomes a row all the same."""


def check_csv(text: str, delimiter: str, source: str) -> None:
    """Refuse a text that would become too many cells.

    Raises
    ------
    ScenarioError
        With the file, the count and the limit.
    """
    lines = text.count("\n") + text.count("\r")
    width = max(_NARROWEST, text.split("\n", 1)[0].count(delimiter) + 1)
    file_budgets.SHEET_CELLS.check(max(text.count(delimiter) + lines + 1, width * lines), source)
