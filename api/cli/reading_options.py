"""The options that say how tables are read, the same for every command that reads any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from optimizer.errors import Problem, ScenarioError

if TYPE_CHECKING:
    from optimizer.input.columns import ReadingChoices

Columns = Annotated[
    list[str] | None,
    typer.Option(metavar="HEADING=FIELD,...", help='What columns mean, as in "Mã hộ=id,Vĩ độ=y".'),
]
LeaveOut = Annotated[
    list[str] | None,
    typer.Option("--leave-out", metavar="HEADING,...", help="Columns that are not to be read."),
]
Coordinates = Annotated[
    str | None,
    typer.Option(
        metavar="SYSTEM",
        help="What x and y are, where no file says it: metres, lonlat, EPSG:9217, ...",
    ),
]


def choices_of(
    columns: list[str] | None, leave_out: list[str] | None, coordinates: str | None = None
) -> ReadingChoices:
    """Take the options of a command.

    Raises
    ------
    ScenarioError
        When a mapping or a system of coordinates is none.
    """
    from optimizer.input.columns import ReadingChoices  # noqa: PLC0415 - keeps ``--help`` quick
    from optimizer.input.systems import parse_system  # noqa: PLC0415
    from optimizer.input.systems.coordinate_system import REMEDY  # noqa: PLC0415

    if coordinates is not None and parse_system(coordinates) is None:
        wrong = Problem("UNKNOWN_COORDINATES", "--coordinates", "", coordinates[:60], REMEDY)
        raise ScenarioError([wrong])
    return ReadingChoices.of(columns or (), leave_out or (), coordinates or "")
