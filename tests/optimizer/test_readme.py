"""The folder's README names what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from optimizer.domain.plan import Stage

FOLDER = Path(__file__).parents[2] / "optimizer"
TEXT = (FOLDER / "README.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`([\w/]+(?:[.]py|/))`", TEXT)))


def test_that_every_file_named_exists() -> None:
    """Tests that no file of the README has moved away from where it says."""
    found = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.py")}
    tails = {tail for path in found for tail in (path, path.split("/")[-1])}
    folders = {f"{Path(path).parent}/" for path in found}
    siblings = {name for name in NAMED if not name.startswith("tests/")}
    assert siblings - tails - folders == set()
    assert len(siblings) > 30


def test_that_every_package_and_stage_file_is_named() -> None:
    """Tests that each file of the stages, the windows and the recruits has its line."""
    quiet = {"__init__.py", "answer.py", "fewest.py", "solve.py", "lenient.py"}
    files = {path.name for room in ("windows", "stages") for path in (FOLDER / room).glob("*.py")}
    files |= {path.name for path in (FOLDER / "recruitment").glob("*.py")}
    assert files - quiet - {name.split("/")[-1] for name in NAMED} == set()


@pytest.mark.parametrize("stage", Stage)
def test_that_every_stage_has_its_tag(stage: Stage) -> None:
    """Tests that the tags of the verifier's rules are explained."""
    assert f"`({stage})`" in TEXT
