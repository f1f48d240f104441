"""Who is refused where: every address, without a key, with a wrong one, a small one, another's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from httpx2 import Response

from api.auth.keys import create_key, revoke_key
from api.auth.scopes import Scope
from api.db.job_states import Status
from api.db.models import Job
from api.jobs.submission import end_job
from api.main import create_app
from api.settings import Settings
from tests.api.client import TestClient, database, running
from tests.api.planned import keep, keep_plan, request_of, store_of

OPTIMIZE, READ, HOUSEHOLDS, ADMIN = Scope.OPTIMIZE, Scope.READ, Scope.HOUSEHOLDS, Scope.ADMIN
UNKNOWN = {"scenario": f"scn_{'0' * 24}", "result": f"job_{'0' * 24}", "spare": f"scn_{'0' * 24}"}
REQUEST = request_of("tiny")
VILLAGE = "tiny"


@dataclass(frozen=True, slots=True)
class Row:
    """One request, the scopes that it takes, and its answer to who has them.

    ``{scenario}``, ``{result}`` and ``{spare}`` are blanks for what belongs to a tenant.
    """

    route: str
    scopes: tuple[Scope, ...]
    address: str
    status: int = 200
    json: object = None
    headers: dict[str, str] = field(default_factory=dict)


def row(
    route: str,
    *scopes: Scope,
    at: str = "",
    status: int = 200,
    json: object = None,
    headers: dict[str, str] | None = None,
) -> Row:
    return Row(route, scopes, at or route.split(" ")[1], status, json, headers or {})


SCENARIO, RESULT, JOB = "/v1/scenarios/{scenario}", "/v1/results/{result}", "/v1/jobs/{job_id}"
OF_JOB = "/v1/jobs/{result}"
ROWS = (
    row("GET /openapi.json"),
    row("GET /docs"),
    row("GET /docs/docs.js"),
    row("MOUNT /docs/swagger", at="/docs/swagger/swagger-ui.css"),
    row("MOUNT ", at="/"),
    row("GET /health/live"),
    row("GET /health/ready"),
    row("GET /metrics", ADMIN),
    row("POST /v1/optimize", OPTIMIZE, json=REQUEST),
    row("POST /v1/validate", OPTIMIZE, json=REQUEST),
    row("POST /v1/verify", OPTIMIZE, json={"scenario": REQUEST, "plan": {}}),
    row(
        "POST /v1/screen", OPTIMIZE, json={"villages": [{"id": "v", "households": 9, "members": 1}]}
    ),
    row("GET /v1/template.xlsx", READ),
    row("POST /v1/workbook", OPTIMIZE, json=REQUEST),
    row("GET /v1/presets", READ),
    row("POST /v1/presets/{name}/copy", OPTIMIZE, at="/v1/presets/hamlets/copy", status=201),
    row("POST /v1/scenarios", OPTIMIZE, json={"request": REQUEST}, status=201),
    row("POST /v1/scenarios", OPTIMIZE, json={"parent_id": "{scenario}"}, status=201),
    row("GET /v1/scenarios", READ),
    row(f"GET {SCENARIO}", READ),
    row(f"PATCH {SCENARIO}", OPTIMIZE, at="/v1/scenarios/{spare}", json={"name": "Xã"}),
    row(f"DELETE {SCENARIO}", OPTIMIZE, at="/v1/scenarios/{spare}", status=204),
    row(f"GET {SCENARIO}/request", READ, HOUSEHOLDS),
    row(f"GET {SCENARIO}/villages", READ),
    row(
        f"GET {SCENARIO}/villages/{{village:path}}",
        READ,
        HOUSEHOLDS,
        at=f"{SCENARIO}/villages/{VILLAGE}",
    ),
    row(f"POST {SCENARIO}/curves", OPTIMIZE, READ, json={}),
    row(f"POST {SCENARIO}/budget", OPTIMIZE, READ, json={"recruits": 1}),
    row(
        f"POST {SCENARIO}/budget/{{file}}",
        OPTIMIZE,
        READ,
        json={"recruits": 1},
        at=f"{SCENARIO}/budget/frontier.csv",
    ),
    row(
        f"POST {SCENARIO}/merge",
        OPTIMIZE,
        HOUSEHOLDS,
        json={"villages": [VILLAGE, "no"], "id": "v"},
        status=422,
    ),
    row(
        f"POST {SCENARIO}/split",
        OPTIMIZE,
        HOUSEHOLDS,
        json={"village": VILLAGE, "by": "hamlet"},
        status=201,
    ),
    row(f"GET {RESULT}", READ, HOUSEHOLDS),
    row(f"GET {RESULT}", READ, at=f"{RESULT}?villages=false"),
    row(f"GET {RESULT}/villages", READ),
    row(f"GET {RESULT}/areas", READ),
    row(f"POST {RESULT}/approve", OPTIMIZE, json={"by": "An"}),
    row("GET /v1/plans-in-force", READ),
    row("GET /v1/plans-in-force/{village:path}", READ, at=f"/v1/plans-in-force/{VILLAGE}"),
    row(
        "GET /v1/plans-in-force/{village:path}/history",
        READ,
        at=f"/v1/plans-in-force/{VILLAGE}/history",
    ),
    row(
        f"GET {RESULT}/villages/{{village:path}}",
        READ,
        HOUSEHOLDS,
        at=f"{RESULT}/villages/{VILLAGE}",
    ),
    row(
        f"GET {RESULT}/villages/{{village:path}}/sheets.pdf",
        READ,
        HOUSEHOLDS,
        at=f"{RESULT}/villages/{VILLAGE}/sheets.pdf",
    ),
    row(
        f"GET {RESULT}/villages/{{village:path}}/nearest",
        READ,
        HOUSEHOLDS,
        at=f"{RESULT}/villages/{VILLAGE}/nearest",
    ),
    row(f"GET {RESULT}/printed/{{file}}", READ, HOUSEHOLDS, at=f"{RESULT}/printed/sheets.pdf"),
    row(f"POST {RESULT}/replan", OPTIMIZE, READ, HOUSEHOLDS, json={"events": []}),
    row(f"POST {RESULT}/frontier", OPTIMIZE, READ, json={}),
    row(f"POST {RESULT}/attrition", OPTIMIZE, READ, json={"draws": 1}),
    row(f"POST {RESULT}/pilots", OPTIMIZE, READ, HOUSEHOLDS, json={"teams": 1}, status=409),
    row("GET /v1/comparisons", READ, at="/v1/comparisons?a={result}&b={result}"),
    row(f"GET {RESULT}/tables/{{file}}", READ, at=f"{RESULT}/tables/villages.csv"),
    row(f"GET {RESULT}/tables/{{file}}", READ, HOUSEHOLDS, at=f"{RESULT}/tables/assignments.csv"),
    row(f"GET {RESULT}/{{file}}", READ, at=f"{RESULT}/report.html"),
    row(f"GET {RESULT}/{{file}}", READ, HOUSEHOLDS, at=f"{RESULT}/plan.geojson"),
    row("POST /v1/jobs", OPTIMIZE, json={"scenario_id": "{scenario}"}, status=202),
    row("GET /v1/jobs", READ),
    row(f"GET {JOB}", READ, at=OF_JOB),
    row(f"POST {JOB}/cancel", OPTIMIZE, at=f"{OF_JOB}/cancel", status=409),
    row(f"GET {JOB}/villages", READ, at=f"{OF_JOB}/villages"),
    row(f"GET {JOB}/deliveries", OPTIMIZE, at=f"{OF_JOB}/deliveries"),
    row("POST /v1/webhooks/secret", OPTIMIZE, status=201),
    row(
        f"GET {JOB}/villages/{{village:path}}",
        READ,
        HOUSEHOLDS,
        at=f"{OF_JOB}/villages/{VILLAGE}",
    ),
    # Last, as nothing is in force afterwards.
    row(f"POST {RESULT}/withdraw", OPTIMIZE, json={"by": "An", "reason": "Sai"}),
    row(
        f"GET {JOB}/events", READ, at=f"{OF_JOB}/events", headers={"Last-Event-ID": "9"}, status=204
    ),
)
LOCKED = [row for row in ROWS if row.scopes]
OWNED = [
    row for row in LOCKED if any(f"{{{name}}}" in f"{row.address}{row.json}" for name in UNKNOWN)
]


def named(rows: list[Row]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "row", rows, ids=[f"{row.route} at {row.address}" for row in rows]
    )


@dataclass(frozen=True, slots=True)
class House:
    """A service with keys, and what the tenant ``default`` keeps in it."""

    client: TestClient
    own: dict[str, str]

    def key(self, *scopes: Scope, tenant: str = "default") -> str:
        made = create_key(store_of(self.client), name="an", tenant=tenant, scopes=scopes)
        self.forget()
        return made

    def forget(self) -> None:
        app: Any = self.client.app
        app.state.here.keys.forget()

    def ask(self, row: Row, key: str | None, ids: dict[str, str] | None = None) -> Response:
        method = row.route.split(" ")[0].replace("MOUNT", "GET")
        headers = row.headers | ({} if key is None else {"Authorization": f"Bearer {key}"})
        known = self.own if ids is None else ids
        answer: Response = self.client.request(
            method, str(filled(row.address, known)), json=filled(row.json, known), headers=headers
        )
        return answer


def filled(value: object, ids: dict[str, str]) -> object:
    if isinstance(value, str):
        for name, real in ids.items():
            value = value.replace(f"{{{name}}}", real)
    elif isinstance(value, dict):
        return {name: filled(item, ids) for name, item in value.items()}
    return value


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A service in which a scenario and its plan were kept before the first key was made."""
    folder = tmp_path_factory.mktemp("access")
    with database("postgresql", folder) as url, running(url) as client:
        scenario, spare, store = keep(client, REQUEST), keep(client, REQUEST), store_of(client)
        result = keep_plan(store, scenario)
        with store.writing() as session:
            end_job(session, session.get_one(Job, result), Status.SUCCEEDED)
        assert client.post(f"/v1/results/{result}/approve", json={"by": "An"}).status_code == 200
        yield House(client, {"scenario": scenario, "result": result, "spare": spare})


def test_that_every_address_has_a_row() -> None:
    """Tests that no address of the application is forgotten here, nor one that is gone kept."""
    app = create_app(Settings(database_url="sqlite://"))
    found = set()
    for route in iter_route_contexts(app.routes):
        methods = set(route.methods or {"MOUNT"}) - {"HEAD"}
        found |= {f"{method} {route.path}" for method in methods}
    assert found == {row.route for row in ROWS}


@named([row for row in ROWS if not row.scopes])
def test_that_some_addresses_are_for_everybody(house: House, row: Row) -> None:
    """Tests that what holds nothing of anybody is shown without a key."""
    house.key(READ)
    assert house.ask(row, None).status_code == row.status


@named(LOCKED)
def test_that_a_key_is_needed(house: House, row: Row) -> None:
    """Tests that no key, a wrong one and one taken back are refused in the same words."""
    wrong, gone = house.key(*Scope), house.key(*Scope)
    assert revoke_key(store_of(house.client), gone.split("_")[1])
    house.forget()
    asked = [house.ask(row, key) for key in (None, "x", wrong[:-3] + "---", gone)]
    assert {answer.status_code for answer in asked} == {401}
    assert {answer.headers["www-authenticate"] for answer in asked} == {'Bearer realm="liengia"'}
    assert len({answer.content for answer in asked}) == 1


@named(LOCKED)
def test_that_a_key_needs_its_scopes(house: House, row: Row) -> None:
    """Tests that all scopes but one are too few for each, and the row's alone are enough."""
    for missing in row.scopes:
        answer = house.ask(row, house.key(*(set(Scope) - {missing})))
        assert answer.status_code == 403
        assert answer.json()["errors"][0]["params"] == {"scope": str(missing)}
    assert house.ask(row, house.key(*row.scopes)).status_code == row.status


@named(OWNED)
def test_that_another_tenants_is_as_if_it_were_not(house: House, row: Row) -> None:
    """Tests that the answer to another's id is, but for the id, that to one that never was."""
    key = house.key(*Scope, tenant="another")
    others, nobodys = house.ask(row, key), house.ask(row, key, UNKNOWN)
    assert others.status_code == nobodys.status_code
    assert others.status_code == (404 if row.json is None or "{" in row.address else 422)
    told = others.text
    for name, real in house.own.items():
        told = told.replace(real, UNKNOWN[name])
    assert told == nobodys.text
    assert others.headers.keys() == nobodys.headers.keys()


@named([row for row in ROWS if row.address in {"/v1/jobs", "/v1/scenarios"} and row.json is None])
def test_that_lists_hold_ones_own(house: House, row: Row) -> None:
    """Tests that a list shows nothing of another tenant."""
    assert house.ask(row, house.key(READ)).json()["items"]
    assert house.ask(row, house.key(READ, tenant="another")).json()["items"] == []
