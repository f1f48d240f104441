"""What a process is asked to do: a module's function with its arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from optimizer.execution.workers.memory_limit import MEMORY_BYTES

Made = TypeVar("Made", covariant=True)  # noqa: PLC0105 - the name of what is made


@dataclass(frozen=True, slots=True)
class Call(Generic[Made]):
    """A function that another process finds by its name, and what it is called with.

    Parameters
    ----------
    memory_bytes
        That the process may take beside its libraries; the first call of a process decides.
    """

    make: Callable[..., Made]
    args: tuple[object, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)
    memory_bytes: int = MEMORY_BYTES

    def carry_out(self) -> Made:
        """Return what the function makes, or raise what it raises."""
        return self.make(*self.args, **self.options)


@dataclass(frozen=True, slots=True)
class Returned:
    """A call's answer: what it made."""

    made: object


@dataclass(frozen=True, slots=True)
class Raised:
    """A call's answer: what it raised."""

    fault: Exception


Answer = Returned | Raised
