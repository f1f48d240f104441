"""The 65 communes of the former province of Ninh Thuận with their real household totals."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class Commune:
    """One row of the commune table.

    Parameters
    ----------
    lon, lat
        Degrees of WGS 84: a point inside the commune; NaN where none is known.
    ground
        Which ground of the preset its villages stand on; our reading of the map, not a census
        figure.
    """

    code: str
    district: str
    name: str
    area_km2: float
    urban_households: int
    rural_households: int
    lon: float
    lat: float
    ground: str

    @property
    def households(self) -> int:
        """All households of the census."""
        return self.urban_households + self.rural_households

    @property
    def urban(self) -> bool:
        """True for wards and townships, whose villages are called ``khu phố``."""
        return self.urban_households > 0


def communes() -> tuple[Commune, ...]:
    """Read the commune table of the package, in the order of its codes."""
    table = resources.files("scenarios").joinpath("ninh_thuan_communes.csv")
    with table.open(encoding="utf-8") as lines:
        return tuple(
            Commune(
                code=row["code"],
                district=row["district"],
                name=row["commune"],
                area_km2=float(row["area_km2"]),
                urban_households=int(row["urban_households"]),
                rural_households=int(row["rural_households"]),
                lon=float(row["lon"]),
                lat=float(row["lat"]),
                ground=row["ground"],
            )
            for row in csv.DictReader(lines)
        )
