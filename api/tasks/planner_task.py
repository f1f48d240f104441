"""What the processes do: bytes of a request to bytes of an answer."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass

import orjson

from api.http.errors import ServiceError, problem_details, scenario_error
from api.http.json_body import parse, pointer_to
from api.http.problem_texts_vietnamese import translate_problem
from api.settings import Settings
from optimizer.domain.scenario import Scenario
from optimizer.domain.search_limits import SearchLimits
from optimizer.errors import ScenarioError
from optimizer.execution.lending_watch import lend
from optimizer.execution.province import plan_asked
from optimizer.execution.supervision_watch import supervise
from optimizer.execution.workers import JobSpec
from optimizer.input.request import scenario_from_request
from optimizer.output.checks import VERIFYING_S, check_response
from optimizer.output.note_documents import bilingual_notes
from optimizer.output.response import response, run_record
from optimizer.output.text import map_notes


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large a request may be."""

    villages: int
    households: int
    at_once: int

    @classmethod
    def of(cls, settings: Settings) -> Sizes:
        """Take them from the settings."""
        return cls(settings.max_villages, settings.max_households, settings.sync_households)


@dataclass(frozen=True, slots=True)
class TooLarge:
    """A good request that is too large to be answered at once."""

    scenario: Scenario


def optimize(body: bytes, sizes: Sizes, ask: JobSpec) -> bytes | TooLarge:
    """Plan a request and return the response JSON, just as the command line writes it.

    Raises
    ------
    ServiceError
        When the body is no JSON, no scenario, or larger than is taken at all.
    """
    start = time.perf_counter()
    document = parse(body)
    check_sizes(document, sizes)
    scenario = scenario_of(document)
    households = sum(len(village.households) for village in scenario.villages)
    if households > sizes.at_once:
        return TooLarge(scenario)
    plans = [plan_asked(village, ask) for village in scenario.villages]
    by_id = {plan.village_id: plan for plan in plans}
    lent = lend(scenario.villages, by_id, scenario.lending, ask)
    supervised = supervise(scenario, plans, ask)
    run = run_record(scenario, seed=ask.seed, seconds=time.perf_counter() - start)
    return as_written(response(scenario, plans, run, lent, supervised))


def validate(body: bytes, sizes: Sizes, language: str) -> bytes:
    """Return everything that is wrong with a request, and how large it is."""
    document = parse(body)
    check_sizes(document, sizes)
    villages = list_problems(document)
    counts = {
        "villages": len(villages),
        "households": _rows(villages, "households"),
        "members": _rows(villages, "members"),
    }
    try:
        scenario = scenario_from_request(document)
    except ScenarioError as fault:
        errors = [translate_problem(detail, language) for detail in problem_details(fault.problems)]
        return orjson.dumps({"valid": False, "errors": errors, **counts, "notes": []})
    notes = notes_of(scenario)
    return orjson.dumps({"valid": True, "errors": [], **counts, "notes": notes})


def notes_of(scenario: Scenario) -> list[dict[str, object]]:
    """Return what looks wrong, and what is worth a look in the maps of paths and barriers."""
    maps: list[dict[str, object]] = [
        {
            "code": "PATHS",
            "pointer": "",
            "rows": [],
            "params": {},
            "village": village,
            "message": {str(key): text for key, text in said.items()},
        }
        for village, said in map_notes(scenario.villages)
    ]
    return [*bilingual_notes(scenario.notes), *maps]


def verify(body: bytes, sizes: Sizes) -> bytes:
    """Check the plan of a ``{scenario, plan}`` and return its violations."""
    document = parse(body)
    both = {"scenario", "plan"}
    given = document if isinstance(document, dict) else {}
    wrong = sorted(both - given.keys()) + sorted(given.keys() - both)
    if wrong or not isinstance(given["plan"], dict):
        reason = 'send an object with "scenario" (a request) and "plan" (a response), no more'
        field = (wrong or ["plan"])[0][:60]
        raise ServiceError("BAD_VALUE", pointer=pointer_to(field) if given else "", reason=reason)
    check_sizes(given["scenario"], sizes)
    scenario = scenario_of(given["scenario"], "/scenario")
    checked = check_response(scenario, given["plan"], SearchLimits.lasting(VERIFYING_S))
    found = [asdict(violation) for violation in checked.violations]
    answer = {"clean": checked.clean, "violations": found, "unchecked_distances": checked.unchecked}
    return orjson.dumps(answer)


def scenario_of(document: object, prefix: str = "") -> Scenario:
    """Return the scenario of a parsed request, or refuse with every problem's pointer."""
    try:
        return scenario_from_request(document)
    except ScenarioError as fault:
        raise scenario_error(fault, prefix) from None


def check_sizes(document: object, sizes: Sizes) -> None:
    """Refuse a request that is too large, before anything is made of it."""
    villages = list_problems(document)
    if len(villages) > sizes.villages:
        raise ServiceError(
            "TOO_MANY_VILLAGES", pointer="/villages", count=len(villages), limit=sizes.villages
        )
    households = _rows(villages, "households")
    if households > sizes.households:
        raise ServiceError(
            "TOO_MANY_HOUSEHOLDS", pointer="/villages", count=households, limit=sizes.households
        )


def as_written(document: object) -> bytes:
    """Return a document as the command line writes it."""
    return orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n"


def list_problems(document: object) -> list[object]:
    """Return the villages of a document that may be anything."""
    villages = document.get("villages") if isinstance(document, dict) else None
    return villages if isinstance(villages, list) else []


def _rows(villages: list[object], name: str) -> int:
    """Count the rows of this name in all villages."""
    lists = (village.get(name) for village in villages if isinstance(village, dict))
    return sum(len(rows) for rows in lists if isinstance(rows, list))
