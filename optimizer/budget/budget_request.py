"""What is asked of a budget: recruits, floors by the names of areas, and how it is shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from optimizer.budget.area_shares import Area
from optimizer.errors import Problem, ScenarioError

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class BudgetRequest:
    """Recruits for all villages together.

    Parameters
    ----------
    floors
        Text of an area (a code, or codes from the widest down with slashes) to the least number.
    fairest
        Leximin of served over servable households in place of the most served.
    """

    recruits: int
    floors: Mapping[str, int] = field(default_factory=dict)
    fairest: bool = False


def find_floors(floors: Mapping[str, int], areas: Sequence[Area]) -> dict[Area, int]:
    """Return the floors by areas as the villages have them.

    Raises
    ------
    ScenarioError
        With every floor whose area is none, or is several.
    """
    nodes = sorted({area[:depth] for area in areas for depth in range(1, len(area) + 1)})
    found: dict[Area, int] = {}
    problems = []
    for text, least in floors.items():
        path = tuple(text.split("/"))
        named = [node for node in nodes if node[-len(path) :] == path]
        named = [path] if path in named else named
        if len(named) == 1 and named[0] not in found:
            found[named[0]] = least
        else:
            problems.append(_problem(text, named, nodes))
    if problems:
        raise ScenarioError(problems)
    return found


def _problem(text: str, named: Sequence[Area], nodes: Sequence[Area]) -> Problem:
    if len(named) > 1:
        ways = ", ".join("/".join(node) for node in named[:_SHOWN])
        message = f"there are several areas of this name; write which: {ways}"
        return Problem("AMBIGUOUS_AREA", "floors", "area", text[:60], message)
    if named:
        message = "this area has a floor already; write one for it"
        return Problem("FLOOR_TWICE", "floors", "area", text[:60], message)
    known = ", ".join("/".join(node) for node in nodes[:_SHOWN]) or "none: no village has an area"
    message = f"there is no such area; the areas are {known}"
    return Problem("UNKNOWN_AREA", "floors", "area", text[:60], message)
