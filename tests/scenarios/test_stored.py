"""The stored villages: their answers hold by a plain model and by the program."""

from __future__ import annotations

import math
from typing import Any

import orjson
import pytest

from optimizer.errors import ScenarioError
from scenarios.stored import stored_folder, stored_names
from tests.scenarios.plain_model import smallest_limit_m, smallest_maximum, solve

SMALL = 60
PRESETS = {"tiny", "hamlets", "surplus"}


def load(name: str, file: str) -> dict[str, Any]:
    document: dict[str, Any] = orjson.loads((stored_folder(name) / file).read_bytes())
    return document


def test_stored_villages_are_small_and_many() -> None:
    """Tests that every stored village can be held in the head, and the presets are among them."""
    assert len(stored_names()) >= 17
    assert set(stored_names()) >= PRESETS
    for name in stored_names():
        assert len(load(name, "request.json")["villages"][0]["households"]) <= SMALL


def test_unknown_stored_village_names_the_others() -> None:
    """Tests that a wrong name is refused with the right ones."""
    with pytest.raises(ScenarioError, match="own-windows"):
        stored_folder("atlantis")


@pytest.mark.parametrize("name", stored_names())
def test_plain_model_finds_the_answer_of_today(name: str) -> None:
    """Tests that the answer by hand is the optimum of the plain model."""
    request, answer = load(name, "request.json"), load(name, "answer.json")
    today, found = answer["today"], solve(request, recruiting=False)
    members = [member["id"] for member in request["villages"][0]["members"]]
    households = {household["id"] for household in request["villages"][0]["households"]}
    loads = found.loads(members)
    assert loads == today.get("loads", loads)
    assert households - set(found.person) == set(today["unserved"])
    assert [m for m in members if loads[m] == 0] == today["reserve"]
    assert found.exceptions == len(today["exceptions"])
    assert found.changed == today["changed"]
    assert found.walk_m == pytest.approx(today["walk_m"])


@pytest.mark.parametrize("name", stored_names())
def test_plain_model_finds_the_answer_after_recruiting(name: str) -> None:
    """Tests that the recruits by hand are the fewest, and their plan the best."""
    request, answer = load(name, "request.json"), load(name, "answer.json")
    assert (
        (answer["needed"] is None) == (answer["after"] is None) == (not answer["today"]["unserved"])
    )
    if answer["after"] is None:
        return
    found, after = solve(request, recruiting=True), answer["after"]
    households = {household["id"] for household in request["villages"][0]["households"]}
    assert found.recruits == answer["needed"]
    assert households - set(found.person) == set(after["unserved"])
    assert found.exceptions == after["exceptions"]
    assert found.walk_m == pytest.approx(after["walk_m"])


@pytest.mark.parametrize(
    "name", [name for name in stored_names() if "relaxations" in load(name, "answer.json")]
)
def test_plain_model_finds_the_relaxations(name: str) -> None:
    """Tests that no smaller limit and no smaller maximum serves everybody."""
    request, relaxed = load(name, "request.json"), load(name, "answer.json")["relaxations"]
    assert smallest_limit_m(request) == relaxed["max_distance_m"]
    assert smallest_maximum(request) == relaxed["max_households"]


@pytest.mark.parametrize("name", stored_names())
def test_reasons_and_verdict_follow_from_the_counts(name: str) -> None:
    """Tests that each reason and the verdict are what counting with a ruler gives."""
    request, answer = load(name, "request.json"), load(name, "answer.json")
    village, rules = request["villages"][0], request["rules"]
    limit_m = rules.get("max_distance_m", 1000)
    forbidden = {tuple(pair) for pair in village.get("forbidden", [])}
    at = {household["id"]: (household["x"], household["y"]) for household in village["households"]}
    for household, reason in answer["today"]["unserved"].items():
        near = [
            member["id"]
            for member in village["members"]
            if math.dist(at[household], (member["x"], member["y"])) <= limit_m
        ]
        free = [member for member in near if (household, member) not in forbidden]
        enforced = rules.get("minimum") == "enforce"
        expected = "MINIMUM" if enforced else "CAPACITY"
        assert reason == (expected if free else "EXCLUDED" if near else "DISTANCE")
    assert answer["verdict"] == verdict(village, unserved=bool(answer["today"]["unserved"]))


def verdict(village: dict[str, Any], *, unserved: bool) -> str:
    households, members = len(village["households"]), village["members"]
    most = sum(member.get("max", 10) for member in members)
    least = sum(member.get("min", 5) for member in members)
    if households and not members:
        return "NO_MEMBERS"
    if unserved:
        return "NEEDS_MEMBERS" if households > most else "NEEDS_MEMBERS_LOCAL"
    if households < least:
        return "SURPLUS"
    return "TIGHT" if households > 0.9 * most else "OK"
