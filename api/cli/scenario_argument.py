"""What the word SCENARIO on the command line stands for."""

from __future__ import annotations

from pathlib import Path

from optimizer.domain.scenario import Scenario
from optimizer.domain.village_source import VillageSource, held_source
from optimizer.errors import Problem, ScenarioError
from optimizer.input.columns import ReadingChoices
from optimizer.input.folder import read_scenario, stream_folder
from optimizer.input.folder.table_schema import AS_IT_IS
from scenarios.generator import generate
from scenarios.presets import presets


def open_scenario(
    source: str, *, seed: int, choices: ReadingChoices = AS_IT_IS, strict: bool = False
) -> Scenario:
    """Read a file or folder, or generate a preset; what is on the disk goes first.

    Parameters
    ----------
    choices
        What is said about the columns and coordinates of a folder.

    Raises
    ------
    ScenarioError
        With every problem of the input, or the presets there are when the name is none.
    """
    path = Path(source)
    names = [preset.name for preset in presets()]
    if path.exists():
        return read_scenario(path, choices, strict=strict)
    if source in names:
        return generate(source, seed=seed)
    remedy = f"no such file or folder, and no preset; name one, or choose {', '.join(names)}"
    raise ScenarioError([Problem("NOT_FOUND", "SCENARIO", "", source[:60], remedy)])


def open_source(
    source: str, *, seed: int, choices: ReadingChoices = AS_IT_IS, strict: bool = False
) -> VillageSource:
    """Open a file, a folder or a preset, village by village where that can be done.

    Raises
    ------
    ScenarioError
        As `open_scenario` does, before the first village is yielded.
    """
    path = Path(source)
    streamed = stream_folder(path, choices, strict=strict) if path.is_dir() else None
    return streamed or held_source(open_scenario(source, seed=seed, choices=choices, strict=strict))
