"""Wrong rules and settings, said in the reader's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.http.problem_kinds_vietnamese import BY_KIND
from api.http.problem_texts_vietnamese import vietnamese
from optimizer.errors import Problem
from tests.optimizer.inputs import HOUSEHOLDS, MEMBERS, folder, folder_problems, only

RULES = [
    ("min_households: five", "whole", "min_households", "từ 0 đến 1000000"),
    ("max_households: 10.5", "whole", "max_households", "từ 1 đến 1000000"),
    ("max_recruits: -1", "whole", "max_recruits", "từ 0 đến 1000000"),
    ("max_distance_m: '1.500'", "number", "max_distance_m", "không có dấu nhóm"),
    ("max_distance_m: .nan", "number", "max_distance_m", "từ 0 đến 10000000"),
    ("metric: {kind: straight, detour: 0.5}", "number", "metric.detour", "từ 1 đến 10,"),
    ("metric: 3", "metric", "metric", '{"kind": "matrix"}'),
    ("metric: flight", "metric", "metric", '{"kind": "matrix"}'),
    ("metric: {kind: straight, speed: 4}", "part", "metric.speed", "metric không có mục"),
    ("recruiting: perhaps", "truth", "recruiting", "true (có)"),
    ("minimum: maybe", "choice", "minimum", ": flag, enforce"),
    ("priorities: [speed]", "goals", "priorities", ": walk, longest, balance, fairest, compact"),
    ("priorities: walk", "goals", "priorities", '["walk"]'),
    ("priorities: []", "no_goal", "priorities", "đang trống"),
    ("priorities: [walk, walk]", "goal_twice", "", "hai lần"),
    ("teams: 5", "teams", "teams", '"target": 9'),
    ("teams: {min: a}", "whole", "teams.min", "từ 1 đến 1000000"),
    ("teams: {least: 3}", "part", "teams.least", "teams không có mục"),
    ("teams: {min: 12, max: 5}", "team_window", "teams", "min 12 lớn hơn max 5"),
    ("min_households: 12", "window", "", "12 lớn hơn max_households 10"),
    ("{spare: 1, minimum: enforce}", "spare_under_enforce", "", "minimum: flag"),
    ("{change_price_m: 5, priorities: [longest]}", "price_without_walk", "", "walk"),
    ("min_household: 5", "rule", "min_household", "các quy định là min_households"),
]
_PYDANTIC = re.compile(r"[Ii]nput should|[Vv]alue error|instance of|[Tt]uple|valid ")
_ENGLISH = re.compile(r"\b(the|write|should|must|name|is|or)\b")


def problem_of(place: Path, text: str) -> Problem:
    """Return the one problem of a scenario of this scenario.yaml."""
    files = {"scenario.yaml": text, "households.csv": HOUSEHOLDS, "members.csv": MEMBERS}
    return only(folder_problems(folder(place, files)))


@pytest.mark.parametrize(("rule", "kind", "field", "words"), RULES)
def test_that_a_wrong_rule_is_said_in_both_languages(
    tmp_path: Path, rule: str, kind: str, field: str, words: str
) -> None:
    """Tests that field and remedy are named, in words of ours, and in Vietnamese with no others."""
    rules = rule if rule.startswith("{") else "{" + rule + "}"
    problem = problem_of(tmp_path, f"coordinates: metres\nrules: {rules}\n")
    assert (problem.field, dict(problem.params)["kind"]) == (field, kind)
    assert not _PYDANTIC.search(problem.message)
    said = vietnamese(problem.code, dict(problem.params))
    assert said is not None
    assert words in said
    assert not _ENGLISH.search(said)


def test_that_every_kind_is_tested() -> None:
    """Tests that no sentence about rules stands there untried."""
    kinds = {kind for code, kind in BY_KIND if code == "BAD_RULE"}
    assert kinds <= {kind for _, kind, _, _ in RULES}


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ("coordinates: metres\nrules: [a\n", "scenario.yaml line 3", "không đúng YAML"),
        ("coordinates: metres\nrule: {}\n", "scenario.yaml", "các mục là coordinates, rules"),
        ("rules: {}\n", "scenario.yaml", "coordinates: lonlat"),
    ],
)
def test_that_wrong_settings_are_said_in_vietnamese(
    tmp_path: Path, text: str, where: str, words: str
) -> None:
    """Tests that the line or the field is named, and what may stand there."""
    problem = problem_of(tmp_path, text)
    assert problem.where == where
    assert words in str(vietnamese(problem.code, dict(problem.params)))
