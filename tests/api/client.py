"""A service in this process, and an empty database of either kind for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

import psycopg
from fastapi.testclient import TestClient

from api.main import create_app
from api.settings import Settings

__all__ = ["DATABASES", "TestClient", "database", "running"]

POSTGRES = os.environ.get("LIENGIA_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test")
DATABASES = ("sqlite", "postgresql")


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """Give the address of an empty database; what was made for it is gone afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'service.sqlite'}"
        return
    schema = f"test_{token_hex(6)}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f"create schema {schema}".encode())
        try:
            address = POSTGRES.replace("postgresql://", "postgresql+psycopg://")
            yield f"{address}?options=-csearch_path%3D{schema}"
        finally:
            connection.execute(f"drop schema {schema} cascade".encode())


@contextmanager
def running(url: str, **settings: object) -> Iterator[TestClient]:
    """Run a service in this process; refusals come back as answers."""
    given = {"workers": 1, "max_body_bytes": 200_000, "sync_households": 30, **settings}
    app = create_app(Settings(database_url=url, **given))  # type: ignore[arg-type]  # any setting
    with TestClient(app, "http://localhost", raise_server_exceptions=False) as client:
        yield client
