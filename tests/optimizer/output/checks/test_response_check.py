"""A response read back: clean when honest, caught when not, never a traceback."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.domain.scenario import Scenario, Village
from optimizer.output.checks import verify_response
from optimizer.output.response import response, run_record
from optimizer.pipeline import plan_village
from tests.optimizer.distance.test_unreachable import astray
from tests.optimizer.simple_planner import plan_simply
from tests.optimizer.verification.example import example, example_plan
from tests.optimizer.verification.test_laws import villages

SCENARIO = Scenario(example().rules, (example(),), lonlat=False)

Keys = tuple[str | int, ...]


def honest() -> dict[str, Any]:
    """Return the example's response as it comes out of a file."""
    run = run_record(SCENARIO, seed=0, seconds=0.1)
    made = response(SCENARIO, [example_plan(example())], run)
    document: dict[str, Any] = json.loads(json.dumps(made))
    return document


def spoilt(keys: Keys, value: object) -> dict[str, Any]:
    """Return the response with another value at one place; ... removes it."""
    document = honest()
    part: Any = document
    for key in keys[:-1]:
        part = part[key]
    if value is ...:
        del part[keys[-1]]
    else:
        part[keys[-1]] = value
    return document


def codes(document: object) -> set[str]:
    """Return the codes of a document's violations."""
    return {violation.code for violation in verify_response(SCENARIO, document)}


def test_that_an_honest_response_is_clean() -> None:
    """Tests that the example's response is accepted."""
    assert verify_response(SCENARIO, honest()) == ()


@settings(deadline=None)
@given(villages())
def test_that_every_response_is_clean(village: Village) -> None:
    """Tests that the responses of correct plans of random villages are accepted."""
    scenario = Scenario(village.rules, (village,), lonlat=False)
    made = response(scenario, [plan_simply(village)], run_record(scenario, seed=0, seconds=0.0))
    assert verify_response(scenario, json.loads(json.dumps(made))) == ()


V: Keys = ("villages", 0)
TODAY: Keys = (*V, "today")
HIRE: Keys = (*V, "recruitment")

SPOILT: dict[str, tuple[Keys, object, str]] = {
    "no villages": (("villages",), ..., "TYPE"),
    "villages as text": (("villages",), "v", "TYPE"),
    "village missing": (("villages",), [], "VILLAGE_MISSING"),
    "an unknown village": ((*V, "id"), "w", "UNKNOWN_VILLAGE"),
    "a village without id": ((*V, "id"), ..., "UNKNOWN_VILLAGE"),
    "another verdict": ((*V, "verdict"), "OK", "VERDICT"),
    "another sentence": ((*V, "message", "vi"), "Mọi hộ đều có người phụ trách.", "CLAIM"),
    "another hamlet": ((*HIRE, "recruits", 0, "hamlet"), "A", "CLAIM"),
    "no verdict at all": ((*V, "verdict"), "FINE", "UNKNOWN_VERDICT"),
    "verdict as number": ((*V, "verdict"), 7, "TYPE"),
    "households": ((*V, "households"), 12, "CLAIM"),
    "members": ((*V, "members"), 5, "CLAIM"),
    "true members": ((*V, "members"), True, "TYPE"),
    "no today": ((*V, "today"), ..., "TYPE"),
    "an unknown household": ((*TODAY, "assignments", 0, 0), "h999", "UNKNOWN_HOUSEHOLD"),
    "an unknown person": ((*TODAY, "assignments", 0, 1), "m999", "UNKNOWN_PERSON"),
    "a recruit today": ((*TODAY, "assignments", 0, 1), "recruit-1", "UNKNOWN_PERSON"),
    "a household as number": ((*TODAY, "assignments", 0, 0), 0, "UNKNOWN_HOUSEHOLD"),
    "a household twice": ((*TODAY, "assignments", 0, 0), "h001", "HOUSEHOLD_TWICE"),
    "a household missing": ((*TODAY, "assignments", 0), ..., "HOUSEHOLD_MISSING"),
    "served and unserved": ((*TODAY, "unserved", 0, 0), "h000", "HOUSEHOLD_TWICE"),
    "a short row": ((*TODAY, "assignments", 0), ["h000"], "TYPE"),
    "a row of nothing": ((*TODAY, "assignments", 0), None, "TYPE"),
    "metres as text": ((*TODAY, "assignments", 0, 2), "0", "TYPE"),
    "a millimetre more": ((*TODAY, "assignments", 0, 2), 0.001, "METRES"),
    "endless metres": ((*TODAY, "assignments", 0, 2), float("inf"), "TYPE"),
    "more metres than a float": ((*TODAY, "assignments", 0, 2), 10**400, "TYPE"),
    "another person": ((*TODAY, "assignments", 0, 1), "m001", "BEYOND_LIMIT"),
    "another reason": ((*TODAY, "unserved", 0, 1), "DISTANCE", "WRONG_REASON"),
    "a reason as null": ((*TODAY, "unserved", 0, 1), None, "TYPE"),
    "reserve": ((*TODAY, "reserve"), [], "CLAIM"),
    "a reserve twice": ((*TODAY, "reserve"), ["m003", "m003"], "CLAIM"),
    "exceptions": ((*TODAY, "exceptions"), ["m001", "m002"], "CLAIM"),
    "the walk": ((*TODAY, "walk_m"), 114.002, "CLAIM"),
    "the longest": ((*TODAY, "longest_m"), 99.998, "CLAIM"),
    "changed": ((*TODAY, "changed"), 1, "CHANGED"),
    "a locked pair": ((*TODAY, "locked_beyond_limit"), [], "LOCKED_BEYOND_LIMIT"),
    "a locked pair nobody knows": (
        (*TODAY, "locked_beyond_limit"),
        [["h008", "m9"]],
        "UNKNOWN_MEMBER",
    ),
    "a proof missing": ((*TODAY, "proof", "walk"), ..., "STAGES"),
    "an unknown stage": ((*TODAY, "proof", "luck"), {}, "UNKNOWN_STAGE"),
    "a proof's value": ((*TODAY, "proof", "serve", "value"), 3, "VALUE"),
    "a proof's bound": ((*TODAY, "proof", "serve", "bound"), 5, "BOUND"),
    "proven by word": ((*TODAY, "proof", "walk", "proven"), True, "PROVEN"),
    "proven left out": ((*TODAY, "proof", "walk", "proven"), ..., "PROVEN"),
    "a smaller gap": ((*TODAY, "proof", "walk", "gap"), 0.5, "GAP"),
    "a gap of nothing": ((*TODAY, "proof", "walk", "gap"), 0, "GAP"),
    "a gap where proven": ((*TODAY, "proof", "serve", "gap"), 0.5, "GAP"),
    "needed": ((*HIRE, "needed"), 2, "NEEDED"),
    "bound": ((*HIRE, "bound"), 2, "PROVEN"),
    "by": ((*HIRE, "by"), "hope", "BY"),
    "a recruit's id": ((*HIRE, "recruits", 0, "id"), "recruit-9", "UNKNOWN_PERSON"),
    "a recruit twice": ((*HIRE, "recruits", 0, "id"), "recruit-2", "RECRUIT_TWICE"),
    "a recruit's place": ((*HIRE, "recruits", 0, "place"), "h999", "UNKNOWN_PLACE"),
    "a recruit's x": ((*HIRE, "recruits", 0, "x"), 1000.1, "CLAIM"),
    "a recruit's y": ((*HIRE, "recruits", 0, "y"), "0", "TYPE"),
    "a recruit's load": ((*HIRE, "recruits", 0, "households"), 3, "CLAIM"),
    "a recruit's worth": ((*HIRE, "recruits", 0, "worth"), 3, "WORTH"),
    "a recruit left out": ((*HIRE, "recruits", 2), ..., "UNKNOWN_PERSON"),
    "recruits as null": ((*HIRE, "recruits"), None, "TYPE"),
    "a pocket's household": ((*HIRE, "pockets", 0, "households", 0), "h9", "UNKNOWN_HOUSEHOLD"),
    "a pocket's member": ((*HIRE, "pockets", 0, "members", 0), "m001", "POCKET_MEMBERS"),
    "a pocket's room": ((*HIRE, "pockets", 0, "room"), 4, "POCKET_ROOM"),
    "a pocket's recruits": ((*HIRE, "pockets", 0, "recruits_at_least"), 2, "POCKET_BOUND"),
    "half a pocket's recruit": ((*HIRE, "pockets", 0, "recruits_at_least"), 1.5, "TYPE"),
    "a pocket left out": ((*HIRE, "pockets", 0), ..., "POCKETS_SUM"),
    "no recruitment": (HIRE, None, "UNKNOWN_PERSON"),
    "no after": ((*V, "after"), None, "HALF"),
    "after's walk": ((*V, "after", "walk_m"), 1.0, "CLAIM"),
    "a relaxation": ((*V, "relaxations", "max_distance_m"), 400.0, "RELAXED_LIMIT"),
    "a relaxation as text": ((*V, "relaxations"), "longer", "TYPE"),
    "a baseline": ((*V, "baselines", "greedy", "walk_m"), 1.0, "CLAIM"),
    "a baseline's count": ((*V, "baselines", "nearest", "overloaded"), 9, "CLAIM"),
    "hints as null": ((*V, "hints"), None, "CLAIM"),
    "a hint about nobody": ((*V, "hints"), [{}], "CLAIM"),
    "no baselines": ((*V, "baselines"), ..., "TYPE"),
    "the summary": (("summary", "unserved_today"), 3, "CLAIM"),
    "a true summary": (("summary", "villages"), True, "CLAIM"),
    "a summary's verdicts": (("summary", "verdicts"), {"OK": 1}, "CLAIM"),
    "no summary": (("summary",), ..., "TYPE"),
    "another scenario": (("run", "scenario_sha256"), "0" * 64, "FINGERPRINT"),
    "no run": (("run",), ..., "TYPE"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_that_a_spoilt_response_is_caught(name: str) -> None:
    """Tests that a response with one value changed is caught by the rule meant for it."""
    keys, value, code = SPOILT[name]
    assert code in codes(spoilt(keys, value))


def test_that_sentences_may_be_left_out() -> None:
    """Tests that a response without the texts, which an earlier version wrote, is accepted."""
    document = honest()
    del document["villages"][0]["message"]
    del document["villages"][0]["hints"]
    del document["villages"][0]["recruitment"]["recruits"][0]["hamlet"]
    assert verify_response(SCENARIO, document) == ()


@pytest.mark.parametrize(
    ("name", "value", "caught"),
    [
        ("metres", 1900, False),
        ("metres", 1900.0004, False),
        ("metres", 1900.001, True),
        ("metres", True, True),
        ("metres", None, True),
        pytest.param("metres", 10**400, True, id="more than a float holds"),
        ("edges", 1, True),
        ("code", "OFF_PATHS", True),
        ("household", "h000", True),
        ("message", {"en": "no"}, True),
    ],
)
def test_that_a_hint_is_the_plans(name: str, value: object, *, caught: bool) -> None:
    """Tests that why a household is off the paths is compared, to half a millimetre."""
    village = astray()
    scenario = Scenario(village.rules, (village,), lonlat=False)
    made = response(scenario, [plan_village(village)], run_record(scenario, seed=0, seconds=0.1))
    document = json.loads(json.dumps(made))
    assert verify_response(scenario, document) == ()
    document["villages"][0]["hints"][0][name] = value
    assert bool(verify_response(scenario, document)) is caught


def test_that_a_village_twice_is_caught() -> None:
    """Tests that a village may stand in a response once only."""
    document = honest()
    document["villages"] *= 2
    assert codes(document) == {"VILLAGE_TWICE"}


def test_that_a_place_is_told() -> None:
    """Tests that a violation says in which village and which plan it stands."""
    found = verify_response(SCENARIO, spoilt((*V, "after", "walk_m"), 1.0))
    assert [violation.where for violation in found] == ["village v"]
    assert found[0].message.startswith("after.walk_m: 1.0 m is stated")
    found = verify_response(SCENARIO, spoilt((*TODAY, "changed"), 1))
    assert {violation.where for violation in found} == {"village v today"}


def leaves(part: object, keys: Keys = ()) -> list[Keys]:
    """Return the keys of everything in a document."""
    inner: list[tuple[str | int, object]] = []
    if isinstance(part, dict):
        inner = list(part.items())
    elif isinstance(part, list):
        inner = list(enumerate(part))
    return [keys, *(found for key, value in inner for found in leaves(value, (*keys, key)))]


HONEST = honest()
FREE = {("notes",)} | {
    ("run", key) for key in ("version", "rules", "seed", "seconds", "solver", "cut_short")
}
"""What a scenario and a plan cannot contradict."""

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@settings(deadline=None)
@given(ANYTHING)
def test_that_no_document_raises(document: object) -> None:
    """Tests that any JSON value at all gets an answer, and the answer is no."""
    assert verify_response(SCENARIO, document)


@settings(deadline=None)
@given(st.sampled_from([keys for keys in leaves(HONEST) if keys]), ANYTHING)
def test_that_any_single_change_is_caught(keys: Keys, value: object) -> None:
    """Tests that anything else anywhere in a response is caught, and never raises.

    Other prices are no lie as long as they prove the bound, which is looked at where it is asked.
    """
    before: Any = HONEST
    for key in keys:
        before = before[key]
    found = verify_response(SCENARIO, spoilt(keys, copy.deepcopy(value)))
    told = keys[:2] in FREE or "prices" in keys or same(before, value)
    assert told or found


def same(before: object, value: object) -> bool:
    """Tell whether a value says the same as the honest one (1 and 1.0 do, and tiny differences)."""
    if isinstance(before, bool) or isinstance(value, bool):
        return before is value
    if isinstance(before, int | float) and isinstance(value, int | float):
        return abs(before - value) < 0.01
    return before == value
