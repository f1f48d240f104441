"""Tests that nothing is said of data in which nothing is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.input.folder import read_scenario, write_scenario
from scenarios.generator import generate
from scenarios.presets import presets
from scenarios.stored import stored_folder, stored_names

SMALL = [preset.name for preset in presets() if preset.province is None]


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("preset", SMALL)
def test_that_presets_have_no_notes(preset: str, seed: int, tmp_path: Path) -> None:
    """Tests that nothing is said of a preset, written as a folder and read as anybody's."""
    write_scenario(generate(preset, seed=seed), tmp_path / "s", description="a preset")
    assert read_scenario(tmp_path / "s").notes == ()


def test_that_a_province_has_no_notes(tmp_path: Path) -> None:
    """Tests that farmsteads between 397 villages side by side are nobody's mistake."""
    write_scenario(generate("ninh-thuan"), tmp_path / "s", description="a preset")
    assert read_scenario(tmp_path / "s").notes == ()


@pytest.mark.parametrize("name", stored_names())
def test_that_stored_villages_have_no_notes(name: str) -> None:
    """Tests that villages drawn by hand in a few metres stay what they are."""
    assert read_scenario(stored_folder(name) / "request.json").notes == ()
