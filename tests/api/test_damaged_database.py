"""A database that cannot be used is one line with a remedy, at every command that opens it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner, Result

from api.auth.keys import create_key
from api.cli.entry import app
from api.db import Database, upgrade
from api.http.unusable_database import why_unusable
from tests.api.client import running
from tests.api.planned import store_of

PAGE = 4096
Command = Callable[..., Result]


@pytest.fixture(name="command")
def _command(monkeypatch: pytest.MonkeyPatch) -> Command:
    """Return what runs a command on a database in this process, as a terminal would."""

    def run(database: Path, *arguments: str) -> Result:
        monkeypatch.setenv("LIENGIA_DATABASE_URL", f"sqlite:///{database}")
        return CliRunner().invoke(app, arguments)

    return run


def test_that_the_process_ends_with_one_line(tmp_path: Path) -> None:
    """Tests that nothing beside the command, at a process's end for one, has more to say."""
    database = tmp_path / "service.sqlite"
    database.write_bytes(b"garbage " * 600)
    told = subprocess.run(
        [sys.executable, "-c", "from api.cli.entry import main; main()", "keys", "list"],
        env={**os.environ, "LIENGIA_DATABASE_URL": f"sqlite:///{database}"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (told.returncode, told.stdout, len(told.stderr.splitlines())) == (1, "", 1)


@pytest.mark.parametrize("arguments", [("keys", "list"), ("purge",), ("serve", "--port", "0")])
@pytest.mark.parametrize(
    ("harm", "remedy"), [("garbage", "put a copy in its place"), ("folder", "that it is a file")]
)
def test_that_a_damaged_database_is_one_line(
    tmp_path: Path, command: Command, harm: str, remedy: str, arguments: tuple[str, ...]
) -> None:
    """Tests that garbage and a folder in its place are told without a traceback, as our fault."""
    database = tmp_path / "service.sqlite"
    if harm == "folder":
        database.mkdir()
    else:
        database.write_bytes(b"garbage " * 600)
    told = command(database, *arguments)
    (line,) = told.stderr.splitlines()
    assert (told.exit_code, told.stdout) == (1, "")
    assert str(database) in line
    assert remedy in line


def whole(folder: Path) -> Path:
    """Make a database with all its tables, in one file."""
    database = folder / "service.sqlite"
    store = Database(f"sqlite:///{database}")
    upgrade(store)
    create_key(store, name="an", tenant="a", scopes=["read"])
    store.close()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    return database


def cut(database: Path) -> None:
    os.truncate(database, PAGE + 100)


def zeroed(database: Path) -> None:
    """Keep the first page, as a disk that was full or failed may."""
    size = database.stat().st_size
    os.truncate(database, PAGE)
    os.truncate(database, size)


def newer(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def foreign(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DROP TABLE alembic_version")


@pytest.mark.parametrize("arguments", [("keys", "list"), ("purge",)])
@pytest.mark.parametrize(
    ("harm", "remedy"),
    [
        (cut, "put a copy in its place"),
        (zeroed, "put a copy in its place"),
        (newer, "install that version"),
        (foreign, "name a database of its own"),
    ],
)
def test_that_a_database_that_is_not_as_we_left_it_is_one_line(
    tmp_path: Path,
    command: Command,
    harm: Callable[[Path], None],
    remedy: str,
    arguments: tuple[str, ...],
) -> None:
    """Tests that what is cut off, has lost pages, is newer or another's is told."""
    database = whole(tmp_path)
    harm(database)
    told = command(database, *arguments)
    (line,) = told.stderr.splitlines()
    assert (told.exit_code, told.stdout) == (1, "")
    assert remedy in line


def test_that_a_locked_database_is_one_line(tmp_path: Path, command: Command) -> None:
    """Tests that a program that keeps the file to itself is told of."""
    database = whole(tmp_path)
    with closing(sqlite3.connect(database)) as other:
        other.execute("BEGIN EXCLUSIVE")
        told = command(database, "keys", "list")
    (line,) = told.stderr.splitlines()
    assert told.exit_code == 1
    assert "another program has locked it" in line


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        (sqlite3.SQLITE_READONLY, "it may not be written"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "it may not be written"),
        (sqlite3.SQLITE_FULL, "make room"),
        (sqlite3.SQLITE_IOERR_READ, "full or failing"),
    ],
)
def test_that_what_the_system_refuses_has_its_remedy(code: int, remedy: str) -> None:
    """Tests that the codes that an almighty user, as in a container, never gets are known."""
    fault = sqlite3.OperationalError("refused")
    fault.sqlite_errorcode = code
    said = why_unusable("sqlite:////srv/service.sqlite", OperationalError("insert", {}, fault))
    assert said.startswith("the database sqlite:////srv/service.sqlite cannot be used: ")
    assert remedy in said


def test_that_a_password_is_not_told() -> None:
    """Tests that PostgreSQL's address is told without it, and its other tables by their code."""
    url = "postgresql+psycopg://an:geheim@db/liengia"
    fault = OperationalError("create", {}, psycopg.errors.DuplicateTable("exists"))
    said = why_unusable(url, fault)
    assert "an:***@db" in said
    assert "name a database of its own" in said
    away = OperationalError("", {}, psycopg.OperationalError("no answer"))
    assert "no answer; see that it runs" in why_unusable(url, away)


def test_that_a_database_damaged_meanwhile_is_an_answer(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Tests that a service whose file is spoilt says 503, without a traceback anywhere."""
    with running(f"sqlite:///{tmp_path / 'service.sqlite'}") as client:
        assert client.get("/v1/scenarios").status_code == 200
        store_of(client).engine.dispose()  # the next connection reads the file anew
        for file in tmp_path.glob("service.sqlite*"):
            file.unlink()
        (tmp_path / "service.sqlite").write_bytes(b"garbage " * 600)
        for path in ("/v1/scenarios", "/v1/jobs", "/health/ready"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["errors"][0]["code"] == "DATABASE"
        assert client.get("/health/live").status_code == 200
        said = capfd.readouterr()
    assert "Traceback" not in said.out + said.err
