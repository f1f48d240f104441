"""How far the work is: a bar on a terminal, plain lines elsewhere; never on standard output."""

from __future__ import annotations

import time
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

from optimizer.domain.languages import Language, written_number

_LINES = 10
"""Plain lines for one piece of work, however long it is."""
_EVERY_S = 10.0
"""Seconds between two plain lines while nothing is finished that was not before."""

Advance = Callable[[str | None], None]


@contextmanager
def progress(
    console: Console,
    label: str,
    total: int,
    *,
    done: int = 0,
    remark: Callable[[], str] | None = None,
    between: str = " of ",
    language: Language = Language.EN,
) -> Iterator[Advance]:
    """Give a function that is called once for each piece that is done, with a word for it.

    Called with None, it tells that something has become better and nothing more is done.

    Parameters
    ----------
    done
        Pieces that were done before; they have no word.
    remark
        Says how good it is so far, and how long it will take; where there is none, a terminal
        shows the time left as the pace so far makes likely.
    between
        Stands between the pieces done and all of them on a plain line.
    language
        In which numbers are written.
    """
    if console.is_terminal:
        with _bar(console, estimated=remark is None) as bar:
            words = Counter[str]()
            task = bar.add_task(label, total=total, completed=done, words="")

            def advance(word: str | None) -> None:
                if word is not None:
                    words[word] += 1
                text = _counted(words, language) if remark is None else remark()
                bar.update(task, advance=word is not None, words=text)

            yield advance
    else:
        yield _plain_lines(console, label, (done, total), remark, between, language)


def _bar(console: Console, *, estimated: bool) -> Progress:
    left = (TextColumn("left"), TimeRemainingColumn()) if estimated else ()
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        *left,
        TextColumn("{task.fields[words]}"),
        console=console,
        transient=True,
    )


def _plain_lines(
    console: Console,
    label: str,
    counts: tuple[int, int],
    remark: Callable[[], str] | None,
    between: str,
    language: Language,
) -> Advance:
    """Return a function that prints a line at every tenth of the way, and then now and again."""
    words, told_s = Counter[str](), time.monotonic()
    done, total = counts

    def advance(word: str | None) -> None:
        nonlocal told_s
        if word is not None:
            words[word] += 1
        now, now_s = done + words.total(), time.monotonic()
        tenth = word is not None and now * _LINES // total > (now - 1) * _LINES // total
        if tenth or (word is None and now_s > told_s + _EVERY_S):
            told_s = now_s
            more = "" if remark is None else f"; {remark()}"
            far = between.join(written_number(count, language) for count in (now, total))
            text = f"{label}: {far} ({_counted(words, language)}){more}"
            console.print(text, highlight=False, soft_wrap=True)

    return advance


def _counted(words: Counter[str], language: Language) -> str:
    """Say how often each word was given, the most frequent first."""
    order = sorted(words.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{word} {written_number(count, language)}" for word, count in order)
