"""Raw columns in, a checked `Scenario` out; every problem is collected and raised once."""

from optimizer.input.checks.assembly import scenario_from_raw
from optimizer.input.checks.faults import Finding
from optimizer.input.checks.raw_land import RawBarriers, RawNetwork
from optimizer.input.checks.raw_scenario import RawDistances, RawScenario
from optimizer.input.checks.raw_table import CodedColumn, Column, RawTable, empty_table

__all__ = [
    "CodedColumn",
    "Column",
    "Finding",
    "RawBarriers",
    "RawDistances",
    "RawNetwork",
    "RawScenario",
    "RawTable",
    "empty_table",
    "scenario_from_raw",
]
