"""The verifier of supervisors: each rule is broken once, and degrees are measured again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from optimizer.input.request import scenario_from_request
from optimizer.output.checks import verify_response
from tests.optimizer.supervised_villages import ASKED, Row, answered, asked_villages


def test_that_degrees_are_verified() -> None:
    """Tests that the verifier's metres on the ellipsoid are those that are stated."""
    document = asked_villages(**ASKED, coordinates="lonlat")
    for village in document["villages"]:
        for row in [*village["households"], *village["members"]]:
            row.update(x=108.9 + row["x"] / 1e5, y=11.5 + row["x"] / 2e5)
    made = answered(document)
    assert made["supervision"][0]["metres"] > 1000
    assert verify_response(scenario_from_request(document), made) == ()


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("TEAM_UNSUPERVISED", lambda made: made["supervisors"][0]["teams"].pop()),
        (
            "TEAM_SUPERVISED_TWICE",
            lambda made: made["supervisors"][0]["teams"].append(["v2", "T0"]),
        ),
        ("UNKNOWN_TEAM", lambda made: made["supervisors"][0]["teams"].append(["v2", "T9"])),
        ("SUPERVISOR_TWICE", lambda made: made["supervisors"][0].update(id="S2")),
        ("OUTSIDE_UNIT", lambda made: made["supervisors"][0].update(area=["B"])),
        ("SUPERVISOR_NO_LEADER", lambda made: made["supervisors"][0].update(leader="m1")),
        ("SUPERVISOR_METRES", lambda made: made["supervisors"][0].update(metres=99.0)),
        ("SUPERVISOR_FLAGS", lambda made: made["supervisors"][2].update(flags=[])),
        (
            "SUPERVISOR_SIZE",
            lambda made: made["supervisors"][1]["teams"].append(
                made["supervisors"][0]["teams"].pop()
            ),
        ),
        ("TYPE", lambda made: made.pop("supervisors")),
        ("CLAIM", lambda made: made["supervision"][0].update(teams=4)),
        ("CLAIM", lambda made: made["supervision"][0].update(metres=1.0)),
        ("CLAIM", lambda made: made["supervision"][0]["proof"]["gather"].update(bound=1.0)),
    ],
)
def test_that_what_is_wrong_is_found(code: str, spoil: Callable[[Row], object]) -> None:
    """Tests that each rule is checked without the planner."""
    made = answered(asked_villages(**ASKED))
    spoil(made)
    found = verify_response(scenario_from_request(asked_villages(**ASKED)), made)
    assert code in {violation.code for violation in found}


def test_that_a_wrong_number_is_found() -> None:
    """Tests that one supervisor of five teams is not what the rule gives, nor one unasked."""
    made = answered(asked_villages(**ASKED))
    made["supervisors"][0]["teams"] += made["supervisors"].pop(1)["teams"]
    made["supervisors"][0].update(metres=4200.0, flags=["MANY_TEAMS"])
    found = verify_response(scenario_from_request(asked_villages(**ASKED)), made)
    assert [violation.code for violation in found] == ["SUPERVISOR_NUMBER"]
    found = verify_response(scenario_from_request(asked_villages()), made)
    assert {violation.code for violation in found} == {"NOT_ASKED"}
