"""A preset's scenario, from a seed and nothing else."""

from __future__ import annotations

import numpy as np

from optimizer.errors import Problem, ScenarioError
from optimizer.scenario import Scenario
from optimizer.tables import read_scenario
from scenarios.census import province_outlines
from scenarios.outline import Outline, listed
from scenarios.presets import Preset, preset
from scenarios.settling import settle
from scenarios.stored import stored


def generate(name: str, *, seed: int = 0, scale: float = 1.0) -> Scenario:
    """Return the scenario of a preset.

    Parameters
    ----------
    seed
        At least 0; decides everything that is not a total. Stored presets have none.
    scale
        Factor on the number of villages. 4 repeats every village three times more with other
        points and the same counts, 0.1 takes every tenth; a village that two scales share is
        the same in both.

    Raises
    ------
    ScenarioError
        For a name that is no preset, and for a scale that is not positive or a stored preset's.
    """
    chosen = preset(name)
    if chosen.stored:
        _refuse_scale(scale, scale != 1.0, f"{name} is a stored village; leave the scale at 1")
        return read_scenario(stored(name) / "request.json")
    _refuse_scale(scale, not 0 < scale < 1e6, "the scale must be above 0 (and below a million)")
    villages = (settle(outline, seed=seed) for outline in _scaled(_outlines(chosen, seed), scale))
    by_id = tuple(sorted(villages, key=lambda village: village.id))
    return Scenario(chosen.rules, by_id, chosen.coordinates == "lonlat")


def _outlines(chosen: Preset, seed: int) -> tuple[Outline, ...]:
    """Return one round of the preset's villages."""
    if chosen.province is None:
        return listed(chosen)
    return province_outlines(chosen, chosen.province, seed=seed)


def _scaled(outlines: tuple[Outline, ...], scale: float) -> list[Outline]:
    """Repeat the round as often as it fits, and take the rest evenly from a last one."""
    rounds = int(scale)
    rest = round((scale - rounds) * len(outlines))
    if not rounds:
        rest = max(1, rest)
    whole = [outline.again(time) for time in range(rounds) for outline in outlines]
    evenly = ((np.arange(rest) + 0.5) * len(outlines) / max(1, rest)).astype(np.int64)
    return whole + [outlines[row].again(rounds) for row in evenly]


def _refuse_scale(scale: float, wrong: bool, remedy: str) -> None:  # noqa: FBT001
    """Raise when the scale cannot be meant."""
    if wrong:
        raise ScenarioError([Problem("BAD_SCALE", "generate", "scale", str(scale), remedy)])
