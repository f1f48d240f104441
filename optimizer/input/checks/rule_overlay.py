"""Rules laid over rules, field by field: the scenario's, an area's, a village's."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

from optimizer.domain.rules import Rules
from optimizer.errors import Problem
from optimizer.input.checks.faults import shown

FIELDS = tuple(Rules.model_fields)
_METRIC = (
    'write {"kind": "straight", "detour": 1.3}, {"kind": "path", "max_leg_m": 200}, '
    '{"kind": "matrix"} or {"kind": "list", "house_m": 15, "alley_m": 150}'
)
_WORDS = {
    "too_short": "name at least one goal",
    "tuple_type": 'write a list of goals: ["walk"]',
    "union_tag_not_found": _METRIC,
    "union_tag_invalid": _METRIC,
    "model_attributes_type": _METRIC,
}
"""What pydantic says of Python's types, in the words of the planner."""


def overlay(
    base: Rules, own: Mapping[str, object], where: str
) -> tuple[Rules, tuple[Problem, ...]]:
    """Lay a village's own rules over others.

    Parameters
    ----------
    base
        Rules that hold where ``own`` says nothing.
    own
        Field to value, as it came in.
    where
        The place that its author knows, for the problems.

    Returns
    -------
    tuple
        The merged rules and no problem, or ``base`` and every problem.
    """
    if not own:
        return base, ()
    asked = {str(_safe(field)): _safe(value) for field, value in own.items()}
    try:
        return Rules.model_validate({**base.model_dump(), **asked}), ()
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False)
        # A list without its wrong items may be empty, which is no fault of its own.
        inside = {detail["loc"][0] for detail in details if len(detail["loc"]) > 1}
        return base, tuple(
            _problem(where, detail["input"], detail["type"], detail["loc"], detail["msg"])
            for detail in details
            if not (detail["type"] == "too_short" and detail["loc"][0] in inside)
        )


def own_rules(rules: Rules, shared: Rules) -> dict[str, object]:
    """Return the fields in which a village's rules differ from the scenario's."""
    own, usual = _written(rules), _written(shared)
    return {field: own[field] for field in FIELDS if own[field] != usual[field]}


def _problem(
    where: str,
    given: object,
    kind: str,
    location: tuple[int | str, ...],
    message: str,
) -> Problem:
    field = str(location[0]) if location else ""
    value = shown(given) if field else ""
    if kind == "extra_forbidden" and field == "metric":
        return Problem("UNKNOWN_FIELD", where, f"metric.{location[-1]}", value, _METRIC)
    if kind == "extra_forbidden":
        text = f"no rule has this name; the rules are {', '.join(FIELDS)}"
        return Problem("UNKNOWN_FIELD", where, field, value, text)
    sentence = _WORDS.get(kind, message.removeprefix("Value error, "))
    remedy = "" if kind == "value_error" else f"; mend {field}"
    return Problem("BAD_RULE", where, field, value, sentence + remedy)


def _safe(value: object) -> object:
    """Return text, or a list of it, without lone surrogates, which pydantic cannot read."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, list):
        return [_safe(item) if isinstance(item, str) else item for item in value]
    return value


def _written(rules: Rules) -> dict[str, object]:
    """Return all rules as JSON has them, those too that are left out while they are as usual."""
    usual = {field: known.default for field, known in Rules.model_fields.items()}
    return usual | rules.model_dump(mode="json")
