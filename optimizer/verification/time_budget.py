"""How long a check may take; what was not checked by then is counted, and never called clean."""

from __future__ import annotations

from typing import Protocol


class Deadline(Protocol):
    """Says whether the time is over."""

    @property
    def over(self) -> bool:
        """Whether it is."""
        ...


class OutOfTime(Exception):  # noqa: N818 - nobody's fault: there was too little time
    """The verifier's own distances were not found in the time."""


def check(limits: Deadline | None) -> None:
    """Return where there is time left.

    Raises
    ------
    OutOfTime
        Where there is none.
    """
    if limits is not None and limits.over:
        raise OutOfTime("distances were not checked in the time")
