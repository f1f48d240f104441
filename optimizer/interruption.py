"""Ctrl-C, and a polite request to end, that are heard even when a library swallows them."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class _Wish:
    """The wish to end: raised when it comes, and remembered."""

    def __init__(self) -> None:
        self.heard = False

    def __call__(self, _signal: int, _frame: object) -> NoReturn:
        self.heard = True
        raise KeyboardInterrupt


@contextmanager
def interruptible() -> Iterator[None]:
    """Raise ``KeyboardInterrupt`` for both signals; one that the caller ignores stays ignored."""
    wish = _Wish()
    before = {sign: signal.getsignal(sign) for sign in _SIGNALS}
    for sign, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(sign, wish)
    try:
        yield
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


def insist() -> None:
    """Raise again what was heard but did not arrive; to be called between pieces of work.

    An exception that is raised while the solvers turn their answers into Python's objects is
    lost: the turning discards it. That is where Ctrl-C during a long solve is raised.
    """
    for sign in _SIGNALS:
        handler = signal.getsignal(sign)
        if isinstance(handler, _Wish) and handler.heard:
            raise KeyboardInterrupt
