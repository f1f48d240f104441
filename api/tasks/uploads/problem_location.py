"""Where a problem of a file is: table, row and field."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from api.http.errors import Detail, problem_details
from api.http.json_body import pointer_to
from optimizer.errors import Problem

_ROW = re.compile(r"(?:.* sheet )?(?P<table>[^/]+?)(?:\.\w+)? (?:row|feature) (?P<row>[0-9]+)")


def file_details(problems: Iterable[Problem]) -> list[Detail]:
    """Return problems with pointers: ``/table/row/field``, or ``/file/name`` for a file as a whole.

    Rows are counted as their author does.
    """
    listed = list(problems)
    details = problem_details(listed)
    for problem, detail in zip(listed, details, strict=True):
        place = place_of(problem)
        if place is not None:
            field = [problem.field] if problem.field else []
            detail["pointer"] = pointer_to(*map(str, place), *field)
            own = {"table": place[0], "row": place[1]}
            detail["params"] = {**own, "field": problem.field, "value": problem.value} | dict(
                problem.params
            )
        elif not problem.where.startswith("/"):
            file = [problem.where] if Path(problem.where).suffix else []
            detail["pointer"] = pointer_to("file", *file)
    return details


def place_of(problem: Problem) -> tuple[str, int] | None:
    """Return table and row of a problem; None where it is not about a row."""
    found = _ROW.fullmatch(problem.where)
    return None if found is None else (found["table"].strip().casefold(), int(found["row"]))
