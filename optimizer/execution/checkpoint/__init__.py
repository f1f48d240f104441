"""What is finished stays finished: plans on the disk, found again by what they are plans of.

A plan is kept under a key (`key.village_key`) of everything that it depends on: the village with
its rules, the seed, the time limit and the version. So a later run takes the plans that still
hold, whatever else was changed, and makes the others anew. `record` writes a plan as plain
columns, `batch` a file of records that is whole or ignored, `store` owns the files of a folder,
`fitting` asks whether a record is of its village, `work` owns the folder beside the output.
"""

from optimizer.execution.checkpoint.plan_key import search_key, village_key
from optimizer.execution.checkpoint.plan_store import PlanStore
from optimizer.execution.checkpoint.record_check import fits
from optimizer.execution.checkpoint.record_columns import RecordError
from optimizer.execution.checkpoint.work_folder import WorkFolder, open_work_folder

__all__ = [
    "PlanStore",
    "RecordError",
    "WorkFolder",
    "fits",
    "open_work_folder",
    "search_key",
    "village_key",
]
