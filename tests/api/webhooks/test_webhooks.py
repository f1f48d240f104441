"""Webhooks: signed, sent by one process at a time, and again after faults."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from standardwebhooks import Webhook, WebhookVerificationError

from api.background.webhook_sender import Sender
from api.db import Database, upgrade
from api.db.column_types import now
from api.db.job_states import Status
from api.db.models import Delivery, Job, ScenarioRecord
from api.jobs.submission import end_job
from api.lifespan import send_webhooks
from api.schemas.webhooks import JobMessage
from api.settings import Settings
from api.state import ServiceState, new_state
from api.webhooks.deliveries import Due, claim_due, pause_s, record, state_of
from api.webhooks.failures import WebhookFailure
from api.webhooks.signatures import new_secret, secrets_of
from api.webhooks.webhook_call import CallOutcome
from tests.api.client import TestClient, running
from tests.api.receiver import ANY_PORT, Receiver, receiving

_WAIT_S = 120.0


@pytest.fixture
def here(database_url: str) -> Iterator[ServiceState]:
    """A service that is not started, with an empty database and a secret."""
    state = new_state(Settings(database_url=database_url, webhook_private=True))
    upgrade(state.store)
    with state.store.writing() as session:
        new_secret(session, "t")
    yield state
    state.store.close()


def end(store: Database, url: str, *names: str) -> None:
    """Let jobs that name a webhook end."""
    with store.writing() as session:
        for name in names or ("one",):
            kept: dict[str, Any] = {"tenant": "t", "villages": 3}
            scenario = ScenarioRecord(
                id=f"scn_{name}",
                name="",
                sha256="",
                coordinates="metres",
                rules={},
                households=9,
                members=1,
                **kept,
            )
            job = Job(
                id=f"job_{name}",
                scenario_id=scenario.id,
                time_limit_s=1.0,
                done=3,
                failed=0,
                verdicts={"OK": 3},
                webhook_url=url,
                **kept,
            )
            session.add(scenario)
            session.flush()
            session.add(job)
            session.flush()
            end_job(session, job, Status.SUCCEEDED)


def send(here: ServiceState) -> None:
    """Send what is due, once."""

    async def sent() -> None:
        sender = Sender(here)
        await sender.begin()
        await asyncio.gather(*sender.under_way)

    asyncio.run(sent())


def delivery(store: Database) -> Delivery:
    with store.reading() as session:
        return session.scalars(select(Delivery)).one()


def make_due(store: Database) -> None:
    with store.writing() as session:
        session.execute(update(Delivery).values(next_try=now() - timedelta(seconds=1)))


def secret_of(store: Database) -> str:
    with store.reading() as session:
        return secrets_of(session, "t")[0]


def test_that_a_job_that_ends_is_told(here: ServiceState) -> None:
    """Tests that a receiver gets one signed message with counts and addresses, and no more."""
    with receiving() as receiver:
        end(here.store, receiver.url)
        send(here)
        send(here)
        [received] = receiver.all()
    assert received.path == "/hook?a=1"
    assert received.headers["host"] == f"127.0.0.1:{receiver.port}"
    told = Webhook(secret_of(here.store)).verify(received.body, received.headers)
    assert JobMessage.model_validate(told).type == "job.succeeded"
    counts = {"villages": 3, "done": 3, "failed": 0, "percent": 100.0, "verdicts": {"OK": 3}}
    assert told.pop("timestamp")
    assert told == {
        "type": "job.succeeded",
        "data": {
            "id": "job_one",
            "scenario_id": "scn_one",
            "status": "succeeded",
            "progress": counts,
            "links": {"job": "/v1/jobs/job_one", "result": "/v1/results/job_one"},
        },
    }
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_AAAA").verify(received.body, received.headers)
    row = delivery(here.store)
    assert (state_of(row), row.attempts, row.last_status) == ("delivered", 1, 200)


def test_that_retries_outlive_the_process(here: ServiceState, database_url: str) -> None:
    """Tests that what was not taken is sent again later, by another process, as the same."""
    with receiving(500, 302) as receiver:
        end(here.store, receiver.url)
        before = now()
        send(here)
        row = delivery(here.store)
        assert (state_of(row), row.last_error, row.last_status) == ("pending", "STATUS", 500)
        assert row.next_try is not None
        assert row.next_try >= before + timedelta(seconds=pause_s(1))
        send(here)
        assert len(receiver.all()) == 1
        another = new_state(Settings(database_url=database_url, webhook_private=True))
        names = set()
        for error in ("REDIRECT", ""):
            make_due(another.store)
            send(another)
            [received] = receiver.all()
            names.add(received.headers["webhook-id"])
            assert (received.path, delivery(another.store).last_error) == ("/hook?a=1", error)
        assert names == {row.id}
        another.store.close()
    row = delivery(here.store)
    assert (state_of(row), row.attempts) == ("delivered", 3)


def test_that_pauses_grow() -> None:
    """Tests that the pauses grow to half a day, and add up to a day and a half."""
    pauses = [pause_s(attempt) for attempt in range(1, Settings().webhook_attempts)]
    assert pauses[:4] == [5, 20, 80, 320]
    assert max(pauses) == 12 * 3600
    assert timedelta(days=1) < timedelta(seconds=sum(pauses)) < timedelta(days=2)


@pytest.mark.parametrize(("status", "attempts"), [(410, 1), (503, 2)])
def test_that_the_hopeless_is_given_up(here: ServiceState, status: int, attempts: int) -> None:
    """Tests that a receiver that is gone is left alone, and any other after the last try."""
    given = here.settings.model_copy(update={"webhook_attempts": 2})
    few = new_state(given)
    with receiving(status, status) as receiver:
        end(few.store, receiver.url)
        for _ in range(attempts):
            assert state_of(delivery(few.store)) == "pending"
            make_due(few.store)
            send(few)
        row = delivery(few.store)
        assert (state_of(row), row.attempts, row.last_status) == ("given_up", attempts, status)
        assert len(receiver.all()) == attempts
    few.store.close()


def test_that_two_services_never_send_the_same(here: ServiceState, database_url: str) -> None:
    """Tests that what one process has claimed no other gets, until the claim is over."""
    end(here.store, "http://127.0.0.1:9/", *(f"n{number}" for number in range(12)))
    stores = [here.store, Database(database_url)]

    def claimed(nth: int) -> list[str]:
        found: list[str] = []
        while due := claim_due(stores[nth % 2], 60.0, 2):
            found += [one.id for one in due]
        return found

    with ThreadPoolExecutor(4) as threads:
        names = [name for found in threads.map(claimed, range(4)) for name in found]
    # A claim skips what another has locked, so a last round may find what was left.
    names += claimed(0)
    assert len(names) == len(set(names)) == 12
    make_due(here.store)
    again = claim_due(stores[1], 60.0, 1)
    assert [one.attempt for one in again] == [2]
    stores[1].close()


def test_that_one_tenant_holds_up_no_other(here: ServiceState) -> None:
    """Tests that what a tenant has due comes next, however much of another's is older."""
    end(here.store, "http://127.0.0.1:9/", *(f"n{number}" for number in range(12)))
    with here.store.writing() as session:
        late = session.scalars(select(Delivery.id).where(Delivery.job_id == "job_n11")).one()
        new_secret(session, "late")
        session.execute(
            update(Delivery).where(Delivery.id == late).values(tenant="late", next_try=now())
        )
    found = claim_due(here.store, 60.0, 2)
    assert {one.id == late for one in found} == {True, False}
    with here.store.reading() as session:
        oldest = select(Delivery.id).where(Delivery.job_id == "job_n0")
        assert session.scalars(oldest).one() in {one.id for one in found}


def test_that_receivers_that_hang_leave_room_for_others(
    here: ServiceState, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that one tenant has at most half of all calls, however many are due and hang."""
    end(here.store, "http://127.0.0.1:9/", *(f"n{number}" for number in range(12)))
    hanging, over = asyncio.Event(), asyncio.Event()
    called: list[str] = []

    async def call_(*_: object, **__: object) -> CallOutcome:
        called.append("one")
        hanging.set()
        await over.wait()
        return CallOutcome(WebhookFailure.NONE, 200)

    async def sent() -> None:
        sender = Sender(here)
        for others in ((), ("n11",), ()):
            move(here.store, "late", *others)
            await sender.begin()
            await hanging.wait()
            begun.append(len(sender.under_way))
        over.set()
        await asyncio.gather(*sender.under_way)
        await asyncio.sleep(0)
        await sender.begin()
        begun.append(len(sender.under_way))
        await asyncio.gather(*sender.under_way)

    begun: list[int] = []
    monkeypatch.setattr("api.background.webhook_sender.call", call_)
    with here.store.writing() as session:
        new_secret(session, "late")
    asyncio.run(sent())
    assert begun == [4, 5, 5, 4]
    assert len(called) == 9


def test_that_who_has_all_that_it_may_have_waits(here: ServiceState) -> None:
    """Tests that nothing is asked of the database for a tenant that may begin no call."""
    end(here.store, "http://127.0.0.1:9/")
    assert claim_due(here.store, 60.0, 4, {"t": 4}) == ()
    assert delivery(here.store).attempts == 0
    assert len(claim_due(here.store, 60.0, 4, {"t": 3})) == 1


def move(store: Database, tenant: str, *names: str) -> None:
    """Let deliveries be another tenant's."""
    with store.writing() as session:
        jobs = [f"job_{name}" for name in names]
        session.execute(update(Delivery).where(Delivery.job_id.in_(jobs)).values(tenant=tenant))


def test_that_a_slow_claim_costs_the_receiver_nothing(
    here: ServiceState, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that a receiver has its whole time from when the delivery was claimed."""
    claimed, ends = [], []

    def claim(store: Database, lease_s: float, room: int, busy: Mapping[str, int]) -> Sequence[Due]:
        found = claim_due(store, lease_s, room, busy)
        if store is here.store:  # services of other tests look for work, too
            claimed.append(time.monotonic())  # the event loop's clock
        return found

    async def called(*_: object, until: float, **__: object) -> CallOutcome:
        ends.append(until)
        return CallOutcome(WebhookFailure.NONE, 200)

    end(here.store, "http://127.0.0.1:9/")
    monkeypatch.setattr("api.background.webhook_sender.claim_due", claim)
    monkeypatch.setattr("api.background.webhook_sender.call", called)
    send(here)
    assert ends[0] >= claimed[0] + here.settings.webhook_timeout_s
    assert state_of(delivery(here.store)) == "delivered"


def test_that_a_claim_that_took_too_long_runs_out(
    here: ServiceState, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that a delivery that another may have by now is left to whoever claims it next."""
    with receiving() as receiver:
        end(here.store, receiver.url)
        with monkeypatch.context() as patched:
            patched.setattr(
                "api.background.webhook_sender._SPARE_S", -1.0
            )  # any claim takes longer
            send(here)
        row = delivery(here.store)
        assert (state_of(row), row.last_error, receiver.all()) == ("pending", "", [])
        make_due(here.store)
        send(here)
        assert len(receiver.all()) == 1


def test_that_a_late_outcome_is_not_written(here: ServiceState) -> None:
    """Tests that a process whose claim is over cannot say what became of the delivery."""
    end(here.store, "http://127.0.0.1:9/")
    [first] = claim_due(here.store, 0.0, 1)
    [second] = claim_due(here.store, 60.0, 1)
    assert record(here.store, first, CallOutcome(WebhookFailure.STATUS, 500), 10) is None
    assert record(here.store, second, CallOutcome(WebhookFailure.NONE, 200), 10) == "delivered"


def test_that_the_end_breaks_calls_off(here: ServiceState) -> None:
    """Tests that a service that ends does not wait for receivers, and sends again later."""
    with socket.create_server(ANY_PORT) as silent:
        silent.settimeout(_WAIT_S)
        end(here.store, f"http://127.0.0.1:{silent.getsockname()[1]}/")

        async def ended() -> None:
            async with send_webhooks(here):
                connected, _ = await asyncio.to_thread(silent.accept)
            connected.close()

        asyncio.run(ended())
    row = delivery(here.store)
    assert (state_of(row), row.attempts, row.last_error) == ("pending", 1, "")


def waited_for(client: TestClient, path: str) -> dict[str, Any]:
    """Wait until the only delivery of a job has been delivered."""
    until = time.monotonic() + _WAIT_S
    while time.monotonic() < until:
        items = client.get(path).json()["items"]
        if items and items[0]["state"] == "delivered":
            [item] = items
            return dict(item)
        time.sleep(0.1)
    raise TimeoutError(client.get(path).text)


def refused(
    client: TestClient, receiver: Receiver, scenario: str, url: str = ""
) -> tuple[Any, ...]:
    body = {"scenario_id": scenario, "webhook_url": url or receiver.url}
    answer = client.post("/v1/jobs", json=body)
    fault = answer.json()["errors"][0]
    return answer.status_code, fault["code"], fault["pointer"]


def test_that_a_service_tells_and_shows_it(database_url: str) -> None:
    """Tests that a job's webhook needs a secret and a good address, is sent, and is shown."""
    village = {"id": "v", "households": [{"id": "h", "x": 0, "y": 0}], "members": []}
    document = {"name": "n", "request": {"villages": [village]}}
    with receiving() as receiver, running(database_url, webhook_private=True) as client:
        scenario = client.post("/v1/scenarios", json=document).json()["id"]
        pointer = "/webhook_url"
        assert refused(client, receiver, scenario) == (409, "NO_WEBHOOK_SECRET", pointer)
        assert refused(client, receiver, scenario, "x:") == (422, "WEBHOOK_URL", pointer)
        first = client.post("/v1/webhooks/secret").json()
        assert first["previous_until"] is None
        second = client.post("/v1/webhooks/secret").json()
        assert second["previous_until"] > second["created"]
        third = client.post("/v1/webhooks/secret", headers={"Accept-Language": "vi"})
        assert (third.status_code, third.json()["detail"][:10]) == (409, "Khóa bí mậ")
        body = {"scenario_id": scenario, "webhook_url": receiver.url}
        job = client.post("/v1/jobs", json=body).json()["id"]
        shown = waited_for(client, f"/v1/jobs/{job}/deliveries")
        [received] = receiver.all()
        for secret in (first["secret"], second["secret"]):
            told = Webhook(secret).verify(received.body, received.headers)
            assert told["data"]["id"] == job
        assert json.loads(received.body)["type"] == shown["type"] == "job.succeeded"
        assert (shown["id"], shown["url"]) == (received.headers["webhook-id"], receiver.url)
        assert (shown["attempts"], shown["last_status"], shown["message"]) == (1, 200, "")
        assert client.get("/v1/jobs/job_0/deliveries").status_code == 404
        assert 'liengia_webhooks_total{state="delivered"} 1.0' in client.get("/metrics").text
