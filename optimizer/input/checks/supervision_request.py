"""What a request or ``scenario.yaml`` says of supervisors, with every problem named."""

from __future__ import annotations

from collections.abc import Iterable

from optimizer.domain.scenario import Village
from optimizer.domain.supervision import Supervision
from optimizer.errors import Problem
from optimizer.input.checks.faults import Finding, shown, unknown_fields

POINTER = "/supervision"
_MOST = {"min": 1_000_000, "max": 1_000_000, "level": 100}

Head = tuple[str, int, bool]
"""Id of a village, levels of its area, and whether its rules ask for teams."""


def read_supervision(value: object, where: str, findings: list[Finding]) -> Supervision | None:
    """Read how many teams a supervisor has; None where nobody asks.

    Parameters
    ----------
    where
        JSON pointer, or the name of the file and of the field.
    """
    if value is None:
        return None
    if not isinstance(value, dict):
        findings.append(Problem("NOT_AN_OBJECT", where, "", shown(value), "write an object {...}"))
        return None
    findings += unknown_fields(value, _MOST, where)
    numbers = {}
    for name, most in _MOST.items():
        one = value.get(name)
        if one is None:
            continue
        if type(one) is int and 1 <= one <= most:
            numbers[name] = one
        else:
            message = f"write a whole number from 1 to {most}"
            findings.append(Problem("BAD_SUPERVISION", where, name, shown(one), message))
            return None
    asked = Supervision(**numbers)
    if asked.min > asked.max:
        message = (
            f"a supervisor has at least {asked.min} teams and at most {asked.max}; "
            "lower min or raise max"
        )
        findings.append(Problem("SUPERVISION_SIZES", where, "min", shown(asked.min), message))
        return None
    return asked


def head_of(village: Village) -> Head:
    """Return what of a village matters for supervisors."""
    return village.id, len(village.area), village.rules.teams is not None


def supervision_problems(
    asked: Supervision | None, where: str, villages: Iterable[Head]
) -> list[Finding]:
    """Return that no village has teams, or that some with teams lie in no unit of the level."""
    if asked is None:
        return []
    heads = [head for head in villages if head[2]]
    if not heads:
        message = "supervisors are for teams; write rules.teams, or remove supervision"
        return [Problem("SUPERVISION_WITHOUT_TEAMS", where, "", "", message)]
    shallow = [head for head in heads if head[1] < asked.level]
    if not shallow:
        return []
    name, levels, _ = shallow[0]
    message = (
        f"the area of village {shown(name)} has fewer levels, {levels} (such villages: "
        f"{len(shallow)} of {len(heads)}); lower the level, or write their areas"
    )
    params = (("village", name), ("levels", str(levels)), ("count", str(len(shallow))))
    return [Problem("SUPERVISION_LEVEL", where, "level", str(asked.level), message, params)]
