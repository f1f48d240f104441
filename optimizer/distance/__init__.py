"""Metres between households and those who look after them: straight, round barriers, by path."""

from optimizer.distance.measuring import Limits, Unmeasured
from optimizer.distance.straight import straight_m
from optimizer.distance.walk import (
    distances_within,
    is_plain,
    locked_metres,
    metres_table,
    straight_within,
)

__all__ = [
    "Limits",
    "Unmeasured",
    "distances_within",
    "is_plain",
    "locked_metres",
    "metres_table",
    "straight_m",
    "straight_within",
]
