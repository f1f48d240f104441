"""Features of one kind in one village, as every layer of the map is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from optimizer.domain.scenario import Floats

Shapes = NDArray[np.object_]

SHADES = 6
"""Tints by which territories are told apart. Few neighbours have the same one: a territory in many
parts has more neighbours than a land on a map."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Features of one kind in one village: shapes and their columns, all of one length."""

    name: str
    shapes: Shapes
    columns: Mapping[str, list[object]]


def points(xy: Floats) -> Shapes:
    """Return one point for each row."""
    return np.asarray(shapely.points(xy), np.object_)
