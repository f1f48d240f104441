"""A database that is full or locked: told apart, nothing half kept, and all goes on afterwards."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from api.jobs.messages import Message
from api.jobs.patience import reason
from tests.api.client import database, running
from tests.api.planned import store_of
from tests.api.test_jobs import request

_ROOM = 1_000_000_000
"""Pages that no test fills."""


def limited(pages: dict[str, int]) -> Any:  # noqa: ANN401 - a listener of any connection
    """Return a listener that lets every connection know how large the database may become."""

    def limit(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages['most']}").close()

    return limit


@pytest.mark.parametrize(("language", "word"), [("en", "is full"), ("vi", "đã đầy")])
def test_that_a_full_disk_is_told_and_nothing_is_half_kept(
    tmp_path: Path, language: str, word: str
) -> None:
    """Tests that what finds no room is refused with 507, leaves nothing, and finds it later."""
    pages = {"most": _ROOM}
    with database("sqlite", tmp_path) as url, running(url) as client:
        event.listen(store_of(client).engine, "checkout", limited(pages))
        large = {"name": "large", "request": request(villages=100, households=20)}
        pages["most"] = 1  # as few as there are already
        refused = client.post("/v1/scenarios", json=large, headers={"Accept-Language": language})
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (507, "DISK_FULL")
        assert word in refused.json()["detail"]
        assert int(refused.headers["retry-after"]) > 0
        assert client.get("/v1/scenarios").json()["items"] == []
        assert client.get("/health/ready").status_code == 200
        pages["most"] = _ROOM
        assert client.post("/v1/scenarios", json=large).status_code == 201
        assert len(client.get("/v1/scenarios").json()["items"]) == 1


def test_that_a_locked_database_is_away_and_not_full(tmp_path: Path) -> None:
    """Tests that a writer who waits in vain is told to come back, and readers do not wait."""
    with database("sqlite", tmp_path) as url, running(url) as client:

        def impatient(connection: sqlite3.Connection, *_: object) -> None:
            connection.execute("PRAGMA busy_timeout=1").close()

        event.listen(store_of(client).engine, "checkout", impatient)
        with closing(sqlite3.connect(tmp_path / "service.sqlite")) as other:
            other.execute("BEGIN EXCLUSIVE")
            body = json.dumps({"name": "one", "request": request(1)})
            refused = client.post("/v1/scenarios", content=body)
            assert (refused.status_code, refused.json()["errors"][0]["code"]) == (503, "DATABASE")
            assert client.get("/v1/scenarios").status_code == 200
        assert client.post("/v1/scenarios", content=body).status_code == 201


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("database or disk is full", Message.DISK_FULL),
        ("disk I/O error", Message.DISK_FULL),
        ('could not extend file "base/1": No space left on device', Message.DISK_FULL),
        ("database is locked", Message.DATABASE_AWAY),
        ("connection refused", Message.DATABASE_AWAY),
        ("", Message.DATABASE_AWAY),
    ],
)
def test_that_both_databases_own_up_to_a_full_disk(said: str, message: Message) -> None:
    """Tests that the words of either database are understood."""
    assert reason(OperationalError("insert", {}, Exception(said))) is message
