"""The command line: names and options; ``commands`` does the work.

The imports inside functions keep ``--help`` quick: numpy, the solvers and the readers of tables
take a second to load, and are loaded once it is known that something is to be done with them.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

import typer

from api.cli import (
    across_app,
    distances_app,
    names_app,
    optimize_options,
    place_options,
    reading_options,
    year_app,
)
from api.cli.exit_codes import NOT_CLEAN, OUR_FAULT, UNCHECKED, faults
from api.cli.scenario_options import Lang, Seed, Source, Strict

app = typer.Typer(
    name="liengia",
    help="Shares a village's households among its volunteers, and proves what it says.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(across_app.app)
app.add_typer(year_app.app)
app.add_typer(distances_app.app)
app.add_typer(names_app.app)


def main() -> None:
    """Run the command line."""
    app()


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - the shape of an option's callback
    """Print the version and end."""
    if wanted:
        typer.echo(f"liengia {version('liengia')}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Options that stand before the command."""


@app.command("optimize")
def optimize_command(  # noqa: PLR0913 - an option each
    scenario: Source,
    *,
    output: Annotated[
        Path | None,
        typer.Option(help="A file that ends in .json for the response, else a result folder."),
    ] = None,
    geo: optimize_options.Formats = None,
    workers: optimize_options.Workers = None,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Dask scheduler of machines of your own."),
    ] = None,
    time_limit_s: optimize_options.TimeLimit = None,
    total_s: optimize_options.TotalTime = None,
    gap: optimize_options.Gap = 0.0,
    seed: Seed = 0,
    memory_mb: optimize_options.Memory = 3_072,
    columns: reading_options.Columns = None,
    leave_out: reading_options.LeaveOut = None,
    coordinates: reading_options.Coordinates = None,
    strict: Strict = False,
    lang: Lang = "en",
) -> None:
    """Plan every village and say who is left out, why, and what the plan is worth."""
    if geo and (output is None or output.suffix == ".json"):
        raise typer.BadParameter("these files need a result folder: --output FOLDER")
    with faults(lang):
        from api.cli.optimize_command import PlanningEffort, optimize  # noqa: PLC0415 - see above
        from api.cli.output_request import OutputRequest  # noqa: PLC0415 - see above

        effort = PlanningEffort(
            workers, seed, time_limit_s, scheduler, memory_mb << 20, total_s, gap
        )
        said = reading_options.choices_of(columns, leave_out, coordinates)
        where = OutputRequest.of(output, geo or (), lang)
        whole = optimize(scenario, effort, where, said, strict=strict)
    if not whole:
        raise typer.Exit(OUR_FAULT)


@app.command()
def verify(
    scenario: Source,
    plan: Annotated[Path, typer.Argument(help="A response JSON, a result folder or a budget's.")],
    *,
    bounds: Annotated[
        bool, typer.Option("--bounds", help="Also recompute every bound that is checkable.")
    ] = False,
    seed: Seed = 0,
    columns: reading_options.Columns = None,
    leave_out: reading_options.LeaveOut = None,
    coordinates: reading_options.Coordinates = None,
    lang: Lang = "en",
) -> None:
    """Check a plan without any solver; list every rule that it breaks."""
    with faults(lang):
        from api.cli import verify_command  # noqa: PLC0415 - see above
        from optimizer.domain.languages import Language  # noqa: PLC0415

        said = reading_options.choices_of(columns, leave_out, coordinates)
        asked = verify_command.VerifyOptions(seed, said, bounds, Language(lang))
        found = verify_command.verify(scenario, plan, asked)
    if not found.clean:
        raise typer.Exit(NOT_CLEAN if found.violations else UNCHECKED)


@app.command()
def generate(
    preset: Annotated[str, typer.Argument(help="Name of a preset; see liengia presets.")],
    *,
    output: Annotated[Path, typer.Option(help="The scenario folder to write.")],
    seed: Seed = 0,
    scale: Annotated[float, typer.Option(help="Factor on the number of villages.")] = 1.0,
) -> None:
    """Write a preset as a scenario folder."""
    with faults():
        from api.cli import planner_commands  # noqa: PLC0415 - see above

        planner_commands.generate(preset, output, seed=seed, scale=scale)


@app.command()
def draw(  # noqa: PLR0913 - the options of a command
    files: Annotated[list[Path], typer.Argument(help="Maps or tables of buildings.")],
    *,
    output: Annotated[Path, typer.Option(help="The scenario folder to write.")],
    one_member_in: Annotated[int, typer.Option(min=1, help="Buildings for each member.")] = 9,
    max_distance_m: Annotated[
        float, typer.Option("--max-distance", min=0, help="Distance limit in metres.")
    ] = 800.0,
    seed: Seed = 0,
    columns: reading_options.Columns = None,
    leave_out: reading_options.LeaveOut = None,
    coordinates: reading_options.Coordinates = None,
    lang: Lang = "en",
) -> None:
    """Make a scenario of real buildings, one village a file, with members drawn among them."""
    with faults(lang):
        from api.cli import planner_commands  # noqa: PLC0415 - see above
        from optimizer.domain.languages import Language  # noqa: PLC0415

        said = reading_options.choices_of(columns, leave_out, coordinates)
        how = planner_commands.Drawing(one_member_in, max_distance_m, seed, said)
        planner_commands.draw(files, output, how, Language(lang))


@app.command()
def pilots(
    result: Annotated[Path, typer.Argument(help="A response JSON or a result folder with teams.")],
    *,
    teams: Annotated[int, typer.Option(min=1, help="How many pilot teams.")],
    output: Annotated[Path, typer.Option(help="A .json, a .csv, or a folder for both.")],
    by: Annotated[
        Literal["served", "walk", "need"],
        typer.Option(help="Households served, short walks, or unserved households."),
    ] = "served",
    lang: Lang = "en",
) -> None:
    """Choose pilot teams: at least one in every village, then the best of the rest."""
    with faults(lang):
        from api.cli import pilots_command  # noqa: PLC0415 - see above
        from optimizer.domain.languages import Language  # noqa: PLC0415
        from optimizer.teams.pilots import PilotScore  # noqa: PLC0415

        pilots_command.select_pilots(result, teams, PilotScore(by), output, Language(lang))


@app.command()
def place(  # noqa: PLR0913 - the options of a command
    buildings: place_options.Buildings,
    *,
    output: place_options.Output,
    villages: place_options.Villages = None,
    village_id: place_options.VillageId = "id",
    village_name: place_options.VillageName = "name",
    admin_level: place_options.AdminLevel = 8,
    household_id: place_options.HouseholdId = "id",
    members: place_options.Members = None,
    one_member_in: place_options.OneMemberIn = None,
    seed: Seed = 0,
    columns: reading_options.Columns = None,
    leave_out: reading_options.LeaveOut = None,
    coordinates: reading_options.Coordinates = None,
    near_m: place_options.Near = 0.0,
    repair: place_options.Repair = False,
    metric: place_options.MetricKind = "straight",
    network: place_options.PathsFile = None,
    barriers: place_options.BarriersFile = None,
    max_distance_m: place_options.MaxDistance = 1000.0,
    strict: Strict = False,
    lang: Lang = "en",
) -> None:
    """Put buildings into villages by their outlines, and say what lies outside."""
    if members is not None and one_member_in is not None:
        raise typer.BadParameter("members come from a file or are drawn: --members or not")
    with faults(lang):
        from api.cli import planner_commands  # noqa: PLC0415 - see above
        from optimizer.domain.languages import Language  # noqa: PLC0415
        from scenarios.placement import OutlineColumns, PlacementOptions  # noqa: PLC0415 - see above

        wish = PlacementOptions(
            buildings,
            villages=villages,
            columns=OutlineColumns(village_id, village_name),
            admin_level=admin_level,
            household_id=household_id,
            members=members,
            one_member_in=one_member_in,
            seed=seed,
            coordinates=coordinates,
            near_m=near_m,
            repair=repair,
            network=network,
            barriers=barriers,
            rules={"max_distance_m": max_distance_m, "metric": metric},
            choices=reading_options.choices_of(columns, leave_out),
            strict=strict,
        )
        planner_commands.place(wish, output, Language(lang))


@app.command()
def screen(
    counts: Annotated[Path, typer.Argument(help="A table: village, households, members.")],
    *,
    output: Annotated[Path | None, typer.Option(help="A file that ends in .csv or .json.")] = None,
    min_households: Annotated[
        int | None, typer.Option("--min-households", help="Smallest load of a member.")
    ] = None,
    max_households: Annotated[
        int | None, typer.Option("--max-households", help="Largest load of a member.")
    ] = None,
    columns: reading_options.Columns = None,
    leave_out: reading_options.LeaveOut = None,
    lang: Lang = "en",
) -> None:
    """Say what counts alone prove about villages without points; no personal data is needed."""
    window = {"min_households": min_households, "max_households": max_households}
    with faults(lang):
        from api.cli import screen_command  # noqa: PLC0415 - see above
        from optimizer.domain.languages import Language  # noqa: PLC0415

        given = {rule: value for rule, value in window.items() if value is not None}
        said = reading_options.choices_of(columns, leave_out)
        screen_command.screen_counts(counts, output, given, Language(lang), said)


@app.command()
def report(
    folder: Annotated[Path, typer.Argument(metavar="RESULT", help="A result folder.")],
    *,
    lang: Lang = "en",
) -> None:
    """Write report.html and report.xlsx of a result folder again."""
    with faults(lang):
        from optimizer.domain.languages import Language  # noqa: PLC0415
        from optimizer.output.folder.summary_files import rewrite_reports  # noqa: PLC0415 - see above

        for path in rewrite_reports(folder, Language(lang)):
            typer.echo(path)


@app.command()
def presets(*, lang: Lang = "en") -> None:
    """List the presets."""
    with faults(lang):
        from api.cli import planner_commands  # noqa: PLC0415 - see above

        planner_commands.list_presets(lang)
