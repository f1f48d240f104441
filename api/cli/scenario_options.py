"""Options that many commands have; loads nothing heavy."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

Source = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A request JSON, a scenario folder or a preset.")
]
Seed = Annotated[int, typer.Option(min=0, help="Decides whatever is drawn or broken by lot.")]
Strict = Annotated[bool, typer.Option("--strict", help="Refuse what looks wrong in the scenario.")]
Lang = Annotated[Literal["en", "vi"], typer.Option("--lang", help="Language of the summary.")]
