"""What holds for every address: refusals, headers, health, documentation, processes."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from api.auth.keys import OPEN_TENANT
from api.http.error_catalogue import FAULTS
from api.http.errors import ServiceError
from api.tasks.worker_pool import Workers
from tests.api.client import TestClient, running


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nothing", 404), ("PUT", "/v1/optimize", 405), ("POST", "/v1/optimize?seed=x", 422)],
)
def test_that_every_refusal_is_a_problem(
    service: TestClient, method: str, path: str, status: int
) -> None:
    """Tests that also the framework's own refusals have the one shape."""
    answer = service.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json().keys() == {"type", "title", "status", "detail", "errors"}


@pytest.mark.parametrize(
    ("method", "path", "code", "nearest"),
    [
        ("POST", "/v1/optimize?seeds=1", "UNKNOWN_PARAMETER", "seed"),
        ("GET", "/v1/jobs?limit=1&Cursor=", "UNKNOWN_PARAMETER", "cursor"),
        ("GET", "/v1/results/job_0?village=false", "UNKNOWN_PARAMETER", "villages"),
        ("POST", "/v1/scenarios?name=x", "UNKNOWN_PARAMETER", "from_plan_in_force"),
        ("POST", "/v1/jobs?name=x", "NO_PARAMETERS", None),
        ("GET", "/metrics?name", "NO_PARAMETERS", None),
    ],
)
def test_that_an_unknown_parameter_is_refused(
    service: TestClient, method: str, path: str, code: str, nearest: str | None
) -> None:
    """Tests that a slip in a query is named with the nearest parameter, and not passed over."""
    answer = service.request(method, path)
    assert answer.status_code == 422
    [fault] = answer.json()["errors"]
    assert (fault["code"], fault["pointer"], fault["params"]["where"]) == (code, "", "query")
    assert fault["params"].get("nearest") == nearest
    assert fault["params"]["field"] in answer.json()["detail"]


def test_that_all_unknown_parameters_are_told_at_once(service: TestClient) -> None:
    """Tests that several slips are listed, each in the caller's language."""
    path = "/v1/optimize?sed=1&seed=2&time=3&sed=4"
    errors = service.post(path, headers={"Accept-Language": "vi"}).json()["errors"]
    assert [one["params"]["nearest"] for one in errors] == ["seed", "time_limit_s"]
    assert all(one["message"].startswith("Địa chỉ này") for one in errors)


def test_that_of_many_unknown_parameters_the_first_are_told(service: TestClient) -> None:
    """Tests that an address as long as one likes has an answer of some length."""
    path = "/v1/optimize?" + "&".join(f"p{nth}=" for nth in range(5000))
    errors = service.post(path).json()["errors"]
    assert [one["params"]["field"] for one in errors] == [f"p{nth}" for nth in range(20)]


def test_that_sentences_are_vietnamese_for_who_reads_it(service: TestClient) -> None:
    """Tests that the caller's language is spoken and codes stay."""
    answer = service.get("/nothing", headers={"Accept-Language": "vi-VN,vi;q=0.9,en;q=0.8"})
    assert answer.headers["content-language"] == "vi"
    assert answer.json()["detail"].startswith("Không có gì")
    assert answer.json()["errors"][0]["code"] == "NOT_FOUND"


@pytest.mark.parametrize("code", FAULTS)
def test_that_both_languages_say_the_same_figures(code: str) -> None:
    """Tests that the sentences of a refusal have the same blanks."""
    fault = FAULTS[code]
    names = [{part.split("}")[0] for part in text.split("{")[1:]} for text in (fault.en, fault.vi)]
    assert names[0] == names[1]


def test_that_the_service_is_healthy_and_counts(service: TestClient) -> None:
    """Tests that health is told without a key, and requests are counted by pattern."""
    assert service.get("/health/live").json()["status"] == "live"
    assert service.get("/health/ready").json()["status"] == "ready"
    assert 'route="/health/live",status="200"' in service.get("/metrics").text


def test_that_answers_carry_their_headers(service: TestClient) -> None:
    """Tests that browsers are held to what is ours, and callers see limit and request."""
    headers = service.get("/v1/presets", headers={"X-Request-ID": "mine-1"}).headers
    assert headers["x-request-id"] == "mine-1"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert int(headers["ratelimit-remaining"]) < int(headers["ratelimit-limit"])


def test_that_the_documentation_needs_no_internet(service: TestClient) -> None:
    """Tests that every file of the page comes from this service, and describes the addresses."""
    page = service.get("/docs").text
    assert "http" not in page.replace("HTTP", "")
    for file in ("/docs/swagger/swagger-ui.css", "/docs/swagger/swagger-ui-bundle.js"):
        assert file in page
        assert service.get(file).status_code == 200
    document = service.get("/openapi.json").json()
    named = set(json.dumps(document).split("#/components/schemas/")[1:])
    models = {part.split('"')[0] for part in named}
    assert models <= document["components"]["schemas"].keys()
    assert "/v1/optimize" in document["paths"]


def test_that_other_sites_cannot_lead_a_browser_here(service: TestClient) -> None:
    """Tests that an open service answers neither to a false name nor to another site's page."""
    for headers in (
        {"Host": "evil.example"},
        {"Host": "localhost.evil.example"},
        {"Host": "127.0.0.1.nip.example:8000"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://localhost:3000"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
    ):
        answer = service.get("/v1/presets", headers=headers)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (421, "HOST")


def test_that_a_browser_may_come_by_itself_or_by_a_link(service: TestClient) -> None:
    """Tests that what the planner's own page sends is taken, and so is a link that is followed."""
    for headers in (
        {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    ):
        assert service.get("/v1/presets", headers=headers).status_code == 200


def test_that_a_dead_process_costs_one_request(service: TestClient) -> None:
    """Tests that whoever used a process that is killed is told so, and the next is served."""
    app: Any = service.app
    workers: Workers = app.state.here.workers
    assert service.portal is not None
    with pytest.raises(ServiceError) as caught:
        service.portal.call(workers.run, OPEN_TENANT, suicide)
    assert (caught.value.status_code, caught.value.code) == (503, "WORKER_ENDED")
    body = b'{"villages": [{"id": "v", "households": [], "members": []}]}'
    assert service.post("/v1/optimize", content=body).status_code == 200
    assert "liengia_workers_lost_total 1.0" in service.get("/metrics").text


def test_that_too_long_a_request_is_ended(tmp_path: Path) -> None:
    """Tests that a request that outlasts the service's patience is a 504."""
    with running(f"sqlite:///{tmp_path / 'db'}", sync_seconds=0.001) as client:
        answer = client.post("/v1/validate", content=b'{"villages": []}')
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (504, "TOOK_TOO_LONG")


def test_that_too_many_requests_are_told_to_wait(tmp_path: Path) -> None:
    """Tests that the third request of two is refused, with the time to wait."""
    with running(f"sqlite:///{tmp_path / 'db'}", rate_limit="2/minute") as client:
        codes = [client.get("/v1/presets").status_code for _ in range(3)]
        assert codes == [200, 200, 429]
        assert int(client.get("/v1/presets").headers["retry-after"]) > 0


def suicide() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
