"""Supervisors: the best there are, inside their units, the same for the same teams."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from optimizer.domain.search_limits import SearchLimits
from optimizer.domain.supervision import Supervision
from optimizer.domain.supervisor_plan import LedTeam, SupervisedUnit
from optimizer.domain.teams import TeamStage
from optimizer.input.request import scenario_from_request
from optimizer.output.checks import verify_response
from optimizer.teams.supervisors import (
    VillageTeams,
    leader_metres,
    plan_supervisors,
)
from tests.optimizer.supervised_villages import ASKED, answered, asked_villages


def led(name: str, area: tuple[str, ...], xy: np.ndarray[Any, Any]) -> VillageTeams:
    """Return a village with a team led from each point."""
    teams = tuple(LedTeam(name, f"T{row:02}", f"m{row:02}") for row in range(len(xy)))
    return VillageTeams(area, teams, xy, False, None, True)  # noqa: FBT003 - degrees, shown


def planned(villages: list[VillageTeams], asked: Supervision) -> list[SupervisedUnit]:
    return plan_supervisors(villages, asked, lambda: SearchLimits.lasting(10))


def best_of_all(metres: np.ndarray[Any, Any], asked: Supervision) -> tuple[int, float]:
    """Return number and metres of the best of all partitions, by definition."""
    found = []
    for part in partitions(len(metres)):
        off = sum(max(asked.min - len(one), len(one) - asked.max, 0) for one in part)
        apart = abs(len(part) - len(metres) / ((asked.min + asked.max + 1) // 2))
        near = sum(min(float(metres[one, lead].sum()) for lead in one) for one in part)
        found.append((off, round(apart, 9), len(part), near))
    _, _, number, near = min(found)
    return number, near


def partitions(count: int) -> list[list[list[int]]]:
    if count == 0:
        return [[]]
    last, found = count - 1, []
    for part in partitions(last):
        found.append([*part, [last]])
        found += [[*part[:nth], [*one, last], *part[nth + 1 :]] for nth, one in enumerate(part)]
    return found


@pytest.mark.parametrize("seed", range(40))
def test_that_they_are_the_best_there_are(seed: int) -> None:
    """Tests that number and metres are those of the best of all groupings, and are proven."""
    draw = np.random.default_rng(seed)
    count, low = int(draw.integers(1, 8)), int(draw.integers(1, 4))
    asked = Supervision(low, low + int(draw.integers(0, 3)))
    xy = draw.integers(0, 6, (count, 2)) * 100.0
    half = count // 2
    villages = [led("v1", ("A",), xy[:half]), led("v2", ("A",), xy[half:])]
    (unit,) = planned(villages, asked)
    number, near = best_of_all(np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1)), asked)
    assert len(unit.plan.names) == number
    assert float(unit.plan.metres.sum()) == pytest.approx(near, abs=1e-5)
    assert all(proof.proven for proof in unit.plan.proofs.values())
    assert unit.plan.proofs[TeamStage.GATHER].value == pytest.approx(near, abs=1e-5)
    assert (unit.plan.team[unit.plan.leader] == np.arange(number)).all()


def test_that_units_do_not_mix() -> None:
    """Tests that teams of two units have supervisors of their own, numbered throughout."""
    xy = np.array([[0.0, 0.0], [10.0, 0.0]])
    units = planned(
        [led("v1", ("A", "x"), xy), led("v2", ("B", "y"), xy), led("v3", ("A", "z"), xy)],
        Supervision(2, 4),
    )
    assert [unit.area for unit in units] == [("A",), ("B",)]
    assert [len(unit.teams) for unit in units] == [4, 2]
    assert [name for unit in units for name in unit.plan.names] == ["S1", "S2"]


def test_that_degrees_are_metres_between_villages() -> None:
    """Tests that leaders in degrees are measured in the plane of their unit."""
    one = led("v1", (), np.array([[108.0, 11.0]]))
    villages = [
        VillageTeams((), one.teams, np.array([[x, 11.0]]), True, None, True)  # noqa: FBT003
        for x in (108.0, 108.01)
    ]
    assert leader_metres(villages)[0, 1] == pytest.approx(1092.6, abs=0.5)


def test_that_nobody_beyond_a_table_is_reached() -> None:
    """Tests that a village without points is measured by its own metres, and only inside."""
    inside = np.array([[0.0, 5.0], [7.0, 0.0]])
    named = VillageTeams(
        (),
        (LedTeam("v1", "T1", "m1"), LedTeam("v1", "T2", "m2")),
        np.full((2, 2), np.nan),
        False,  # noqa: FBT003 - no degrees
        inside,
        True,  # noqa: FBT003 - may be shown
    )
    other = led("v2", (), np.array([[0.0, 0.0]]))
    metres = leader_metres([named, other])
    assert (metres[:2, :2] == inside).all()
    assert np.isinf(metres[2, :2]).all()
    (unit,) = planned([named, other], Supervision(1, 2))
    assert len(unit.unreached) == 0
    (unit,) = planned([named, other], Supervision(3, 3))
    assert len(unit.unreached) == 1


def test_that_a_response_has_supervisors() -> None:
    """Tests that it says who supervises whom, with figures, flags and proofs, and verifies."""
    made = answered(asked_villages(**ASKED))
    assert [
        (one["id"], one["area"], one["village"], one["leader"]) for one in made["supervisors"]
    ] == [
        ("S1", ["A"], "v1", "m0"),
        ("S2", ["A"], "v2", "m0"),
        ("S3", ["B"], "v3", "m0"),
    ]
    assert made["supervisors"][1]["teams"] == [["v1", "T2"], ["v2", "T0"], ["v2", "T1"]]
    wide, narrow = made["supervision"]
    assert (wide["metres"], wide["flags"]) == (1100.0, [])
    assert all(proof["proven"] for proof in wide["proof"].values())
    assert [flag["code"] for flag in narrow["flags"]] == ["SUPERVISION_WINDOW", "FEW_TEAMS"]
    assert "1 need at least 2" in narrow["flags"][0]["message"]["en"]
    assert made["supervisors"][2]["flags"] == ["FEW_TEAMS"]
    assert verify_response(scenario_from_request(asked_villages(**ASKED)), made) == ()


def test_that_nothing_changes_where_nobody_asks() -> None:
    """Tests that a response without supervision is the other one without its two fields."""
    plain, made = answered(asked_villages()), answered(asked_villages(**ASKED))
    assert not plain.keys() & {"supervisors", "supervision"}
    assert list(plain) == [key for key in made if key not in ("supervisors", "supervision")]
    assert plain["villages"] == made["villages"]
    assert answered(asked_villages(supervision=None))["villages"] == plain["villages"]
    assert answered(asked_villages(**ASKED))["supervisors"] == made["supervisors"]


def test_that_the_order_changes_nothing() -> None:
    """Tests that villages and members in another order have the same supervisors."""
    document = asked_villages(**ASKED)
    made = answered(document)
    for village in document["villages"]:
        village["members"].reverse()
    document["villages"].reverse()
    again = answered(document)
    assert [again[name] for name in ("supervisors", "supervision")] == [
        made[name] for name in ("supervisors", "supervision")
    ]
