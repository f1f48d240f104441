"""Calls of webhooks: never inside, bounded, and to just the address that was checked."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from api.http.errors import ServiceError
from api.webhooks import webhook_call
from api.webhooks.failures import SENTENCES, WebhookFailure
from api.webhooks.target_address import check_url, is_public
from api.webhooks.webhook_call import CallOutcome, call
from tests.api.receiver import ANY_PORT, receiving

_WAIT_S = 30.0


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("::ffff:8.8.8.8", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - to be refused
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fe80::1%1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
        ("fec0::1", False),
        ("fec0::1%1", False),
        ("3fff::1", False),
        ("64:ff9b:1::a00:1", False),
        ("192.0.0.1", False),
        ("192.0.0.9", False),
        ("::ffff:192.0.0.10", False),
        ("168.63.129.16", False),
        ("64:ff9b::808:808", True),
        ("192.88.98.255", True),
        ("192.88.99.1", False),
        ("192.31.196.1", False),
        ("192.52.193.1", False),
        ("192.175.48.1", False),
        ("198.18.0.1", False),
        ("198.20.0.1", True),
        ("198.51.100.1", False),
        ("203.0.113.1", False),
        ("192.0.2.1", False),
        ("100.100.100.200", False),
        ("240.0.0.1", False),
        ("0.1.2.3", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::c058:6301", False),
        ("::7f00:1", False),
        ("::ffff:0:7f00:1", False),
        ("100::1", False),
        ("100:0:0:1::1", False),
        ("2001::1", False),
        ("2001:1ff::1", False),
        ("2001:200::1", True),
        ("2001:db8::1", False),
        ("2002:808:808::", False),
        ("2620:4f:8000::1", False),
        ("5f00::1", False),
        ("4000::1", False),
    ],
)
def test_that_addresses_inside_are_known(address: str, public: bool) -> None:  # noqa: FBT001 - a table
    """Tests that loopback, private, link-local and the like are told from the internet."""
    assert is_public(address) is public


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "https://",
        "ftp://example.org/",
        "https://a:b@example.org/",
        "https://example.org/#a",
        "https://localhost/",
        "https://a.localhost./",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://exa mple.org/",
        "https://example.org:99999/",
        "hook",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://0/",
        "https://1.2.3.4.5/",
        "https://example.0x7f/",
        "https://127.0.0.1./",
        "https://127.0.0.1../",
        "https://192.88.99.1/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[fe80::1%25eth0]/",
        "https://[::]/",
        "https://\uff11\uff12\uff17.0.0.1/",
        "https://127。0。0。1/",
        "https://ⓛocalhost/",
        "https://LOCALHOST/",
        "https://localhost./",
        "https://printer/",
        "https://printer.local/",
        "https://metadata.google.internal/",
        "https://router.home.arpa/",
        "https://a..example/",
        "https://@example.org/",
        "https://example.org\\@127.0.0.1/",
        "https://example.org/\n",
        "https://example.org/\t",
    ],
)
def test_that_addresses_are_refused_early(url: str) -> None:
    """Tests that what can be seen from the letters alone is refused with the field's pointer."""
    with pytest.raises(ServiceError) as caught:
        check_url(url, private=False)
    assert (caught.value.code, caught.value.pointer) == ("WEBHOOK_URL", "/webhook_url")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/",
        "https://example.org:8443/hook?who=a@b.example",
        "https://example.org./",
        "https://8.8.8.8/",
        "https://[2001:4860:4860::8888]/",
        "https://xã.example/",
        "https://1.example/",
        "https://0x7f.example/",
        "https://localhost.example/",
    ],
)
def test_that_addresses_on_the_internet_are_taken(url: str) -> None:
    """Tests that names and addresses that may be anybody's are looked up when they are called."""
    assert check_url(url, private=False).host


def outcome(url: str, *, private: bool, seconds: float = 10.0) -> CallOutcome:
    async def called() -> CallOutcome:
        until = asyncio.get_running_loop().time() + seconds
        return await call(httpx.URL(url), {}, b"{}", until=until, private=private)

    return asyncio.run(called())


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """What the names lead to, one look after the other."""
    answers: list[Sequence[str]] = []

    async def look_up(_host: str, _port: int) -> Sequence[str]:
        return answers.pop(0)

    monkeypatch.setattr(webhook_call, "look_up", look_up)
    return answers


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"]], ids=str)
def test_that_names_that_lead_inside_are_refused(
    looked_up: list[Sequence[str]], addresses: list[str]
) -> None:
    """Tests that a name with one address inside is refused before anything is connected."""
    with receiving() as receiver:
        looked_up.append(addresses)
        made = outcome(f"https://hooks.example:{receiver.port}/", private=False)
        assert made == CallOutcome(WebhookFailure.PRIVATE_ADDRESS)
        assert receiver.all() == []


def test_that_a_name_is_looked_up_once(looked_up: list[Sequence[str]]) -> None:
    """Tests that the address that was checked is the one that is called, under the name's own."""
    with receiving() as receiver:
        looked_up.append(["127.0.0.1"])
        made = outcome(f"http://hooks.example:{receiver.port}/", private=True)
        assert made == CallOutcome(WebhookFailure.NONE, 200)
        assert receiver.all()[0].headers["host"] == f"hooks.example:{receiver.port}"
    assert looked_up == []


@pytest.mark.parametrize("host", ["[2001:db8::1]", "[::1]"])
def test_that_new_addresses_have_their_brackets(looked_up: list[Sequence[str]], host: str) -> None:
    """Tests that a receiver at an address of IPv6 is named to itself as the standard says."""
    with receiving() as receiver:
        looked_up.append(["127.0.0.1"])
        made = outcome(f"http://{host}:{receiver.port}/", private=True)
        assert made == CallOutcome(WebhookFailure.NONE, 200)
        assert receiver.all()[0].headers["host"] == f"{host}:{receiver.port}"


def test_that_failures_are_named(looked_up: list[Sequence[str]]) -> None:
    """Tests that silence, a closed port and nonsense each have their name, in both languages."""
    with socket.create_server(ANY_PORT) as silent:
        port = silent.getsockname()[1]
        looked_up += [["127.0.0.1"]] * 2
        made = outcome(f"http://a.example:{port}/", private=True, seconds=0.2)
        assert made == CallOutcome(WebhookFailure.TIMEOUT)
    assert outcome(f"http://a.example:{port}/", private=True) == CallOutcome(
        WebhookFailure.NO_CONNECTION
    )
    assert all(words.keys() == {"en", "vi"} for words in SENTENCES.values())
    assert SENTENCES.keys() == set(WebhookFailure)


def test_that_an_endless_answer_is_not_read() -> None:
    """Tests that a receiver that goes on and on costs nothing: its status is enough."""
    with socket.create_server(ANY_PORT) as server, ThreadPoolExecutor(1) as threads:

        def babble() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                while True:
                    try:
                        connection.sendall(b"400\r\n" + b"x" * 1024 + b"\r\n")
                    except OSError:
                        return

        babbling = threads.submit(babble)
        made = outcome(f"http://127.0.0.1:{server.getsockname()[1]}/", private=True)
        assert made == CallOutcome(WebhookFailure.NONE, 200)
        babbling.result(_WAIT_S)
