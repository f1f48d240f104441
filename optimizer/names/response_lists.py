"""The lists of the villages of a response JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from optimizer.errors import Problem, ScenarioError
from optimizer.names.listed_village import (
    Assigned,
    ListedRecruit,
    ListedVillage,
    Move,
    StandIn,
    TeamMember,
    WhichPlan,
    in_order,
)
from optimizer.output.checks.json_values import (
    JsonFaults,
    a_count,
    a_list,
    a_number,
    a_row,
    a_text,
    an_object,
    texts,
)
from optimizer.output.folder.result_reader import read_response

Entry = Mapping[object, object]


def villages_of_response(path: Path) -> Mapping[str, ListedVillage | None]:
    """Return the villages of a response by id, None where one has no plan.

    Names of villages are not in a response.

    Raises
    ------
    ScenarioError
        When it is no response.
    """
    faults = JsonFaults("response")
    document = an_object(read_response(path), "response", faults)
    entries = a_list(document.get("villages"), "villages", faults)
    listed = {}
    for at, item in enumerate(entries):
        entry = an_object(item, f"villages[{at}]", faults)
        village = a_text(entry.get("id"), f"villages[{at}].id", faults)
        listed[village] = _village(entry, village, f"villages[{at}]", faults)
    if faults.found:
        raise ScenarioError(
            Problem("UNREADABLE_PLAN", str(path), "", "", f"{one}; name a response")
            for one in faults.found[:1]
        )
    return listed


def _village(entry: Entry, village: str, at: str, faults: JsonFaults) -> ListedVillage | None:
    if entry.get("today") is None:
        return None
    plans = {
        plan: an_object(entry[str(plan)], f"{at}.{plan}", faults)
        for plan in WhichPlan
        if entry.get(str(plan)) is not None
    }
    assigned = {plan: _assigned(part, f"{at}.{plan}", faults) for plan, part in plans.items()}
    left = {plan: _unserved(part, f"{at}.{plan}", faults) for plan, part in plans.items()}
    today = plans[WhichPlan.TODAY]
    members = {one.person for one in assigned[WhichPlan.TODAY]}
    members |= set(texts(today.get("reserve"), f"{at}.today.reserve", faults))
    homes = {one.household for one in assigned[WhichPlan.TODAY]} | left[WhichPlan.TODAY].keys()
    without = {
        home: dict.fromkeys(WhichPlan, "") for part in left.values() for home in sorted(part)
    }
    for plan, part in left.items():
        for home, reason in part.items():
            without[home][plan] = reason
    if WhichPlan.AFTER not in plans:
        without = {
            home: dict.fromkeys(WhichPlan, said[WhichPlan.TODAY]) for home, said in without.items()
        }
    return ListedVillage(
        village,
        "",
        "",
        sorted(homes),
        sorted(members),
        assigned,
        without,
        _recruits(entry, at, faults),
        teams=[one for plan, part in plans.items() for one in _teams(plan, part, at, faults)],
        moves=[one for plan, part in plans.items() for one in _moves(plan, part, at, faults)],
        stand_ins=[
            one
            for plan, part in plans.items()
            for one in _stand_ins(plan, part, assigned[plan], at, faults)
        ],
    )


def _assigned(part: Entry, at: str, faults: JsonFaults) -> Sequence[Assigned]:
    rows = []
    for item in a_list(part.get("assignments"), at, faults):
        row = a_row(item, 3, at, faults)
        if row:
            household, person = (a_text(cell, at, faults) for cell in row[:2])
            metres = None if row[2] is None else a_number(row[2], at, faults)
            rows.append(Assigned(household, person, metres))
    return in_order(rows)


def _unserved(part: Entry, at: str, faults: JsonFaults) -> dict[str, str]:
    rows = [a_row(one, 2, at, faults) for one in a_list(part.get("unserved"), at, faults)]
    return {a_text(row[0], at, faults): a_text(row[1], at, faults) for row in rows if row}


def _recruits(entry: Entry, at: str, faults: JsonFaults) -> list[ListedRecruit]:
    if entry.get("recruitment") is None:
        return []
    hired = an_object(entry["recruitment"], f"{at}.recruitment", faults)
    rows = []
    for item in a_list(hired.get("recruits"), f"{at}.recruits", faults):
        one = an_object(item, f"{at}.recruits", faults)
        name, place = (a_text(one.get(key), f"{at}.recruits", faults) for key in ("id", "place"))
        hamlet, load = one.get("hamlet"), one.get("households")
        rows.append(
            ListedRecruit(
                name,
                place,
                "" if hamlet is None else a_text(hamlet, f"{at}.recruits", faults),
                None if load is None else a_count(load, f"{at}.recruits", faults),
            )
        )
    return rows


def _teams(plan: WhichPlan, part: Entry, at: str, faults: JsonFaults) -> list[TeamMember]:
    rows = []
    for item in a_list(part.get("teams", []), f"{at}.teams", faults):
        team = an_object(item, f"{at}.teams", faults)
        name, leader = (a_text(team.get(key), f"{at}.teams", faults) for key in ("id", "leader"))
        inside = texts(team.get("members"), f"{at}.teams", faults)
        rows += [TeamMember(plan, name, member, leads=member == leader) for member in inside]
    return rows


def _moves(plan: WhichPlan, part: Entry, at: str, faults: JsonFaults) -> list[Move]:
    rows = []
    for item in a_list(part.get("moves", []), f"{at}.moves", faults):
        row = a_row(item, 4, f"{at}.moves", faults)
        if row:
            before, now = (
                None if cell is None else a_text(cell, f"{at}.moves", faults) for cell in row[1:3]
            )
            household, cause = (a_text(row[nth], f"{at}.moves", faults) for nth in (0, 3))
            rows.append(Move(plan, household, before, now, cause))
    return rows


def _stand_ins(
    plan: WhichPlan, part: Entry, assigned: Sequence[Assigned], at: str, faults: JsonFaults
) -> list[StandIn]:
    persons = {one.household: one.person for one in assigned}
    rows = []
    for item in a_list(part.get("stand_ins") or [], f"{at}.stand_ins", faults):
        row = a_row(item, 3, f"{at}.stand_ins", faults)
        if row:
            household = a_text(row[0], f"{at}.stand_ins", faults)
            other = None if row[1] is None else a_text(row[1], f"{at}.stand_ins", faults)
            metres = None if row[2] is None else a_number(row[2], f"{at}.stand_ins", faults)
            rows.append(StandIn(plan, household, persons.get(household, ""), other, metres))
    return rows
