"""The command ``distances``: a router that the planner names fills the table of distances."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from api.cli import reading_options
from api.cli.exit_codes import faults
from api.cli.scenario_options import Lang, Seed, Source

app = typer.Typer()


@app.command()
def distances(
    scenario: Source,
    *,
    url: Annotated[str, typer.Option(help="Address of the router; points are sent there alone.")],
    output: Annotated[Path, typer.Option(help="A new scenario folder.")],
    engine: Annotated[
        Literal["osrm", "valhalla", "ors", "graphhopper"], typer.Option(help="Which router it is.")
    ] = "osrm",
    profile: Annotated[str, typer.Option(help="The router's profile.")] = "foot",
    coordinates: reading_options.Coordinates = None,
    seed: Seed = 0,
    lang: Lang = "en",
) -> None:
    """Fill the table of distances from a router, and write the scenario with it."""
    with faults(lang):
        from api.cli import distances_command  # noqa: PLC0415 - see planner_app

        said = reading_options.choices_of(None, None, coordinates)
        asked = distances_command.RouterChoice(engine, url, profile)
        distances_command.measure(scenario, output, asked, said, seed=seed)
