"""Villages of which only numbers are known: from bytes to bytes, in a process."""

from __future__ import annotations

import orjson
from pydantic import ValidationError

from api.http.errors import ServiceError, body_error, scenario_error
from api.http.json_body import parse, pointer_to
from api.schemas.counts import WindowRequest
from api.tasks.planner_task import Sizes, check_sizes, list_problems
from optimizer.domain.rules import Rules
from optimizer.errors import ScenarioError
from optimizer.input.checks.rule_overlay import overlay
from optimizer.screening import screening


def screen(body: bytes, sizes: Sizes) -> bytes:
    """Return what counts alone prove of every village.

    Raises
    ------
    ServiceError
        With every problem of every row.
    """
    document = parse(body)
    if not isinstance(document, dict) or not isinstance(document.get("villages"), list):
        reason = 'send an object with "villages", a list of ids with their counts'
        pointer = "/villages" if isinstance(document, dict) else ""
        raise ServiceError("BAD_VALUE", pointer=pointer, reason=reason)
    if unknown := sorted(document.keys() - {"rules", "villages"}):
        reason = f"it has unknown fields; keep rules and villages, remove {', '.join(unknown)[:60]}"
        raise ServiceError("BAD_VALUE", pointer=pointer_to(unknown[0][:60]), reason=reason)
    check_sizes(document, sizes)
    rules = _window(document.get("rules", {}))
    try:
        return orjson.dumps(screening(list_problems(document), rules))
    except ScenarioError as fault:
        raise scenario_error(fault) from None


def _window(given: object) -> Rules:
    try:
        window = WindowRequest.model_validate(given)
    except ValidationError as fault:
        raise body_error(fault, "/rules") from None
    rules, problems = overlay(Rules(), window.model_dump(), "/rules")
    if problems:
        raise scenario_error(ScenarioError(problems))
    return rules
