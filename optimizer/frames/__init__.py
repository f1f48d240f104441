"""GeoDataFrames, DataFrames and arrays in, a plan in the same shape out: `optimizer.plan`."""

from optimizer.frames.household_plan import Plan
from optimizer.frames.plan_call import PlanWarning, plan
from optimizer.frames.plan_options import PlanOptions

__all__ = ["Plan", "PlanOptions", "PlanWarning", "plan"]
