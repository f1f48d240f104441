"""The rules as keyword arguments are those of a request."""

from __future__ import annotations

import inspect
from typing import get_args

import numpy as np

import optimizer
from optimizer.domain.goals import Priority
from optimizer.domain.rules import Rules
from optimizer.domain.teams import TeamRules
from optimizer.frames.plan_options import PlanOptions
from optimizer.frames.rule_options import PriorityName, RuleOptions, plain_rules


def test_that_every_rule_is_an_option() -> None:
    """Tests that a new rule is taken by `optimizer.plan` too, and none is left that is gone."""
    assert list(RuleOptions.__annotations__) != []
    assert set(RuleOptions.__annotations__) == set(Rules.model_fields)
    assert set(get_args(PriorityName)) == set(Priority)


def test_that_every_keyword_is_shown() -> None:
    """Tests that a notebook shows every keyword, and the help says what each means."""
    shown = inspect.signature(optimizer.plan).parameters
    assert set(PlanOptions.__annotations__) < set(shown)
    assert "options" not in shown
    told = str(optimizer.plan.__doc__)
    assert [name for name in shown if name not in told] == []
    assert str(PlanOptions.__doc__).strip() in told


def test_that_values_of_numpy_and_of_the_domain_are_taken() -> None:
    """Tests that whole numbers of an array, tuples and the package's own rules become plain."""
    given = {
        "max_households": np.int64(9),
        "priorities": ("walk", np.str_("balance")),
        "teams": TeamRules(min=2),
        "metric": {"kind": "straight", "detour": np.float64(1.5)},
    }
    plain = plain_rules(given)
    assert plain["max_households"] == 9
    assert type(plain["max_households"]) is int
    assert plain["priorities"] == ["walk", "balance"]
    assert plain["metric"] == {"kind": "straight", "detour": 1.5}
    assert Rules.model_validate(plain).teams == TeamRules(min=2)
