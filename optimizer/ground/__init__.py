"""What is on the ground: maps of OpenStreetMap, and which village a point lies in."""

from optimizer.ground.assigning import NOWHERE, Located, Standing, assign_to_villages
from optimizer.ground.borders import Border, Overlap, borders, overlaps
from optimizer.ground.crossings import Barriers, read_barriers
from optimizer.ground.openstreetmap import (
    Features,
    is_openstreetmap,
    read_boundaries,
    read_buildings,
    read_ways,
)

__all__ = [
    "NOWHERE",
    "Barriers",
    "Border",
    "Features",
    "Located",
    "Overlap",
    "Standing",
    "assign_to_villages",
    "borders",
    "is_openstreetmap",
    "overlaps",
    "read_barriers",
    "read_boundaries",
    "read_buildings",
    "read_ways",
]
