"""What the commands do, once their options are known."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.cli.terminal import standard_output
from optimizer.domain.languages import Language
from optimizer.domain.notes import Note
from optimizer.domain.scenario import Scenario, Village
from optimizer.execution.interruption import raise_interrupt
from optimizer.execution.progress import progress
from optimizer.input.columns import ReadingChoices
from optimizer.input.folder import write_scenario, write_source
from optimizer.input.folder.table_schema import AS_IT_IS
from optimizer.output.note_documents import terminal_lines
from optimizer.output.text.reading_lines import reading_lines
from scenarios.buildings import draw_buildings
from scenarios.generator import draw as draw_preset
from scenarios.placement import PlacementOptions, place_buildings, placement_lines, step_line
from scenarios.presets import presets

_MANY_VILLAGES = 1_000
"""From so many on a preset is drawn and written village by village."""


def generate(name: str, output: Path, *, seed: int, scale: float) -> None:
    """Write a preset's scenario as a folder."""
    source = draw_preset(name, seed=seed, scale=scale)
    description = f"preset {name}, seed {seed}, scale {scale:g}"
    if source.size < _MANY_VILLAGES:
        scenario = Scenario(source.rules, tuple(source.stream()), source.lonlat)
        write_scenario(scenario, output, description=description)
        _say_written(scenario, output)
        return
    counts = Counter[str]()
    with progress(Console(stderr=True), "villages", source.size) as advance:

        def counted() -> Iterator[Village]:
            for village in source.stream():
                raise_interrupt()
                counts["households"] += len(village.households)
                counts["members"] += len(village.members)
                yield village
                advance("drawn")

        write_source(replace(source, stream=counted), output, description=description)
    _say_counts(output, source.size, counts["households"], counts["members"])


@dataclass(frozen=True, slots=True)
class Drawing:
    """How members are drawn among buildings, and how the files are read."""

    one_in: int
    limit_m: float
    seed: int
    choices: ReadingChoices = AS_IT_IS


def draw(files: Sequence[Path], output: Path, how: Drawing, language: Language) -> None:
    """Write a scenario whose households are the buildings of maps, one village a file."""
    scenario = draw_buildings(
        files,
        output,
        one_member_in=how.one_in,
        seed=how.seed,
        max_distance_m=how.limit_m,
        choices=how.choices,
    )
    _say_notes(scenario.notes, language)
    _say_written(scenario, output)


def place(wish: PlacementOptions, output: Path, language: Language) -> None:
    """Put houses into villages, write the scenario folder, and say what lies outside."""

    def say(step: str, params: Mapping[str, str | int]) -> None:
        sys.stderr.write(f"{step_line(step, params, language)}\n")

    placed = place_buildings(wish, output, say=say)
    _say_notes(placed.notes, language)
    for line in placement_lines(placed, language):
        sys.stdout.write(f"{line}\n")


def _say_notes(notes: Sequence[Note], language: Language) -> None:
    """Print what looks wrong, and the columns that were left out."""
    for line in (*terminal_lines(notes, language), *reading_lines(None, (), notes, language)):
        sys.stderr.write(f"{line}\n")


def list_presets(language: str) -> None:
    """Print every preset's name and what it is."""
    table = Table.grid(padding=(0, 2))
    for preset in presets():
        table.add_row(Text(preset.name, "bold"), Text(getattr(preset.title, language)))
    standard_output().print(table)


def _say_written(scenario: Scenario, output: Path) -> None:
    """Print what a scenario folder holds."""
    households = sum(len(village.households) for village in scenario.villages)
    members = sum(len(village.members) for village in scenario.villages)
    _say_counts(output, len(scenario.villages), households, members)


def _say_counts(output: Path, villages: int, households: int, members: int) -> None:
    sys.stdout.write(
        f"{output}: villages {villages:,}, households {households:,}, members {members:,}\n"
    )
