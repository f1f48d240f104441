"""What is finished stays finished: plans on the disk, found again by what they are plans of.

A plan is kept under a key (`key.village_key`) of everything that it depends on: the village with
its rules, the seed, the time limit and the version. So a later run takes the plans that still
hold, whatever else was changed, and makes the others anew. `store` keeps them in files that are
whole or ignored, `work` owns the folder beside the output.
"""

from optimizer.kept.key import village_key
from optimizer.kept.store import Store
from optimizer.kept.work import Work, work_folder

__all__ = ["Store", "Work", "village_key", "work_folder"]
