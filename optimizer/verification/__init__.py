"""The independent check: knows no solver, no planner's distance, and takes nobody's word.

Every family of rules is a file: ``pairs``, ``loads``, ``reasons`` (with ``exchange``), ``stages``,
``recruits``, ``pockets``, ``verdicts``; ``ground`` measures, ``case`` recounts, ``village`` puts
them in order. Imports nothing of the package but ``scenario``, ``rules``, ``plan``.
"""

from optimizer.verification.village_check import VillageCheck, check_plan, verify_plan
from optimizer.verification.violation import Violation

__all__ = ["VillageCheck", "Violation", "check_plan", "verify_plan"]
