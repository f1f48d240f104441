"""What the processes do with the teams of a result: the pilots among them."""

from __future__ import annotations

import orjson

from api.db.plan_queries import KeptResult, responses_of
from api.http.errors import ServiceError, placed_error
from api.http.typed_body import parse_as
from api.schemas.pilots import PilotsRequest
from api.tasks.scenario_task import reading_store
from optimizer.errors import ScenarioError
from optimizer.output.checks.json_values import JsonFaults
from optimizer.teams.pilot_files import pilots_document
from optimizer.teams.pilots import PilotScore, ScoredTeam, choose_pilots
from optimizer.teams.result_teams import teams_of_entry


def pilots(body: bytes, url: str, kept: KeptResult) -> bytes:
    """Choose the pilot teams of a kept result.

    Raises
    ------
    ServiceError
        When the result has no teams, or not as many as are wanted.
    """
    wanted = parse_as(body, PilotsRequest)
    teams: list[ScoredTeam] = []
    faults = JsonFaults(f"result {kept.id}")
    with reading_store(url) as store:
        for at, content in enumerate(responses_of(store, kept.id)):
            teams += teams_of_entry(orjson.loads(content), f"villages[{at}]", faults)
    if faults.found:
        raise RuntimeError(f"{kept.id}: {faults.found[0]}")  # we have written it ourselves
    if not teams:
        raise ServiceError("NO_TEAMS", id=kept.id)
    by = PilotScore(wanted.by)
    try:
        chosen = choose_pilots(teams, wanted.teams, by)
    except ScenarioError as fault:
        raise placed_error(fault, lambda _: "/teams") from None
    return orjson.dumps(pilots_document(chosen, by))
