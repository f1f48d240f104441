"""Reading a parsed JSON document that may be anything at all, without ever raising."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite

from optimizer.verification import Violation

LARGEST_COUNT = 1 << 53
"""Whole numbers beyond this do not survive JSON."""
SHOWN = 60
HALF_UNIT_M = 0.0005 + 1e-9
"""Lengths are stated in millimetres: they may be off by half of one."""


class JsonFaults:
    """Collects what cannot be read, each with its place in the document."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.found: list[Violation] = []

    def add(self, code: str, place: str, message: str, witness: tuple[str, ...] = ()) -> None:
        """Note a fault at a place such as ``today.assignments[3]``."""
        text = f"{place}: {message}"
        self.found.append(Violation("document", code, 1.0, witness, text, self.where))

    def within(self, where: str) -> JsonFaults:
        """Return an empty collector for a part, which knows where it stands."""
        return JsonFaults(f"{self.where} {where}".strip())


def short_value(value: object) -> str:
    """Return a value as a message shows it."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # whole numbers of thousands of digits, endless nesting
        text = type(value).__name__
    return text if len(text) <= SHOWN else text[: SHOWN - 3] + "..."


def an_object(value: object, place: str, faults: JsonFaults) -> dict[object, object]:
    """Return a JSON object; a fault and an empty one where it is something else."""
    if isinstance(value, dict):
        return value
    faults.add("TYPE", place, f"{short_value(value)} is no object")
    return {}


def a_list(value: object, place: str, faults: JsonFaults) -> list[object]:
    """Return a JSON list; a fault and an empty one where it is something else."""
    if isinstance(value, list):
        return value
    faults.add("TYPE", place, f"{short_value(value)} is no list")
    return []


def a_text(value: object, place: str, faults: JsonFaults) -> str:
    """Return a text."""
    if isinstance(value, str):
        return value
    faults.add("TYPE", place, f"{short_value(value)} is no text")
    return ""


def texts(value: object, place: str, faults: JsonFaults) -> list[str]:
    """Return a list of texts."""
    listed = enumerate(a_list(value, place, faults))
    return [a_text(item, f"{place}[{at}]", faults) for at, item in listed]


def a_number(value: object, place: str, faults: JsonFaults) -> float:
    """Return a finite number."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            number = float(value)
        except OverflowError:
            number = float("inf")
        if isfinite(number):
            return number
    faults.add("TYPE", place, f"{short_value(value)} is no finite number")
    return 0.0


def a_count(value: object, place: str, faults: JsonFaults) -> int:
    """Return a whole number of at least 0."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < LARGEST_COUNT:
        return value
    faults.add("TYPE", place, f"{short_value(value)} is no count")
    return 0


def a_row(value: object, width: int, place: str, faults: JsonFaults) -> Sequence[object]:
    """Return a list of a fixed length; a fault and an empty one where it is something else."""
    if isinstance(value, list) and len(value) == width:
        return value
    faults.add("TYPE", place, f"{short_value(value)} is no list of {width}")
    return ()


def same_value(own: object, stated: object) -> bool:
    """Tell whether a stated value is the same, of the same kind: true is not 1.

    Lengths, which are the floats among ours, may be off by half a unit and be written as whole
    numbers.
    """
    if isinstance(own, dict):
        if not isinstance(stated, Mapping) or stated.keys() != own.keys():
            return False
        return all(same_value(value, stated[key]) for key, value in own.items())
    if isinstance(own, list):
        if not isinstance(stated, list) or len(stated) != len(own):
            return False
        return all(map(same_value, own, stated))
    if isinstance(own, float) and isinstance(stated, int | float) and not isinstance(stated, bool):
        # Compared before anything is taken off: a whole number may be too large for a float.
        return own - HALF_UNIT_M <= stated <= own + HALF_UNIT_M
    return type(own) is type(stated) and own == stated
