"""What a rule takes, said of a value that is none: in words that do not speak of Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from optimizer.domain.rules import Rules

Schema = Mapping[str, Any]
Params = tuple[tuple[str, str], ...]

METRIC = (
    'write {"kind": "straight", "detour": 1.3}, {"kind": "path", "max_leg_m": 200}, '
    '{"kind": "matrix"} or {"kind": "list", "house_m": 15, "alley_m": 150}'
)
_TEAMS = 'write the sizes of teams: {"min": 5, "max": 12, "target": 9}'
_NUMBERS = {"integer": ("whole", "whole number"), "number": ("number", "number")}


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What is wrong with the value of a rule, and what to write.

    Parameters
    ----------
    field
        The rule, with the part of it that is meant: ``teams.min``.
    message
        In English.
    params
        ``kind``, by which a sentence in another language is found, and its figures.
    """

    field: str
    message: str
    params: Params


def words_of(
    location: Sequence[int | str], kind: str, message: str, context: Mapping[str, Any]
) -> RuleWords:
    """Return the words for one error of `Rules`.

    Parameters
    ----------
    location
        Field, and what is inside it, as pydantic says it.
    kind, message, context
        Pydantic's type of the error, its text, and the figures in that.
    """
    if not location or kind in _TOGETHER:
        figures = tuple((name, str(value)) for name, value in context.items())
        return RuleWords(str(location[0]) if location else "", message, (("kind", kind), *figures))
    field = str(location[0])
    if field == "metric" and (len(location) < _INSIDE or kind.startswith("extra")):
        return RuleWords(field, METRIC, (("kind", "metric"),))
    if field == "priorities":
        return _goals(kind)
    # The second part of a metric's place is its kind, which its author has not written there.
    path = [part for part in location if isinstance(part, str)]
    name = ".".join(path[:1] + path[2:] if field == "metric" else path)
    return _leaf(name, _wanted(path))


_INSIDE = 3
"""Parts of a place within a metric: ``metric``, its kind, its field."""
_TOGETHER = frozenset(
    ("window", "goal_twice", "price_without_walk", "spare_under_enforce", "team_window")
)
"""What does not fit together, each with a sentence of its own in `Rules`."""


def _leaf(name: str, wanted: Schema) -> RuleWords:
    kind = wanted.get("type")
    if kind in _NUMBERS:
        word, said = _NUMBERS[kind]
        least, most = _plain(wanted.get("minimum")), _plain(wanted.get("maximum"))
        text = f"it is no {said} from {least} to {most}; write one"
        return RuleWords(name, text, (("kind", word), ("least", least), ("most", most)))
    if kind == "boolean":
        return RuleWords(name, "write true or false", (("kind", "truth"),))
    if "enum" in wanted:
        params = (("kind", "choice"), ("choices", ", ".join(wanted["enum"])))
        return RuleWords(name, f"write {_quoted(wanted['enum'])}", params)
    return RuleWords(name, _TEAMS, (("kind", "teams"),))


def _goals(kind: str) -> RuleWords:
    choices = _wanted(["priorities", ""]).get("enum", ())
    words, listed = _quoted(choices), ("choices", ", ".join(choices))
    if kind == "too_short":
        return RuleWords("priorities", f"name at least one goal of {words}", (_NO_GOAL, listed))
    text = f'write a list of goals, as ["walk"]; they are {words}'
    return RuleWords("priorities", text, (("kind", "goals"), listed))


_NO_GOAL = ("kind", "no_goal")


def _wanted(path: Sequence[str]) -> Schema:
    """Return the schema of a rule, or of what is inside it; without null, which leaves it out."""
    node: Schema = _schema()
    for part in path:
        node = next((found for one in _choices(node) if (found := _inside(one, part))), {})
    return next(iter(_choices(node)), {})


def _inside(node: Schema, part: str) -> Schema:
    """Return the schema of a field, or of a list's items, or of the metric of a kind."""
    fields: Mapping[str, Schema] = node.get("properties", {})
    if part in fields:
        return fields[part]
    if "items" in node:
        items: Schema = node["items"]
        return items
    return node if fields.get("kind", {}).get("const") == part else {}


def _choices(node: Schema) -> list[Schema]:
    """Return what a schema allows, one after the other, but null."""
    if "$ref" in node:
        node = _schema()["$defs"][node["$ref"].rsplit("/", 1)[-1]]
    listed = node.get("anyOf") or node.get("oneOf")
    if not listed:
        return [] if node.get("type") == "null" else [node]
    return [found for one in listed for found in _choices(one)]


@cache
def _schema() -> Schema:
    return Rules.model_json_schema()


def _quoted(words: Sequence[str]) -> str:
    """Return words as a sentence lists them: 'a', 'b' or 'c'."""
    *first, last = [f"'{word}'" for word in words]
    return f"{', '.join(first)} or {last}" if first else last


def _plain(number: object) -> str:
    return str(int(number) if isinstance(number, float) and number.is_integer() else number)
