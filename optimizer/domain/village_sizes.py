"""How large one village may be: environment variables ``LIENGIA_MAX_VILLAGE_...``."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

Count = Annotated[int, Field(ge=1)]


class VillageSizes(BaseSettings):
    """The sizes up to which a village is planned; what was measured of them is said beside each."""

    model_config = SettingsConfigDict(env_prefix="LIENGIA_MAX_VILLAGE_", frozen=True)

    members: Count = 10_000
    pairs: Count = 40_000_000
    """Households times members: where all are in reach, 20 million pairs take 0.7 GB."""
    barriers: Count = 50_000
    """Straight pieces of walls in and near a village."""
    crossings: Count = 10_000
    nodes: Count = 250_000
    """Of the paths in and near a village."""
    edges: Count = 250_000

    def exceeded(self, counts: dict[str, int]) -> list[tuple[str, int, int]]:
        """Return what there is too much of, how much of it, and how much may be.

        Parameters
        ----------
        counts
            By the names of the settings.
        """
        return [
            (name, count, limit)
            for name, count in counts.items()
            if count > (limit := int(getattr(self, name)))
        ]
