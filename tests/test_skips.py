"""The rule that nothing is skipped, seen at work."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("body", "code"), [("pass", 0), ("pytest.skip('no time')", 1)], ids=["run", "skipped"]
)
def test_that_a_skipped_test_fails_the_run(tmp_path: Path, body: str, code: int) -> None:
    """Tests that a run ends well when its only test runs, and badly when that is skipped."""
    (tmp_path / "test_it.py").write_text(f"import pytest\ndef test_it():\n    {body}\n")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-c", os.devnull]
    ended = subprocess.run(
        [*command, tmp_path], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == code
    assert ("skipped, which is not allowed: " in ended.stdout) == bool(code)
