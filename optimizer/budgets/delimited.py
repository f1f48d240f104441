"""CSV, counted before it is split into cells."""

from __future__ import annotations

from optimizer.budgets import limits


def check_csv(text: str, delimiter: str, source: str) -> None:
    """Refuse a text that would become too many cells.

    Raises
    ------
    ScenarioError
        With the file, the count and the limit.
    """
    lines = text.count("\n") + text.count("\r")
    limits.SHEET_CELLS.check(text.count(delimiter) + lines + 1, source)
