"""What every process of the service loads, once: the processes are copies of the one that did."""

from __future__ import annotations

from api.tasks import answer_task, planner_task, scenario_task, screen_task
from api.tasks.exports import comparison, printed_lists, result_export
from api.tasks.uploads import annotated_workbook, file_check, scenario_workbook, workbook_template

LOADED = (
    *(answer_task, planner_task, scenario_task, screen_task),
    *(comparison, printed_lists, result_export),
    *(annotated_workbook, file_check, scenario_workbook, workbook_template),
)
"""The modules whose functions are asked for; they import what else there is."""
