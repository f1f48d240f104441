"""How long measuring may take, and what is said where it would take longer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Protocol, TypeVar

from optimizer.errors import OptimizerError

Value = TypeVar("Value")


class Deadline(Protocol):
    """Says whether the time is over; ``SearchLimits`` does."""

    @property
    def over(self) -> bool:
        """Whether it is."""
        ...


class Unmeasured(OptimizerError):  # noqa: N818 - nobody's fault: there was too little time
    """The distances of a village were not measured in the time; says of how much it is made."""


def check(limits: Deadline | None, task: str) -> None:
    """Return where there is time left.

    Parameters
    ----------
    task
        What is being measured, with its size, as the sentence names it.

    Raises
    ------
    Unmeasured
        Where there is none.
    """
    if limits is not None and limits.over:
        raise Unmeasured(
            f"its distances could not be measured in the time: {task}; "
            "give a longer time limit, or simpler paths and barriers"
        )


def remembered(most: int) -> Callable[[Callable[..., Value]], Callable[..., Value]]:
    """Return a decorator that remembers the last answers, whatever ``limits`` they came under.

    What was not measured in the time is an exception, and is not remembered.
    """

    def decorate(function: Callable[..., Value]) -> Callable[..., Value]:
        known: OrderedDict[tuple[Hashable, ...], Value] = OrderedDict()

        @wraps(function)
        def answer(*args: Hashable, limits: Deadline | None = None) -> Value:
            if args not in known:
                known[args] = function(*args, limits=limits)
                while len(known) > most:
                    known.popitem(last=False)
            known.move_to_end(args)
            return known[args]

        return answer

    return decorate
