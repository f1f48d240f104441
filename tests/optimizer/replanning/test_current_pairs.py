"""The plan in force becomes the current plan of a village that may have other people by now."""

from __future__ import annotations

from dataclasses import replace

from optimizer.domain.fingerprint import scenario_sha256
from optimizer.input.request import request_from_scenario, scenario_from_request
from optimizer.replanning.current_pairs import divide_pairs, pairs_of, with_current
from optimizer.replanning.plan_changes import PlanChanges, count_changes, village_side
from optimizer.replanning.plan_in_force import Which

VILLAGE = {
    "id": "v",
    "households": [{"id": f"h{nth}", "x": 10.0 * nth, "y": 0.0} for nth in range(4)],
    "members": [{"id": "m1", "x": 0.0, "y": 5.0}, {"id": "m2", "x": 30.0, "y": 5.0}],
}
PERSON = {"h0": "m1", "h1": "gone", "h3": "m2", "burnt": "m1"}


def test_that_pairs_are_divided_by_who_is_there() -> None:
    """Tests that a pair is current, has lost its person, or its household is not there."""
    found = divide_pairs(PERSON, ["h0", "h1", "h2", "h3"], ["m1", "m2"])
    assert found.current == [("h0", "m1"), ("h3", "m2")]
    assert found.former == [("h1", "gone")]
    assert found.household_gone == 1


def test_that_a_village_is_as_if_the_pairs_had_been_sent() -> None:
    """Tests that arrays and the request say the same, down to the fingerprint."""
    scenario = scenario_from_request({"villages": [VILLAGE]})
    [bare] = scenario.villages
    pairs = divide_pairs(PERSON, bare.households.ids.tolist(), bare.members.ids.tolist())
    made = with_current(bare, pairs)
    assert pairs_of(made) == (set(pairs.current), set(pairs.former))
    sent = scenario_from_request(
        {
            "villages": [
                {**VILLAGE, "current": [["h3", "m2"], ["h0", "m1"]], "former": [["h1", "gone"]]}
            ]
        }
    )
    filled = replace(scenario, villages=(made,))
    again = scenario_from_request(request_from_scenario(filled))
    assert scenario_sha256(filled) == scenario_sha256(again) == scenario_sha256(sent)
    assert pairs_of(with_current(made, divide_pairs({}, [], []))) == (set(), set())


def test_that_changes_are_counted_by_ids() -> None:
    """Tests that changes from and to nobody count, and new and gone ones by themselves."""
    old = {"households": _rows("h0", "h1", "h2", "h3", "h4"), "members": _rows("m1", "m2")}
    new = {"households": _rows("h1", "h2", "h3", "h4", "h5"), "members": _rows("m2")}
    before = {"today": _plan(("h0", "m1"), ("h1", "m1"), ("h2", "m2"), ("h3", "m2")), "after": None}
    after = {
        "today": _plan(("h1", "m2")),
        "after": _plan(("h1", "recruit-1"), ("h2", "m2"), ("h4", "m2"), ("h5", "recruit-1")),
        "recruitment": {"recruits": [{"id": "recruit-1", "x": 0.0, "y": 0.0}]},
    }
    sides = (village_side(old, before, Which.AFTER), village_side(new, after, Which.AFTER))
    # h1 has the recruit, h3 has nobody any more, h4 has somebody at last.
    assert count_changes(*sides) == PlanChanges(3, 1, 1, 1, 1)
    today = village_side(new, after, Which.TODAY)
    assert count_changes(sides[0], today) == PlanChanges(3, 1, 1, 0, 1)
    assert count_changes(today, today) == PlanChanges(0, 0, 0, 0, 0)


def _rows(*ids: str) -> list[dict[str, str]]:
    return [{"id": one} for one in ids]


def _plan(*pairs: tuple[str, str]) -> dict[str, object]:
    return {"assignments": [[home, who, 1.0] for home, who in pairs]}
