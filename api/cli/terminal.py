"""Standard output as the commands write to it."""

from __future__ import annotations

from rich.console import Console

_PAGE = 100
"""Columns of a summary in a file or a pipe."""


def standard_output() -> Console:
    """Return standard output; as wide as a page where there is no terminal to measure."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_PAGE)
