"""Metres between households and those who look after them: by the metric of the rules."""

from optimizer.distance.measuring_time import Deadline, Unmeasured
from optimizer.distance.metric import (
    between_members_m,
    distances_within,
    is_plain,
    locked_metres,
    measuring_limits,
)
from optimizer.distance.straight import straight_m, straight_within

__all__ = [
    "Deadline",
    "Unmeasured",
    "between_members_m",
    "distances_within",
    "is_plain",
    "locked_metres",
    "measuring_limits",
    "straight_m",
    "straight_within",
]
