"""What can go wrong, and whose fault it is."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass

DISK_FAULTS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})
"""By which the system owns up to a disk that is full, or cannot be written."""


class OptimizerError(Exception):
    """Anything this package raises on purpose."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of an input, precise enough to be mended without looking for it.

    Parameters
    ----------
    code
        Short constant in capitals, never translated, e.g. ``DUPLICATE_ID``.
    where
        The place as its author sees it: ``households.csv row 17`` (counted as a spreadsheet
        does, the header is row 1) or ``/villages/0/households/3`` (a JSON pointer).
    field
        Column or key; empty when the row as a whole is meant.
    value
        What stands there, as text and cut to 60 characters.
    message
        One sentence: what is wrong and what to do about it.
    params
        Names and values from which a sentence in another language is made.
    """

    code: str
    where: str
    field: str
    value: str
    message: str
    params: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        place = f"{self.where}, field {self.field}" if self.field else self.where
        shown = f" = {self.value!r}" if self.value else ""
        return f"{place}{shown}: {self.message} [{self.code}]"


class ScenarioError(OptimizerError):
    """The input cannot be planned; carries every problem found, not the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        if not self.problems:
            raise ValueError("a ScenarioError needs at least one problem")
        super().__init__("\n".join(str(problem) for problem in self.problems))


class SolverError(OptimizerError):
    """A solver answered something that its model cannot mean: a fault of ours."""


class ClusterError(OptimizerError):
    """The machines that were to plan cannot be reached, or cannot plan."""


class RouterError(OptimizerError):
    """A router that was to measure distances cannot be reached, refuses, or answers no table."""


class OutputError(OptimizerError):
    """The place that a result should go to is taken by something that is not ours to replace."""
