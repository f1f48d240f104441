"""Raw columns in, a checked `Scenario` out; every problem is collected and raised once."""

from optimizer.intake.assembly import scenario_from_raw
from optimizer.intake.faults import Finding
from optimizer.intake.land import RawBarriers, RawNetwork
from optimizer.intake.raw import RawScenario
from optimizer.intake.table import Column, Table, empty_table

__all__ = [
    "Column",
    "Finding",
    "RawBarriers",
    "RawNetwork",
    "RawScenario",
    "Table",
    "empty_table",
    "scenario_from_raw",
]
