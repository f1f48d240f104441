"""A scenario of houses and outlines: every house gets the village in which it stands."""

from scenarios.placing.outlines import Columns
from scenarios.placing.placing import Wish, place_buildings
from scenarios.placing.report import Placed
from scenarios.placing.telling import placement_lines

__all__ = ["Columns", "Placed", "Wish", "place_buildings", "placement_lines"]
