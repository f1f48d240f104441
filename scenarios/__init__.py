"""Scenarios by name: presets, a generator, and small villages stored with their answers."""

from scenarios.generator import generate
from scenarios.presets import Preset, preset, presets
from scenarios.stored import stored_folder, stored_names

__all__ = ["Preset", "generate", "preset", "presets", "stored_folder", "stored_names"]
