"""Bodies that are too large: refused so that whoever sends them can read why."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
import uvicorn
from fastapi import FastAPI, Request
from starlette.types import Message

from api.auth.limits import BodyLimit
from api.http.errors import install_handlers
from tests.api.receiver import ANY_PORT

MOST = 100_000
_WAIT_S = 30.0


def counting() -> FastAPI:
    """Make a service that answers with the size of the body."""
    app = FastAPI()
    install_handlers(app)

    @app.post("/")
    async def count(request: Request) -> int:
        return len(await request.body())

    return app


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server of this machine that takes bodies up to a size."""
    app = BodyLimit(counting(), MOST)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    with socket.create_server(ANY_PORT) as listening:
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def connected(port: int, head: str) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), _WAIT_S) as connection:
        connection.sendall(f"POST / HTTP/1.1\r\nHost: localhost\r\n{head}\r\n\r\n".encode())
        yield connection


def answer(connection: socket.socket) -> tuple[int, bytes]:
    """Read until the other side ends; a reset is an error."""
    read = b""
    while part := connection.recv(65536):
        read += part
    head, _, body = read.partition(b"\r\n\r\n")
    assert b"connection: close" in head.lower()
    return int(head.split()[1]), body


@pytest.mark.parametrize("chunked", [True, False])
def test_that_whoever_sends_too_much_reads_why(port: int, chunked: bool) -> None:  # noqa: FBT001 - both ways
    """Tests that a caller who sends all before reading anything gets the 413 and no reset."""
    part, parts = b"x" * 65536, 45
    head = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {len(part) * parts}"
    with connected(port, head) as connection:
        for _ in range(parts):
            connection.sendall(b"10000\r\n%b\r\n" % part if chunked else part)
        if chunked:
            connection.sendall(b"0\r\n\r\n")
        status, body = answer(connection)
    assert status == 413
    assert json.loads(body)["errors"][0]["params"] == {"limit": MOST}


def test_that_an_endless_body_is_not_read_for_ever(port: int) -> None:
    """Tests that a caller who goes on and on is cut off after some times the limit."""
    part = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    with (
        connected(port, "Transfer-Encoding: chunked") as connection,
        pytest.raises(ConnectionError),
    ):
        connection.sendall(part * 1_000)


@pytest.mark.parametrize("length", ["x", "-1", "1e3", "", "٣"])
def test_that_a_length_that_is_none_is_a_bad_request(length: str) -> None:
    """Tests that a malformed Content-Length is 400, whatever server is in front."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "headers": [(b"content-length", length.encode())]}
    asyncio.run(BodyLimit(counting(), MOST)(scope, receive, send))
    assert sent[0]["status"] == 400
    assert b"Content-Length" in sent[1]["body"]
