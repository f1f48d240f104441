"""``scenario.yaml``: what the folder is, its coordinates, rules, and rules of whole areas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from optimizer.domain.lending import Lending
from optimizer.domain.rules import Rules
from optimizer.domain.supervision import Supervision
from optimizer.errors import Problem, ScenarioError
from optimizer.input.budgets import file_budgets
from optimizer.input.budgets.yaml_text import check_yaml
from optimizer.input.checks.area_codes import area_codes
from optimizer.input.checks.faults import Finding, shown, unknown_fields
from optimizer.input.checks.lending_request import read_lending
from optimizer.input.checks.rule_overlay import overlay
from optimizer.input.checks.supervision_request import read_supervision
from optimizer.input.columns import ReadingChoices
from optimizer.input.folder.reading_settings import read_choices, read_coordinates
from optimizer.input.folder.text_encoding import decoded

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML without libyaml; slower, and the same otherwise
    from yaml import SafeLoader  # type: ignore[assignment]

FILE = "scenario.yaml"
SUPERVISION = f"{FILE} supervision"
"""Where supervision is asked for, as its author sees it."""
_FIELDS = (
    "coordinates",
    "rules",
    "areas",
    "description",
    "walkable",
    "strict",
    "columns",
    "leave_out",
    "lending",
    "supervision",
)


@dataclass(frozen=True, slots=True)
class AreaRules:
    """Rules of all villages below an area: its codes, from the widest down, and the rules."""

    codes: tuple[str, ...]
    rules: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ScenarioSettings:
    """What ``scenario.yaml`` says.

    Parameters
    ----------
    coordinates
        What x and y are in every table, '' where it says nothing.
    own_coordinates
        Table (or ``network``, ``barriers``) to what x and y are there.
    choices
        What the columns of the tables mean, and which are left out.
    walkable
        Classes ``highway`` of the folder's paths that may be walked; None for all of them.
    strict
        Whether what looks wrong is refused.
    lending
        Which villages may help one another; None where nobody asks.
    supervision
        How many teams a supervisor has; None where nobody asks.
    """

    coordinates: str = ""
    rules: Mapping[str, object] | None = None
    areas: tuple[AreaRules, ...] = ()
    walkable: frozenset[str] | None = None
    strict: bool = False
    problems: tuple[Problem, ...] = ()
    own_coordinates: Mapping[str, str] = field(default_factory=dict)
    choices: ReadingChoices = field(default_factory=ReadingChoices)
    lending: Lending | None = None
    supervision: Supervision | None = None


def read_scenario_settings(path: Path) -> ScenarioSettings:
    """Read the file; without one there are the programme's default rules.

    ``areas`` is either an object from paths (``Bác Ái/Phước Bình``) to rules, or a list of objects
    with ``area`` (a list of codes, for codes that contain a slash) and ``rules``.

    Raises
    ------
    ScenarioError
        When the file is no YAML, or no fields and values.
    """
    body = _parsed(path)
    if body is None:
        return ScenarioSettings()
    if not isinstance(body, dict):
        raise ScenarioError([_problem("NOT_AN_OBJECT", "", body, "write fields and values")])
    problems = unknown_fields(body, _FIELDS, FILE)
    coordinates, own, coordinates_problems = read_coordinates(body.get("coordinates"))
    choices, choices_problems = read_choices(body)
    rules, rules_problems = _mapping(body.get("rules"), "rules")
    areas, area_problems = _areas(body.get("areas"), rules)
    walkable, walkable_problems = _classes(body.get("walkable"))
    problems += [*coordinates_problems, *choices_problems]
    problems += [*rules_problems, *area_problems, *walkable_problems]
    strict = body.get("strict")
    if not isinstance(strict, bool | None):
        problems.append(_problem("NOT_A_TRUTH", "strict", strict, "write true or false"))
    findings: list[Finding] = []
    lending = read_lending(body.get("lending"), FILE, findings)
    supervision = read_supervision(body.get("supervision"), SUPERVISION, findings)
    problems += [finding for finding in findings if isinstance(finding, Problem)]
    return ScenarioSettings(
        coordinates,
        rules,
        areas,
        walkable,
        strict is True,
        tuple(problems),
        own,
        choices,
        lending,
        supervision,
    )


def with_metric(settings: ScenarioSettings, kind: str) -> ScenarioSettings:
    """Return settings with the metric that a caller names, where the file itself names none."""
    rules = settings.rules or {}
    if not kind or "metric" in rules:
        return settings
    return replace(settings, rules={**rules, "metric": {"kind": kind}})


def rules_by_codes(
    areas: Sequence[AreaRules],
) -> Mapping[tuple[str, ...], Mapping[str, object]]:
    """Return the rules of every area by its codes."""
    return {area.codes: area.rules for area in areas}


def may_lack_points(settings: ScenarioSettings, own_metrics: bool) -> bool:  # noqa: FBT001
    """Tell whether some village may have a metric that needs no points.

    Parameters
    ----------
    own_metrics
        Whether villages may have metrics of their own.
    """
    said = [settings.rules or {}, *(area.rules for area in settings.areas)]
    kinds = [
        metric.get("kind") if isinstance(metric, dict) else metric
        for rules in said
        if (metric := rules.get("metric")) is not None
    ]
    return own_metrics or any(kind in _POINTLESS for kind in kinds)


def rules_of_area(
    areas: Mapping[tuple[str, ...], Mapping[str, object]], codes: tuple[str, ...]
) -> dict[str, object]:
    """Lay the rules of all areas around a village over each other, the narrowest last."""
    merged: dict[str, object] = {}
    for depth in range(len(codes) + 1):
        merged |= areas.get(codes[:depth], {})
    return merged


def unused_areas(areas: Sequence[AreaRules], villages: Sequence[tuple[str, ...]]) -> list[Problem]:
    """Name areas that no village lies in: a rule for nobody is a spelling mistake."""
    prefixes = {codes[:depth] for codes in villages for depth in range(len(codes) + 1)}
    message = "no village lies in this area; write it as the villages table does"
    return [
        Problem("UNKNOWN_AREA", FILE, "areas", shown("/".join(area.codes)), message)
        for area in areas
        if area.codes not in prefixes
    ]


def _parsed(path: Path) -> object:
    if not path.exists():
        return None
    file_budgets.YAML_BYTES.check(path.stat().st_size, path.name)
    text = decoded(path.name, path.read_bytes())
    try:
        check_yaml(text, path.name)
        return yaml.load(text, Loader=_Strict)  # noqa: S506 - a safe loader, made stricter
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path.name} line {mark.line + 1}" if mark else path.name
        reason = getattr(error, "problem", None) or "the file is no YAML"
        params = (("kind", "yaml"),)
        message = f"{reason}; mend the line"
        raise ScenarioError([Problem("UNREADABLE", place, "", "", message, params)]) from error


_POINTLESS = ("matrix", "list")
"""Kinds of metrics that need no points."""


class _Strict(SafeLoader):
    """A safe loader that refuses a key that stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - the signature is PyYAML's
        seen: set[object] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                reason = "a key is a list or an object"
                raise yaml.constructor.ConstructorError(None, None, reason, key.start_mark)
            if key.value in seen:
                reason = f"the key {key.value} stands twice"
                raise yaml.constructor.ConstructorError(None, None, reason, key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _classes(value: object) -> tuple[frozenset[str] | None, list[Problem]]:
    """Read the classes of paths that may be walked."""
    if value is None:
        return None, []
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return frozenset(value), []
    remedy = "write a list of highway classes, such as [path, footway, track, residential]"
    return None, [_problem("NOT_A_LIST", "walkable", value, remedy)]


def _mapping(value: object, field: str) -> tuple[Mapping[str, object], list[Problem]]:
    if value is None:
        return {}, []
    if not isinstance(value, dict):
        return {}, [_problem("NOT_AN_OBJECT", field, value, "write rules and their values")]
    return {str(key): item for key, item in value.items()}, []


def _areas(
    value: object, rules: Mapping[str, object]
) -> tuple[tuple[AreaRules, ...], list[Problem]]:
    """Read the areas; each one's rules are checked here, once, field by field."""
    entries, problems = _entries(value)
    base, _ = overlay(Rules(), rules, FILE)
    areas = []
    for given, own in entries:
        where = f"{FILE} areas {shown('/'.join(map(str, given)))}"
        codes, code_problems = area_codes(given, where)
        mapping, mapping_problems = _mapping(own, "areas")
        # A window that does not fit together here may fit with a village's own rules: each field
        # is judged by itself, and the merged rules are judged in every village.
        wrong = [problem for problem in overlay(base, mapping, where)[1] if problem.field]
        problems += [*code_problems, *mapping_problems, *wrong]
        if codes and not wrong:
            areas.append(AreaRules(codes, mapping))
    times = Counter(area.codes for area in areas)
    twice = [codes for codes, number in times.items() if number > 1]
    remedy = "the area stands twice; keep one"
    problems += [_problem("DUPLICATE_AREA", "areas", "/".join(c), remedy) for c in sorted(twice)]
    return tuple(areas), problems


def _entries(value: object) -> tuple[list[tuple[list[object], object]], list[Problem]]:
    """Return the codes and the rules of each area, as they stand."""
    if value is None:
        return [], []
    if isinstance(value, dict):
        return [(str(path).split("/"), rules) for path, rules in value.items()], []  # type: ignore[misc]  # a list of text is a list of objects
    entries: list[tuple[list[object], object]] = []
    problems = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and item.keys() == {"area", "rules"}:
            codes = item["area"]
            listed = codes if isinstance(codes, list) else [codes]
            entries.append(([_code(code) for code in listed], item["rules"]))
        else:
            remedy = "write a path and its rules, or a list of objects with area and rules"
            problems.append(_problem("BAD_AREA", "areas", item, remedy))
    return entries, problems


def _code(code: object) -> object:
    """Return a code as text where YAML has read the code 17 as a number."""
    return str(code) if isinstance(code, int) and not isinstance(code, bool) else code


def _problem(code: str, field: object, value: object, message: str) -> Problem:
    return Problem(code, FILE, shown(field), shown(value), message)
