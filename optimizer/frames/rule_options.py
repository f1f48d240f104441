"""The rules of a request as keyword arguments of the same names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict

import numpy as np
from pydantic import BaseModel

from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.teams import TeamRules

PriorityName = Literal["walk", "longest", "balance", "fairest", "compact"]


class RuleOptions(TypedDict, total=False):
    """What may be asked of a plan; what is not said is as the programme has it.

    The names, types and defaults are those of `optimizer.domain.rules.Rules`.
    """

    min_households: int
    max_households: int
    minimum: MinimumPolicy | Literal["flag", "enforce"]
    max_distance_m: float
    metric: Literal["straight", "path", "matrix", "list"] | Mapping[str, object]
    recruiting: bool
    recruits_per_place: int | None
    max_recruits: int | None
    priorities: Sequence[PriorityName]
    fairest_step_m: float
    teams: TeamRules | Mapping[str, int | float | None] | None
    curve: bool
    stand_ins: bool
    survival: bool
    spare: Literal[0, 1]
    change_price_m: float | None


def plain_rules(given: Mapping[str, object]) -> dict[str, object]:
    """Return rules as a request has them: plain values of Python."""
    return {name: _plain(value) for name, value in given.items()}


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value
