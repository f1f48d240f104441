"""The options of ``liengia optimize`` that say how the work is done; loads nothing heavy."""

from __future__ import annotations

from typing import Annotated

import typer

from optimizer.output.formats import OutputFormat

Workers = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="Processes; the result is the same.",
        show_default="one on each processor",
    ),
]
TimeLimit = Annotated[
    float | None,
    typer.Option(
        "--time-limit",
        min=0.001,
        help="Seconds for each village, at most; without --total-time each has as much at once.",
        show_default="20, shared as --total-time says",
    ),
]
TotalTime = Annotated[
    float | None,
    typer.Option(
        "--total-time",
        min=1,
        help="Seconds for the whole run, by the clock: hard villages get what easy ones leave.",
        show_default="30, and a quarter of one for each village and process",
    ),
]
Gap = Annotated[
    float,
    typer.Option(
        "--gap",
        min=0,
        max=1,
        help="A village is good enough whose walk is proven to be so close to the shortest, "
        "such as 0.01 for one percent; 0 for the shortest.",
    ),
]
Formats = Annotated[
    list[OutputFormat] | None,
    typer.Option(
        "--geo",
        "--also",
        help="Also write this to the folder: a map, or a file for the field; may be repeated.",
    ),
]
Memory = Annotated[
    int, typer.Option("--memory-mb", min=64, help="Memory of each process beside its libraries.")
]
