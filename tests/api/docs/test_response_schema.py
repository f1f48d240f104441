"""The response's schema says all that a response has: no field is left for a client to guess."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import jsonschema_rs
import pytest

from api.schemas.response import PlanResponse
from optimizer.domain.failure import Failure, FailureCode
from optimizer.execution.lending_watch import lend
from optimizer.execution.workers import JobSpec
from optimizer.input.request import scenario_from_request
from optimizer.output.response import failed_response, response, run_record
from optimizer.pipeline import plan_village
from tests.optimizer.inputs import line, village
from tests.optimizer.supervised_villages import ASKED, Row, answered, asked_villages

SCHEMA: Row = PlanResponse.model_json_schema(mode="serialization")


def closed(part: object) -> object:
    """Return a schema in which objects with named fields have no others."""
    if isinstance(part, list):
        return [closed(one) for one in part]
    if not isinstance(part, dict):
        return part
    inner = {key: closed(value) for key, value in part.items()}
    return inner | ({"additionalProperties": False} if "properties" in part else {})


STRICT = jsonschema_rs.Draft202012Validator(cast("Row", closed(SCHEMA)))


def made(document: Row) -> Row:
    scenario = scenario_from_request(document)
    plans = [plan_village(one) for one in scenario.villages]
    run = run_record(scenario, seed=0, seconds=0.0)
    named = {plan.village_id: plan for plan in plans}
    lent = lend(scenario.villages, named, scenario.lending, JobSpec(time_limit_s=5.0))
    return response(scenario, plans, run, lending=lent)


EVERYTHING: Row = {
    "survival": True,
    "stand_ins": True,
    "curve": True,
    "change_price_m": 1.0,
    "priorities": ["walk", "fairest", "compact", "longest", "balance"],
    "max_distance_m": 500,
}
PATHS: Row = {
    "metric": {"kind": "path"},
    "max_distance_m": 100,
}


def requests() -> Iterator[Row]:
    """Yield requests whose responses have every field between them."""
    short = village("v1", households=line("h", 12), current=[["h1", "m1"]], members=line("m", 1))
    rich = village("v2", households=line("h", 3), members=line("m", 1), area=["A"])
    yield {"rules": EVERYTHING, "villages": [short]}
    yield {"rules": EVERYTHING | {"spare": 1}, "villages": [short]}
    yield {
        "lending": {"between": "neighbours"},
        "villages": [village("v1", households=line("h", 12)), rich],
    }
    off = {"nodes": [[0, 0], [50, 0]], "edges": [[0, 1]]}
    far = [*line("h", 3), {"id": "far", "x": 150.0, "y": 0.0}]
    yield {
        "rules": PATHS,
        "villages": [village("v1", households=far, members=line("m", 1), network=off)],
    }
    lived = [{"id": f"h{n}", "hamlet": "A", "alley": "1", "order": n} for n in range(12)]
    yield {
        "rules": {"metric": {"kind": "list"}},
        "villages": [{"id": "v", "households": lived, "members": [{**lived[3], "id": "m"}]}],
    }


@pytest.mark.parametrize("document", list(requests()), ids=",".join)
def test_that_every_field_is_described(document: Row) -> None:
    """Tests that a response has no field that the schema does not name."""
    found = [f"{one.instance_path}: {one.message}" for one in STRICT.iter_errors(made(document))]
    assert found == []


def test_that_supervisors_are_described() -> None:
    """Tests that the same holds of teams and their supervisors."""
    answer = answered(asked_villages(**ASKED))
    assert [str(error) for error in STRICT.iter_errors(answer)] == []


def test_that_a_village_without_a_plan_is_described() -> None:
    """Tests that the same holds of the entry of a village that failed."""
    document = {"villages": [village("v1", households=line("h", 3), members=line("m", 1))]}
    answer: dict[str, Any] = made(document)
    (one,) = scenario_from_request(document).villages
    answer["villages"] = [failed_response(one, Failure(FailureCode.LOST, "its process was killed"))]
    assert [str(error) for error in STRICT.iter_errors(answer)] == []
