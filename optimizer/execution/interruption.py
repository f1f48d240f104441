"""Ctrl-C, and a polite request to end, that are heard even when a library swallows them."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class _Wish:
    """The wish to end: raised when it comes unless it is awaited, and remembered."""

    def __init__(self) -> None:
        self.heard = False
        self.awaited = False

    def __call__(self, _signal: int, _frame: object) -> None:
        again, self.heard = self.heard, True
        if again or not self.awaited:
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
        with recognise_interrupt():
            yield
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


@contextmanager
def recognise_interrupt() -> Iterator[None]:
    """Take whatever a library makes of an interruption for what it is.

    A callback from compiled code that is interrupted may come back as any exception.
    """
    try:
        yield
    except Exception:
        raise_interrupt()
        raise


@contextmanager
def await_interrupt() -> Iterator[None]:
    """Let the work end where it asks `is_interrupted`, and not in the middle of whatever it does.

    The second wish is raised at once, and one that came is raised at the end of the block.
    """
    wishes = {wish for sign in _SIGNALS if (wish := _wish(sign)) is not None}
    for wish in wishes:
        wish.awaited = True
    try:
        yield
    finally:
        for wish in wishes:
            wish.awaited = False
    raise_interrupt()


def is_interrupted() -> bool:
    """Tell whether somebody wished to end the work."""
    return any(wish.heard for sign in _SIGNALS if (wish := _wish(sign)) is not None)


def raise_interrupt() -> None:
    """Raise again what was heard but did not arrive; to be called between pieces of work.

    An exception that is raised while the solvers turn their answers into Python's objects is
    lost: the turning discards it. That is where Ctrl-C during a long solve is raised.
    """
    if is_interrupted():
        raise KeyboardInterrupt


def _wish(sign: signal.Signals) -> _Wish | None:
    """Return what hears a signal, None where that is somebody else's."""
    handler = signal.getsignal(sign)
    return handler if isinstance(handler, _Wish) else None
