"""Metres between households and those who look after them: straight, round barriers, by path."""

from optimizer.distance.measuring_time import Limits, Unmeasured
from optimizer.distance.metric import (
    distances_within,
    is_plain,
    locked_metres,
    measuring_limits,
    straight_within,
)
from optimizer.distance.straight import straight_m

__all__ = [
    "Limits",
    "Unmeasured",
    "distances_within",
    "is_plain",
    "locked_metres",
    "measuring_limits",
    "straight_m",
    "straight_within",
]
