"""Every case is run once at its tiny size, untimed, so that the instrument cannot rot."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.measurement import Row, measure
from benchmarks.phases import PHASES
from benchmarks.registry import CASES, Case
from benchmarks.tables import by_seed, case_table, same_walks
from benchmarks.targets import targets


def by_name(case: Case) -> str:
    return case.name


@cache
def measured(name: str) -> list[Row]:
    """Return the rows of a case at its tiny size; measured once for all tests."""
    return list(measure(next(case for case in CASES if case.name == name), "tiny"))


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_that_every_case_runs(case: Case) -> None:
    """Tests that every phase of a case gives a row for each village, and that tables take them."""
    rows = measured(case.name)
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


def test_that_a_case_may_be_made_smaller() -> None:
    """Tests that the first villages are the same ones, and never more than there are."""
    case = next(case for case in CASES if case.name == "short")
    (only,) = case.first(1).villages("full")
    assert only.households.xy.tolist() == next(case.villages("full")).households.xy.tolist()
    assert case.first(1000).sizes == case.sizes


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_that_cases_name_phases(case: Case) -> None:
    """Tests that a case names phases that exist, and begins with the whole plan."""
    assert set(case.phases) <= PHASES.keys()
    assert case.phases[0].startswith("plan")


@pytest.mark.parametrize(
    ("name", "peer"),
    [
        ("full", "cpsat"),
        ("full", "mip"),
        ("pocketed", "cpsat"),
        ("ordinary", "mip"),
    ],
)
def test_that_a_peer_is_asked_the_same(name: str, peer: str) -> None:
    """Tests that a peer finds the program's walk where ratios are taken."""
    rows = measured(name)
    found = by_seed(rows, peer)
    assert all(row.status == "optimal" for row in found.values())
    assert same_walks(found, by_seed(rows, "plan")) == len(found)


def test_that_all_say_the_same_number_of_recruits() -> None:
    """Tests that a peer which ends needs as many recruits as the program."""
    rows = measured("short")
    ours = by_seed(rows, "recruits")
    for peer in {row.phase for row in rows} & {"recruits cpsat", "clscp"}:
        for seed, row in by_seed(rows, peer).items():
            assert (row.status, row.more["recruits"]) == ("optimal", ours[seed].more["recruits"])
