"""The command ``names``: its options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli import reading_options
from api.cli.exit_codes import faults
from api.cli.scenario_options import Lang

app = typer.Typer()


@app.command()
def names(
    result: Annotated[Path, typer.Argument(help="A result folder or a response JSON.")],
    files: Annotated[
        list[Path],
        typer.Argument(metavar="NAMES...", help="Workbooks or CSV files: village, id, name."),
    ],
    *,
    output: Annotated[
        Path | None,
        typer.Option(help="The workbook to write (.xlsx); beside the result where none is named."),
    ] = None,
    village: Annotated[
        list[str] | None, typer.Option(help="Only this village; may be repeated.")
    ] = None,
    columns: reading_options.Columns = None,
    leave_out: reading_options.LeaveOut = None,
    lang: Lang = "en",
) -> None:
    """Write a result's lists with the names of households and members; nothing leaves the disk."""
    with faults(lang):
        from api.cli import names_command  # noqa: PLC0415 - see planner_app
        from optimizer.domain.languages import Language  # noqa: PLC0415

        said = reading_options.choices_of(columns, leave_out)
        names_command.name_lists(result, files, output, Language(lang), village or [], said)
