"""Whole numbers as rules take them: 10.0 is 10, since JSON knows no difference."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

_MOST = 1_000_000


def whole(number: object) -> object:
    """Take 10.0 for 10: programs write either."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


Count = Annotated[int, Field(ge=0, le=_MOST), BeforeValidator(whole)]
Some = Annotated[int, Field(ge=1, le=_MOST), BeforeValidator(whole)]
