"""A scenario of houses and outlines: every house gets the village in which it stands."""

from scenarios.placement.placement_messages import placement_lines, step_line
from scenarios.placement.placement_options import PlacementOptions
from scenarios.placement.placement_report import PlacementResult
from scenarios.placement.scenario_from_buildings import place_buildings
from scenarios.placement.village_outlines import OutlineColumns

__all__ = [
    "OutlineColumns",
    "PlacementOptions",
    "PlacementResult",
    "place_buildings",
    "placement_lines",
    "step_line",
]
