"""Every reader on good files, on changed ones, and on small ones that stand for large ones."""

from __future__ import annotations

import os
import random
import warnings
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from api.http.errors import ServiceError
from benchmarks.hostile_files import Outcome, apart, drawn, read_alone, table
from benchmarks.hostile_kinds import ATTACKS
from benchmarks.mutations import mutated
from benchmarks.reader_files import KINDS
from optimizer.errors import OptimizerError

GOOD: dict[str, bytes] = {}


def good(kind: str) -> bytes:
    """Return the content of a good file, made once."""
    if kind not in GOOD:
        GOOD[kind] = KINDS[kind].good()
    return GOOD[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_that_good_files_are_read(kind: str, tmp_path: Path) -> None:
    """Tests that what the changed files are made of is read."""
    path = tmp_path / f"good{KINDS[kind].ending}"
    path.write_bytes(good(kind))
    assert KINDS[kind].read(path) is not None


# osmium ends its process on some changed `.osm.pbf` files, so those are changed by the benchmark
# alone, which reads each in a process of its own. No upload is read by osmium.
CHANGED = [kind for kind in KINDS if not KINDS[kind].ending.startswith(".osm")]


@pytest.mark.parametrize("kind", CHANGED)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 1 << 32))
@example(seed=0)
def test_that_changed_files_are_read_or_refused(kind: str, seed: int, tmp_path: Path) -> None:
    """Tests that no reader raises anything but a refusal, whatever bytes it is given."""
    path = tmp_path / f"changed{KINDS[kind].ending}"
    path.write_bytes(mutated(good(kind), KINDS[kind].ending, random.Random(seed)))  # noqa: S311 - no secret
    with warnings.catch_warnings(), suppress(OptimizerError, ServiceError):
        warnings.simplefilter("ignore")  # GDAL and pyproj warn of what they mend
        KINDS[kind].read(path)


def test_that_hostile_files_are_counted() -> None:
    """Tests that one file each of four kinds is refused, named, and stands in a table."""
    outcomes = list(drawn(4, 1))
    assert [outcome.kind for outcome in outcomes] == list(ATTACKS)[:4]
    assert all(outcome.named for outcome in outcomes if outcome.refused)
    assert outcomes[0].refused
    assert table(outcomes).count("\n| ") == 4


def test_that_what_is_lost_is_not_kept() -> None:
    """Tests that the benchmark can fail: a process that ends unasked has kept nothing."""
    assert apart(os._exit, 3) is None
    assert apart(int, "3") == 3
    assert "ValueError" in str(apart(int, "x"))
    good = Outcome("none", refused=True, named=True, seconds=0.1, peak_bytes=0, told="named")
    assert good.kept
    assert not replace(good, named=False).kept
    assert not replace(good, seconds=2.1).kept
    assert not replace(good, peak_bytes=600_000_000).kept
    assert read_alone("none", "houses osm", b"no map").named
