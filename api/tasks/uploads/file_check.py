"""What is wrong with files that were sent, and how large they are; done by the processes."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from api.http.problem_texts_vietnamese import translate_problem
from api.tasks.planner_task import notes_of
from api.tasks.uploads.problem_location import file_details
from api.tasks.uploads.uploaded_files import Sent, UnpackLimits, scenario_of_files
from optimizer.errors import ScenarioError
from optimizer.input.columns import ReadingChoices


def check_files(
    files: Sequence[Sent],
    bounds: UnpackLimits,
    choices: ReadingChoices,
    language: str,
    *,
    strict: bool = False,
) -> bytes:
    """Return everything that is wrong with a scenario in files, and how large it is."""
    try:
        scenario = scenario_of_files(files, bounds, choices.coordinates, choices, strict=strict)
    except ScenarioError as fault:
        counts = dict.fromkeys(("villages", "households", "members"), 0)
        errors = [translate_problem(detail, language) for detail in file_details(fault.problems)]
        return orjson.dumps({"valid": False, "errors": errors, **counts, "notes": []})
    villages = scenario.villages
    return orjson.dumps(
        {
            "valid": True,
            "errors": [],
            "villages": len(villages),
            "households": sum(len(village.households) for village in villages),
            "members": sum(len(village.members) for village in villages),
            "notes": notes_of(scenario),
        }
    )
