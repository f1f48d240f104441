"""Connections that send or take too slowly, too much or too many at once, with raw sockets."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from api.http.connections import ConnectionLimits, protocol_with
from api.settings import Settings
from tests.api.receiver import ANY_PORT

USUAL = ConnectionLimits.of(Settings())
SHORT = replace(USUAL, head_seconds=0.4, stall_seconds=0.4, slowest_bytes_s=100)
HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
_WAIT_S = 60.0
LARGE = 64 * 1024 * 1024


async def answering(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the headers' number; an address /large with very much; /body reads first."""
    if scope["type"] != "http":
        return
    body = b"%d" % len(scope["headers"])
    if scope["path"] == "/body":
        more = True
        while more:
            more = (await receive()).get("more_body", False)
    if scope["path"] == "/large":
        body = bytes(LARGE)
    head = [(b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": head})
    for at in range(0, len(body), 1 << 20):
        part = body[at : at + (1 << 20)]
        more = at + (1 << 20) < len(body)
        await send({"type": "http.response.body", "body": part, "more_body": more})


@contextmanager
def serving(limits: ConnectionLimits, **options: object) -> Iterator[tuple[int, uvicorn.Server]]:
    """Give the port of a server with these limits, and the server."""
    given: dict[str, object] = {"timeout_keep_alive": 1, **options}
    config = uvicorn.Config(
        answering,
        http=protocol_with(limits),
        ws="none",
        log_config=None,
        lifespan="off",
        **given,  # type: ignore[arg-type]  # any option of the server
    )
    server = uvicorn.Server(config)
    with socket.create_server(ANY_PORT, backlog=2048) as listening:
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield listening.getsockname()[1], server
        finally:
            server.should_exit = True
            thread.join()


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), _WAIT_S)


def read_all(connection: socket.socket) -> bytes:
    """Read until the other side ends the connection, also where it resets it."""
    read = b""
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(1 << 20):
            read += part
    return read


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def asked(port: int, text: bytes) -> int:
    """Return the status of the answer to what is sent."""
    with connected(port) as connection:
        connection.sendall(text)
        return status_of(connection.recv(65536))


def wait_for_none(server: uvicorn.Server) -> int:
    """Wait until the server has no connection; return how many it has in the end."""
    until_s = time.monotonic() + _WAIT_S
    while server.server_state.connections and time.monotonic() < until_s:
        time.sleep(0.05)
    return len(server.server_state.connections)


def test_that_half_sent_heads_are_closed() -> None:
    """Tests that many half-sent heads are ended in time, and others are served meanwhile."""
    with serving(SHORT) as (port, server), contextlib.ExitStack() as stack:
        halves = [stack.enter_context(connected(port)) for _ in range(150)]
        for half in halves:
            half.sendall(HEAD)
        assert asked(port, HEAD + b"\r\n") == 200
        assert {status_of(read_all(half)) for half in halves} == {408}
        assert wait_for_none(server) == 0


@pytest.mark.parametrize("drop", [b"", b"\r\n", b"G", HEAD + b"X: "], ids=str)
def test_that_a_head_that_comes_drop_by_drop_is_ended(drop: bytes) -> None:
    """Tests that neither silence nor a byte now and then keeps a connection without a request."""
    ended = Event()
    with serving(SHORT) as (port, _), connected(port) as connection:
        connection.sendall(drop)

        def dribble() -> None:
            with contextlib.suppress(OSError):
                while not ended.wait(0.05):
                    connection.sendall(b"\r\n" if drop == b"\r\n" else b"x" if drop else b"")

        thread = Thread(target=dribble)
        thread.start()
        answer = read_all(connection)
        ended.set()
        thread.join()
    assert not answer or status_of(answer) in {400, 408}


def test_that_a_head_after_an_answer_has_no_longer_than_the_first() -> None:
    """Tests that one whole request does not let the next head take for ever."""
    with serving(SHORT) as (port, _), connected(port) as connection:
        connection.sendall(HEAD + b"\r\n")
        assert status_of(connection.recv(65536)) == 200
        connection.sendall(HEAD)
        assert status_of(read_all(connection)) == 408


def test_that_a_body_that_nobody_reads_does_not_keep_a_connection() -> None:
    """Tests that an answered request whose body dribbles on is ended like a head."""
    ended = Event()
    with serving(SHORT) as (port, server), connected(port) as connection:
        connection.sendall(HEAD + b"Content-Length: 1000000\r\n\r\n")

        def dribble() -> None:
            with contextlib.suppress(OSError):
                while not ended.wait(0.05):
                    connection.sendall(b"x")

        thread = Thread(target=dribble)
        thread.start()
        assert status_of(read_all(connection)) == 200
        ended.set()
        thread.join()
        assert wait_for_none(server) == 0


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (HEAD + b"X: " + b"x" * 900 + b"\r\n\r\n", 200),
        (HEAD + b"X: " + b"x" * 2_000 + b"\r\n\r\n", 431),
        (b"GET /" + b"x" * 2_000 + b" HTTP/1.1\r\n\r\n", 431),
        (HEAD + b"X: " + b"x" * 200_000, 431),
        (HEAD + b"X: y\r\n" * 9 + b"\r\n", 200),
        (HEAD + b"X: y\r\n" * 10 + b"\r\n", 431),
    ],
    ids=["fits", "a long header", "a long address", "endless", "few headers", "many headers"],
)
def test_that_a_head_has_a_size(text: bytes, status: int) -> None:
    """Tests that a head may hold so many bytes and headers, and not one more."""
    with serving(replace(USUAL, max_head_bytes=1_000, max_headers=10)) as (port, _):
        assert asked(port, text) == status


@pytest.mark.parametrize("between", [b"1;" + b"x" * 1_000_000, b"0\r\nX: " + b"x" * 1_000_000])
def test_that_nothing_endless_stands_between_parts_of_a_body(between: bytes) -> None:
    """Tests that a chunk's extensions and what follows a body are bounded like a head."""
    with serving(replace(USUAL, max_head_bytes=1_000)) as (port, server):
        with connected(port) as connection:
            connection.sendall(
                HEAD.replace(b"GET /", b"POST /body") + b"Transfer-Encoding: chunked\r\n\r\n"
            )
            with contextlib.suppress(ConnectionError):
                connection.sendall(between)
            assert read_all(connection) == b""
        assert wait_for_none(server) == 0


def test_that_what_follows_a_body_is_no_header() -> None:
    """Tests that trailers do not become headers of a request that is under way."""
    chunked = HEAD.replace(b"GET /", b"POST /body") + b"Transfer-Encoding: chunked\r\n\r\n"
    with serving(USUAL) as (port, _), connected(port) as connection:
        connection.sendall(chunked + b"1\r\nx\r\n0\r\nAuthorization: Bearer x\r\n\r\n")
        assert connection.recv(65536).endswith(b"2")


def test_that_who_does_not_read_is_given_up() -> None:
    """Tests that an answer that is not taken ends its connection, and one that is read goes on."""
    large = HEAD.replace(b"GET /", b"GET /large")
    with serving(SHORT) as (port, server), connected(port) as lazy, connected(port) as busy:
        lazy.sendall(large + b"\r\n")
        busy.sendall(large + b"Connection: close\r\n\r\n")
        assert len(read_all(busy)) > LARGE
        assert wait_for_none(server) == 0
        assert len(read_all(lazy)) < LARGE


def test_that_requests_in_a_row_are_bounded() -> None:
    """Tests that a few requests sent at once are answered in turn, and thousands are not kept."""
    with serving(replace(USUAL, max_pipelined=4)) as (port, server):
        with connected(port) as connection:
            connection.sendall((HEAD + b"\r\n") * 4 + HEAD + b"Connection: close\r\n\r\n")
            assert read_all(connection).count(b"HTTP/1.1 200") == 5
        with connected(port) as connection:
            with contextlib.suppress(ConnectionError):
                connection.sendall((HEAD + b"\r\n") * 50_000)
            assert read_all(connection).count(b"HTTP/1.1 200") < 50
        assert wait_for_none(server) == 0


def test_that_one_connection_too_many_takes_the_place_of_one_that_waits() -> None:
    """Tests that idle connections give way, the oldest first, and who asks is answered."""
    with serving(replace(USUAL, max_connections=3)) as (port, _), contextlib.ExitStack() as stack:
        idle = [stack.enter_context(connected(port)) for _ in range(3)]
        for one in idle:
            one.sendall(HEAD)
        assert asked(port, HEAD + b"\r\n") == 200
        assert read_all(idle[0]) == b""
        idle[1].sendall(b"\r\n")
        assert status_of(idle[1].recv(65536)) == 200


def test_that_there_are_no_more_connections_than_allowed() -> None:
    """Tests that where all are at work the next one is told to come back."""
    body = HEAD.replace(b"GET /", b"POST /body") + b"Content-Length: 1\r\n\r\n"
    with (
        serving(replace(USUAL, max_connections=2)) as (port, server),
        connected(port) as one,
        connected(port) as two,
    ):
        for busy in (one, two):
            busy.sendall(body)
        until_s = time.monotonic() + _WAIT_S
        while len(server.server_state.tasks) < 2 and time.monotonic() < until_s:
            time.sleep(0.01)
        with connected(port) as third:
            answer = read_all(third)
        assert status_of(answer) == 503
        assert b"retry-after" in answer
        one.sendall(b"x")
        assert status_of(one.recv(65536)) == 200
