"""What a request or ``scenario.yaml`` says of lending, with every problem named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite

from optimizer.domain.lending import Lending
from optimizer.errors import Problem
from optimizer.input.checks.faults import Finding, shown, unknown_fields

_FIELDS = ("between", "max_distance_m")
_BETWEEN = 'write "neighbours", {"level": 2}, or groups of villages such as [["v1", "v2"]]'
_MOST_LEVEL = 100


def read_lending(value: object, where: str, findings: list[Finding]) -> Lending | None:
    """Read which villages may help one another; None where nobody asks.

    Parameters
    ----------
    where
        JSON pointer, or the name of the file.
    """
    if value is None:
        return None
    if not isinstance(value, dict):
        findings.append(Problem("NOT_AN_OBJECT", where, "", shown(value), "write an object {...}"))
        return None
    findings += unknown_fields(value, _FIELDS, where)
    level, named = _between(value.get("between", "neighbours"), where, findings)
    return Lending(level, named, _limit(value.get("max_distance_m"), where, findings))


def _between(
    value: object, where: str, findings: list[Finding]
) -> tuple[int | None, tuple[tuple[str, ...], ...]]:
    if value is None or value == "neighbours":
        return None, ()
    if isinstance(value, Mapping) and value.keys() == {"level"}:
        level = value["level"]
        if type(level) is int and 1 <= level <= _MOST_LEVEL:
            return level, ()
    groups = value if isinstance(value, list) else []
    good = [
        tuple(group)
        for group in groups
        if isinstance(group, list)
        and len(set(map(str, group))) == len(group) > 1
        and all(isinstance(name, str) for name in group)
    ]
    if good and len(good) == len(groups):
        return None, tuple(good)
    findings.append(Problem("BAD_LENDING", where, "between", shown(value), _BETWEEN))
    return None, ()


def _limit(value: object, where: str, findings: list[Finding]) -> float | None:
    if value is None:
        return None
    whole = isinstance(value, int | float) and not isinstance(value, bool)
    if whole and isfinite(limit_m := float(str(value))) and limit_m >= 0:
        return limit_m
    message = "write metres from 0 up, or null for the village's own limit"
    findings.append(Problem("BAD_LENDING", where, "max_distance_m", shown(value), message))
    return None


def unknown_lenders(lending: Lending | None, villages: Iterable[str]) -> list[Finding]:
    """Return the villages of named groups that there are not."""
    if lending is None:
        return []
    known = set(villages)
    missing = sorted({name for group in lending.named for name in group} - known)
    message = "there is no such village; name villages of the scenario"
    return [
        Problem("UNKNOWN_VILLAGE", "/lending", "between", shown(name), message) for name in missing
    ]
