"""A database as version 0.1.0 left it: the tables of its last migration, rows as it wrote them."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from alembic import command
from sqlalchemy import Connection, MetaData, insert

from api.db import Database
from api.db.migration import configuration

LAST_MIGRATION = "0004"
SECRET = "of-the-first-version-0123"  # noqa: S105 - opens nothing but this database
KEY = f"liengia_0123456789ab_{SECRET}"
"""A key of the tenant whose rows these are."""
TENANT = "xã"
SCENARIO, PLANNED, HALF, WAITING = "scn_1", "job_planned", "job_half", "job_waiting"
VILLAGES = ("a", "b", "c")
ANSWERED = b'{"id":"job_planned"}'
"""What was answered to the request that is repeated."""
FINGERPRINT = "5a12824f4779d6c48e594cd3607c9d99cc03b46862eee6086151abcb68314568"
"""Of the scenario, as that version took it."""

_RULES = {
    "min_households": 5,
    "max_households": 10,
    "minimum": "flag",
    "max_distance_m": 1000.0,
    "metric": {"kind": "straight", "detour": 1.0},
    "recruiting": True,
    "recruits_per_place": None,
    "max_recruits": None,
    "priorities": ["walk"],
}
_MESSAGE = {
    "en": "{id}: 6 households, 1 member. Everyone is looked after.",
    "vi": "{id}: 6 hộ, 1 thành viên. Mọi hộ đều có người phụ trách.",
}
_FIGURES = {
    "unserved": 0,
    "overloaded": 0,
    "excess": 0,
    "exceptions": 0,
    "walk_m": 150.0,
    "longest_m": 50.0,
}
_SPREAD = {"loads": [0, 0, 0, 0, 0, 0, 1], "walks": [6]}


def fill(url: str, *, hook: str = "https://example.org/hook") -> None:
    """Make the database: a planned job with its webhook still due, one half done, one waiting."""
    store = Database(url)
    with store.engine.execution_options(writing=True).begin() as connection:
        command.upgrade(configuration(connection), LAST_MIGRATION)
        _fill(connection, hook)
    store.close()


class _Tables:
    """Rows put into the tables as they stand, at one time."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self._tables = connection, MetaData()
        self._tables.reflect(connection)
        utc = datetime.now(UTC)
        self.now = utc.replace(tzinfo=None) if connection.dialect.name == "sqlite" else utc
        self.month = self.now + timedelta(days=30)

    def put(self, table: str, **values: Any) -> None:  # noqa: ANN401 - of any column
        """Put a row into a table."""
        self._connection.execute(insert(self._tables.tables[table]).values(**values))


def _fill(connection: Connection, hook: str) -> None:
    tables = _Tables(connection)
    _put_keys(tables)
    _put_scenario(tables)
    _put_jobs(tables, hook)
    _put_outgoing(tables, hook)


def _put_keys(tables: _Tables) -> None:
    hashed = sha256(SECRET.encode()).hexdigest()
    scopes = ["households", "optimize", "read"]
    tables.put(
        "keys",
        id="0123456789ab",
        tenant=TENANT,
        name="old",
        secret_sha256=hashed,
        scopes=scopes,
        created=tables.now,
    )
    tables.put(
        "webhook_secrets", tenant=TENANT, secret="whsec_" + "A" * 43 + "=", created=tables.now
    )


def _put_scenario(tables: _Tables) -> None:
    sizes = {"villages": 3, "households": 18, "members": 3}
    tables.put(
        "scenarios",
        id=SCENARIO,
        tenant=TENANT,
        name="old",
        created=tables.now,
        expires=tables.month,
        sha256=FINGERPRINT,
        coordinates="metres",
        rules=_RULES,
        **sizes,
    )
    for number, name in enumerate(VILLAGES):
        tables.put(
            "scenario_villages",
            scenario_id=SCENARIO,
            number=number,
            village=name,
            name=name,
            area=[],
            x=25.0,
            y=0.0,
            households=6,
            members=1,
            content=_packed(_request(name)),
        )


def _put_jobs(tables: _Tables, hook: str) -> None:
    usual = {
        "tenant": TENANT,
        "scenario_id": SCENARIO,
        "seed": 0,
        "time_limit_s": 5.0,
        "updated": tables.now,
        "message": "",
        "villages": 3,
        "failed": 0,
        "expires": tables.month,
        "attempts": 0,
    }
    done = {
        "started": tables.now,
        "finished": tables.now,
        "done": 3,
        "verdicts": {"OK": 3},
        "run": _run(),
    }
    tables.put(
        "jobs",
        id=PLANNED,
        status="succeeded",
        created=tables.now,
        webhook_url=hook,
        **usual,
        **done,
    )
    # Its process was ended in the middle, and its claim has run out.
    held = {
        "started": tables.now,
        "owner": "0" * 16,
        "leased_until": tables.now - timedelta(hours=2),
    }
    counts = {"done": 1, "verdicts": {"OK": 1}}
    tables.put("jobs", id=HALF, status="running", created=tables.now, **usual, **held, **counts)
    later = tables.now + timedelta(seconds=1)
    tables.put("jobs", id=WAITING, status="queued", created=later, done=0, verdicts={}, **usual)
    for job, name in ((PLANNED, "a"), (PLANNED, "b"), (PLANNED, "c"), (HALF, "a")):
        tables.put(
            "job_villages",
            job_id=job,
            number=VILLAGES.index(name),
            village=name,
            state="planned",
            row=_row(name),
            content=_packed(_response(name)),
        )
    tables.put(
        "events", job_id=HALF, sequence=1, kind="village", body={"number": 0}, created=tables.now
    )


def _put_outgoing(tables: _Tables, hook: str) -> None:
    tables.put(
        "deliveries",
        id="msg_1",
        tenant=TENANT,
        job_id=PLANNED,
        url=hook,
        body={"type": "job.succeeded", "data": {"id": PLANNED}},
        attempts=0,
        next_try=tables.now,
        last_error="",
        created=tables.now,
    )
    tables.put(
        "idempotency",
        tenant=TENANT,
        key="k1",
        sha256="0" * 64,
        status=202,
        headers={"content-type": "application/json"},
        response=zlib.compress(ANSWERED, 1),
        created=tables.now,
        expires=tables.month,
    )


def _packed(document: object) -> bytes:
    return zlib.compress(json.dumps(document, ensure_ascii=False).encode(), 1)


def _run() -> dict[str, object]:
    return {
        "version": "0.1.0",
        "scenario_sha256": FINGERPRINT,
        "coordinates": "metres",
        "rules": _RULES,
        "seed": 0,
        "seconds": 8.811,
        "solver": {"ortools": "9.15.6755"},
    }


def _request(name: str) -> dict[str, object]:
    return {
        "id": name,
        "name": name,
        "area": [],
        "rules": {},
        "households": [{"id": f"h{nth}", "x": 10.0 * nth, "y": 0.0} for nth in range(6)],
        "members": [{"id": "m", "x": 0.0, "y": 0.0}],
        "locked": [["h0", "m"]],
    }


def _said(name: str) -> dict[str, str]:
    return {language: text.format(id=name) for language, text in _MESSAGE.items()}


def _proof(value: float) -> dict[str, object]:
    return {"value": value, "bound": value, "proven": True}


def _response(name: str) -> dict[str, object]:
    today = {
        "assignments": [[f"h{nth}", "m", 10.0 * nth] for nth in range(6)],
        "unserved": [],
        "reserve": [],
        "exceptions": [],
        "walk_m": 150.0,
        "longest_m": 50.0,
        "changed": 0,
        "proof": {"serve": _proof(0), "minimum": _proof(0), "walk": _proof(150.0)},
        "locked_beyond_limit": [],
    }
    return {
        "id": name,
        "verdict": "OK",
        "households": 6,
        "members": 1,
        "today": today,
        "recruitment": None,
        "after": None,
        "relaxations": None,
        "baselines": {"nearest": _FIGURES, "greedy": _FIGURES},
        "message": _said(name),
        "hints": [],
    }


def _row(name: str) -> dict[str, object]:
    proofs = [
        {"stage": stage, "value": value, "bound": value}
        for stage, value in (("serve", 0.0), ("minimum", 0.0), ("walk", 150.0))
    ]
    return {
        "village_id": name,
        "name": name,
        "area": [],
        "verdict": "OK",
        "households": 6,
        "members": 1,
        "room": 10,
        "unserved": {"CAPACITY": None, "DISTANCE": None, "EXCLUDED": None, "MINIMUM": None},
        "reserve": 0,
        "exceptions": 0,
        "walk_m": 150.0,
        "longest_m": 50.0,
        "changed": 0,
        "recruits": None,
        "max_distance_m": None,
        "max_households": None,
        "proofs": proofs,
        **dict.fromkeys(("today", "after", "nearest", "greedy"), _FIGURES),
        "seconds": 0.0017,
        "message": _said(name),
        "worth": {"en": "", "vi": ""},
        "x": 25.0,
        "y": 0.0,
        "teams": 0,
        "proofs_after": [],
        "spread_today": _SPREAD,
        "spread_after": _SPREAD,
        "hamlets": [],
        "failure": "",
    }
