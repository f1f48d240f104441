"""The models of field tools, on villages small enough for all."""

from __future__ import annotations

import pytest

from benchmarks.field_tools import TOOLS, drawn, measure


@pytest.mark.parametrize("seed", [0, 1])
def test_that_all_tools_find_the_same_walk(seed: int) -> None:
    """Tests that the rebuilt models ask the program's question: equal walks, all proven."""
    found = measure(drawn(seed, 19, 2))
    assert set(found) == set(TOOLS)
    walks = [walk_m for _, walk_m in found.values()]
    assert walks == pytest.approx([walks[0]] * len(TOOLS))
