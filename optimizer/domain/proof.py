"""What is proven of a stage: its value, and a bound that no plan goes below."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proof:
    """A stage's value and a valid bound: no plan that keeps the earlier stages goes below it.

    Parameters
    ----------
    step_m
        Of the fairest walks, which are settled step by step: value and bound are those of this
        step, households beyond it. It is the first that is not proven, else the last.
    """

    value: float
    bound: float
    step_m: float | None = None

    @property
    def proven(self) -> bool:
        """True when value and bound meet; a time limit alone never makes it so."""
        return self.bound >= self.value

    @property
    def gap(self) -> float:
        """(value - bound) / value; 0 when proven."""
        return 0.0 if self.proven else (self.value - self.bound) / abs(self.value)
