"""The verifier of budgets: what the command writes is clean, and each rule is broken once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from api.cli.planner_app import app
from optimizer.budget.allocation import budget_frontier
from optimizer.budget.budget_document import make_budget
from optimizer.budget.budget_request import BudgetRequest
from optimizer.budget.village_curve import VillageCurve
from optimizer.domain.scenario import Village
from optimizer.execution.curves import CurveRequest, curve_of
from optimizer.input.request import scenario_from_request
from optimizer.output.checks.budget_check import verify_budget
from optimizer.verification.budget_recount import KeptCurve
from optimizer.verification.budget_rules import StatedBudget, check_budget, check_kept_curve
from tests.optimizer.budget.test_allocation import drawn, floors_of
from tests.optimizer.budget.test_coverage_curve import sound
from tests.optimizer.inputs import line, request, village

Row = dict[str, Any]
VILLAGES = [
    village("v1", households=line("h", 23), area=["P", "A"]),
    village("v2", households=line("h", 12), area=["P", "B"]),
    village("v3", households=line("h", 4), area=["P", "B"]),
]


def kept(curves: list[VillageCurve]) -> list[KeptCurve]:
    return [
        KeptCurve(f"v{row}", one.area, one.households, one.served, one.bound, one.servable, ())
        for row, one in enumerate(curves)
    ]


@pytest.mark.parametrize("fairest", [False, True])
@pytest.mark.parametrize("seed", range(100))
def test_that_budgets_are_clean(seed: int, *, fairest: bool) -> None:
    """Tests that the verifier's own programme agrees on every number, with floors, fair or not."""
    curves = [
        VillageCurve(f"v{row}", "", one.area, one.households, one.served, one.bound, one.servable)
        for row, one in enumerate(drawn(seed))
    ]
    floors = {"/".join(area): least for area, least in floors_of(seed).items()}
    known = {"/".join(one.area[:deep]) for one in curves for deep in range(1, 3)}
    floors = {area: least for area, least in floors.items() if area in known}
    paths = {tuple(area.split("/")): least for area, least in floors.items()}
    frontier = budget_frontier(curves, paths)
    for recruits in range(frontier.floor, frontier.need + 2):
        made = make_budget(curves, BudgetRequest(recruits, floors, fairest))
        points: Any = made["frontier"]
        given: Any = made["villages"]
        stated = StatedBudget(
            recruits, fairest, paths, tuple(map(tuple, given)), tuple(map(tuple, points)), made
        )
        assert check_budget(kept(curves), stated) == []


@pytest.mark.parametrize("seed", range(200, 240))
def test_that_curves_are_clean(seed: int) -> None:
    """Tests that the recruits of every point serve what it states, seated by own exchanges."""
    one = sound(seed)
    curve = curve_of(one, CurveRequest(5.0))
    made = KeptCurve(
        one.id, (), curve.households, curve.served, curve.bound, curve.servable, curve.places
    )
    found, unknown = check_kept_curve(one, made)
    assert found == []
    enforced = one.rules.minimum.value == "enforce"
    assert unknown == (len(curve.served) if enforced else 0)


def test_that_a_bound_too_low_is_found() -> None:
    """Tests that a curve whose recruits serve more than its bound is none."""
    (one,) = scenario_from_request(request(VILLAGES[0])).villages
    curve = curve_of(one, CurveRequest(5.0))
    assert curve.served.tolist() == [10, 20, 23]
    low = KeptCurve(
        one.id, one.area, 23, np.array([10, 19, 23]), np.array([10, 19, 23]), 23, curve.places
    )
    found, _ = check_kept_curve(one, low)
    assert [violation.code for violation in found] == ["CURVE_BOUND"]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a scenario and a budget of two recruits, one at least for B."""
    folder = tmp_path_factory.mktemp("budget")
    (folder / "s.json").write_text(json.dumps(request(*VILLAGES)))
    arguments = ["--recruits", "2", "--floor", "B=1", "--output", str(folder / "out")]
    made = CliRunner().invoke(app, ["budget", str(folder / "s.json"), *arguments, "--workers", "1"])
    assert made.exit_code == 0, made.output
    return folder


def villages() -> tuple[Village, ...]:
    return scenario_from_request(request(*VILLAGES)).villages


def test_that_the_command_checks_a_budget(written: Path) -> None:
    """Tests that `liengia verify` knows a budget's folder, and finds what is wrong in it."""
    arguments = ["verify", str(written / "s.json"), str(written / "out")]
    made = CliRunner().invoke(app, arguments)
    assert made.exit_code == 0, made.output
    assert made.stdout.startswith("Clean. Villages: 3.")


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("TYPE", lambda made: made.pop("frontier")),
        ("TYPE", lambda made: made.update(fairest="no")),
        ("UNKNOWN_AREA", lambda made: made.update(floors={"Q": 1})),
        ("FLOORS_ABOVE_BUDGET", lambda made: made.update(recruits=0)),
        ("FRONTIER_POINTS", lambda made: made["frontier"].pop()),
        ("FRONTIER_SERVED", lambda made: made["frontier"][1].__setitem__(1, 35)),
        ("FRONTIER_BOUND", lambda made: made["frontier"][1].__setitem__(2, 99)),
        ("ALLOCATION_VILLAGES", lambda made: made["villages"].append(["v3", 0])),
        ("ALLOCATION_VILLAGES", lambda made: made["villages"].append(["v1", 1])),
        ("ALLOCATION_BEYOND", lambda made: made["villages"][1].__setitem__(1, 2)),
        ("ALLOCATION_SUM", lambda made: made["villages"][0].__setitem__(1, 2)),
        ("ALLOCATION_FLOOR", lambda made: made["villages"][1].__setitem__(1, 0)),
        ("ALLOCATION_WORSE", lambda made: made["villages"][0].__setitem__(1, 0)),
        ("CLAIM", lambda made: made.update(served=35)),
        ("CLAIM", lambda made: made.update(proven=False)),
        ("CLAIM", lambda made: made["compared"].update(proportional=1)),
        ("CLAIM", lambda made: made.update(waiting=[])),
        ("CLAIM", lambda made: made.update(lending=True)),
    ],
)
def test_that_a_wrong_budget_is_found(
    written: Path, code: str, spoil: Callable[[Row], object]
) -> None:
    """Tests that each rule of the frontier and of the allocation is checked."""
    assert code in spoilt(written, "budget.json", spoil)


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("CURVE_MISSING", lambda made: made["villages"].pop("v2")),
        ("FINGERPRINT", lambda made: made["villages"]["v2"].update(sha256="00")),
        ("UNKNOWN_PLACE", lambda made: made["villages"]["v1"]["places"].__setitem__(1, ["p"])),
        ("CURVE_POINTS", lambda made: made["villages"]["v1"]["places"].pop()),
        ("CURVE_SERVED", lambda made: made["villages"]["v1"]["places"].__setitem__(1, [])),
        (
            "CURVE_SERVED",
            lambda made: made["villages"]["v2"].update(served=[11, 12], bound=[11, 12]),
        ),
        ("CURVE_BOUND", lambda made: made["villages"]["v2"].update(served=[9, 9], bound=[9, 9])),
        ("CURVE_FALLS", lambda made: made["villages"]["v2"].update(served=[10, 9])),
        ("CURVE_PLACES", lambda made: made["villages"]["v1"]["places"].__setitem__(0, ["h1"])),
        ("SERVABLE", lambda made: made["villages"]["v2"].update(servable=3)),
        ("TYPE", lambda made: made["villages"]["v2"].update(served=[10, "x"])),
        ("TYPE", lambda made: made.update(villages=[])),
    ],
)
def test_that_a_wrong_curve_is_found(
    written: Path, code: str, spoil: Callable[[Row], object]
) -> None:
    """Tests that each rule of the kept curves is checked."""
    assert code in spoilt(written, "curves.json", spoil)


def spoilt(written: Path, name: str, spoil: Callable[[Row], object]) -> set[str]:
    """Return the codes that are found where one file is changed; it is put back after."""
    path = written / "out" / name
    before = path.read_bytes()
    made = json.loads(before)
    spoil(made)
    path.write_text(json.dumps(made))
    found = verify_budget(villages(), written / "out")
    path.write_bytes(before)
    return {violation.code for violation in found.violations}


@pytest.mark.parametrize(("name", "cell"), [("frontier.csv", b"36"), ("allocation.csv", b"12")])
def test_that_wrong_tables_are_found(written: Path, name: str, cell: bytes) -> None:
    """Tests that the tables for people say what the document says."""
    path = written / "out" / name
    before = path.read_bytes()
    path.write_bytes(before.replace(cell, b"11"))
    found = verify_budget(villages(), written / "out")
    path.write_bytes(before)
    assert [violation.code for violation in found.violations][:1] == ["CLAIM"]


def test_that_more_than_needed_is_told() -> None:
    """Tests that an allocation that spends a recruit for nothing is told."""
    curves = kept([VillageCurve("v0", "", (), 9, np.array([5, 5, 9]), np.array([5, 5, 9]), 9)])
    stated = stated_budget(((0, 5, 5), (1, 5, 5), (2, 9, 9)), (("v0", 1),), fairest=False)
    assert "ALLOCATION_SPENT" in {broken.code for broken in check_budget(curves, stated)}


def stated_budget(
    points: tuple[tuple[int, int, int], ...], given: tuple[tuple[str, int], ...], *, fairest: bool
) -> StatedBudget:
    """Return one recruit shared out, without the figures beside it."""
    return StatedBudget(1, fairest, {}, given, points, {})


def test_that_an_unjust_budget_is_told() -> None:
    """Tests that the most served is no answer where the fairest is asked for."""
    served = [np.array([0, 9]), np.array([0, 4])]
    curves = kept([VillageCurve("", "", (), 9, one, one, int(one[-1])) for one in served])
    fair = ((0, 0, 0), (1, 9, 9), (2, 13, 13))
    stated = stated_budget(fair, (("v0", 0), ("v1", 1)), fairest=True)
    assert "ALLOCATION_WORSE" in {broken.code for broken in check_budget(curves, stated)}


def test_that_enforced_minimums_are_said_to_be_unchecked(tmp_path: Path) -> None:
    """Tests that points of which the verifier knows nothing are counted, and not called clean."""
    document = request(VILLAGES[0], rules={"minimum": "enforce"})
    (tmp_path / "s.json").write_text(json.dumps(document))
    source, out = str(tmp_path / "s.json"), str(tmp_path / "out")
    run = CliRunner().invoke
    made = run(app, ["budget", source, "--recruits", "1", "--output", out, "--workers", "1"])
    assert made.exit_code == 0, made.output
    made = run(app, ["verify", source, out])
    assert made.exit_code == 4, made.output
    assert "points of curves were not checked" in made.stdout
