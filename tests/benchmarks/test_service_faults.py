"""The fault runs, on villages that take a moment each: two kills, and outages of a second."""

from __future__ import annotations

import socket
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Thread

import psycopg
import pytest

from benchmarks import service_faults
from benchmarks.cases import Size
from benchmarks.service_faults import Outage, body, cut, kills, outage, started
from benchmarks.service_process import Proxy, Service, postgres
from benchmarks.service_watching import Watch, finished_of

SMALL = Size(1, 40, 5)
SLOW = "slow-"
"""Villages of this name take a third of a second, so that a kill finds them under way."""


def test_that_nothing_is_lost_or_done_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that a job ends with the same answer after kills, and without its database for long."""
    monkeypatch.setattr(service_faults, "LATEST_S", 1.0)
    with postgres() as url:
        proxy = Proxy(5432)
        try:
            through = url.replace(":5432/", f":{proxy.port}/")
            with started(through, tmp_path, workers=1) as services:
                scenario = body(8, SMALL, SLOW)
                killed = kills(services, scenario, times=2)
                assert killed.wrong == []
                assert "'201'" in killed.figures[-2]
                away = Outage("away", lambda: cut(proxy), 1, 503, 503)
                assert outage(services[0], scenario, away).wrong == []
        finally:
            proxy.cut()


def test_that_a_village_planned_again_is_seen(tmp_path: Path) -> None:
    """Tests that only what was finished before a moment counts, and only after it."""
    service = Service("", tmp_path)
    service.asked.write_text("a\nb\nb\nc\na\n")
    watch = Watch(service, "job", 0, [(frozenset("ab"), 6), (frozenset("abc"), 10)])
    assert (watch.again(), watch.asked()) == (["a"], 5)


def test_that_finished_villages_are_read_from_either_database(tmp_path: Path) -> None:
    """Tests that a job's own villages are found, and none of another's."""
    make = "create table job_villages (job_id text, village text)"
    fill = "insert into job_villages values ('job', 'a'), ('job', 'b'), ('other', 'c')"
    with closing(sqlite3.connect(tmp_path / "db")) as embedded:
        embedded.execute(make)
        embedded.execute(fill)
        embedded.commit()
    assert finished_of(f"sqlite:///{tmp_path / 'db'}", "job") == frozenset("ab")
    with postgres() as url:
        with psycopg.connect(url.replace("+psycopg", "")) as server:
            server.execute(make.encode())
            server.execute(fill.encode())
        assert finished_of(url, "job") == frozenset("ab")


def test_that_a_cut_proxy_refuses_and_a_mended_one_passes_on() -> None:
    """Tests that bytes pass both ways until the cut, and again after it."""
    with socket.create_server(("127.0.0.1", 0)) as target:
        proxy = Proxy(target.getsockname()[1])

        def echo() -> None:
            for _ in range(2):
                with target.accept()[0] as one:
                    one.sendall(one.recv(9)[::-1])
                    one.recv(1)

        echoing = Thread(target=echo)
        echoing.start()
        for _ in range(2):
            with socket.create_connection(("127.0.0.1", proxy.port), timeout=20) as here:
                here.sendall(b"there")
                assert here.recv(9) == b"ereht"
                proxy.cut()
                assert here.recv(1) == b""
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", proxy.port), timeout=20)
            proxy.mend()
        echoing.join()
        proxy.cut()
