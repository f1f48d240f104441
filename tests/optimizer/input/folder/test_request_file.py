from __future__ import annotations

import json
from pathlib import Path

import pytest

from optimizer.input.folder import read_scenario
from optimizer.input.request import scenario_from_request
from tests.optimizer.inputs import assert_same, folder_problems, only, request


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_request_from_disk(tmp_path: Path, mark: bytes) -> None:
    """Tests that a file reads as its document, with or without a byte order mark."""
    path = tmp_path / "r.json"
    path.write_bytes(mark + json.dumps(request()).encode())
    assert_same(read_scenario(path), scenario_from_request(request()))


GOOD = json.dumps(request())


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("", "UNREADABLE", "r.json"),
        (GOOD[:-20], "UNREADABLE", "r.json"),
        (GOOD + "}", "UNREADABLE", "r.json"),
        ("[" * 100_000, "TOO_DEEP", "r.json"),
        (GOOD.replace("10.0", "1" * 5000, 1), "UNREADABLE", "r.json"),
        (GOOD.replace("10.0", "NaN", 1), "NOT_FINITE", "/villages/0/households/0"),
        (GOOD.replace("10.0", "-Infinity", 1), "NOT_FINITE", "/villages/0/households/0"),
        (GOOD.replace('"y": 0.0', '"y": 0.0, "y": 1.0', 1), "DUPLICATE_KEY", "r.json"),
    ],
)
def test_broken_files(tmp_path: Path, text: str, code: str, where: str) -> None:
    """Tests that no file, however broken, is more than a problem with its place."""
    path = tmp_path / "r.json"
    path.write_text(text)
    found = only(folder_problems(path))
    assert (found.code, found.where) == (code, where)


def test_another_encoding(tmp_path: Path) -> None:
    """Tests that a request in UTF-16 is refused with the remedy."""
    path = tmp_path / "r.json"
    path.write_bytes(GOOD.encode("utf-16"))
    assert only(folder_problems(path)).code == "NOT_UTF8"
