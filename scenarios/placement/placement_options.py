"""What is to be placed, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from optimizer.input.columns import ReadingChoices
from scenarios.placement.village_outlines import OutlineColumns


@dataclass(frozen=True, slots=True)
class PlacementOptions:
    """What is to be placed, and how.

    Parameters
    ----------
    villages
        A map of outlines; None where the buildings' own OpenStreetMap file has the boundaries.
    members
        A file of members' homes; None where they are drawn, or where there are none yet.
    one_member_in
        Houses for each member that is drawn; None to draw nobody.
    coordinates
        What x and y are where no file says it, as in ``scenario.yaml``.
    choices
        What the columns of the tables and maps mean.
    near_m
        How far outside every village a house may stand and still belong to the nearest.
    network
        A map of paths; for the metric ``path`` those of the buildings' own OpenStreetMap file
        stand in for it.
    barriers
        A map of rivers, railways and the like, with the points at which they can be crossed.
    strict
        Whether what looks wrong is refused.
    """

    buildings: Path
    villages: Path | None = None
    members: Path | None = None
    one_member_in: int | None = None
    seed: int = 0
    admin_level: int = 8
    columns: OutlineColumns = field(default_factory=OutlineColumns)
    household_id: str = "id"
    repair: bool = False
    coordinates: str | None = None
    near_m: float = 0.0
    network: Path | None = None
    barriers: Path | None = None
    rules: Mapping[str, object] = field(default_factory=dict)
    strict: bool = False
    choices: ReadingChoices = field(default_factory=ReadingChoices)

    @property
    def reading(self) -> ReadingChoices:
        """What is said about columns and coordinates together."""
        return replace(self.choices, coordinates=self.coordinates or "")
