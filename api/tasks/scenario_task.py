"""What the processes do to keep a scenario: from bytes, a preset or a base to what is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import orjson
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from api.db import Database
from api.db.plan_bases import bases_of
from api.db.scenario_queries import ChangedScenario, PreparedScenario, contents_of
from api.http.errors import ServiceError, body_error, scenario_error
from api.http.json_body import parse
from api.schemas.scenarios import NewScenario
from api.tasks.current_task import Base, PlansInForce, contents_going_on, go_on
from api.tasks.planner_task import Sizes, check_sizes, scenario_of
from optimizer.domain.fingerprint import Fingerprint, scenario_sha256
from optimizer.domain.notes import Note
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Scenario, Village
from optimizer.errors import Problem, ScenarioError
from optimizer.input.checks.rule_overlay import overlay
from optimizer.input.request import request_from_scenario, scenario_from_request
from optimizer.output.note_documents import note_documents
from scenarios.generator import generate

_MOST_WORDS = 200


def prepare_body(
    body: bytes, sizes: Sizes, in_force: PlansInForce | None
) -> NewScenario | tuple[str, PreparedScenario]:
    """Read the JSON of a new scenario.

    Parameters
    ----------
    in_force
        Where the plans are that its villages go on from; None to leave them as they are sent.

    Returns
    -------
    NewScenario or tuple
        A what-if as it was asked for, or a name and the scenario to keep.

    Raises
    ------
    ServiceError
        When it is no JSON, says neither or both, or the scenario cannot be planned.
    """
    wanted = _asked(parse(body))
    if wanted.parent_id is not None:
        return wanted
    check_sizes(wanted.request, sizes)
    return wanted.name, prepare_scenario(scenario_of(wanted.request, "/request"), sizes, in_force)


def _asked(document: object) -> NewScenario:
    """Check all but the request itself."""
    if isinstance(document, dict) and _is_bare(document):
        raise ServiceError("NOT_WRAPPED", pointer="/request")
    try:
        wanted = NewScenario.model_validate(document)
    except ValidationError as fault:
        raise body_error(fault) from None
    if (wanted.request is None) == (wanted.parent_id is None):
        reason = "send either request, or parent_id with rules and village_rules"
        raise ServiceError("BAD_VALUE", reason=reason)
    if wanted.request is not None and (wanted.rules or wanted.village_rules):
        raise ServiceError("BAD_VALUE", pointer="/rules", reason="rules belong into the request")
    return wanted


def _is_bare(document: Mapping[str, object]) -> bool:
    """Tell whether a request was sent as it goes to ``/v1/optimize``."""
    return "villages" in document and not document.keys() & {"request", "parent_id"}


def prepare_preset(name: str, sizes: Sizes, in_force: PlansInForce | None) -> PreparedScenario:
    """Draw the scenario of a preset."""
    try:
        return prepare_scenario(generate(name), sizes, in_force)
    except ScenarioError:
        raise ServiceError("NOT_FOUND") from None


def prepare_scenario(
    scenario: Scenario,
    sizes: Sizes,
    in_force: PlansInForce | None = None,
    bases: Mapping[str, Base] | None = None,
) -> PreparedScenario:
    """Return a scenario as it is kept.

    Parameters
    ----------
    in_force
        Where the plans are that its villages go on from; None to leave them as they are.
    bases
        What they go on from already.

    Raises
    ------
    ServiceError
        When it is larger than is taken.
    """
    households = sum(len(village.households) for village in scenario.villages)
    villages = len(scenario.villages)
    if villages > sizes.villages:
        raise ServiceError("TOO_MANY_VILLAGES", count=villages, limit=sizes.villages)
    if households > sizes.households:
        raise ServiceError("TOO_MANY_HOUSEHOLDS", count=households, limit=sizes.households)
    known = dict(bases or {})
    if in_force is not None:
        with reading_store(in_force.url) as store:
            scenario, known = go_on(store, in_force.tenant, scenario, known)
    request = request_from_scenario(scenario)
    pairs = zip(scenario.villages, request["villages"], strict=True)
    return PreparedScenario(
        sha256=scenario_sha256(scenario),
        coordinates=request["coordinates"],
        rules=request["rules"],
        villages=[_row(village, written) for village, written in pairs],
        notes=note_documents((*scenario.notes, *_not_kept(scenario))),
        bases=known,
    )


def _not_kept(scenario: Scenario) -> tuple[Note, ...]:
    """Return what of a scenario is not kept, and so not in the results of its jobs."""
    asked = (
        (scenario.lending, Note("LENDING_NOT_KEPT", "/lending")),
        (scenario.supervision, Note("SUPERVISION_NOT_KEPT", "/supervision")),
    )
    return tuple(note for question, note in asked if question is not None)


def _row(village: Village, written: dict[str, Any]) -> dict[str, Any]:
    given = (village.households if len(village.households) else village.members).given
    x, y = given.mean(axis=0).tolist() if len(given) else (None, None)
    usual = {"min": village.rules.min_households, "max": village.rules.max_households}
    for member in written["members"]:
        # What is the village's own is not written down, so that a what-if may change it.
        if {name: member[name] for name in usual} == usual:
            del member["min"], member["max"]
    return {
        "village": village.id,
        "name": village.name,
        "area": list(village.area),
        "x": x,
        "y": y,
        "households": len(village.households),
        "members": len(village.members),
        "content": orjson.dumps(written),
    }


def prepare_change(
    url: str,
    base: Mapping[str, Any],
    rules: Mapping[str, object],
    village_rules: Mapping[str, Mapping[str, object]],
    tenant: str | None,
) -> ChangedScenario:
    """Lay other rules over a kept scenario, village by village.

    Parameters
    ----------
    base
        The record of the scenario.
    rules, village_rules
        What differs from it: for all villages, and for some by their id.
    tenant
        Whose plans in force its villages go on from; None to leave them as they are in the base.

    Raises
    ------
    ServiceError
        With every rule that cannot be meant, and every village that there is not.
    """
    shared, problems = overlay(Rules.model_validate(base["rules"]), rules, "/rules")
    found, left = list(problems), dict(village_rules)
    print_of = Fingerprint(shared, lonlat=base["coordinates"] == "lonlat")
    contents: dict[str, bytes] = {}
    bases: dict[str, Base] = {}
    with reading_store(url) as store:
        for village, goes_on in _villages(store, base["id"], tenant):
            own = left.pop(village["id"], None)
            if own is not None:
                village["rules"] = {**village["rules"], **own}
            if goes_on is not None:
                bases[village["id"]] = goes_on
            if own is not None or goes_on is not None:
                contents[village["id"]] = orjson.dumps(village)
            found += _count_in(print_of, base["coordinates"], shared, village)
            if len(found) > _MOST_WORDS:
                break
    if len(found) <= _MOST_WORDS:
        found += [_unknown(name) for name in left]
    if found:
        raise scenario_error(ScenarioError(found))
    return ChangedScenario(print_of.hexdigest(), shared.model_dump(mode="json"), contents, bases)


def _villages(
    store: Database, scenario_id: str, tenant: str | None
) -> Iterator[tuple[dict[str, Any], Base | None]]:
    """Yield a base's villages, and what each goes on from where that has changed."""
    contents = contents_of(store, scenario_id)
    if tenant is None:
        yield from ((orjson.loads(content), None) for content in contents)
        return
    with store.reading() as session:
        bases = bases_of(session, scenario_id)
    yield from contents_going_on(store, tenant, contents, bases)


def _count_in(
    print_of: Fingerprint, coordinates: str, shared: Rules, village: dict[str, Any]
) -> list[Problem]:
    """Count a village into the fingerprint, or return why its rules cannot be met."""
    rules = shared.model_dump(mode="json")
    body = {"coordinates": coordinates, "rules": rules, "villages": [village]}
    try:
        print_of.add(scenario_from_request(body).villages[0])
    except ScenarioError as fault:
        place = f"/village_rules/{village['id'].replace('~', '~0').replace('/', '~1')}"
        return [
            Problem(one.code, place, one.field, one.value, one.message) for one in fault.problems
        ]
    return []


def _unknown(name: str) -> Problem:
    message = "the base has no village of this id; see its list of villages"
    return Problem("UNKNOWN_VILLAGE", "/village_rules", name[:60], "", message)


@contextmanager
def reading_store(url: str) -> Iterator[Database]:
    """Open the database in a process of its own.

    Raises
    ------
    ServiceError
        When the database is away.
    """
    store = Database(url)
    try:
        yield store
    except DBAPIError as fault:
        raise ServiceError("DATABASE", headers={"Retry-After": "2"}) from fault
    finally:
        store.close()
