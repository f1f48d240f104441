"""What ``scenario.yaml`` says about reading: coordinates, columns, and columns left out."""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.errors import Problem
from optimizer.input.checks.faults import shown
from optimizer.input.columns import ReadingChoices
from optimizer.input.systems import parse_system
from optimizer.input.systems.coordinate_system import REMEDY

FILE = "scenario.yaml"
UNKNOWN = "UNKNOWN_COORDINATES"
_PLACED = ("households", "members", "places", "network", "barriers")
_COLUMNS = "write headings and their fields, as in columns: {Mã hộ: id}"
_LEAVE_OUT = "write a list of headings, as in leave_out: [Họ tên]"
_TABLES = f"a system is said for one of {', '.join(_PLACED)}"


def read_coordinates(value: object) -> tuple[str, Mapping[str, str], list[Problem]]:
    """Read ``coordinates``: a system for every table, or an object from tables to systems.

    Returns
    -------
    tuple
        The system of every table ('' where nothing is said), those of single tables, and what is
        wrong; what is wrong stands for ``metres``, so that nothing is missed as well.
    """
    if value is None:
        return "", {}, []
    if not isinstance(value, dict):
        system, problems = _system("coordinates", value)
        return system, {}, problems
    own: dict[str, str] = {}
    found: list[Problem] = []
    for table, said in value.items():
        field = f"coordinates.{table}"
        if table not in _PLACED:
            found.append(Problem("UNKNOWN_TABLE", FILE, shown(field), "", _TABLES))
            continue
        own[table], problems = _system(field, said)
        found += problems
    return "", own, found


def read_choices(body: Mapping[object, object]) -> tuple[ReadingChoices, list[Problem]]:
    """Read ``columns`` and ``leave_out``."""
    columns, left = body.get("columns") or {}, body.get("leave_out") or []
    left = [left] if isinstance(left, str) else left
    problems = []
    if not isinstance(columns, dict) or not all(isinstance(one, str) for one in columns.values()):
        problems.append(Problem("NOT_AN_OBJECT", FILE, "columns", shown(columns), _COLUMNS))
        columns = {}
    if not isinstance(left, list) or not all(isinstance(one, str) for one in left):
        problems.append(Problem("NOT_A_LIST", FILE, "leave_out", shown(left), _LEAVE_OUT))
        left = []
    named = {str(heading): field for heading, field in columns.items()}
    return ReadingChoices.said(named, left), problems


def _system(field: str, value: object) -> tuple[str, list[Problem]]:
    said = str(value) if isinstance(value, str) else ""
    if parse_system(said) is None:
        return "metres", [Problem(UNKNOWN, FILE, field, shown(value), REMEDY)]
    return said, []
