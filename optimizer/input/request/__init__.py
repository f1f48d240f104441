"""The request JSON: parsed document to `Scenario`, and back."""

from optimizer.input.request.request_reader import (
    raw_request,
    scenario_from_kept,
    scenario_from_request,
)
from optimizer.input.request.request_writer import request_from_scenario

__all__ = ["raw_request", "request_from_scenario", "scenario_from_kept", "scenario_from_request"]
