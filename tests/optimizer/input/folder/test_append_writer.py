from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from optimizer.domain.fingerprint import scenario_sha256
from optimizer.domain.scenario import Scenario, barriers
from optimizer.domain.village_source import held_source
from optimizer.errors import OutputError
from optimizer.input.folder import read_scenario, write_source
from scenarios import generate
from scenarios.stored import stored_folder


@pytest.mark.parametrize("name", ["hamlets", "keep-the-plan", "one-of-three", "own-windows"])
def test_that_what_is_written_is_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Tests that villages written a few at a time are the same when they are read."""
    monkeypatch.setattr("optimizer.input.folder.append_writer._HOUSEHOLDS", 100)
    scenario = read_scenario(stored_folder(name) / "request.json")
    write_source(held_source(scenario), tmp_path / "in", description="as drawn")
    assert scenario_sha256(read_scenario(tmp_path / "in")) == scenario_sha256(scenario)


def test_that_walls_are_not_forgotten(tmp_path: Path) -> None:
    """Tests that a village with barriers is refused, and that nothing is left of the folder."""
    scenario = generate("tiny")
    wall = barriers(np.array([[[0.0, 0.0], [1.0, 1.0]]]), np.empty((0, 2)))
    walled = replace(scenario.villages[0], barriers=wall)
    with pytest.raises(OutputError, match="has paths or barriers"):
        write_source(
            held_source(Scenario(scenario.rules, (walled,), lonlat=False)), tmp_path / "in"
        )
    assert list(tmp_path.iterdir()) == []
