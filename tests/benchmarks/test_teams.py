"""The benchmark of teams, on one village of each family."""

from __future__ import annotations

import pytest

from benchmarks.teams import FAMILIES, measure


@pytest.mark.parametrize("family", [*FAMILIES[:2], "supervisors"])
def test_that_a_village_is_measured(family: str) -> None:
    """Tests that the first village is proven and its line is written."""
    assert next(iter(measure(family, 1, peer=False))).startswith(f"{family}: proven 1 of 1")
