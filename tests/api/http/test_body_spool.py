"""Bodies under way: bounded in memory and on the disk, shared between tenants, gone afterwards."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from starlette.types import Message

from api.auth.limits import BodyLimit, Pace
from api.http.body_spool import ByteShare, Room, Spool, body_of_request, with_body
from api.http.errors import ServiceError, install_handlers
from api.idempotency.repeats import _without  # the part of the hash that cuts bodies
from api.settings import Settings
from tests.api.client import TestClient, running
from tests.api.planned import REQUEST

ROOM = Room(ByteShare(2_000), ByteShare(20_000), 100)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of temporary files, empty at first."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def room() -> Room:
    return replace(ROOM, memory=ByteShare(2_000), disk=ByteShare(20_000))


def filled(spool: Spool, *parts: bytes) -> Spool:
    async def fill() -> None:
        for part in parts:
            await spool.add(part)

    asyncio.run(fill())
    return spool


@pytest.mark.parametrize("size", [0, 99, 100, 101, 5_000])
def test_that_a_body_is_the_same_in_memory_and_on_the_disk(
    room: Room, place: Path, size: int
) -> None:
    """Tests that a body is the same on both sides of what memory holds, and leaves nothing."""
    sent = bytes(number % 251 for number in range(size))
    spool = filled(Spool(room, "a"), *(sent[at : at + 7] for at in range(0, size, 7)))
    body = spool.end()
    assert (body.size, body.read(), b"".join(body.chunks())) == (size, sent, sent)
    assert isinstance(body.content, bytes) == (size <= 100)
    assert (room.memory.total, room.disk.total) == ((size, 0) if size <= 100 else (0, size))
    assert with_body(len, body) == size
    spool.close()
    assert (room.memory.total, room.disk.total) == (0, 0)
    assert list(place.iterdir()) == []


def test_that_small_bodies_go_to_the_disk_when_memory_is_taken(room: Room) -> None:
    """Tests that many small bodies are never more in memory than all may be together."""
    spools = [filled(Spool(room, "a"), b"x" * 100) for _ in range(30)]
    assert room.memory.total == 1_000
    assert room.disk.total == 2_000
    for spool in spools:
        spool.close()
    assert (room.memory.total, room.disk.total) == (0, 0)


def test_that_one_tenant_leaves_room_for_another(room: Room) -> None:
    """Tests that half of the room is the most that one has, and the refusal says to come back."""
    large = filled(Spool(room, "a"), b"x" * 10_000)
    with pytest.raises(ServiceError) as caught:
        filled(Spool(room, "a"), b"x" * 200)
    assert (caught.value.code, caught.value.status_code) == ("BODIES_FULL", 503)
    assert dict(caught.value.headers or {})["Retry-After"] == "5"
    other = filled(Spool(room, "b"), b"x" * 10_000)
    for spool in (large, other):
        spool.close()
    assert room.disk.total == 0


def test_that_what_is_refused_in_the_middle_leaves_nothing(room: Room, place: Path) -> None:
    """Tests that a body without an end takes its room only until it is refused."""
    spool = Spool(room, "a")
    with pytest.raises(ServiceError):
        filled(spool, *([b"x" * 1_000] * 30))
    spool.close()
    assert (room.memory.total, room.disk.total) == (0, 0)
    assert list(place.iterdir()) == []


def test_that_large_requests_are_answered_like_small_ones(tmp_path: Path, place: Path) -> None:
    """Tests that a plan, a scenario and files are the same, and no file is left behind."""
    body = json.dumps(REQUEST).encode()
    answers = []
    for small in (len(body) * 2, 10):
        given = {"small_body_bytes": small, "sync_households": 1_000}
        with running(f"sqlite:///{tmp_path / str(small)}", **given) as client:
            kept = client.post("/v1/scenarios", files={"file": ("a.json", body)})
            answers.append(
                (
                    client.post("/v1/optimize", content=body).json()["villages"],
                    client.post("/v1/validate", content=body).json(),
                    client.post("/v1/validate", files={"file": ("a.json", body)}).json(),
                    (kept.status_code, kept.json()["sha256"]),
                )
            )
            assert list(place.iterdir()) == []
    assert answers[0] == answers[1]


def test_that_a_repeat_is_known_by_a_body_on_the_disk(tmp_path: Path) -> None:
    """Tests that the same files with another boundary are the same request, and others are not."""
    with running(f"sqlite:///{tmp_path / 'db'}", small_body_bytes=10) as client:
        codes = [posted(client, boundary, name) for boundary, name in REPEATS]
    assert codes == [(201, None), (201, "true"), (409, None)]


REPEATS = (("one", "a"), ("another", "a"), ("one", "b"))


def posted(client: TestClient, boundary: str, name: str) -> tuple[int, str | None]:
    content = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}.json"\r\n'
        f"\r\n{json.dumps(REQUEST)}\r\n--{boundary}--\r\n"
    )
    kind = f"multipart/form-data; boundary={boundary}"
    headers = {"Content-Type": kind, "Idempotency-Key": "k"}
    answer = client.post("/v1/scenarios", content=content, headers=headers)
    return answer.status_code, answer.headers.get("idempotent-replayed")


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
@pytest.mark.parametrize("text", [b"--ab--ab--abab", b"x--a--ab", b"----ab-", b""])
def test_that_boundaries_are_found_wherever_a_body_is_cut(text: bytes, size: int) -> None:
    """Tests that the hash of a body does not depend on the parts in which it is read."""
    parts = (text[at : at + size] for at in range(0, len(text), size))
    assert b"".join(_without(b"--ab", parts)) == text.replace(b"--ab", b"--")


def paced(parts: Iterator[tuple[float, Message]]) -> list[Message]:
    """Return what is answered to a body whose parts come after so many seconds each."""
    app = FastAPI()
    install_handlers(app)
    app.state.here = type("Here", (), {"room": ROOM})

    @app.post("/")
    async def count(request: Request) -> int:
        request.scope["principal"] = type("Principal", (), {"tenant": "a"})
        return (await body_of_request(request)).size

    sent: list[Message] = []

    async def receive() -> Message:
        seconds, message = next(parts)
        await asyncio.sleep(seconds)
        return message

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [], "query_string": b""}
    asyncio.run(BodyLimit(app, 1_000_000, Pace(0.5, 100))(scope, receive, send))
    return sent


def part(seconds: float, size: int, *, more: bool = True) -> tuple[float, Message]:
    return seconds, {"type": "http.request", "body": b"x" * size, "more_body": more}


def test_that_a_body_that_stalls_is_refused() -> None:
    """Tests that silence, and a byte now and then, are answered 408 with the pace in the text."""
    for parts in ([part(0, 10), part(600, 1)], [part(0.02, 1)] * 1_000):
        answer = paced(iter([*parts, (0, {"type": "http.disconnect"})]))
        assert answer[0]["status"] == 408
        told = json.loads(answer[1]["body"])["errors"][0]
        assert (told["code"], told["params"]) == ("BODY_STALLED", {"seconds": 0.5, "least": 50})


def test_that_a_body_that_comes_steadily_is_taken() -> None:
    """Tests that a body may take many times as long as it may stall."""
    answer = paced(iter([*[part(0.1, 60)] * 10, part(0, 1, more=False)]))
    assert (answer[0]["status"], answer[1]["body"]) == (200, b"601")


def test_that_the_totals_are_settings() -> None:
    """Tests that the room of a service is what its settings say."""
    room = Room.of(Settings(small_body_bytes=1, body_memory_bytes=2, body_disk_bytes=3))
    assert (room.small, room.memory.most, room.disk.most) == (1, 2, 3)
