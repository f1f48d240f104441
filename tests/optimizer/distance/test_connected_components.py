"""Connected components, compared with a closure by hand."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest

from optimizer.distance.connected_components import connected_components

ROOT = Path(__file__).parents[3]


def closure(first: list[int], second: list[int], nodes: int) -> list[int]:
    """Return the smallest node that each node is joined with, by passing it along."""
    smallest = list(range(nodes))
    for _ in range(nodes):
        for one, other in zip(first, second, strict=True):
            smallest[one] = smallest[other] = min(smallest[one], smallest[other])
    return smallest


@pytest.mark.parametrize("seed", range(6))
def test_that_a_label_is_shared_along_chains(seed: int) -> None:
    """Tests that nodes share a label just where edges join them, in the order of first nodes."""
    rng = np.random.default_rng(seed)
    first, second = rng.integers(0, 12, (2, 7))
    _, expected = np.unique(closure(first.tolist(), second.tolist(), 12), return_inverse=True)
    assert connected_components(first, second, 12).tolist() == expected.tolist()


def test_that_nothing_has_no_components() -> None:
    """Tests that a graph without nodes or without edges is no special case."""
    nothing = np.empty(0, np.int64)
    assert connected_components(nothing, nothing, 0).tolist() == []
    assert connected_components(nothing, nothing, 3).tolist() == [0, 1, 2]


def test_that_they_are_found_in_one_place() -> None:
    """Tests that no other file of the program asks a library for connected components."""
    asking = {
        path.relative_to(ROOT).as_posix()
        for folder in ("optimizer", "scenarios", "api")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(("scipy.sparse", "networkx"))
        and {"connected_components", "csgraph"} & {alias.name for alias in node.names}
    }
    assert asking == {"optimizer/distance/connected_components.py"}
