"""Supervisors of a response read back and checked against the teams that its villages have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from optimizer.domain.scenario import Scenario
from optimizer.output.checks.json_values import (
    HALF_UNIT_M,
    JsonFaults,
    a_count,
    a_list,
    a_number,
    a_row,
    a_text,
    an_object,
    short_value,
    texts,
)
from optimizer.verification import Violation
from optimizer.verification.supervisor_rules import (
    StatedSupervisor,
    Supervised,
    SupervisedTeam,
    check_supervisors,
    supervised_team,
)

Stated = Mapping[object, object]
FIELDS = ("supervisors", "supervision")


def check_supervision(
    scenario: Scenario, entries: Mapping[str, Stated], stated: Stated, faults: JsonFaults
) -> list[Violation]:
    """Return what is wrong with the supervisors, once the villages' plans are known to be right.

    Parameters
    ----------
    entries
        The entry of each village.
    stated
        The whole response.
    """
    asked = scenario.supervision
    if asked is None:
        for name in FIELDS:
            if name in stated:
                faults.add("NOT_ASKED", name, "nobody asks for supervisors")
        return []
    teams: dict[tuple[str, str], SupervisedTeam] = {}
    for village in scenario.villages:
        for name, leader in _leaders(village.id, entries[village.id], faults):
            teams[village.id, name] = supervised_team(village, leader, asked)
    return check_stated(Supervised(asked, teams), stated, faults)


def check_stated(supervised: Supervised, stated: Stated, faults: JsonFaults) -> list[Violation]:
    """Return what is wrong with stated supervisors of the teams that there are."""
    read = [
        _supervisor(item, f"supervisors[{at}]", faults)
        for at, item in enumerate(a_list(stated.get("supervisors"), "supervisors", faults))
    ]
    if faults.found:
        return []
    found = check_supervisors(supervised, read, HALF_UNIT_M)
    if not found:
        _units(read, stated.get("supervision"), faults)
    return found


def _leaders(village: str, entry: Stated, faults: JsonFaults) -> Iterator[tuple[str, str]]:
    """Yield each team of today with its leader."""
    place = f"village {village} teams"
    today = an_object(entry.get("today"), f"village {village} today", faults)
    for team in a_list(today.get("teams", []), place, faults):
        one = an_object(team, place, faults)
        yield a_text(one.get("id"), place, faults), a_text(one.get("leader"), place, faults)


def _supervisor(item: object, place: str, faults: JsonFaults) -> StatedSupervisor:
    one = an_object(item, place, faults)
    metres = one.get("metres")
    return StatedSupervisor(
        a_text(one.get("id"), f"{place}.id", faults),
        tuple(texts(one.get("area"), f"{place}.area", faults)),
        a_text(one.get("village"), f"{place}.village", faults),
        a_text(one.get("leader"), f"{place}.leader", faults),
        tuple(
            _pair(row, f"{place}.teams[{at}]", faults)
            for at, row in enumerate(a_list(one.get("teams"), f"{place}.teams", faults))
        ),
        None if metres is None else a_number(metres, f"{place}.metres", faults),
        tuple(texts(one.get("flags"), f"{place}.flags", faults)),
    )


def _pair(value: object, place: str, faults: JsonFaults) -> tuple[str, str]:
    row = a_row(value, 2, place, faults)
    village, team = (a_text(cell, place, faults) for cell in row or ("", ""))
    return village, team


def _units(read: Sequence[StatedSupervisor], value: object, faults: JsonFaults) -> None:
    """Find figures of units that are not the sums of their supervisors, and unsound bounds."""
    areas = sorted({one.area for one in read})
    units = a_list(value, "supervision", faults)
    if len(units) != len(areas):
        faults.add("CLAIM", "supervision", f"there are {len(units)} units; expected {len(areas)}")
        return
    for at, (area, item) in enumerate(zip(areas, units, strict=True)):
        place = f"supervision[{at}]"
        unit, mine = an_object(item, place, faults), [one for one in read if one.area == area]
        own = {
            "area": list(area),
            "teams": sum(len(one.teams) for one in mine),
            "supervisors": len(mine),
        }
        for name, figure in own.items():
            if unit.get(name) != figure:
                text = f"{short_value(unit.get(name))} is stated; the recount is {figure}"
                faults.add("CLAIM", f"{place}.{name}", text)
        _proofs(unit, mine, place, faults)


def _proofs(unit: Stated, mine: Sequence[StatedSupervisor], place: str, faults: JsonFaults) -> None:
    proofs = an_object(unit.get("proof"), f"{place}.proof", faults)
    metres = sum(one.metres or 0.0 for one in mine)
    if unit.get("metres") is not None:
        stated_m = a_number(unit.get("metres"), f"{place}.metres", faults)
        if abs(stated_m - metres) > HALF_UNIT_M * (len(mine) + 1):
            faults.add("CLAIM", f"{place}.metres", f"{stated_m} are stated; the sum is {metres}")
    unreached = a_count(unit.get("unreached"), f"{place}.unreached", faults)
    own = {
        "supervisors": (len(mine), 0.0),
        "unreached": (unreached, 0.0),
        "gather": (metres, HALF_UNIT_M * (len(mine) + 1)),
    }
    for name, (value, slack) in own.items():
        if name == "gather" and unit.get("metres") is None and proofs.get(name) is None:
            continue  # nominal metres are never stated
        spot = f"{place}.proof.{name}"
        proof = an_object(proofs.get(name), spot, faults)
        told = a_number(proof.get("value"), f"{spot}.value", faults)
        bound = a_number(proof.get("bound"), f"{spot}.bound", faults)
        if abs(told - value) > slack:
            faults.add("CLAIM", f"{spot}.value", f"{told} is stated; the recount is {value}")
        if bound > told or bound < 0:
            faults.add("CLAIM", f"{spot}.bound", f"a bound of {bound} beside a value of {told}")
        if proof.get("proven") is not (bound >= told):
            faults.add("CLAIM", f"{spot}.proven", "it is proven where the bound meets the value")
