"""Retries with growing pauses while the database is away or full."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import uniform
from threading import Event
from typing import TypeVar

import structlog

from api.db.job_messages import Message
from api.http.database_outages import is_away, is_full

Made = TypeVar("Made")

_FIRST_S, _LONGEST_S = 0.2, 5.0
_LOG = structlog.get_logger("liengia")


class RetryAbandoned(Exception):  # noqa: N818 - nobody waits for it any more: no error
    """The service ends before the database came back."""


@dataclass(slots=True)
class Retry:
    """Tries again with longer and longer pauses, until it is done or ``ending`` is set.

    Parameters
    ----------
    note
        What keeps it waiting at the moment, for those who ask about the job.
    """

    ending: Event
    note: Message = Message.NOTHING

    def until_done(self, act: Callable[[], Made]) -> Made:
        """Return what ``act`` returns once the database lets it.

        Raises
        ------
        GivenUp
            When the service ends meanwhile.
        """
        pause_s = _FIRST_S
        while True:
            try:
                made = act()
            except Exception as fault:
                if not is_away(fault):
                    raise
                self._wait(fault, pause_s)
                pause_s = min(2 * pause_s, _LONGEST_S)
            else:
                self.note = Message.NOTHING
                return made

    def _wait(self, fault: Exception, pause_s: float) -> None:
        self.note = reason(fault)
        _LOG.warning("database", waiting=str(self.note), kind=type(fault).__name__)
        if self.ending.wait(uniform(pause_s / 2, pause_s)):  # noqa: S311 - a pause is no secret
            raise RetryAbandoned from fault


def reason(fault: Exception) -> Message:
    """Say what a job waits for."""
    return Message.DISK_FULL if is_full(fault) else Message.DATABASE_AWAY
