"""Whatever is sent: a refusal with its place, never a fault, and the service goes on."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from select import select
from urllib.parse import urlsplit

import httpx
import pytest

from tests.api.bad_files import FILES, MOST_UNPACKED, TABLES
from tests.api.bad_inputs import BAD, MOST_HOUSEHOLDS, MOST_VILLAGES, Bad
from tests.api.client import database
from tests.web.service import started

MOST_BYTES = 4_000_000
SENT_BYTES = 500_000_000
MORE_KB = 150_000
"""Kilobytes by which the service and its process together may grow over all that is sent here."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service in a process of its own."""

    client: httpx.Client
    pid: int
    before_kb: int

    def grown_kb(self) -> int:
        """Return by how much the most memory that its processes ever held is more than before."""
        return peak_kb(self.pid) - self.before_kb


@pytest.fixture(scope="module")
def bounded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with small limits, on the stricter of the two databases."""
    folder = tmp_path_factory.mktemp("bounded")
    limits = {
        "max_body_bytes": MOST_BYTES,
        "max_unpacked_bytes": MOST_UNPACKED,
        "max_villages": MOST_VILLAGES,
        "max_households": MOST_HOUSEHOLDS,
    }
    with (
        database("postgresql", folder) as url,
        started(folder, workers=1, database_url=url, **limits) as (address, pid),
        httpx.Client(base_url=address, timeout=120) as client,
    ):
        # What any upload loads once is no fault of the bad ones.
        sent = [("file", file) for file in TABLES.items()]
        assert client.post("/v1/scenarios", files=sent).status_code == 201
        yield Service(client, pid, peak_kb(pid))


def test_that_there_are_sixty_kinds() -> None:
    """Tests that every kind has a name of its own, and that there are enough of them."""
    kinds = [bad.kind for bad in BAD] + list(FILES)
    assert len(set(kinds)) == len(kinds)
    assert len(kinds) >= 60


@pytest.mark.parametrize("bad", BAD, ids=[bad.kind for bad in BAD])
def test_that_bad_input_is_refused(bounded: Service, bad: Bad) -> None:
    """Tests that the refusal is a problem, has the status of its kind, and says where."""
    answer = bounded.client.request(
        bad.method, bad.address, content=bad.content, headers=bad.headers
    )
    refused(answer, bad.status, bad.pointer)


@pytest.mark.parametrize("kind", FILES)
def test_that_bad_files_are_refused(bounded: Service, kind: str) -> None:
    """Tests that files that lead out, grow or are none are refused by name."""
    sent = [("file", file) for file in FILES[kind].items()]
    answer = bounded.client.post("/v1/scenarios", files=sent)
    assert answer.status_code in {400, 422}
    refused(answer, answer.status_code, None)


def test_that_a_body_is_cut_off(bounded: Service) -> None:
    """Tests that 500 MB are refused by their length alone, and as they come in."""
    stated = f"Content-Length: {SENT_BYTES}\r\n"
    assert pushed(bounded.client, stated, b"") == (b"413", 0)
    chunk = b"%x\r\n%b\r\n" % (1 << 16, b" " * (1 << 16))
    status, taken = pushed(bounded.client, "Transfer-Encoding: chunked\r\n", chunk)
    assert status == b"413"
    assert taken < SENT_BYTES


def test_that_nothing_of_it_stays(bounded: Service) -> None:
    """Tests that the service is alive after all this, the same process, and has not grown."""
    assert bounded.client.get("/health/ready").json()["status"] == "ready"
    lost = "liengia_workers_lost_total 0.0"
    assert lost in bounded.client.get("/metrics").text
    assert bounded.grown_kb() < MORE_KB


def refused(answer: httpx.Response, status: int, pointer: str | None) -> None:
    assert answer.status_code == status, answer.text[:300]
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    first = problem["errors"][0]
    assert first["pointer"] == pointer or (pointer is None and first["pointer"]), first
    assert first["message"]
    assert len(answer.content) < 100_000


def pushed(client: httpx.Client, header: str, chunk: bytes) -> tuple[bytes, int]:
    """Send chunks until the service answers; return the status and how many bytes went out."""
    where = urlsplit(str(client.base_url))
    taken = 0
    with socket.create_connection((where.hostname, where.port), timeout=60) as line:
        head = f"POST /v1/optimize HTTP/1.1\r\nHost: {where.netloc}\r\n{header}\r\n"
        line.sendall(head.encode())
        line.settimeout(0)
        while taken < SENT_BYTES and chunk and not select([line], [], [], 0)[0]:
            try:
                # A chunk may go out in parts; the next part begins where this one ended.
                taken += line.send(memoryview(chunk)[taken % len(chunk) :])
            except BlockingIOError:
                pass
            except (BrokenPipeError, ConnectionResetError):
                break
        line.settimeout(60)
        return line.recv(64).split(b" ")[1], taken


def peak_kb(pid: int) -> int:
    """Return the most memory that a process and its children ever held, added up."""
    return sum(_peak_kb(one) for one in (pid, *_children(pid)))


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]


def _peak_kb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0])
