"""What the trial of repeats and webhooks would see, had something gone wrong."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime

from standardwebhooks import Webhook

from benchmarks.service_callers import Asked
from benchmarks.service_repeats import Heard, Listener, Told, of_keys, of_messages
from tests.api.receiver import Received, Receiver

SECRET = f"whsec_{'A' * 32}"
TOLD: Told = (
    {"id": "job_1", "status": "succeeded", "scenario_id": "scn_1"},
    [{"id": "msg_1", "state": "delivered"}],
)


def asked(*answers: bytes) -> list[Asked]:
    """Return a scenario and its job, the job with these answers."""
    return [
        Asked("/v1/scenarios", {"name": "0 1"}, "a", {(201, b'{"id": "scn_1"}')}),
        Asked("/v1/jobs", {"scenario_id": "scn_1"}, "b", {(202, answer) for answer in answers}),
    ]


def message(kind: str = "job.succeeded", name: str = "msg_1", job: str = "job_1") -> Received:
    body = json.dumps({"type": kind, "data": {"id": job}})
    at = datetime.now(tz=UTC)
    headers = {
        "content-length": str(len(body)),
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(SECRET).sign(name, at, body),
    }
    return Received("/hook", headers, body.encode())


def test_that_a_key_that_is_done_twice_or_never_is_seen() -> None:
    """Tests that each key has one answer and has made one thing, or is told."""
    kept, right = Counter(["0 1"]), asked(b"{}")
    assert list(of_keys(kept, right, [TOLD])) == []
    assert len(list(of_keys(kept, asked(b"{}", b"[]"), [TOLD]))) == 1
    assert len(list(of_keys(kept, asked(), [TOLD]))) == 1
    assert len(list(of_keys(kept, right, [TOLD, TOLD]))) == 1
    assert len(list(of_keys(kept, right, []))) == 1
    assert len(list(of_keys(Counter(["0 1", "0 1"]), right, [TOLD]))) == 1
    assert len(list(of_keys(Counter(["0 1", "0 2"]), right, [TOLD]))) == 1


def understood(*messages: Received) -> list[Heard]:
    receiver = Receiver(0)
    for one in messages:
        receiver.received.put(one)
    with Listener(receiver, SECRET) as listener:
        pass
    return listener.heard


def test_that_a_lost_or_changed_message_is_seen() -> None:
    """Tests that a job's end comes at least once, signed, under one id, as what it was."""
    one = message()
    forged = Received(one.path, one.headers, one.body + b" ")

    def faults(*messages: Received, state: str = "delivered") -> list[str]:
        job: Told = (TOLD[0], [{"id": "msg_1", "state": state}])
        return list(of_messages([job], understood(*messages)))

    assert faults(one, one) == []
    assert faults() != []
    assert faults(one, message(name="msg_2")) != []
    assert faults(message("job.failed")) != []
    assert faults(one, message(job="job_2")) != []
    assert faults(one, forged) != []
    assert faults(one, state="given_up") != []
    half = Received(one.path, one.headers, one.body[:9])
    assert faults(half, one) == []
    assert faults(half) != []
