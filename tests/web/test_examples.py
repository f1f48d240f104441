"""The examples of callers, against a service that runs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from api.docs import client
from tests.web.service import serving

ROOT = Path(__file__).parents[2]
REQUEST = ROOT / "scenarios" / "stored" / "one-recruit" / "request.json"


def test_that_the_examples_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Tests that the client prints a line a village to the end, and a request at once agrees."""
    wanted = [village["id"] for village in json.loads(REQUEST.read_text())["villages"]]
    command = [sys.executable, str(ROOT / "api" / "docs" / "optimize.py")]
    with serving(tmp_path) as address:
        client.run(address, str(REQUEST))
        done = subprocess.run([*command, address, str(REQUEST)], check=True, capture_output=True)
    printed = capsys.readouterr()
    rows = [json.loads(line) for line in printed.out.splitlines()]
    assert [row["id"] for row in rows] == wanted
    assert "event: end" in printed.err
    answered = json.loads(done.stdout)["villages"]
    assert [(one["id"], one["verdict"]) for one in answered] == [
        (row["id"], row["verdict"]) for row in rows
    ]
