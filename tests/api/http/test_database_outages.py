"""A database that is full or locked: told apart, nothing half kept, and all goes on afterwards."""

from __future__ import annotations

import errno
import io
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from api.db.job_messages import Message
from api.http.errors import ServiceError
from api.jobs.retry import reason
from api.tasks.planner_task import Sizes
from api.tasks.task_call import carry_out
from api.tasks.uploads.uploaded_files import UnpackLimits, unpack
from api.tasks.worker_start import start_worker
from optimizer.execution.workers.call import Call
from optimizer.execution.workers.process_pool import ProcessPool
from tests.api.client import database, running
from tests.api.jobs.test_jobs import request
from tests.api.planned import Results, store_of

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


def sqlite_fault(said: str, code: int) -> sqlite3.Error:
    fault = sqlite3.OperationalError(said)
    fault.sqlite_errorcode = code
    return fault


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (sqlite_fault("database or disk is full", sqlite3.SQLITE_FULL), Message.DISK_FULL),
        (sqlite_fault("disk I/O error", sqlite3.SQLITE_IOERR_WRITE), Message.DISK_FULL),
        (psycopg.errors.DiskFull("could not extend file"), Message.DISK_FULL),
        (sqlite_fault("database is locked", sqlite3.SQLITE_BUSY), Message.DATABASE_AWAY),
        (sqlite_fault("no such column: full", sqlite3.SQLITE_ERROR), Message.DATABASE_AWAY),
        (psycopg.OperationalError('role "full" does not exist'), Message.DATABASE_AWAY),
        (psycopg.errors.TooManyConnections("all slots are full"), Message.DATABASE_AWAY),
        (Exception("disk is full"), Message.DATABASE_AWAY),
    ],
    ids=str,
)
def test_that_both_databases_own_up_to_a_full_disk(fault: Exception, message: Message) -> None:
    """Tests that the codes of either database are understood, and no words are."""
    assert reason(OperationalError("insert", {}, fault)) is message


def raise_system_fault(number: int) -> None:
    raise OSError(number, os.strerror(number))


def fill_up(number: int) -> None:
    """Fail as a library does that makes another fault of the system's."""
    try:
        raise_system_fault(number)
    except OSError:
        raise ValueError("the sheet could not be written") from None


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, ServiceError), (errno.EACCES, RuntimeError)]
)
def test_that_a_process_without_room_says_so(number: int, kind: type[Exception]) -> None:
    """Tests that a process that finds no room for its file refuses, and any other fault is ours."""
    with closing(ProcessPool(start_worker)) as pool, pytest.raises(kind) as told:
        pool.ask(Call(carry_out, (fill_up, number)), 60.0)
    assert getattr(told.value, "code", "") == ("DISK_FULL" if kind is ServiceError else "")


def test_that_the_first_file_of_a_process_may_meet_a_full_disk() -> None:
    """Tests that a process without room from its start refuses a file, and finds no fault of ours.

    No file may grow in it, so that Python finds no folder that takes temporary files.
    """
    program = (
        "import resource\n"
        "from api.http.errors import ServiceError\n"
        "from api.tasks.planner_task import Sizes\n"
        "from api.tasks.uploads.uploaded_files import UnpackLimits, Sent, prepare_files\n"
        "from optimizer.input.columns import ReadingChoices\n"
        "from api.tasks.task_call import carry_out\n"
        "from api.tasks.worker_start import start_worker\n"
        "from optimizer.execution.workers.call import Call\n"
        "from optimizer.execution.workers.process_pool import ProcessPool\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "pool = ProcessPool(start_worker)\n"
        "bounds = UnpackLimits(Sizes(1, 1, 1), 1000, 5)\n"
        "try:\n"
        "    given = prepare_files, [Sent('villages.csv', b'id')], bounds, ReadingChoices()\n"
        "    pool.ask(Call(carry_out, given), 60.0)\n"
        "except ServiceError as refusal:\n"
        "    print(refusal.code)\n"
        "finally:\n"
        "    pool.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stdout == "DISK_FULL\n", done.stderr


@pytest.mark.parametrize("found", [True, False])
def test_that_a_service_has_a_folder_for_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, found: bool
) -> None:
    """Tests that the folder is what Python chooses, and a fixed one where it finds none."""
    monkeypatch.setattr(tempfile, "tempdir", None)
    folders = [str(tmp_path if found else tmp_path / "away")]
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: folders)
    with database("sqlite", tmp_path) as url, running(url):
        assert tempfile.gettempdir() == (str(tmp_path) if found else "/tmp")  # noqa: S108 - said, not used


@pytest.mark.parametrize(
    ("number", "status", "code"),
    [(errno.ENOSPC, 507, "DISK_FULL"), (errno.EDQUOT, 507, "DISK_FULL"), (errno.EIO, 500, "OURS")],
)
def test_that_a_file_without_room_is_refused(
    planned: Results, monkeypatch: pytest.MonkeyPatch, number: int, status: int, code: str
) -> None:
    """Tests that a full folder for temporary files is told as such, and other faults are not."""
    client, name, _ = planned

    def refuse(**_: object) -> str:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("api.http.temporary_files.mkdtemp", refuse)
    answer = client.get(f"/v1/results/{name}/report.html")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (status, code)


def test_that_an_archive_without_room_is_no_bad_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that a disk that gets full while unpacking is not blamed on what was sent."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("villages.csv", "id\nv\n")

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("api.tasks.uploads.uploaded_files._unpack", refuse)
    bounds = UnpackLimits(Sizes(1, 1, 1), 1000, 5)
    with pytest.raises(OSError, match="No space"):
        unpack(packed.getvalue(), tmp_path / "in", bounds)


def test_that_a_file_that_may_not_grow_is_a_full_disk(tmp_path: Path) -> None:
    """Tests that what SQLite gives where a file has its greatest size is told as a full disk."""
    program = (
        "import resource, signal, sys\n"
        "from sqlalchemy import text\n"
        "from sqlalchemy.exc import OperationalError\n"
        "from api.http.database_outages import is_full\n"
        "from api.db import Database\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))\n"
        "try:\n"
        "    with Database(sys.argv[1]).writing() as session:\n"
        "        session.execute(text('create table t (c)'))\n"
        "        session.execute(text('insert into t values (zeroblob(1000000))'))\n"
        "except OperationalError as fault:\n"
        "    print(fault.orig, is_full(fault))\n"
    )
    url = f"sqlite:///{tmp_path / 'small.sqlite'}"
    done = subprocess.run(
        [sys.executable, "-c", program, url], capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith(" True\n"), done.stdout
