"""Commands through the year; ``planner_app`` takes them in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.cli import optimize_options, reading_options
from api.cli.exit_codes import OUR_FAULT, faults
from api.cli.scenario_options import Lang, Seed

if TYPE_CHECKING:
    from api.cli.replan_command import ReplanRequest
    from optimizer.input.columns import ReadingChoices

app = typer.Typer(rich_markup_mode=None)

PlanInForce = Annotated[
    Path, typer.Argument(help="The plan in force: a response JSON or a result folder.")
]
WhichPlan = Annotated[
    Literal["today", "after"],
    typer.Option(help="The plan in force; after: its recruits are members by now."),
]
MadeOf = Annotated[
    str | None, typer.Option(help="What the plan was made of; a result of replan holds it itself.")
]


def _request(  # noqa: PLR0913 - what the commands on a plan in force have in common
    result: Path,
    output: Path,
    plan: str,
    scenario: str | None,
    seed: int,
    lang: str,
    choices: ReadingChoices,
    *,
    time_limit_s: float | None = None,
    workers: int | None = None,
) -> ReplanRequest:
    """Return what is asked of a plan in force, from the words of the command line."""
    from api.cli.replan_command import ReplanRequest  # noqa: PLC0415 - see above
    from optimizer.domain.languages import Language  # noqa: PLC0415
    from optimizer.replanning.plan_in_force import Which  # noqa: PLC0415

    which, language = Which(plan), Language(lang)
    return ReplanRequest(
        result, output, which, scenario, seed, time_limit_s, workers, language, choices
    )


@app.command()
def replan(  # noqa: PLR0913 - an option each
    result: PlanInForce,
    events: Annotated[Path, typer.Argument(help="What happened: .csv, .xlsx or a JSON list.")],
    *,
    output: Annotated[Path, typer.Option(help="A file that ends in .json, else a result folder.")],
    plan: WhichPlan = "today",
    scenario: MadeOf = None,
    workers: optimize_options.Workers = None,
    time_limit_s: optimize_options.TimeLimit = None,
    seed: Seed = 0,
    columns: reading_options.Columns = None,
    leave_out: reading_options.LeaveOut = None,
    coordinates: reading_options.Coordinates = None,
    lang: Lang = "en",
) -> None:
    """Plan again what events touch, with the fewest changes; all else stays as it is."""
    with faults(lang):
        from api.cli import replan_command  # noqa: PLC0415 - see above

        choices = reading_options.choices_of(columns, leave_out, coordinates)
        asked = _request(
            result,
            output,
            plan,
            scenario,
            seed,
            lang,
            choices,
            time_limit_s=time_limit_s,
            workers=workers,
        )
        whole = replan_command.replan(asked, events)
    if not whole:
        raise typer.Exit(OUR_FAULT)


@app.command()
def frontier(  # noqa: PLR0913 - an option each
    result: PlanInForce,
    *,
    output: Annotated[Path, typer.Option(help="A file that ends in .csv or .json.")],
    plan: WhichPlan = "today",
    scenario: MadeOf = None,
    village: Annotated[
        list[str] | None, typer.Option(help="Only this village; may be repeated.")
    ] = None,
    time_limit_s: optimize_options.TimeLimit = None,
    seed: Seed = 0,
    columns: reading_options.Columns = None,
    leave_out: reading_options.LeaveOut = None,
    coordinates: reading_options.Coordinates = None,
    lang: Lang = "en",
) -> None:
    """Trace how many households have to change person for fewer metres, with proof."""
    with faults(lang):
        from api.cli import replan_command  # noqa: PLC0415 - see above

        choices = reading_options.choices_of(columns, leave_out, coordinates)
        asked = _request(
            result, output, plan, scenario, seed, lang, choices, time_limit_s=time_limit_s
        )
        replan_command.frontier(asked, village or [])


@app.command()
def attrition(  # noqa: PLR0913 - an option each
    result: PlanInForce,
    *,
    output: Annotated[
        Path, typer.Option(help="A file that ends in .csv or .json, else a folder with a picture.")
    ],
    plan: WhichPlan = "today",
    scenario: MadeOf = None,
    village: Annotated[
        list[str] | None, typer.Option(help="Only this village; may be repeated.")
    ] = None,
    share: Annotated[
        list[float] | None,
        typer.Option(
            help="Percent of the members who leave; may be repeated.", show_default="5, 10 and 20"
        ),
    ] = None,
    draws: Annotated[
        int, typer.Option(min=1, max=10_000, help="How often it is drawn who leaves.")
    ] = 200,
    workers: optimize_options.Workers = None,
    total_time_s: Annotated[
        float | None,
        typer.Option("--total-time", min=0.001, help="Seconds of the whole run, by the clock."),
    ] = None,
    seed: Seed = 0,
    columns: reading_options.Columns = None,
    leave_out: reading_options.LeaveOut = None,
    coordinates: reading_options.Coordinates = None,
    lang: Lang = "en",
) -> None:
    """Draw who leaves, and count the households that nobody could look after then."""
    with faults(lang):
        from api.cli import attrition_command  # noqa: PLC0415 - see above

        choices = reading_options.choices_of(columns, leave_out, coordinates)
        asked = _request(result, output, plan, scenario, seed, lang, choices)
        shares = share or attrition_command.SHARES
        options = attrition_command.AttritionOptions(
            village or [], shares, draws, workers, total_time_s
        )
        attrition_command.attrition(asked, options)


@app.command()
def month(
    result: PlanInForce,
    *,
    output: Annotated[Path, typer.Option(help="A workbook, .xlsx.")],
    plan: WhichPlan = "today",
    village: Annotated[
        list[str] | None, typer.Option(help="Only this village; may be repeated.")
    ] = None,
    lang: Lang = "en",
) -> None:
    """Write a workbook: who looks after whom, and a sheet for what happens, which replan reads."""
    with faults(lang):
        from api.cli import month_command  # noqa: PLC0415 - see above
        from optimizer.input.folder.table_schema import AS_IT_IS  # noqa: PLC0415

        asked = _request(result, output, plan, None, 0, lang, AS_IT_IS)
        month_command.month(asked, village or [])


@app.command()
def list_changes(  # noqa: PLR0913 - an option each
    result: PlanInForce,
    newer: Annotated[str, typer.Argument(help="The newer list: a scenario of any kind.")],
    *,
    output: Annotated[Path, typer.Option(help="Events for replan: .xlsx, .csv or .json.")],
    plan: WhichPlan = "today",
    scenario: MadeOf = None,
    moved_m: Annotated[
        float,
        typer.Option(min=0, max=100_000, help="A point farther away by more has moved, metres."),
    ] = 50.0,
    seed: Seed = 0,
    columns: reading_options.Columns = None,
    leave_out: reading_options.LeaveOut = None,
    coordinates: reading_options.Coordinates = None,
    lang: Lang = "en",
) -> None:
    """Compare a newer list with the plan in force: new, gone and moved, as events to confirm."""
    with faults(lang):
        from api.cli import month_command  # noqa: PLC0415 - see above

        choices = reading_options.choices_of(columns, leave_out, coordinates)
        asked = _request(result, output, plan, scenario, seed, lang, choices)
        month_command.changes(asked, newer, choices, moved_m)
