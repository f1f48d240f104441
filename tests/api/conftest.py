"""Services to talk to, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.client import DATABASES, TestClient, database, running
from tests.api.planned import REQUEST, Results, keep, keep_plan, store_of


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of either kind, for one test."""
    with database(request.param, tmp_path) as url:
        yield url


@pytest.fixture(scope="session", params=DATABASES)
def service(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient]:
    """An open service on either database, for all tests that leave it as they found it."""
    with database(request.param, tmp_path_factory.mktemp("service")) as url, running(url) as client:
        yield client


@pytest.fixture(scope="session", params=DATABASES)
def planned(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Results]:
    """A service with a planned scenario, and the same scenario with one village failed."""
    folder = tmp_path_factory.mktemp("planned")
    with database(request.param, folder) as url, running(url) as client:
        scenario, store = keep(client, REQUEST), store_of(client)
        yield client, keep_plan(store, scenario), keep_plan(store, scenario, failed="surplus")
