"""What the commands do, once their options are known."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from rich.console import Console
from rich.table import Table
from rich.text import Text

from optimizer.errors import Problem, ScenarioError
from optimizer.interruption import insist
from optimizer.progress import progress
from optimizer.province import plan_scenario
from optimizer.replay import verify_columns, verify_response
from optimizer.response import Document, response, run_record
from optimizer.results.atomic import check_free
from optimizer.results.folder import write_response, write_results
from optimizer.results.map import MapFormat
from optimizer.results.reading import read_response, read_tables
from optimizer.scenario import Scenario
from optimizer.summary import print_summary
from optimizer.tables import read_scenario, write_scenario
from optimizer.tally import Tally, tally
from optimizer.words import Language
from scenarios.buildings import draw_buildings
from scenarios.generator import generate as generate_preset
from scenarios.placing import Wish, place_buildings, placement_lines
from scenarios.presets import presets


@dataclass(frozen=True, slots=True)
class Work:
    """How the work is done; the same options mean the same everywhere."""

    workers: int
    seed: int
    time_limit_s: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where the result goes, and how.

    Parameters
    ----------
    output
        A file that ends in ``.json``, a result folder, or None for the summary alone.
    """

    output: Path | None
    map_format: MapFormat | None
    language: Language

    @classmethod
    def of(cls, output: Path | None, map_format: str | None, language: str) -> Self:
        """Take the options as they stand on the command line."""
        kind = None if map_format is None else MapFormat(map_format)
        return cls(output, kind, Language(language))


def optimize(source: str, work: Work, wanted: Wanted) -> None:
    """Plan a scenario, write the result and print the summary."""
    if wanted.output is not None:
        check_free(wanted.output)
    scenario = _scenario(source, seed=work.seed)
    start = time.perf_counter()
    tallies = _planned(scenario, work, wanted, start)
    seconds = time.perf_counter() - start
    print_summary(tallies, _console(), seconds=seconds, language=wanted.language)


def _planned(scenario: Scenario, work: Work, wanted: Wanted, start: float) -> Sequence[Tally]:
    """Plan every village, write the result on the way, and return the tallies."""
    output = wanted.output

    def describe_run() -> Document:
        seconds = time.perf_counter() - start
        return run_record(scenario, seed=work.seed, seconds=seconds)

    with progress(Console(stderr=True), "planned villages", len(scenario.villages)) as advance:

        def done(plan: object) -> None:
            insist()
            advance(plan)

        plans = plan_scenario(
            scenario,
            workers=work.workers,
            seed=work.seed,
            time_limit_s=work.time_limit_s,
            on_done=done,
        )
        if output is not None and output.suffix != ".json":
            return write_results(
                scenario, plans, output, describe_run=describe_run, map_format=wanted.map_format
            )
        kept = list(plans)
        if output is not None:
            write_response(output, response(scenario, kept, describe_run()))
    return [tally(village, plan) for village, plan in zip(scenario.villages, kept, strict=True)]


def verify(source: str, plan: Path, *, seed: int) -> bool:
    """Check a response or a result folder; print every violation, and return whether none is."""
    scenario = _scenario(source, seed=seed)
    if plan.is_dir():
        violations = verify_columns(scenario, *read_tables(plan))
        checked = "Who looks after whom was checked; figures and proofs are in the response JSON."
    else:
        violations = verify_response(scenario, read_response(plan))
        checked = "Every assignment, figure, reason and proof was checked."
    for violation in violations:
        sys.stdout.write(f"{violation}\n")
    clean = not violations
    verdict = "Clean." if clean else f"Violations: {len(violations)}."
    sys.stdout.write(f"{verdict} Villages: {len(scenario.villages)}. {checked}\n")
    return clean


def generate(name: str, output: Path, *, seed: int, scale: float) -> None:
    """Write a preset's scenario as a folder."""
    scenario = generate_preset(name, seed=seed, scale=scale)
    write_scenario(scenario, output, description=f"preset {name}, seed {seed}, scale {scale:g}")
    _say_written(scenario, output)


def draw(files: Sequence[Path], output: Path, *, one_in: int, limit_m: float, seed: int) -> None:
    """Write a scenario whose households are the buildings of GeoJSON files, one village a file."""
    scenario = draw_buildings(
        files, output, one_member_in=one_in, seed=seed, max_distance_m=limit_m
    )
    _say_written(scenario, output)


def place(wish: Wish, output: Path) -> None:
    """Put houses into villages, write the scenario folder, and say what lies outside."""

    def say(step: str) -> None:
        sys.stderr.write(f"{step}\n")

    placed = place_buildings(wish, output, say=say)
    for line in placement_lines(placed):
        sys.stdout.write(f"{line}\n")


def list_presets(language: str) -> None:
    """Print every preset's name and what it is."""
    table = Table.grid(padding=(0, 2))
    for preset in presets():
        table.add_row(Text(preset.name, "bold"), Text(getattr(preset.title, language)))
    _console().print(table)


def _scenario(source: str, *, seed: int) -> Scenario:
    """Read a file or folder, or generate a preset; what is on the disk goes first."""
    path = Path(source)
    names = [preset.name for preset in presets()]
    if path.exists():
        return read_scenario(path)
    if source in names:
        return generate_preset(source, seed=seed)
    remedy = f"no such file or folder, and no preset; name one, or choose {', '.join(names)}"
    raise ScenarioError([Problem("NOT_FOUND", "SCENARIO", "", source[:60], remedy)])


def _say_written(scenario: Scenario, output: Path) -> None:
    """Print what a scenario folder holds."""
    households = sum(len(village.households) for village in scenario.villages)
    members = sum(len(village.members) for village in scenario.villages)
    sys.stdout.write(
        f"{output}: villages {len(scenario.villages):,}, "
        f"households {households:,}, members {members:,}\n"
    )


def _console() -> Console:
    """Return standard output; as wide as a page where there is no terminal to measure."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_PAGE)


_PAGE = 100
"""Columns of the summary in a file or a pipe."""
