"""Requests that are sent again: one does the work, the others get its answer."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from api.db import upgrade
from api.db.column_types import now
from api.db.models import Idempotent
from api.db.scenario_queries import PreparedScenario
from api.idempotency import repeats
from api.idempotency.claims import KeptAnswer, KeyClaim, settle
from api.main import create_app
from api.routes.new_scenario import ScenarioKeeper
from api.settings import Settings
from tests.api.client import DATABASES, TestClient, database, running
from tests.api.planned import store_of

Two = tuple[TestClient, TestClient]

REQUEST: dict[str, Any] = {
    "villages": [
        {
            "id": "v",
            "households": [{"id": f"h{n}", "x": 10.0 * n, "y": 0.0} for n in range(6)],
            "members": [{"id": "m", "x": 0.0, "y": 0.0}],
        }
    ]
}
BODY = json.dumps(REQUEST).encode()
FORM = (
    '--{0}\r\nContent-Disposition: form-data; name="file"; filename="r.json"\r\n'
    "Content-Type: application/json\r\n\r\n{1}\r\n--{0}--\r\n"
)


@pytest.fixture(scope="module", params=DATABASES)
def two(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """Two services on one database; the second plans nothing, so it has no processes."""
    with database(request.param, tmp_path_factory.mktemp("two")) as url, running(url) as first:
        second = resting(url)
        yield first, second
        store_of(second).close()
        settle_down(first)


def settle_down(client: TestClient) -> None:
    """Wait until no job is under way: one that is broken off leaves warnings behind."""
    until = time.monotonic() + 60.0
    while time.monotonic() < until:
        jobs = client.get("/v1/jobs?limit=1000").json()["items"]
        if all(job["finished"] is not None for job in jobs):
            return
        time.sleep(0.1)
    raise TimeoutError(jobs)


def resting(url: str, **settings_: Any) -> TestClient:  # noqa: ANN401 - any setting
    settings = Settings(database_url=url, **settings_)
    return TestClient(create_app(settings), "http://localhost")


def post(client: TestClient, path: str, key: str, body: bytes = b"", **headers: str) -> Response:
    kind = headers.pop("kind", "application/json")
    sent = {"Idempotency-Key": key, "Content-Type": kind, **headers}
    answer: Response = client.post(path, content=body, headers=sent)
    return answer


def code(answer: Response) -> str:
    return str(answer.json()["errors"][0]["code"])


def failing(fault: Exception) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise fault

    return fail


def named(name: str) -> bytes:
    return json.dumps({"name": name, "request": REQUEST}).encode()


def kept(client: TestClient, name: str) -> list[str]:
    items = client.get("/v1/scenarios?limit=1000").json()["items"]
    return [item["id"] for item in items if item["name"] == name]


def count(client: TestClient) -> int:
    return sum(len(client.get(f"/v1/{kind}?limit=1000").json()["items"]) for kind in KINDS)


KINDS = ("scenarios", "jobs")


@pytest.mark.parametrize(
    ("path", "body", "made"),
    [
        ("/v1/optimize?seed=1", b"async", 2),
        ("/v1/scenarios", named("once"), 1),
        ("/v1/scenarios", b"form", 1),
        ("/v1/presets/hamlets/copy", b"", 1),
        ("/v1/jobs", b"", 1),
        ("/v1/optimize", b"{", 0),
    ],
    ids=["optimize-async", "scenario", "upload", "preset", "job", "refusal"],
)
def test_that_a_repeat_gets_the_first_answer(two: Two, path: str, body: bytes, made: int) -> None:
    """Tests that every address that keeps something does so once, whichever service is asked."""
    key = f"repeat-{path}-{body[:9]!r}".replace(" ", "")
    sent: list[tuple[bytes, dict[str, str]]] = [(body, {}), (body, {})]
    if body == b"async":
        sent = [(BODY, {"Prefer": "respond-async"})] * 2
    if body == b"form":  # every client draws a new boundary for every try
        sent = [
            (FORM.format(drawn, BODY.decode()).encode(), {"kind": f"{kind}; boundary={drawn}"})
            for drawn, kind in (("first", "multipart/form-data"), ("second", "multipart/form-data"))
        ]
    if path == "/v1/jobs":
        scenario = two[0].post("/v1/scenarios", content=named("planned")).json()["id"]
        sent = [(json.dumps({"scenario_id": scenario}).encode(), {})] * 2
    before = count(two[0])
    first, again = (
        post(client, path, key, content, **headers)
        for client, (content, headers) in zip(two, sent, strict=True)
    )
    assert count(two[0]) - before == made
    assert first.status_code == (400 if body == b"{" else again.status_code) < 500
    assert again.content == first.content
    for header in ("location", "retry-after", "content-type", "preference-applied"):
        assert again.headers.get(header) == first.headers.get(header)
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"


def test_that_many_at_once_are_done_once(two: Two) -> None:
    """Tests that of many requests at the same moment one does the work, on two services."""

    scenario = two[0].post("/v1/scenarios", content=named("crowd")).json()["id"]
    body = json.dumps({"scenario_id": scenario}).encode()

    def send(nth: int) -> Response:
        return post(two[nth % 2], "/v1/jobs", "crowd", body)

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(send, range(8)))
    done = [answer for answer in answers if answer.status_code == 202]
    waiting = [answer for answer in answers if answer.status_code != 202]
    assert {code(answer) for answer in waiting} <= {"IDEMPOTENCY_IN_PROGRESS"}
    jobs = two[0].get("/v1/jobs?limit=1000").json()["items"]
    made = [job["id"] for job in jobs if job["scenario_id"] == scenario]
    assert len(made) == 1
    assert {answer.json()["id"] for answer in done} == set(made)


def test_that_a_key_stands_for_one_request(two: Two) -> None:
    """Tests that another body, query or address under the same key is refused and not done."""
    later = {"Prefer": "respond-async"}
    assert post(two[0], "/v1/optimize?seed=1", "mine", BODY, **later).status_code == 202
    for path, body in (
        ("/v1/optimize?seed=1", BODY + b" "),
        ("/v1/optimize?seed=2", BODY),
        ("/v1/optimize", BODY),
        ("/v1/scenarios", BODY),
    ):
        answer = post(two[1], path, "mine", body, **later)
        assert (answer.status_code, code(answer)) == (409, "IDEMPOTENCY_KEY_REUSED")


def test_that_a_plan_at_once_is_kept_nowhere(two: Two) -> None:
    """Tests that a plan that is answered at once, with its households, is made again instead."""
    mine = select(Idempotent).where(Idempotent.key == "at-once")
    for seed in (0, 0, 1):
        answer = post(two[0], f"/v1/optimize?seed={seed}", "at-once", BODY)
        assert (answer.status_code, "idempotent-replayed" in answer.headers) == (200, False)
        with store_of(two[0]).reading() as session:
            assert session.scalars(mine).all() == []


def rewrite(client: TestClient, key: str, **values: object) -> None:
    with store_of(client).writing() as session:
        session.execute(update(Idempotent).where(Idempotent.key == key).values(**values))


def test_that_a_request_under_way_is_said_to_be(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a repeat of what is not answered is told to come back, until the claim is over."""
    monkeypatch.setattr(repeats, "WAIT_S", 0.0)
    client = two[0]
    first = post(client, "/v1/scenarios", "slow", named("slow"))
    rewrite(client, "slow", status=None, owner="gone", expires=now() + timedelta(minutes=1))
    answer = post(client, "/v1/scenarios", "slow", named("slow"))
    assert (answer.status_code, code(answer)) == (409, "IDEMPOTENCY_IN_PROGRESS")
    assert int(answer.headers["retry-after"]) > 0
    rewrite(client, "slow", expires=now() - timedelta(seconds=1))
    taken_over = post(client, "/v1/scenarios", "slow", named("slow"))
    assert taken_over.status_code == 201
    assert taken_over.json()["id"] != first.json()["id"]
    assert post(client, "/v1/scenarios", "slow", named("slow")).json() == taken_over.json()


def test_that_a_long_request_keeps_its_key(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a claim is renewed while its request is under way, far beyond its lease."""
    # Renewed so often that a crowded machine does not miss a whole lease.
    monkeypatch.setattr(repeats, "LEASE_S", 2.0)
    monkeypatch.setattr(repeats, "RENEWALS", 20)
    monkeypatch.setattr(repeats, "WAIT_S", 60.0)
    begun, keep = Event(), ScenarioKeeper.keep

    async def slowly(self: ScenarioKeeper, made: PreparedScenario, name: str) -> object:
        begun.set()
        await asyncio.sleep(3.0)
        return await keep(self, made, name)

    monkeypatch.setattr(ScenarioKeeper, "keep", slowly)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(post, two[0], "/v1/scenarios", "long", named("long"))
        assert begun.wait(60.0)
        again = post(two[1], "/v1/scenarios", "long", named("long"))
    assert again.headers["idempotent-replayed"] == "true"
    assert again.json() == first.result().json()
    assert len(kept(two[0], "long")) == 1


def test_that_what_lost_its_claim_keeps_nothing(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a request that was too slow undoes its work: another has taken over."""
    monkeypatch.setattr(repeats, "settle", lambda *_: False)
    answer = post(two[0], "/v1/scenarios", "late", named("late"))
    assert (answer.status_code, code(answer)) == (409, "IDEMPOTENCY_IN_PROGRESS")
    assert kept(two[0], "late") == []


@pytest.mark.parametrize(
    ("fault", "status"),
    [(OperationalError("", {}, Exception("away")), 503), (RuntimeError("ours"), 500)],
    ids=["database", "ours"],
)
def test_that_our_faults_are_not_kept(
    two: Two, monkeypatch: pytest.MonkeyPatch, fault: Exception, status: int
) -> None:
    """Tests that after a fault of the service the same request is done as if it were new."""
    key = f"fault-{status}"
    with monkeypatch.context() as patched, capture_logs():  # a traceback is long to print
        patched.setattr("api.routes.new_scenario.keep_scenario", failing(fault))
        assert post(two[0], "/v1/scenarios", key, named(key)).status_code == status
    answer = post(two[0], "/v1/scenarios", key, named(key))
    assert answer.status_code == 201
    assert "idempotent-replayed" not in answer.headers
    assert len(kept(two[0], key)) == 1


def test_that_a_request_that_becomes_a_job_is_kept_whole(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that without its job the scenario of a large request is not kept either."""
    away = OperationalError("", {}, Exception("away"))
    before = count(two[0])
    with monkeypatch.context() as patched, capture_logs():
        patched.setattr("api.routes.optimize.submit_job", failing(away))
        answer = post(two[0], "/v1/optimize", "whole", BODY, Prefer="respond-async")
    assert (answer.status_code, count(two[0])) == (503, before)


@pytest.mark.parametrize(
    ("fault", "status"), [(PoolTimeout(), 400), (RuntimeError("ours"), 500)], ids=["pool", "ours"]
)
def test_that_an_answer_that_cannot_be_kept_is_given(
    two: Two, monkeypatch: pytest.MonkeyPatch, fault: Exception, status: int
) -> None:
    """Tests that a database that is away for an answer's keeping alone does not spoil it."""
    with monkeypatch.context() as patched, capture_logs():
        patched.setattr(repeats, "settle", failing(fault))
        answer = post(two[0], "/v1/scenarios", f"unkept-{status}", b"{")
    assert answer.status_code == status


def test_that_an_answer_is_kept_once(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that what was committed with its answer is answered without the database."""
    settled: list[str] = []

    def settle_once(session: Session, claimed: KeyClaim, answer: KeptAnswer, keep_s: float) -> bool:
        if settled:
            raise PoolTimeout
        settled.append(claimed.key)
        return settle(session, claimed, answer, keep_s)

    monkeypatch.setattr(repeats, "settle", settle_once)
    with capture_logs() as lines:
        first = post(two[0], "/v1/scenarios", "once-kept", named("once-kept"))
    assert (first.status_code, settled) == (201, ["once-kept"])
    assert [line for line in lines if line["event"] == "idempotency"] == []
    assert post(two[1], "/v1/scenarios", "once-kept", named("once-kept")).json() == first.json()


def test_that_what_is_undone_is_not_taken_for_kept(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that a commit that fails after the answer was written gives the key back."""

    def settle_and_fail(*args: Any) -> None:  # noqa: ANN401 - passed on as they are
        settle(*args)
        raise OperationalError("", {}, Exception("away"))

    with monkeypatch.context() as patched, capture_logs():
        patched.setattr(repeats, "settle", settle_and_fail)
        assert post(two[0], "/v1/scenarios", "undone", named("undone")).status_code == 503
    assert post(two[0], "/v1/scenarios", "undone", named("undone")).status_code == 201
    assert len(kept(two[0], "undone")) == 1


def test_that_a_refusal_by_circumstance_is_not_kept(two: Two) -> None:
    """Tests that what was too early may be sent again under the same key."""
    path = "/v1/results/job_0/approve"
    for _ in range(2):
        answer = post(two[0], path, "early", b'{"by": "An"}')
        assert (answer.status_code, "idempotent-replayed" in answer.headers) == (404, False)


@pytest.mark.parametrize("key", ["", "k" * 256, "a b", "ph\u00fac".encode().decode("latin-1")])
def test_that_a_key_is_short_and_plain(two: Two, key: str) -> None:
    """Tests that a key is 1 to 255 visible ASCII characters, or is refused by the header's name."""
    sent = [(b"idempotency-key", key.encode("latin-1"))]
    answer = two[0].post("/v1/optimize", content=BODY, headers=sent)
    assert (answer.status_code, code(answer)[:6]) == (422, "STRING")
    assert "Idempotency-Key" in answer.json()["detail"]
    twice = two[0].post("/v1/optimize", content=BODY, headers=[(b"idempotency-key", b"a")] * 2)
    assert (twice.status_code, code(twice)) == (422, "BAD_VALUE")


def test_that_keys_expire(two: Two) -> None:
    """Tests that an answer is kept for the hours that are set, and the key is free afterwards."""
    first = post(two[0], "/v1/scenarios", "old", named("old"))
    with store_of(two[0]).reading() as session:
        row = session.scalars(select(Idempotent).where(Idempotent.key == "old")).one()
        assert timedelta(hours=24) <= row.expires - row.created < timedelta(hours=25)
    rewrite(two[0], "old", expires=now() - timedelta(seconds=1))
    again = post(two[0], "/v1/scenarios", "old", named("new"))
    assert again.status_code == 201
    assert again.json()["id"] != first.json()["id"]


def test_that_no_answer_outlives_the_secret_in_it(tmp_path: Path) -> None:
    """Tests that an answer with a secret is kept for a day at most, whatever is set."""
    client = resting(f"sqlite:///{tmp_path / 'db'}", idempotency_hours=100)
    upgrade(store_of(client))
    first, again = (post(client, "/v1/webhooks/secret", "k") for _ in range(2))
    assert first.json()["secret"] == again.json()["secret"]
    with store_of(client).reading() as session:
        row = session.scalars(select(Idempotent)).one()
        assert row.expires - row.created < timedelta(hours=24, minutes=1)
    store_of(client).close()


def test_that_a_service_that_keeps_nothing_keeps_no_answer(tmp_path: Path) -> None:
    """Tests that without retention a request is looked at whenever it comes."""
    client = resting(f"sqlite:///{tmp_path / 'db'}", retention_days=0)
    upgrade(store_of(client))
    for _ in range(2):
        answer = post(client, "/v1/jobs", "k", b'{"scenario_id": "scn_0"}')
        assert (answer.status_code, "idempotent-replayed" in answer.headers) == (422, False)
    with store_of(client).reading() as session:
        assert session.scalars(select(Idempotent)).all() == []
    store_of(client).close()
