"""Raw columns in, a checked `Scenario` out; every problem is collected and raised once."""

from optimizer.input.checks.assembly import scenario_from_raw
from optimizer.input.checks.faults import Finding
from optimizer.input.checks.raw_land import RawBarriers, RawNetwork
from optimizer.input.checks.raw_scenario import RawScenario
from optimizer.input.checks.raw_table import Column, RawTable, empty_table

__all__ = [
    "Column",
    "Finding",
    "RawBarriers",
    "RawNetwork",
    "RawScenario",
    "RawTable",
    "empty_table",
    "scenario_from_raw",
]
