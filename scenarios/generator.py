"""A preset's scenario, from a seed and nothing else."""

from __future__ import annotations

import numpy as np
import orjson

from optimizer.domain.scenario import Scenario
from optimizer.domain.village_source import VillageSource, held_source
from optimizer.errors import Problem, ScenarioError
from optimizer.input.request import scenario_from_request
from scenarios.census import province_outlines
from scenarios.outline import Outline, listed_outlines
from scenarios.presets import Preset, preset
from scenarios.settlement_layout import settle
from scenarios.stored import stored_folder

_MOST_ROUNDS = 1_000


def generate(name: str, *, seed: int = 0, scale: float = 1.0) -> Scenario:
    """Return the scenario of a preset; see `draw`.

    Raises
    ------
    ScenarioError
        For a name that is no preset, a negative seed, and a scale that cannot be meant.
    """
    source = draw(name, seed=seed, scale=scale)
    return Scenario(source.rules, tuple(source.stream()), source.lonlat)


def draw(name: str, *, seed: int = 0, scale: float = 1.0) -> VillageSource:
    """Return the villages of a preset, each of which is drawn when it is asked for.

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
        For a name that is no preset, a negative seed, and a scale that cannot be meant.
    """
    chosen = preset(name)
    _check(chosen, seed, scale)
    if chosen.stored:
        document = orjson.loads((stored_folder(name) / "request.json").read_bytes())
        return held_source(scenario_from_request(document))
    outlines = sorted(_scaled(_outlines(chosen, seed), scale), key=lambda outline: outline.id)
    lonlat = chosen.coordinates == "lonlat"
    return VillageSource(
        chosen.rules,
        lonlat,
        len(outlines),
        lambda: (settle(outline, seed=seed) for outline in outlines),
    )


def _check(chosen: Preset, seed: int, scale: float) -> None:
    """Refuse a seed and a scale that cannot be meant, both at once."""
    problems = []
    if seed < 0:
        problems.append(Problem("BAD_SEED", "generate", "seed", str(seed), "give 0 or more"))
    if not 0 < scale <= _MOST_ROUNDS:
        remedy = f"give a scale above 0 and up to {_MOST_ROUNDS:,}"
        problems.append(Problem("BAD_SCALE", "generate", "scale", str(scale), remedy))
    elif chosen.stored and scale != 1:
        remedy = f"{chosen.name} is one stored village; leave the scale at 1"
        problems.append(Problem("BAD_SCALE", "generate", "scale", str(scale), remedy))
    if problems:
        raise ScenarioError(problems)


def _outlines(chosen: Preset, seed: int) -> tuple[Outline, ...]:
    """Return one round of the preset's villages."""
    if chosen.province is None:
        return listed_outlines(chosen)
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
