"""YAML, measured event by event before anything is made of it."""

from __future__ import annotations

import re
from typing import Any

import yaml

from optimizer.errors import Problem, ScenarioError
from optimizer.input.budgets import file_budgets

# libyaml's, where PyYAML was built with it; the other is slower, and the same otherwise.
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_MERGE = "<<"
_OTHER_BASE = re.compile(r"[-+]?(?:0[0-9_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?)")
"""Plain numbers that YAML counts in eights or sixties: 0750 is 488 and 10:30 is 630."""


def check_yaml(text: str, source: str) -> None:
    """Refuse what a few lines could repeat without end, and what is more than settings are.

    Raises
    ------
    ScenarioError
        With the line of an alias, an anchor or a merge key, or with the budget.
    yaml.YAMLError
        When it is no YAML.
    """
    file_budgets.YAML_BYTES.check(len(text), source)
    nodes = depth = 0
    for event in yaml.parse(text, Loader=_PARSER):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _refused(event, source, "an anchor (&) or an alias (*)")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            file_budgets.YAML_DEPTH.check(depth, _place(event, source))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.ScalarEvent):
            where = _place(event, source)
            file_budgets.YAML_SCALAR.check(len(event.value), where)
            if event.implicit[0] and _OTHER_BASE.fullmatch(event.value):
                raise _other_base(event, source)
            if event.value == _MERGE and not event.style:
                raise _refused(event, source, "a merge key (<<)")
        if isinstance(event, yaml.NodeEvent):
            nodes += 1
            file_budgets.YAML_NODES.check(nodes, source)


def _place(event: yaml.Event, source: str) -> str:
    mark = event.start_mark
    return source if mark is None else f"{source} line {mark.line + 1}"


def _other_base(event: yaml.ScalarEvent, source: str) -> ScenarioError:
    message = (
        f"YAML counts {event.value} in eights or sixties; write the number without leading zeros "
        "and colons, or between quotes where it is a name"
    )
    place = _place(event, source)
    return ScenarioError([Problem("AMBIGUOUS_NUMBER", place, "", event.value, message)])


def _refused(event: yaml.Event, source: str, what: str) -> ScenarioError:
    message = f"{what} repeats what stands elsewhere; write the rules out where they are meant"
    place = _place(event, source)
    return ScenarioError([Problem("YAML_ALIAS", place, "", "", message)])
