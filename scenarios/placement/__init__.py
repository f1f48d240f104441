"""A scenario of houses and outlines: every house gets the village in which it stands."""

from scenarios.placement.placement_messages import placement_lines
from scenarios.placement.placement_report import Placed
from scenarios.placement.scenario_from_buildings import Wish, place_buildings
from scenarios.placement.village_outlines import Columns

__all__ = ["Columns", "Placed", "Wish", "place_buildings", "placement_lines"]
