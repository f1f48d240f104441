"""Scenarios by name: presets, a generator, and small villages stored with their answers."""

from scenarios.buildings import draw_buildings, village_from_buildings
from scenarios.generator import generate
from scenarios.presets import Preset, preset, presets
from scenarios.stored import stored, stored_names

__all__ = [
    "Preset",
    "draw_buildings",
    "generate",
    "preset",
    "presets",
    "stored",
    "stored_names",
    "village_from_buildings",
]
