from __future__ import annotations

from dataclasses import replace

from optimizer.domain.failure import Failure, FailureCode
from optimizer.domain.languages import Language
from optimizer.domain.plan import Reason, Verdict
from optimizer.domain.proof import Proof
from optimizer.output.summary.area_totals import add_up_areas, deepest_units, has_team, summary
from optimizer.output.summary.village_summary import summarise_failure, summarise_village
from tests.optimizer.hand_made import SERVED, SERVED_PLAN, SHORT, SHORT_PLAN

FINE = summarise_village(SERVED, SERVED_PLAN)
"""6 households, 1 member, nobody left out."""
POOR = summarise_village(SHORT, SHORT_PLAN)
"""8 households, 1 member, 2 left out, 1 recruit needed."""


def test_that_an_uneven_tree_adds_up() -> None:
    """Tests that a village counts in every unit above it, and units of any depth stand alone."""
    rows = [
        replace(FINE, area=("N", "X", "1")),
        replace(POOR, area=("N", "X")),
        replace(POOR, area=("N",)),
        replace(FINE, area=()),
        replace(POOR, area=("S", "X", "1", "a")),
    ]
    sums = {unit.area: unit for unit in add_up_areas(rows)}
    assert list(sums) == [
        (),
        ("N",),
        ("N", "X"),
        ("N", "X", "1"),
        ("S",),
        ("S", "X"),
        ("S", "X", "1"),
        ("S", "X", "1", "a"),
    ]
    assert [unit.villages for unit in sums.values()] == [5, 3, 2, 1, 1, 1, 1, 1]
    assert [unit.recruits_needed for unit in sums.values()] == [3, 2, 1, 0, 1, 1, 1, 1]
    assert sums["N",].unserved == {Reason.DISTANCE: 4}
    assert sums["N",].verdicts == {Verdict.NEEDS_MEMBERS_LOCAL: 2, Verdict.OK: 1}
    assert (sums["N",].households, sums["N",].members) == (22, 3)
    assert [unit.area for unit in deepest_units(list(sums.values()))] == [
        ("N", "X", "1"),
        ("S", "X", "1", "a"),
    ]


def test_that_one_total_stands_for_no_villages() -> None:
    """Tests that nothing adds up to nothing."""
    (everything,) = add_up_areas([])
    assert (everything.area, everything.villages, everything.without_team) == ((), 0, 0)


def test_that_teams_are_unknown_where_nobody_wrote_them_down() -> None:
    """Tests that members without a team count as such only where somebody has one."""
    nobody = replace(FINE, members=0, area=("A",))
    untold, led = replace(FINE, area=("B",)), replace(FINE, teams=2, area=("C",))
    sums = {unit.area: unit.without_team for unit in add_up_areas([nobody, untold])}
    assert sums == {(): None, ("A",): 1, ("B",): None}
    sums = {unit.area: unit.without_team for unit in add_up_areas([nobody, untold, led])}
    assert sums == {(): 2, ("A",): 1, ("B",): 1, ("C",): 0}
    assert [has_team(row, known=False) for row in (nobody, untold)] == [False, None]
    assert [has_team(row, known=True) for row in (nobody, untold, led)] == [False, False, True]


def test_that_a_bound_below_the_number_is_added_as_such() -> None:
    """Tests that what is needed and what is certain are summed apart."""
    (everything,) = add_up_areas([replace(POOR, area=(), recruits=Proof(4.0, 2.0001)), FINE])[:1]
    assert (everything.recruits_needed, everything.recruits_certain) == (4, 2)


def test_that_a_failed_village_is_counted_apart() -> None:
    """Tests that a village that could not be planned has its counts and no verdict."""
    failed = summarise_failure(SHORT, Failure(FailureCode.LOST, "its worker ended"))
    (everything, *_) = add_up_areas([failed, FINE])
    assert (everything.villages, everything.failed, everything.households) == (2, 1, 14)
    assert everything.verdicts == {Verdict.OK: 1}
    assert min([POOR, failed, FINE], key=lambda row: row.urgency) is failed
    assert "could not be planned. Its process ended" in failed.message[Language.EN]


def test_that_the_sum_has_the_contracts_fields() -> None:
    """Tests that villages without a need for recruits count as needing none."""
    document = summary([FINE])
    areas = document.pop("areas")
    assert document == {
        "villages": 1,
        "households": 6,
        "members": 1,
        "unserved_today": 0,
        "recruits_needed": 0,
        "verdicts": {"OK": 1},
        "failed": 0,
    }
    assert isinstance(areas, list)
    assert [(area["level"], area["area"]) for area in areas] == [
        (0, []),
        (1, ["Bác Ái"]),
        (2, ["Bác Ái", "Phước Bình"]),
    ]
    assert areas[2] == {
        "level": 2,
        "area": ["Bác Ái", "Phước Bình"],
        "villages": 1,
        "verdicts": {"OK": 1},
        "failed": 0,
        "households": 6,
        "members": 1,
        "unserved_today": 0,
        "unserved_by_reason": {},
        "recruits_needed": 0,
        "recruits_certain": 0,
        "teams": 0,
        "villages_without_team": None,
    }
