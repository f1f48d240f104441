"""What is known of a village before a house stands: its name, its ground and its counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isnan

import numpy as np

from optimizer.domain.rules import Rules
from scenarios.communes import Commune
from scenarios.presets import GroundKind, Preset

_GOLDEN = (0.7548776662466927, 0.5698402909980532)
"""R2 sequence: numbers 1, 2, 3 ... fall evenly over a square, however many there are."""
_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Outline:
    """One village to be laid out.

    Parameters
    ----------
    code
        Of the commune, or ``v`` where the preset lists its villages.
    number
        Counted from 1 inside the code; with the code it is the village's id.
    siblings
        Villages of the same code in one round of the preset.
    commune
        None where the coordinates are metres.
    pilots
        Teams that take part alone, with the households around them; None for all.
    """

    code: str
    number: int
    siblings: int
    area: tuple[str, ...]
    ground: GroundKind
    rules: Rules
    households: int
    members: int
    teams: int
    commune: Commune | None = None
    pilots: int | None = None

    @property
    def id(self) -> str:
        """Unique in the scenario."""
        return f"{self.code}-{self.number:03d}"

    @property
    def name(self) -> str:
        """Thôn or khu phố, its number and its commune."""
        if self.commune is None:
            return f"Thôn {self.number}"
        kind = "Khu phố" if self.commune.urban else "Thôn"
        return f"{kind} {self.number}, {self.commune.name}"

    @property
    def origin(self) -> tuple[float, float] | None:
        """Longitude and latitude of the village's middle, spread round the commune's point."""
        if self.commune is None or isnan(self.commune.lon):
            return None
        u, v = ((self.number * step) % 1.0 for step in _GOLDEN)
        radius_km = 0.7 * np.sqrt(self.commune.area_km2 / np.pi * u)
        north_deg = np.rad2deg(radius_km * np.sin(2 * np.pi * v) / _EARTH_KM)
        east_deg = np.rad2deg(radius_km * np.cos(2 * np.pi * v) / _EARTH_KM)
        lat = self.commune.lat + float(north_deg)
        return self.commune.lon + float(east_deg / np.cos(np.deg2rad(lat))), lat

    def again(self, time: int) -> Outline:
        """Return the village's twin of a later round: the same counts, its own number."""
        return replace(self, number=self.number + time * self.siblings)


def listed_outlines(preset: Preset) -> tuple[Outline, ...]:
    """Return the villages that a preset lists."""
    return tuple(
        Outline(
            code="v",
            number=number,
            siblings=len(preset.villages),
            area=(preset.name,),
            ground=preset.grounds[sized.ground],
            rules=preset.rules_on(sized.ground),
            households=sized.households,
            members=sized.members,
            teams=-(-sized.members // 9),
        )
        for number, sized in enumerate(preset.villages, start=1)
    )
