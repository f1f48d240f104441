"""Three villages with planned teams: one consolidates, one recruits, one has nobody."""

from __future__ import annotations

from typing import Any

from optimizer.domain.scenario import Scenario
from optimizer.input.request import scenario_from_request
from optimizer.pipeline import plan_village
from tests.optimizer.teams.asked_villages import Member, members

VillagePlans = list[Any]


def request() -> dict[str, Any]:
    """Return villages ``a`` (teams of 2 and 6), ``b`` (must recruit) and ``c`` (nobody)."""
    villages = [
        _village(
            "a", members("T1*", "T1", "T2*", "T2", "T2", "T2", "T2", "T2"), homes=8, apart_m=100.0
        ),
        _village("b", members("T1*", "T1", "T1"), homes=34),
        _village("c", [], homes=1) | {"rules": {"recruiting": False}},
    ]
    rules = {"min_households": 0, "teams": {"min": 3, "max": 5, "target": 4}}
    return {"rules": rules, "villages": villages}


def _village(
    name: str, people: list[Member], *, homes: int, apart_m: float = 20.0
) -> dict[str, Any]:
    places = [{"id": f"h{nth:02}", "x": apart_m * nth, "y": 0.0} for nth in range(homes)]
    area = ["Bác Ái", "Phước Bình" if name == "a" else "Phước Tiến"]
    return {"id": name, "name": f"Thôn {name}", "area": area, "households": places,
            "members": people}  # fmt: skip


def planned() -> tuple[Scenario, VillagePlans]:
    """Return the scenario and its plans."""
    scenario = scenario_from_request(request())
    return scenario, [plan_village(village) for village in scenario.villages]
