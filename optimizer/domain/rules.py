"""What is asked of a plan: the window, the limit and the planner's order."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from optimizer.domain.goals import Priority
from optimizer.domain.teams import TeamRules
from optimizer.domain.whole_numbers import Count, Some, whole


class MinimumPolicy(StrEnum):
    """What a load below the minimum means."""

    FLAG = "flag"
    """Allowed where serving a household needs it, and named as an exception."""
    ENFORCE = "enforce"
    """Forbidden: who can be served only that way stays unserved."""


def _with_kind(schema: dict[str, Any]) -> None:
    """Say that ``kind`` is needed: it is what tells the metrics apart."""
    schema["required"] = ["kind", *schema.get("required", [])]


def _without_default(schema: dict[str, Any]) -> None:
    """Leave out a default that is an object: makers of clients cannot write one down."""
    schema.pop("default", None)


class Straight(BaseModel):
    """Metres as the crow flies, times a detour factor; round barriers where there are any.

    ``needs_points`` of a metric says that households and persons must have x and y, and
    ``has_metres`` that its figures are metres which may be shown.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, json_schema_extra=_with_kind
    )

    needs_points: ClassVar[bool] = True
    has_metres: ClassVar[bool] = True

    kind: Literal["straight"] = "straight"
    detour: Annotated[float, Field(ge=1, le=10, allow_inf_nan=False)] = 1.0


class Path(BaseModel):
    """Metres along the village's network of paths, with the legs from the doors to it."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, json_schema_extra=_with_kind
    )

    needs_points: ClassVar[bool] = True
    has_metres: ClassVar[bool] = True

    kind: Literal["path"] = "path"
    max_leg_m: Annotated[float, Field(ge=0, le=1e5, allow_inf_nan=False)] = 200.0


class Matrix(BaseModel):
    """Metres that the caller names, pair by pair; a pair that is not named is out of reach."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, json_schema_extra=_with_kind
    )

    needs_points: ClassVar[bool] = False
    has_metres: ClassVar[bool] = True

    kind: Literal["matrix"] = "matrix"


class Listed(BaseModel):
    """Nominal metres out of a list by hamlet and alley, in the order of the houses.

    They say who is near whom and are never shown: ``has_metres`` is false.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, json_schema_extra=_with_kind
    )

    needs_points: ClassVar[bool] = False
    has_metres: ClassVar[bool] = False

    kind: Literal["list"] = "list"
    house_m: Annotated[float, Field(ge=0, le=1e4, allow_inf_nan=False)] = 15.0
    alley_m: Annotated[float, Field(ge=0, le=1e5, allow_inf_nan=False)] = 150.0


def _spelled_out(metric: object) -> object:
    """Take a bare word, as ``path``, for the metric of that kind."""
    return {"kind": metric} if isinstance(metric, str) else metric


Metric = Annotated[
    Straight | Path | Matrix | Listed, Field(discriminator="kind"), BeforeValidator(_spelled_out)
]


STEP_M = 25.0
"""Metres of the steps in which walks are compared for the fairest plan."""


def _not_asked(value: object) -> bool:
    """Leave out what is not asked for: it changes nothing."""
    return value is None or value is False or (value == 0 and not isinstance(value, float))


class Rules(BaseModel):
    """The rules of one village: immutable, with the programme's defaults."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    min_households: Count = 5
    max_households: Some = 10
    minimum: Annotated[MinimumPolicy, Field(strict=False)] = MinimumPolicy.FLAG
    max_distance_m: Annotated[float, Field(ge=0, le=1e7, allow_inf_nan=False)] = 1000.0
    metric: Annotated[Metric, Field(json_schema_extra=_without_default)] = Straight()
    recruiting: bool = True
    recruits_per_place: Some | None = None
    max_recruits: Count | None = None
    priorities: Annotated[
        tuple[Annotated[Priority, Field(strict=False)], ...], Field(strict=False, min_length=1)
    ] = (Priority.WALK,)

    fairest_step_m: Annotated[
        float, Field(ge=1, le=1e5, allow_inf_nan=False, exclude_if=lambda step: step == STEP_M)
    ] = STEP_M
    teams: Annotated[TeamRules | None, Field(exclude_if=lambda asked: asked is None)] = None

    curve: Annotated[bool, Field(exclude_if=lambda asked: not asked)] = False
    """Whether the response says what fewer recruits than needed serve."""
    stand_ins: Annotated[bool, Field(exclude_if=_not_asked)] = False
    survival: Annotated[bool, Field(exclude_if=_not_asked)] = False
    spare: Annotated[int, Field(ge=0, le=1, exclude_if=_not_asked), BeforeValidator(whole)] = 0
    change_price_m: Annotated[
        float | None, Field(ge=0, le=1e5, allow_inf_nan=False, exclude_if=_not_asked)
    ] = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.min_households > self.max_households:
            raise PydanticCustomError(
                "window",
                "min_households {least} is above max_households {most}; lower the one or raise "
                "the other",
                {"least": self.min_households, "most": self.max_households},
            )
        if len(set(self.priorities)) < len(self.priorities):
            raise PydanticCustomError(
                "goal_twice", "priorities names a goal twice; name each at most once"
            )
        if self.change_price_m is not None and self.priorities[0] is not Priority.WALK:
            raise PydanticCustomError(
                "price_without_walk",
                "change_price_m weighs changes against metres and needs walk first in priorities",
            )
        if self.spare and self.minimum is MinimumPolicy.ENFORCE:
            raise PydanticCustomError(
                "spare_under_enforce",
                "spare recruits are not found under an enforced minimum; set minimum to flag",
            )
        return self
