"""The options of ``liengia place``: names, bounds and one line of help each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Buildings = Annotated[
    Path, typer.Argument(help="Buildings or points: .osm.pbf, a map or a table of x and y.")
]
Output = Annotated[Path, typer.Option(help="The scenario folder to write.")]
Villages = Annotated[
    Path | None, typer.Option(help="Outlines of the villages; else the boundaries in BUILDINGS.")
]
VillageId = Annotated[str, typer.Option(help="Column of ids of the outlines.")]
VillageName = Annotated[str, typer.Option(help="Column of names of the outlines.")]
AdminLevel = Annotated[
    int, typer.Option(min=1, max=12, help="Which boundaries of OpenStreetMap are villages.")
]
HouseholdId = Annotated[str, typer.Option(help="Column of ids of the buildings.")]
Members = Annotated[Path | None, typer.Option(help="Points: the homes of the members.")]
OneMemberIn = Annotated[
    int | None, typer.Option(min=1, help="Draw members among the buildings, one in so many.")
]
Near = Annotated[
    float, typer.Option("--near", min=0, help="Take in what lies so many metres outside.")
]
Repair = Annotated[bool, typer.Option("--repair", help="Mend outlines that cross themselves.")]
MetricKind = Annotated[
    Literal["straight", "path"], typer.Option(help="As the crow flies, or along paths.")
]
PathsFile = Annotated[
    Path | None, typer.Option(help="Paths: .osm.pbf or a map of lines; else those of BUILDINGS.")
]
BarriersFile = Annotated[
    Path | None, typer.Option(help="Rivers, railways and crossings: .osm.pbf or a map.")
]
MaxDistance = Annotated[
    float, typer.Option("--max-distance", min=0, help="Distance limit in metres.")
]
