"""The public names of the package: in one module, and loaded when they are first asked for."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import optimizer

SOURCE = Path(optimizer.__file__)
HEAVY = "{'numpy', 'pandas', 'geopandas', 'ortools', 'shapely', 'pydantic', 'optimizer.frames'}"


@pytest.mark.parametrize("name", optimizer.__all__)
def test_that_a_public_name_is_there(name: str) -> None:
    """Tests that every public name can be had, is described, and is listed by dir."""
    assert getattr(optimizer, name).__name__ == name
    assert f"`{name}`" in str(optimizer.__doc__)
    assert name in dir(optimizer)


def test_that_types_are_those_of_what_is_loaded() -> None:
    """Tests that type checkers see each name where it is loaded from, and no other."""
    (block,) = (
        node
        for node in ast.parse(SOURCE.read_text(encoding="utf-8")).body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    seen = {
        alias.name: node.module
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen == optimizer._HOME  # noqa: SLF001 - the table that this is about
    assert sorted(seen) == optimizer.__all__


def test_that_importing_the_package_loads_nothing() -> None:
    """Tests that the package alone brings neither arrays nor tables nor solvers."""
    asked = f"import sys, optimizer; print(sorted({HEAVY} & sys.modules.keys()))"
    told = subprocess.run(
        [sys.executable, "-c", asked],
        capture_output=True,
        text=True,
        check=True,
        cwd=SOURCE.parents[1],
    )
    assert told.stdout.strip() == "[]"


def test_that_another_name_is_an_error() -> None:
    """Tests that a name that there is not is an error with its name."""
    with pytest.raises(AttributeError, match="no attribute 'planner'"):
        optimizer.planner  # type: ignore[attr-defined]  # noqa: B018 - that is it


def test_that_types_are_shipped() -> None:
    """Tests that the marker stands by which type checkers believe the annotations."""
    assert SOURCE.with_name("py.typed").is_file()
