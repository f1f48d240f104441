"""The metric list: hamlets, alleys and orders of houses in the place of points."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from optimizer.distance import between_members_m, distances_within
from optimizer.domain.fingerprint import scenario_sha256
from optimizer.domain.scenario import Ends, Scenario
from optimizer.input.request import (
    request_from_scenario,
    scenario_from_kept,
    scenario_from_request,
)
from optimizer.output.checks import verify_response
from optimizer.output.response import response, run_record
from optimizer.pipeline import plan_village
from optimizer.verification import verify_plan
from tests.optimizer.inputs import only, places, problems

Document = dict[str, Any]


def house(name: str, hamlet: str, alley: str, order: int, **more: object) -> Document:
    """Return somebody's row."""
    return {"id": name, "hamlet": hamlet, "alley": alley, "order": order, **more}


def request(**fields: object) -> Document:
    """Return two hamlets that both have their Ngõ 1, 800 m apart."""
    village: Document = {
        "id": "v1",
        "households": [
            house("h1", "Đông", "Ngõ 1", 1),
            house("h2", "Đông", "Ngõ 1", 4),
            house("h3", "Đông", "Ngõ 2", 2),
            house("h4", "Tây", "Ngõ 1", 1),
            house("h5", "Núi", "Ngõ 1", 1),
        ],
        "members": [house("m1", "Đông", "Ngõ 1", 2, min=1), house("m2", "Tây", "Ngõ 1", 3, min=1)],
        "hamlets": [["Tây", "Đông", 800.0]],
    }
    rules = {"metric": {"kind": "list"}, "max_distance_m": 500}
    return {"rules": rules, "villages": [village | fields]}


def answer(document: Document) -> Document:
    """Return the response to a request, as a program reads it, once it is verified."""
    scenario = scenario_from_request(document)
    plans = [plan_village(village) for village in scenario.villages]
    made = response(scenario, plans, run_record(scenario, seed=0, seconds=0.0))
    read: Document = json.loads(json.dumps(made))
    assert verify_response(scenario, read) == ()
    return read


def test_that_nominal_metres_are_those_of_the_model() -> None:
    """Tests that one alley, two alleys by their first houses, and two hamlets are measured so."""
    village = scenario_from_request(request()).villages[0]
    table = np.full((5, 2), np.inf)
    rows, columns, metres = distances_within(village, Ends.MEMBERS, np.inf)
    table[rows, columns] = metres
    assert table.tolist() == [
        [15.0, 800.0],
        [30.0, 800.0],
        [150.0 + (2 + 2) * 15, 800.0],
        [800.0, 30.0],
        [np.inf, np.inf],
    ]
    assert between_members_m(village).tolist() == [[0.0, 800.0], [800.0, 0.0]]


def test_that_no_metres_are_shown() -> None:
    """Tests that a plan names persons, hamlets and alleys, and no length made of nominal metres."""
    made = answer(request(places=[house("p1", "Núi", "Ngõ 1", 2)]))["villages"][0]
    today = made["today"]
    assert today["assignments"] == [
        ["h1", "m1", None],
        ["h2", "m1", None],
        ["h3", "m1", None],
        ["h4", "m2", None],
    ]
    assert today["unserved"] == [["h5", "DISTANCE"]]
    assert (today["walk_m"], today["longest_m"], today["proof"]["walk"]) == (None, None, None)
    assert today["proof"]["serve"]["proven"]
    recruit = made["recruitment"]["recruits"][0]
    assert (recruit["place"], recruit["hamlet"], recruit["alley"]) == ("p1", "Núi", "Ngõ 1")
    assert (recruit["x"], recruit["y"]) == (None, None)
    assert made["recruitment"]["pockets"][0]["households"] == ["h5"]
    assert made["baselines"]["nearest"]["walk_m"] is None
    assert "Núi" in made["message"]["vi"]


@pytest.mark.parametrize("seed", range(30))
def test_that_random_lists_hold(seed: int) -> None:
    """Tests that plans of random lists are clean for a verifier that reads names, not rows."""
    rng = np.random.default_rng(seed)
    document = request(households=[], members=[], hamlets=[])
    village = document["villages"][0]
    taken: set[tuple[int, int, int]] = set()
    for number in range(int(rng.integers(1, 16))):
        key = (int(rng.integers(0, 3)), int(rng.integers(0, 3)), int(rng.integers(1, 9)))
        if key not in taken:
            taken.add(key)
            village["households"].append(house(f"h{number}", f"X{key[0]}", f"N{key[1]}", key[2]))
    for number in range(int(rng.integers(0, 4))):
        hamlet, alley, order = (int(rng.integers(0, most)) for most in (3, 3, 9))
        village["members"].append(house(f"m{number}", f"X{hamlet}", f"N{alley}", order, max=4))
    there = {one["hamlet"] for one in village["households"] + village["members"]}
    if {"X0", "X1"} <= there:
        village["hamlets"] = [["X0", "X1", 400]]
    document["rules"] |= {"min_households": 2, "max_households": 4}
    if seed % 2:
        document["rules"]["priorities"] = ["fairest", "compact", "longest"]
    scenario = scenario_from_request(document)
    plan = plan_village(scenario.villages[0])
    assert verify_plan(scenario.villages[0], plan) == ()
    answer(document)


def test_that_a_list_is_read_back_as_it_was_written() -> None:
    """Tests that request and scenario say the same, fingerprint included."""
    scenario = scenario_from_request(request(places=[house("p1", "Núi", "Ngõ 1", 2)]))
    document = json.loads(json.dumps(request_from_scenario(scenario)))
    assert scenario_sha256(scenario_from_kept(document)) == scenario_sha256(scenario)
    other = request(places=[house("p1", "Núi", "Ngõ 1", 3)])
    assert scenario_sha256(scenario_from_request(other)) != scenario_sha256(scenario)


def test_that_real_names_of_hamlets_stand_in_messages() -> None:
    """Tests that with points too a hamlet is called by its own name, and changes no plan."""
    rows = [
        {"id": f"h{n}", "x": 10.0 * n, "y": 0.0, "hamlet": "Suối Lạnh" if n < 8 else "Đá Bạc"}
        for n in range(12)
    ]
    document = {"villages": [{"id": "v", "households": rows, "members": []}]}
    made = answer(document)["villages"][0]
    bare = [{key: row[key] for key in ("id", "x", "y")} for row in rows]
    plain = answer({"villages": [{"id": "v", "households": bare, "members": []}]})["villages"][0]
    names = {recruit["hamlet"] for recruit in made["recruitment"]["recruits"]}
    assert names <= {"Suối Lạnh", "Đá Bạc"}
    assert made["after"] == plain["after"]
    assert {recruit["hamlet"] for recruit in plain["recruitment"]["recruits"]} == {"A"}


def changed(table: str, row: int, **fields: object) -> Document:
    """Return the request with some fields of one row changed; None leaves a field out."""
    document = request()
    cells = document["villages"][0][table][row] | fields
    document["villages"][0][table][row] = {k: v for k, v in cells.items() if v is not None}
    return document


BAD: dict[str, tuple[Document, tuple[str, str, str]]] = {
    "two houses with one order": (
        changed("households", 1, order=1),
        ("ORDER_TWICE", "/villages/0/households/1", "order"),
    ),
    "no order": (
        changed("members", 0, order=None),
        ("MISSING", "/villages/0/members/0", "order"),
    ),
    "half a house": (
        changed("households", 0, order=1.5),
        ("BAD_ORDER", "/villages/0/households/0", "order"),
    ),
    "an order as text": (
        changed("households", 0, order="1"),
        ("NOT_A_NUMBER", "/villages/0/households/0", "order"),
    ),
    "no hamlet": (
        changed("households", 2, hamlet=None),
        ("MISSING", "/villages/0/households/2", "hamlet"),
    ),
    "no alley beside others": (
        changed("households", 2, alley=None),
        ("MISSING", "/villages/0/households/2", "alley"),
    ),
    "a hamlet that nobody lives in": (
        request(hamlets=[["Tây", "Bắc", 800.0]]),
        ("UNKNOWN_HAMLET", "/villages/0/hamlets/0", "to"),
    ),
    "two of one pair of hamlets": (
        request(hamlets=[["Tây", "Đông", 800.0], ["Đông", "Tây", 700.0]]),
        ("DISTANCE_TWICE", "/villages/0/hamlets/1", "to"),
    ),
    "a hamlet with itself": (
        request(hamlets=[["Tây", "Tây", 0.0]]),
        ("HAMLET_WITH_ITSELF", "/villages/0/hamlets/0", "to"),
    ),
    "less than nothing": (
        request(hamlets=[["Tây", "Đông", -1.0]]),
        ("NEGATIVE", "/villages/0/hamlets/0", "metres"),
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_that_bad_lists_are_named(name: str) -> None:
    """Tests that what cannot be in a list is named by its pointer and field."""
    document, expected = BAD[name]
    assert places((only(problems(document)),)) == [expected]


def test_that_a_list_without_addresses_says_so_once() -> None:
    """Tests that points alone under the metric list are one problem a table and field."""
    rows = [{"id": f"h{n}", "x": 1.0 * n, "y": 0.0} for n in range(400)]
    document = request(households=rows, members=[], hamlets=[])
    assert [(one.code, one.field) for one in problems(document)] == [
        ("MISSING_COLUMN", "hamlet"),
        ("MISSING_COLUMN", "order"),
    ]
    assert isinstance(scenario_from_request(request()), Scenario)
