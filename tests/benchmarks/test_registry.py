"""Every case is run once at its tiny size, untimed, so that the instrument cannot rot."""

from __future__ import annotations

import pytest

from benchmarks.measuring import measure
from benchmarks.phases import PHASES
from benchmarks.registry import CASES, Case
from benchmarks.tables import by_seed, case_table, same_walks
from benchmarks.targets import targets


def by_name(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_that_every_case_runs(case: Case) -> None:
    """Tests that every phase of a case gives a row for each village, and that tables take them."""
    rows = list(measure(case, "tiny"))
    expected = {phase.name: case.sizes["tiny"].villages for phase in case.available()}
    assert {name: len(by_seed(rows, name)) for name in expected} == expected
    assert case_table(case, rows).row_count == len(expected)
    assert len(list(targets(case.name, rows))) >= 1


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_that_a_case_is_its_seed(case: Case) -> None:
    """Tests that a village is the same each time it is made, and another one for another seed."""
    size = case.sizes["tiny"]
    first, again, other = (case.make(size, seed) for seed in (0, 0, 1))
    assert first.households.xy.tolist() == again.households.xy.tolist()
    assert first.members.maximum.tolist() == again.members.maximum.tolist()
    assert first.households.xy.tolist() != other.households.xy.tolist()


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_that_cases_name_phases(case: Case) -> None:
    """Tests that a case names phases that exist, and begins with the whole plan."""
    assert set(case.phases) <= PHASES.keys()
    assert case.phases[0].startswith("plan")


@pytest.mark.parametrize(
    ("name", "peer"),
    [("full", "cpsat"), ("full", "mip"), ("pocketed", "cpsat"), ("ordinary", "mip")],
)
def test_that_a_peer_is_asked_the_same(name: str, peer: str) -> None:
    """Tests that a peer finds the program's walk where ratios are taken."""
    case = next(case for case in CASES if case.name == name)
    rows = list(measure(case, "tiny"))
    found = by_seed(rows, peer)
    assert all(row.status == "optimal" for row in found.values())
    assert same_walks(found, by_seed(rows, "plan")) == len(found)
