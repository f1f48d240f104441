"""How far the work is: a bar on a terminal, plain lines elsewhere; never on standard output."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

_LINES = 10
"""Plain lines for one piece of work, however long it is."""


@contextmanager
def progress(console: Console, label: str, total: int) -> Iterator[Callable[[object], None]]:
    """Give a function that is called once for each piece that is done."""
    if console.is_terminal:
        columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task(label, total=total)
            yield lambda _: bar.advance(task)
    else:
        yield _plain_lines(console, label, total)


def _plain_lines(console: Console, label: str, total: int) -> Callable[[object], None]:
    """Return a function that prints a line at every tenth of the way."""
    done = 0

    def advance(_: object) -> None:
        nonlocal done
        done += 1
        if done * _LINES // total > (done - 1) * _LINES // total:
            console.print(f"{label}: {done} of {total}", highlight=False)

    return advance
