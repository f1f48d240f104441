"""What every terrain is given and what it returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Protocol

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from optimizer.domain.scenario import Floats, Ints

Metres = Annotated[float, Field(gt=0, le=100_000)]


class Shape(BaseModel):
    """How large and how scattered a village is; each terrain reads what it needs.

    Parameters
    ----------
    extent_m
        The village from end to end.
    spread_m
        One hamlet, block or strip across.
    hamlets
        Fewest and most hamlets.
    stacked
        Households a building on average: 1 for houses, more where flats stand above each other.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    extent_m: Metres
    spread_m: Metres
    hamlets: Annotated[
        tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(ge=1)]], Field(strict=False)
    ] = (1, 1)
    stacked: Annotated[float, Field(ge=1, le=100)] = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Settlement:
    """The households of a village before anybody has a name.

    Parameters
    ----------
    xy
        Shape (n, 2), metres round the village's middle.
    hamlet
        Shape (n,), the number of each household's hamlet, from 0.
    """

    xy: Floats
    hamlet: Ints


class Terrain(Protocol):
    """Lays out a village; the same generator state gives the same village."""

    def __call__(self, rng: np.random.Generator, households: int, shape: Shape) -> Settlement:
        """Place ``households`` households."""
        ...
