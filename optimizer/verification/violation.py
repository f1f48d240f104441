"""One broken rule, with everything needed to see it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks.

    Parameters
    ----------
    stage
        Tag of the rule: a ``Stage`` value, ``verdict``, ``relaxations``, or ``document`` for
        what is wrong with the file before it is a plan.
    code
        Short constant in capitals, never translated.
    size
        How far: metres beyond, households above, or 1 where it is a matter of yes or no.
    witness
        The ids that show it.
    message
        One sentence with the figures.
    where
        ``today``, ``after``, ``recruitment`` or ``village``; a replay puts the village's id first.
    """

    stage: str
    code: str
    size: float
    witness: tuple[str, ...]
    message: str
    where: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"({self.stage}) {place}{self.message} [{self.code}]"
