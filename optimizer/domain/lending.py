"""Lending across borders: which villages are asked about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lending:
    """Which villages may lend to one another.

    Parameters
    ----------
    level
        Inside each unit of that level of the area (1 is the widest); None for any neighbours.
    named
        Groups of villages that may, instead.
    max_distance_m
        Of a pair across a border, where that is less than the household's village allows.
    """

    level: int | None = None
    named: tuple[tuple[str, ...], ...] = ()
    max_distance_m: float | None = None

    def document(self) -> dict[str, object]:
        """Return it as a request writes it."""
        between: object = "neighbours"
        if self.named:
            between = [list(group) for group in self.named]
        elif self.level is not None:
            between = {"level": self.level}
        return {"between": between, "max_distance_m": self.max_distance_m}
