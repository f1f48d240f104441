"""Rows of fixed length, such as household, person and metres, as clients of all kinds take them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from optimizer.domain.plan import Reason
from optimizer.output.moves import MoveCause


class _ItemsToo:
    """Say what any item may be beside what each is: generators know one or the other."""

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        schema = handler(core)
        kinds = []
        for item in schema["prefixItems"]:
            for kind in item.get("anyOf", [item]):
                if kind not in kinds:
                    kinds.append(kind)
        schema["items"] = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
        return schema


ROW = _ItemsToo()


def one_of(schema: dict[str, Any]) -> None:
    """Say that just one shape fits: makers of clients take `anyOf` for all of them together."""
    schema["oneOf"] = schema.pop("anyOf")


Assigned = Annotated[
    tuple[str, str, float | None], ROW, Field(description="household, person, metres")
]
Unserved = Annotated[tuple[str, Reason], ROW, Field(description="household, reason")]
Named = Annotated[tuple[str, str], ROW]
Moved = Annotated[
    tuple[str, str | None, str | None, MoveCause],
    ROW,
    Field(description="household, from, to (null: nobody), and why"),
]
StandIn = Annotated[
    tuple[str, str | None, float | None],
    ROW,
    Field(description="household, who takes it, metres; null where there is nobody"),
]
StandInMove = Annotated[
    tuple[str, str | None, str | None], ROW, Field(description="household, from, to")
]
TeamMove = Annotated[tuple[str, str, str], ROW, Field(description="member, from, to")]
FairLevel = Annotated[
    tuple[float, int], ROW, Field(description="metres, households that walk further")
]
CurvePoint = Annotated[
    tuple[int, int, int], ROW, Field(description="at most so many recruits, served, bound")
]
Further = Annotated[
    tuple[str, int], ROW, Field(description="person, further households left without anybody")
]
LentUnserved = Annotated[
    tuple[str, str, Reason], ROW, Field(description="village, household, reason")
]
LentRecruit = Annotated[tuple[str, str, str], ROW, Field(description="village, recruit, place")]
LentAssigned = Annotated[
    tuple[str, str, str, str, float],
    ROW,
    Field(description="village and household, village and person, metres"),
]
