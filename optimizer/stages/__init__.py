"""The stages in their order: each is settled before the next and never given back."""

from optimizer.stages.assign import Assigned, assign, first_plan
from optimizer.stages.task import Task

__all__ = ["Assigned", "Task", "assign", "first_plan"]
