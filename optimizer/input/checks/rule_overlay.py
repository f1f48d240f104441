"""Rules laid over rules, field by field: the scenario's, an area's, a village's."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from optimizer.domain.rules import Rules
from optimizer.errors import Problem
from optimizer.input.checks.faults import shown
from optimizer.input.checks.rule_words import METRIC, words_of

FIELDS = tuple(Rules.model_fields)


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
        details = error.errors(include_url=False)
        # A list without its wrong items may be empty, which is no fault of its own.
        inside = {detail["loc"][0] for detail in details if len(detail["loc"]) > 1}
        return base, tuple(
            _problem(where, detail)
            for detail in details
            if not (detail["type"] == "too_short" and detail["loc"][0] in inside)
        )


def own_rules(rules: Rules, shared: Rules) -> dict[str, object]:
    """Return the fields in which a village's rules differ from the scenario's."""
    own, usual = _written(rules), _written(shared)
    return {field: own[field] for field in FIELDS if own[field] != usual[field]}


def _problem(where: str, detail: ErrorDetails) -> Problem:
    location, kind = detail["loc"], detail["type"]
    value = shown(detail["input"]) if location else ""
    if kind == "extra_forbidden" and len(location) > 1:
        inside = f"{location[0]}.{location[-1]}"
        said = (("kind", "part"), ("part", str(location[0])))
        text = METRIC if location[0] == "metric" else f"{location[0]} has no part of this name"
        return Problem("UNKNOWN_FIELD", where, inside, value, text, said)
    if kind == "extra_forbidden":
        fields = ", ".join(FIELDS)
        text = f"no rule has this name; the rules are {fields}"
        params = (("kind", "rule"), ("fields", fields))
        return Problem("UNKNOWN_FIELD", where, str(location[0]), value, text, params)
    words = words_of(location, kind, detail["msg"], detail.get("ctx", {}))
    return Problem("BAD_RULE", where, words.field, value, words.message, words.params)


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
