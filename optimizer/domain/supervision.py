"""Supervisors for the teams of each unit of an area: what is asked of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Supervision:
    """How many teams a supervisor has, and inside which units.

    Parameters
    ----------
    min, max
        Teams of a supervisor.
    level
        Of the area: 1 is the widest unit.
    """

    min: int = 6
    max: int = 8
    level: int = 1

    @property
    def target(self) -> int:
        """The middle of the window, rounded up: what a supervisor has where all is even."""
        return (self.min + self.max + 1) // 2

    def document(self) -> dict[str, object]:
        """Return it as a request writes it."""
        return {"min": self.min, "max": self.max, "level": self.level}


class SupervisionFlag(StrEnum):
    """What is said of a supervisor, or of a unit."""

    SUPERVISION_WINDOW = "SUPERVISION_WINDOW"
    """No number of supervisors fits the teams of the unit."""
    FEW_TEAMS = "FEW_TEAMS"
    """Fewer teams than a supervisor wants."""
    MANY_TEAMS = "MANY_TEAMS"
    """More teams than a supervisor may have."""
    NO_WAY = "NO_WAY"
    """A team's leader has no way to the supervisor: nobody named the metres."""


def flags_of(size: int, asked: Supervision) -> tuple[SupervisionFlag, ...]:
    """Return what is to be said of a supervisor with so many teams."""
    if size < asked.min:
        return (SupervisionFlag.FEW_TEAMS,)
    return (SupervisionFlag.MANY_TEAMS,) if size > asked.max else ()
