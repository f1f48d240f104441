"""Every room's README names what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from optimizer.domain.goals import Stage

ROOT = Path(__file__).parents[2]
HALLS = ("optimizer", "api", "scenarios")
OTHERWISE = {"node_modules", "web", "migrations"}
"""Folders whose files are not Python of ours, or are named by their number."""
READMES = sorted(
    path
    for hall in HALLS
    for path in (ROOT / hall).rglob("README.md")
    if not OTHERWISE & set(path.parts)
)
ROOMS = sorted(
    {
        path.parent
        for hall in HALLS
        for path in (ROOT / hall).rglob("*.py")
        if not OTHERWISE & set(path.parts)
    }
)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("readme", READMES, ids=name)
def test_that_every_file_named_exists(readme: Path) -> None:
    """Tests that no file or room of a README has moved away from where it says."""
    named = set(re.findall(r"`((?:\w+/)*\w+(?:[.]py|/))`", readme.read_text(encoding="utf-8")))
    roots = (readme.parent, ROOT / "optimizer", ROOT / "api", ROOT)
    assert sorted(one for one in named if not any((root / one).exists() for root in roots)) == []


@pytest.mark.parametrize("room", ROOMS, ids=name)
def test_that_every_file_of_a_room_is_named(room: Path) -> None:
    """Tests that a room has a README of its own, and that each of its files has its line there."""
    text = (room / "README.md").read_text(encoding="utf-8")
    files = {path.name for path in room.glob("*.py")} - {"__init__.py"}
    assert sorted(one for one in files if f"`{one}`" not in text) == []


@pytest.mark.parametrize("stage", Stage)
def test_that_every_stage_has_its_tag(stage: Stage) -> None:
    """Tests that the tags of the verifier's rules are explained."""
    text = (ROOT / "optimizer" / "assignment" / "README.md").read_text(encoding="utf-8")
    assert f"`({stage})`" in text
