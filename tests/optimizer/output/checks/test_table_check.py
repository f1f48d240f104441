"""The tables of a result folder, checked against the scenario."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from optimizer.domain.scenario import Scenario
from optimizer.output.checks import verify_columns
from optimizer.output.response import village_response
from tests.optimizer.verification.example import example, example_plan

SCENARIO = Scenario(example().rules, (example(),), lonlat=False)
Tables = dict[str, dict[str, list[Any]]]


def honest() -> Tables:
    """Return the example's tables."""
    entry: Any = village_response(example(), example_plan(example()))
    rows = [("v", *row, plan) for plan in ("today", "after") for row in entry[plan]["assignments"]]
    idle = [("v", household, reason, "") for household, reason in entry["today"]["unserved"]]
    hired = [("v", item["id"], item["place"]) for item in entry["recruitment"]["recruits"]]
    names = {
        "assignments": ("village", "household", "person", "metres", "plan"),
        "unserved": ("village", "household", "today", "after"),
        "recruits": ("village", "recruit", "place"),
    }
    tables: tuple[list[tuple[Any, ...]], ...] = (rows, idle, hired)
    parts = zip(names.items(), tables, strict=True)
    return {
        table: {
            name: list(column)
            for name, column in zip(columns, zip(*cells, strict=True), strict=True)
        }
        for (table, columns), cells in parts
    }


def codes(tables: Tables) -> set[str]:
    """Return the codes of the tables' violations."""
    return {violation.code for violation in verify_columns(SCENARIO, *tables.values())}


def test_that_honest_tables_are_clean() -> None:
    """Tests that the example's tables are accepted."""
    assert verify_columns(SCENARIO, *honest().values()) == ()


def put(table: str, column: str, row: int, value: object) -> Callable[[Tables], None]:
    """Change one cell."""

    def spoil(tables: Tables) -> None:
        tables[table][column][row] = value

    return spoil


def cut(table: str, row: int) -> Callable[[Tables], None]:
    """Take one row out."""

    def spoil(tables: Tables) -> None:
        for column in tables[table].values():
            del column[row]

    return spoil


SPOILT: dict[str, tuple[Callable[[Tables], object], str]] = {
    "no column": (lambda tables: tables["recruits"].pop("place"), "COLUMN_MISSING"),
    "a short column": (lambda tables: tables["recruits"]["place"].pop(), "COLUMN_LENGTH"),
    "another village": (put("assignments", "village", 0, "w"), "UNKNOWN_VILLAGE"),
    "a village of nothing": (put("unserved", "village", 0, None), "UNKNOWN_VILLAGE"),
    "a recruit of nowhere": (put("recruits", "village", 0, 3.5), "UNKNOWN_VILLAGE"),
    "another plan": (put("assignments", "plan", 0, "tomorrow"), "UNKNOWN_PLAN"),
    "another household": (put("assignments", "household", 0, "h999"), "UNKNOWN_HOUSEHOLD"),
    "another person": (put("assignments", "person", 0, "m001"), "BEYOND_LIMIT"),
    "other metres": (put("assignments", "metres", 0, 3.0), "METRES"),
    "a row out": (cut("assignments", 0), "HOUSEHOLD_MISSING"),
    "an unserved out": (cut("unserved", 0), "HOUSEHOLD_MISSING"),
    "another reason": (put("unserved", "today", 0, "EXCLUDED"), "WRONG_REASON"),
    "unserved after": (put("unserved", "after", 0, "CAPACITY"), "HOUSEHOLD_TWICE"),
    "a recruit out": (cut("recruits", 0), "UNKNOWN_PERSON"),
    "another place": (put("recruits", "place", 0, "h999"), "UNKNOWN_PLACE"),
    "a place too far": (put("recruits", "place", 0, "h000"), "BEYOND_LIMIT"),
    "a recruit twice": (put("recruits", "recruit", 0, "recruit-2"), "RECRUIT_TWICE"),
    "a recruit as number": (put("recruits", "recruit", 0, 1), "RECRUIT_TWICE"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_that_spoilt_tables_are_caught(name: str) -> None:
    """Tests that tables with one change are caught by the rule meant for it."""
    spoil, code = SPOILT[name]
    tables = honest()
    spoil(tables)
    assert code in codes(tables)
