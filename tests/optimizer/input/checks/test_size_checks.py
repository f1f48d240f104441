"""How large a village may be: each limit is a setting, and is named where it is passed."""

from __future__ import annotations

import pytest

from optimizer.errors import ScenarioError
from optimizer.input.request import scenario_from_kept, scenario_from_request


def request() -> dict[str, object]:
    """Return a village of 3 households, 2 members, 4 walls, 1 crossing, 3 nodes and 2 edges."""
    square = [[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]]
    village = {
        "id": "v1",
        "households": [{"id": f"h{row}", "x": row, "y": 0} for row in range(3)],
        "members": [{"id": f"m{row}", "x": row, "y": 1} for row in range(2)],
        "barriers": {"lines": [square], "crossings": [[0, 5]]},
        "network": {"nodes": [[0, 0], [5, 5], [9, 9]], "edges": [[0, 1], [1, 2]]},
    }
    return {"coordinates": "metres", "villages": [village]}


@pytest.mark.parametrize(
    ("name", "count"),
    [("members", 2), ("pairs", 6), ("barriers", 4), ("crossings", 1), ("nodes", 3), ("edges", 2)],
)
def test_that_a_village_may_be_as_large_as_its_limit(
    name: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that the limit itself is taken and one more is refused, with village and remedy."""
    setting = f"LIENGIA_MAX_VILLAGE_{name.upper()}"
    monkeypatch.setenv(setting, str(count))
    assert len(scenario_from_request(request()).villages) == 1
    if count == 1:
        return
    monkeypatch.setenv(setting, str(count - 1))
    with pytest.raises(ScenarioError) as refused:
        scenario_from_request(request())
    [problem] = refused.value.problems
    assert (problem.code, problem.where, problem.field, problem.value) == (
        "VILLAGE_TOO_LARGE",
        "/villages/0",
        name,
        str(count),
    )
    assert f"village v1 has {count} {name}, at most {count - 1} are planned" in problem.message
    assert setting in problem.message


def test_that_every_limit_that_is_passed_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that two limits are two problems."""
    monkeypatch.setenv("LIENGIA_MAX_VILLAGE_NODES", "1")
    monkeypatch.setenv("LIENGIA_MAX_VILLAGE_PAIRS", "5")
    with pytest.raises(ScenarioError) as refused:
        scenario_from_request(request())
    assert [problem.field for problem in refused.value.problems] == ["pairs", "nodes"]


def test_that_a_village_that_was_kept_under_wider_limits_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tests that what was taken once is read again, as its result could not be shown otherwise."""
    monkeypatch.setenv("LIENGIA_MAX_VILLAGE_MEMBERS", "1")
    with pytest.raises(ScenarioError):
        scenario_from_request(request())
    assert len(scenario_from_kept(request()).villages[0].members) == 2
