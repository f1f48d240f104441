"""The built page as the service sends it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from fastapi import FastAPI

from api.pages.planner import MISSING, install_page
from tests.api.client import TestClient

SCRIPT = b"console.log('liengia');" * 40


@pytest.fixture
def page(tmp_path: Path) -> TestClient:
    """A page of two files, one of them packed."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>page</title>", encoding="utf-8")
    (tmp_path / "assets" / "main-1a2b.js").write_bytes(SCRIPT)
    (tmp_path / "assets" / "main-1a2b.js.gz").write_bytes(gzip.compress(SCRIPT, mtime=0))
    app = FastAPI()
    install_page(app, tmp_path)
    return TestClient(app)


def test_that_a_packed_file_is_sent_where_it_can_be_unpacked(page: TestClient) -> None:
    """Tests that the same script arrives packed and unpacked, under its own type."""
    packed = page.get("/assets/main-1a2b.js", headers={"Accept-Encoding": "gzip"})
    plain = page.get("/assets/main-1a2b.js", headers={"Accept-Encoding": "identity"})
    assert packed.content == plain.content == SCRIPT
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert "javascript" in packed.headers["content-type"]
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


def test_that_only_what_is_named_by_its_content_is_kept(page: TestClient) -> None:
    """Tests that a new version of the page is seen at once, and its files are fetched once."""
    assert "immutable" in page.get("/assets/main-1a2b.js").headers["cache-control"]
    assert page.get("/").headers["cache-control"] == "no-cache"
    assert page.get("/assets/main-9z.js").status_code == 404


def test_that_a_page_that_is_not_built_says_how_to_build_it(tmp_path: Path) -> None:
    """Tests that a checkout without the page names the command, and where the API is described."""
    app = FastAPI()
    install_page(app, tmp_path)
    answer = TestClient(app).get("/")
    assert answer.status_code == 503
    assert answer.text == MISSING
    assert "make setup" in answer.text
    assert "/docs" in answer.text
