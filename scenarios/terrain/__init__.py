"""How villages lie: one function a terrain, all of the same protocol."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from scenarios.terrain.mountain_hamlets import mountain_hamlets
from scenarios.terrain.plain import plain
from scenarios.terrain.ribbon import ribbon
from scenarios.terrain.settlement import Settlement, Shape, Terrain
from scenarios.terrain.ward import ward

TERRAINS: Mapping[str, Terrain] = MappingProxyType(
    {"ward": ward, "ribbon": ribbon, "hamlets": mountain_hamlets, "plain": plain}
)

__all__ = [
    "TERRAINS",
    "Settlement",
    "Shape",
    "Terrain",
    "mountain_hamlets",
    "plain",
    "ribbon",
    "ward",
]
