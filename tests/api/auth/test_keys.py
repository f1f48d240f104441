"""Keys: who may do what, and what is said to those who may not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import event, inspect, text

from api.auth.keys import _BETWEEN_S, Keys, create_key, list_keys, revoke_key
from api.db import Database, upgrade
from api.db.column_types import now
from api.db.migration import configuration
from api.db.models import Job, JobEventRow, ModelBase
from tests.api.client import TestClient, database, running

OLD_ROWS = """
insert into scenarios (id, tenant, name, created, sha256, coordinates, rules, villages, households,
members) values ('scn_1', 't', '', :at, '', 'metres', '{}', 1, 1, 0);
insert into jobs (id, tenant, scenario_id, status, seed, time_limit_s, created, updated, message,
villages, done, failed, verdicts, attempts, cancel)
values ('job_1', 't', 'scn_1', 'canceled', 0, 1, :at, :at, '', 1, 0, 0, '{}', 0, true);
insert into events (job_id, sequence, kind, body, created) values ('job_1', 1, 'end', '{}', :at)
"""


@pytest.fixture
def store(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    upgrade(opened)
    yield opened
    opened.close()


def test_that_migrations_make_the_tables(store: Database) -> None:
    """Tests that the migrations, run twice, make just the columns that the models have."""
    upgrade(store)
    found = inspect(store.engine)
    for name, table in ModelBase.metadata.tables.items():
        assert {column["name"] for column in found.get_columns(name)} == set(table.columns.keys())


def test_that_migrations_keep_what_is_there(database_url: str) -> None:
    """Tests that a database of the first version is brought up to date with all it holds."""
    store = Database(database_url)
    with store.engine.execution_options(writing=True).begin() as connection:
        command.upgrade(configuration(connection), "0001")
        for statement in OLD_ROWS.split(";"):
            connection.execute(text(statement), {"at": now().replace(tzinfo=None)})
    upgrade(store)
    with store.reading() as session:
        job = session.get_one(Job, "job_1")
        assert (job.status, job.scenario_id) == ("canceled", "scn_1")
        assert session.get_one(JobEventRow, ("job_1", 1)).kind == "end"
    store.close()


def test_that_a_database_that_is_gone_is_noticed(tmp_path: Path) -> None:
    """Tests that connections to PostgreSQL are kept alive, and looked at before they are used."""
    with database("postgresql", tmp_path) as url:
        store = Database(url)
        with store.engine.connect() as connection:
            kept: Any = connection.connection.driver_connection
            parameters = kept.info.get_parameters()
        store.close()
    assert parameters.items() >= {"keepalives_idle": "10", "tcp_user_timeout": "30000"}.items()


def test_that_a_secret_is_not_kept(store: Database) -> None:
    """Tests that the key cannot be read back from the database."""
    key = create_key(store, name="an", tenant="a", scopes=["read"])
    kept = list_keys(store)[0]
    secret = key.split("_")[2]
    assert all(secret not in str(value) for value in vars(kept).values())


def test_that_a_key_opens_what_its_scopes_say(database_url: str) -> None:
    """Tests that no key, a wrong one, too small a one and one taken back are all refused."""
    with running(database_url) as client:
        app: Any = client.app
        kept, keys = app.state.here.store, app.state.here.keys
        read = create_key(kept, name="an", tenant="a", scopes=["read"])
        keys.forget()
        wrong = read[:-1] + ("A" if read[-1] != "A" else "B")
        refused = [
            asked(client, key) for key in (None, wrong, "x", f"liengia_{'0' * 12}_{'a' * 43}")
        ]
        assert {status for status, _ in refused} == {401}
        assert len({text for _, text in refused}) == 1
        assert asked(client, read)[0] == 200
        answer = client.post("/v1/optimize", headers={"Authorization": f"Bearer {read}"})
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "NO_SCOPE")
        assert client.get("/metrics").status_code == 401
        assert client.get("/health/live").status_code == 200
        _taken_back(client, kept, keys, read)


def _taken_back(client: TestClient, kept: Database, keys: Keys, read: str) -> None:
    """Revoke the last key; the service does not open again."""
    assert revoke_key(kept, read.split("_")[1])
    assert not revoke_key(kept, "nobody")
    keys.forget()
    assert [asked(client, key)[0] for key in (read, None)] == [401, 401]


def asked(client: TestClient, key: str | None) -> tuple[int, str]:
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    answer = client.get("/v1/presets", headers=headers)
    return answer.status_code, answer.text if answer.status_code != 200 else ""


def test_that_wrong_keys_are_counted_and_cost_no_look_up(database_url: str) -> None:
    """Tests that after some wrong keys an address is told to wait, and right keys are taken."""
    with running(database_url, wrong_key_limit="3/minute") as client:
        app: Any = client.app
        here = app.state.here
        right = create_key(here.store, name="an", tenant="a", scopes=["read"])
        here.keys.forget()
        assert asked(client, right)[0] == 200
        looks: list[object] = []
        event.listen(
            here.store.engine, "before_cursor_execute", lambda *said: looks.append(said[2])
        )
        wrong = (right[:-1] + "-", "x", f"{right}x", "x" * 60_000, right[:-1] + "_")
        answers = [client.get("/v1/presets", headers=bearer(key)) for key in wrong]
        assert [answer.status_code for answer in answers] == [401, 401, 401, 429, 429]
        assert answers[3].json()["errors"][0]["code"] == "WRONG_KEYS"
        assert int(answers[3].headers["retry-after"]) > 0
        assert asked(client, right)[0] == 200
        assert asked(client, None)[0] == 401
        assert [look for look in looks if "keys" in str(look)] == []


def test_that_unknown_keys_are_looked_for_together(database_url: str) -> None:
    """Tests that a new key is known at once, and a hundred made-up ones lead to few looks."""
    with running(database_url) as client:
        app: Any = client.app
        store = app.state.here.store
        first = create_key(store, name="an", tenant="a", scopes=["read"])
        app.state.here.keys.forget()
        assert asked(client, first)[0] == 200
        time.sleep(_BETWEEN_S)
        assert asked(client, create_key(store, name="bo", tenant="a", scopes=["read"]))[0] == 200
        looks: list[object] = []
        event.listen(store.engine, "before_cursor_execute", lambda *said: looks.append(said))
        start_s = time.monotonic()
        for number in range(100):
            assert asked(client, f"liengia_{number:012x}_{'a' * 43}")[0] == 401
        of_keys = [look for look in looks if "FROM keys" in str(look)]
        assert len(of_keys) <= 1 + (time.monotonic() - start_s) / _BETWEEN_S


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}
