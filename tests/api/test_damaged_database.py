"""A database that cannot be used is one line with a remedy, at every command that opens it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest


def command(database: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", *arguments],
        env={**os.environ, "LIENGIA_DATABASE_URL": f"sqlite:///{database}"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("arguments", [("keys", "list"), ("purge",), ("serve", "--port", "0")])
@pytest.mark.parametrize(
    ("harm", "remedy"), [("garbage", "put a copy in its place"), ("folder", "that it is a file")]
)
def test_that_a_damaged_database_is_one_line(
    tmp_path: Path, harm: str, remedy: str, arguments: tuple[str, ...]
) -> None:
    """Tests that garbage and a folder in its place are told without a traceback, as our fault."""
    database = tmp_path / "service.sqlite"
    if harm == "folder":
        database.mkdir()
    else:
        database.write_bytes(b"garbage " * 600)
    told = command(database, *arguments)
    (line,) = told.stderr.splitlines()
    assert (told.returncode, told.stdout) == (1, "")
    assert str(database) in line
    assert remedy in line


def test_that_a_truncated_database_is_one_line(tmp_path: Path) -> None:
    """Tests that a file that ends in the middle of its pages is told as damaged."""
    database = tmp_path / "service.sqlite"
    assert command(database, "keys", "list").returncode == 0
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    os.truncate(database, 4096 + 100)
    told = command(database, "keys", "list")
    assert told.returncode == 1
    (line,) = told.stderr.splitlines()
    assert "put a copy in its place" in line
