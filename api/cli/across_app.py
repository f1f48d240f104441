"""Commands across villages; ``planner_app`` takes them in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli import optimize_options
from api.cli.exit_codes import faults
from api.cli.scenario_options import Lang, Seed, Source

app = typer.Typer(rich_markup_mode=None)


@app.command()
def budget(  # noqa: PLR0913 - the options of a command
    scenario: Source,
    *,
    recruits: Annotated[int, typer.Option(min=0, help="How many people may be added in all.")],
    output: Annotated[Path, typer.Option(help="The folder to write.")],
    floor: Annotated[
        list[str] | None,
        typer.Option(metavar="AREA=n", help="At least n for an area; may be repeated."),
    ] = None,
    fairest: Annotated[
        bool, typer.Option("--fairest", help="Raise the least served village first.")
    ] = False,
    workers: optimize_options.Workers = None,
    time_limit_s: Annotated[
        float, typer.Option("--time-limit", min=0.001, help="Seconds for each village's curve.")
    ] = 20.0,
    seed: Seed = 0,
    lang: Lang = "en",
) -> None:
    """Say where so many recruits serve most, and what every other number would serve."""
    with faults(lang):
        from api.cli import budget_command  # noqa: PLC0415 - see above
        from optimizer.domain.languages import Language  # noqa: PLC0415

        given = budget_command.BudgetOptions(
            recruits,
            floor or (),
            fairest,
            output,
            workers,
            time_limit_s,
            seed,
            Language(lang),
        )
        budget_command.budget(scenario, given)


@app.command()
def merge(
    scenario: Source,
    villages: Annotated[list[str], typer.Argument(help="Ids of the villages, two or more.")],
    *,
    merged: Annotated[str, typer.Option("--id", help="Id of the new village.")],
    output: Annotated[Path, typer.Option(help="The scenario folder to write.")],
    seed: Seed = 0,
    lang: Lang = "en",
) -> None:
    """Write the scenario with some villages as one; the plan in force is carried over."""
    with faults(lang):
        from api.cli import borders_command  # noqa: PLC0415 - see above
        from optimizer.domain.languages import Language  # noqa: PLC0415

        language = Language(lang)
        borders_command.merge(scenario, villages, merged, output, seed=seed, language=language)


@app.command()
def split(
    scenario: Source,
    village: Annotated[str, typer.Argument(help="Id of the village.")],
    *,
    by: Annotated[str, typer.Option(help="hamlet, or a table: table, id, village.")],
    output: Annotated[Path, typer.Option(help="The scenario folder to write.")],
    seed: Seed = 0,
    lang: Lang = "en",
) -> None:
    """Write the scenario with a village in parts; pairs across the new border end."""
    with faults(lang):
        from api.cli import borders_command  # noqa: PLC0415 - see above
        from optimizer.domain.languages import Language  # noqa: PLC0415

        borders_command.split(scenario, village, by, output, seed=seed, language=Language(lang))
