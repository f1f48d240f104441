from __future__ import annotations

import copy
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from optimizer.domain.goals import Priority
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Scenario
from optimizer.errors import ScenarioError
from optimizer.input.request import request_from_scenario, scenario_from_request
from tests.optimizer.inputs import (
    Row,
    assert_same,
    line,
    only,
    permuted,
    places,
    problems,
    request,
    requests,
    village,
)


def test_the_contract_s_own_example() -> None:
    """Tests that every field of the documented request arrives where it belongs."""
    made = scenario_from_request(
        {
            "coordinates": "metres",
            "rules": {"min_households": 5, "max_households": 10, "minimum": "flag",
                      "max_distance_m": 1000, "recruiting": True, "recruits_per_place": None,
                      "max_recruits": None, "priorities": ["walk"]},
            "villages": [{
                "id": "v1", "name": "Thôn Một", "area": ["Bác Ái", "Phước Bình"],
                "rules": {"max_distance_m": 2000},
                "households": [{"id": "h1", "x": 0.0, "y": 0.0}, {"id": "h2", "x": 1, "y": 1}],
                "members": [{"id": "m1", "x": 3.5, "y": 0.0, "min": 4, "max": 8}],
                "places": [{"id": "p1", "x": 1.0, "y": 2.0}],
                "locked": [["h1", "m1"]], "forbidden": [["h2", "m1"]], "current": [["h1", "m1"]],
            }],
        }
    )  # fmt: skip
    one = made.villages[0]
    assert (one.id, one.name, one.area) == ("v1", "Thôn Một", ("Bác Ái", "Phước Bình"))
    assert (made.rules, one.rules) == (Rules(), Rules(max_distance_m=2000))
    assert (one.members.minimum.tolist(), one.members.maximum.tolist()) == ([4], [8])
    assert one.places is not None
    assert one.places.xy.tolist() == [[1.0, 2.0]]
    assert (one.locked.tolist(), one.forbidden.tolist(), one.current.tolist()) == (
        [[0, 0]], [[1, 0]], [[0, 0]],
    )  # fmt: skip
    assert one.households.given is one.households.xy or np.shares_memory(
        one.households.given, one.households.xy
    )


def test_only_three_fields_are_required() -> None:
    """Tests that a village needs id, households and members and nothing else."""
    one = scenario_from_request({"villages": [village()]}).villages[0]
    assert (one.name, one.area, one.rules, one.places) == ("v1", (), Rules(), None)
    assert (one.members.minimum.tolist(), one.members.maximum.tolist()) == ([5], [10])


@pytest.mark.parametrize(
    ("fields", "households", "members"),
    [
        ({"households": []}, 0, 1),
        ({"members": []}, 6, 0),
        ({"households": [], "members": []}, 0, 0),
    ],
)
def test_empty_lists_are_normal(fields: Row, households: int, members: int) -> None:
    """Tests that a village may have no households, no members, or neither."""
    one = scenario_from_request(request(village(**fields))).villages[0]
    assert (len(one.households), len(one.members)) == (households, members)
    assert one.households.xy.shape == (households, 2)


def test_a_thousand_households_at_one_point() -> None:
    """Tests that households and members may share one point."""
    rows = [{"id": f"h{n}", "x": 108.9, "y": 11.6} for n in range(1000)]
    members = [{"id": "m1", "x": 108.9, "y": 11.6}]
    given = request(village(households=rows, members=members), coordinates="lonlat")
    one = scenario_from_request(given).villages[0]
    assert not one.households.xy.any()
    assert not one.members.xy.any()


def test_arrays_are_read_only() -> None:
    """Tests that nobody can change a scenario behind its back."""
    one = scenario_from_request(request()).villages[0]
    with pytest.raises(ValueError, match="read-only"):
        one.households.xy[0, 0] = 1.0


def test_empty_places_mean_every_household() -> None:
    """Tests that an empty list of places reads as none given."""
    assert scenario_from_request(request(village(places=[]))).villages[0].places is None


def test_null_is_the_same_as_left_out() -> None:
    """Tests that null in an optional field changes nothing."""
    nulls = dict.fromkeys(("name", "area", "rules", "places", "locked", "forbidden", "current"))
    members = line("m", 1, min=None, max=None, team=None)
    given = request(village(**nulls, members=members), coordinates=None, rules=None)
    assert_same(scenario_from_request(given), scenario_from_request(request()))


TRUE, ONE = line("m", 1, min=True), line("m", 1, team=1)


@pytest.mark.parametrize(
    ("document", "code", "where", "field"),
    [
        (None, "NOT_AN_OBJECT", "the request", ""),
        ([], "NOT_AN_OBJECT", "the request", ""),
        ({}, "MISSING", "the request", "villages"),
        ({"villages": {}}, "NOT_A_LIST", "the request", "villages"),
        ({"villages": []}, "NO_VILLAGES", "/villages", ""),
        ({"villages": [3]}, "NOT_AN_OBJECT", "/villages/0", ""),
        (request(colour="red"), "UNKNOWN_FIELD", "the request", "colour"),
        (request(coordinates="feet"), "UNKNOWN_COORDINATES", "/coordinates", ""),
        (request(coordinates=[]), "UNKNOWN_COORDINATES", "/coordinates", ""),
        (request(rules=[]), "NOT_AN_OBJECT", "/rules", ""),
        (request(rules={"window": 3}), "UNKNOWN_FIELD", "/rules", "window"),
        (request(rules={"max_households": True}), "BAD_RULE", "/rules", "max_households"),
        (request(rules={"min_households": 11}), "BAD_RULE", "/rules", ""),
        (request(village(phone="1")), "UNKNOWN_FIELD", "/villages/0", "phone"),
        (request(village(rules={"minimum": "no"})), "BAD_RULE", "/villages/0/rules", "minimum"),
        (request(village(rules=7)), "NOT_AN_OBJECT", "/villages/0/rules", ""),
        (request(village(households=None)), "MISSING", "/villages/0", "households"),
        (request(village(members={})), "NOT_A_LIST", "/villages/0", "members"),
        (request(village(places="all")), "NOT_A_LIST", "/villages/0", "places"),
        (request(village(locked=[["h1"]])), "NOT_A_PAIR", "/villages/0/locked/0", ""),
        (request(village(locked=[[[], "m1"]])), "NOT_TEXT", "/villages/0/locked/0", "household"),
        (request(village(area="Bác Ái")), "NOT_A_LIST", "/villages/0", "area"),
        (request(village(area=["a", ""])), "BAD_AREA", "/villages/0", "area"),
        (request(village(area=["a", 5])), "BAD_AREA", "/villages/0", "area"),
        (request(village(name=5)), "NOT_TEXT", "/villages/0", "name"),
        (request(village(id=None)), "MISSING", "/villages/0", "id"),
        (request(village(id="")), "MISSING", "/villages/0", "id"),
        (request(village(members=TRUE)), "NOT_A_NUMBER", "/villages/0/members/0", "min"),
        (request(village(members=ONE)), "NOT_TEXT", "/villages/0/members/0", "team"),
    ],
)  # fmt: skip
def test_structure(document: object, code: str, where: str, field: str) -> None:
    """Tests that each fault of the document's shape is named once, at its JSON pointer."""
    found = only(problems(document))
    assert (found.code, found.where, found.field) == (code, where, field)


def test_faults_of_shape_and_of_sense_come_together() -> None:
    """Tests that a row that is no object does not hide what is wrong in the rows around it."""
    rows: list[Any] = line("h", 3)
    rows[0]["x"] = "0"
    rows[1] = 17
    rows[2] |= {"phone": "0912", "id": "h1"}
    found = problems(request(village(households=rows, name="x\n"), village("v2"), rules={"a": 1}))
    assert set(places(found)) == {
        ("UNKNOWN_FIELD", "/rules", "a"),
        ("UNSEEN_CHARACTER", "/villages/0", "name"),
        ("NOT_A_NUMBER", "/villages/0/households/0", "x"),
        ("NOT_AN_OBJECT", "/villages/0/households/1", ""),
        ("UNKNOWN_FIELD", "/villages/0/households/2", "phone"),
        ("DUPLICATE_ID", "/villages/0/households/2", "id"),
    }


def test_private_values_are_never_repeated() -> None:
    """Tests that the value of a refused field does not come back in the message."""
    rows = line("h", 1, phone="0912 345 678")
    assert "0912" not in str(only(problems(request(village(households=rows)))))


def test_pointers_across_villages() -> None:
    """Tests that a row is found again behind villages of other sizes, empty ones among them."""
    last = village("v4", households=line("h", 3))
    last["households"][2]["y"] = None
    given = request(village(), village("v2", households=[]), village("v3"), last)
    assert places(problems(given)) == [("MISSING", "/villages/3/households/2", "y")]


def test_village_rules_override_field_by_field() -> None:
    """Tests that a village keeps the request's rules where it says nothing, null included."""
    given = request(
        village(rules={"max_recruits": None, "priorities": ["balance", "walk"]}),
        rules={"max_recruits": 2, "max_distance_m": 300, "min_households": 4},
    )
    assert scenario_from_request(given).villages[0].rules == Rules(
        min_households=4, max_distance_m=300.0, priorities=(Priority.BALANCE, Priority.WALK)
    )


def test_an_overridden_window_that_does_not_fit_names_the_village() -> None:
    """Tests that a village's minimum above the request's maximum is a fault of the village."""
    found = only(
        problems(request(village(rules={"min_households": 8}), rules={"max_households": 7}))
    )
    assert (found.code, found.where) == ("BAD_RULE", "/villages/0/rules")
    assert "min_households 8 is above max_households 7" in found.message


@settings(deadline=None)
@given(requests().flatmap(lambda one: st.tuples(st.just(one), permuted(one))))
def test_order_never_matters(both: tuple[Row, Row]) -> None:
    """Tests that a request whose rows are permuted gives the same scenario."""
    assert_same(scenario_from_request(both[0]), scenario_from_request(both[1]))


@settings(deadline=None)
@given(requests())
def test_round_trip(document: Row) -> None:
    """Tests that a scenario written as a request, through JSON, reads back as itself."""
    made = scenario_from_request(document)
    again = json.loads(json.dumps(request_from_scenario(made)))
    assert_same(made, scenario_from_request(again))


@settings(deadline=None)
@given(requests())
def test_the_document_is_left_alone(document: Row) -> None:
    """Tests that reading changes nothing in what the caller gave."""
    before = copy.deepcopy(document)
    scenario_from_request(document)
    assert document == before


WORDS = st.text(max_size=4) | st.sampled_from(["\ud800", "\x00", " h", "h1", "m1", "metres"])
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS
    | st.sampled_from([400, 5000]).map(lambda digits: -(10**digits))
)  # fmt: skip
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
FIELDS = ("id", "x", "y", "min", "max", "team", "households", "members", "places", "locked",
          "forbidden", "current", "rules", "area", "name", "min_households", "max_distance_m",
          "priorities", "minimum", "villages", "coordinates")  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> Row:
    """Draw a sound request with up to four values replaced by anything at all."""
    document = copy.deepcopy(draw(requests()))
    for _ in range(draw(st.integers(1, 4))):
        spot: Any = document
        while isinstance(spot, dict | list) and spot and draw(st.integers(0, 4)):
            key = draw(
                st.sampled_from(sorted(spot) if isinstance(spot, dict) else range(len(spot)))
            )
            if not isinstance(spot[key], dict | list) or not draw(st.integers(0, 3)):
                spot[key] = draw(JSON)
                break
            spot = spot[key]
        if isinstance(spot, dict):
            spot[draw(st.sampled_from(FIELDS))] = draw(JSON)
    return document


@settings(deadline=None)
@given(JSON | st.dictionaries(st.sampled_from(FIELDS), JSON) | damaged())
@example({"villages": [{"id": "\ud800", "households": [], "members": []}]})
@example({"rules": {"\ud800": "\ud800", "priorities": ["\ud800"]}, "villages": []})
@example(request(village(households=[{"id": "h", "x": 1e300, "y": -1e300}])))
def test_any_value_is_answered(document: object) -> None:
    """Tests that any JSON value is a scenario or a list of problems that JSON can carry."""
    try:
        made = scenario_from_request(document)
    except ScenarioError as error:
        told = [str(problem) for problem in error.problems]
        assert "".join(told).encode("utf-8")
    else:
        assert isinstance(made, Scenario)
