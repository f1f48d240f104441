"""How far the work is: a bar on a terminal, plain lines elsewhere; never on standard output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

_LINES = 10
"""Plain lines for one piece of work, however long it is."""


@contextmanager
def progress(
    console: Console, label: str, total: int, *, done: int = 0
) -> Iterator[Callable[[str], None]]:
    """Give a function that is called once for each piece that is done, with a word for it.

    Parameters
    ----------
    done
        Pieces that were done before; they have no word.
    """
    if console.is_terminal:
        with _bar(console) as bar:
            words = Counter[str]()
            task = bar.add_task(label, total=total, completed=done, words="")

            def advance(word: str) -> None:
                words[word] += 1
                bar.update(task, advance=1, words=_counted(words))

            yield advance
    else:
        yield _plain_lines(console, label, total, done)


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[words]}"),
        console=console,
        transient=True,
    )


def _plain_lines(console: Console, label: str, total: int, done: int) -> Callable[[str], None]:
    """Return a function that prints a line at every tenth of the way."""
    words = Counter[str]()

    def advance(word: str) -> None:
        words[word] += 1
        now = done + words.total()
        if now * _LINES // total > (now - 1) * _LINES // total:
            text = f"{label}: {now} of {total} ({_counted(words)})"
            console.print(text, highlight=False, soft_wrap=True)

    return advance


def _counted(words: Counter[str]) -> str:
    """Say how often each word was given, the most frequent first."""
    order = sorted(words.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{word} {count:,}" for word, count in order)
