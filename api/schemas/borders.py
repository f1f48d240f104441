"""Bodies that move borders: villages merged to one, a village split in several."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from api.schemas.request import Id
from api.schemas.scenarios import Name, ScenarioDocument

MOST_MERGED = 1000
NewName = Annotated[Name, Field(description="of the new scenario; that of the old where empty")]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class MergeRequest(_Closed):
    """Villages that become one."""

    villages: Annotated[list[Id], Field(min_length=2, max_length=MOST_MERGED)] = Field(
        description="ids; rules, name and area are those of the first"
    )
    id: Id = Field(description="of the village that they become")
    name: NewName = ""


class SplitTables(_Closed):
    """The new village of every household and member, and of places, by id."""

    households: dict[str, Id]
    members: dict[str, Id]
    places: dict[str, Id] = Field({}, description="a place that is not named is left out")


def _either(schema: dict[str, Any]) -> None:
    """Say what fields cannot: one way of splitting is named."""
    schema["oneOf"] = [{"required": ["by"]}, {"required": ["parts"]}]


class SplitRequest(_Closed):
    """A village that becomes several: by its hamlets, or in parts that are named."""

    model_config = ConfigDict(json_schema_extra=_either)

    village: Id
    by: Literal["hamlet"] | SkipJsonSchema[None] = Field(
        None, description="every hamlet, named or found, is a village `v1/Xóm Trên`"
    )
    parts: SplitTables | SkipJsonSchema[None] = None
    name: NewName = ""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.by is None) == (self.parts is None):
            raise ValueError('send either "by": "hamlet", or parts')
        return self


class MovedBorders(ScenarioDocument):
    """The new scenario, and what became of the plan in force of its old villages."""

    current_kept: int = Field(description="pairs of the plan in force that the new scenario has")
    current_ended: int = Field(description="pairs that ended at the new border")
