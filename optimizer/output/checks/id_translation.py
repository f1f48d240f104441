"""From the ids of a document to the rows of a village, one plan at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from optimizer.domain.plan import (
    UNSERVED,
    Assignment,
    Baseline,
    Baselines,
    Pocket,
    Recruitment,
    Verdict,
    VillagePlan,
)
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Ids, Ints, Village
from optimizer.output.checks.curve_translation import read_curve
from optimizer.output.checks.json_values import (
    JsonFaults,
    a_count,
    a_list,
    a_number,
    a_row,
    a_text,
    an_object,
    short_value,
)
from optimizer.output.checks.proof_translation import read_proofs, read_team_proofs
from optimizer.output.checks.relaxation_translation import read_relaxations
from optimizer.output.checks.stated_moves import read_causes
from optimizer.output.checks.stated_resilience import read_stand_ins, read_survival
from optimizer.output.checks.stated_ways import read_prices
from optimizer.output.checks.team_translation import read_teams

Rows = Mapping[str, int]
UNCHECKED = Baselines(*(Baseline(0, 0, 0, 0, 0.0, 0.0),) * 2)
"""Baselines are no part of a plan's truth; the document's are compared by themselves."""


@dataclass(frozen=True, slots=True)
class Names:
    """Row of every id of a village; persons are members first and then the recruits named."""

    households: Rows
    members: Rows
    persons: Rows
    sites: Rows


def names_of(village: Village, recruits: Iterable[str]) -> Names:
    """Index the ids of a village and its recruits."""
    members = _rows(village.members.ids)
    persons = dict(members)
    for at, recruit in enumerate(recruits):
        persons[recruit] = len(members) + at
    return Names(_rows(village.households.ids), members, persons, _rows(village.sites.ids))


def _rows(ids: Ids) -> dict[str, int]:
    return {name: row for row, name in enumerate(ids.tolist())}


def read_plan(
    village: Village, entry: Mapping[object, object], faults: JsonFaults
) -> VillagePlan | None:
    """Return the plan that a village's entry states; None where it cannot be translated."""
    recruits = _recruit_names(entry.get("recruitment"), faults)
    names = names_of(village, recruits)
    today = read_assignment(village, names, entry.get("today"), "today", faults)
    recruitment = _recruitment(names, entry.get("recruitment"), faults)
    after = entry.get("after")
    plan = VillagePlan(
        village_id=village.id,
        verdict=_verdict(entry.get("verdict"), faults),
        today=today,
        recruitment=recruitment,
        after=None if after is None else read_assignment(village, names, after, "after", faults),
        relaxations=read_relaxations(entry.get("relaxations"), faults),
        baselines=UNCHECKED,
        locked_beyond_limit=_locked(names, entry.get("today"), faults),
        survival=read_survival(entry.get("survives"), names.members, names.persons, faults),
    )
    return None if faults.found else plan


def read_assignment(
    village: Village, names: Names, value: object, where: str, faults: JsonFaults
) -> Assignment:
    """Return an assignment; what cannot be translated becomes a fault."""
    stated = an_object(value, where, faults)
    listed = [
        (part, at, item)
        for part in ("assignments", "unserved")
        for at, item in enumerate(a_list(stated.get(part), f"{where}.{part}", faults))
    ]
    rows: list[AssignmentRow] = []
    for part, at, item in listed:
        place, width = f"{where}.{part}[{at}]", 3 if part == "assignments" else 2
        cells = a_row(item, width, place, faults)
        if cells and part == "assignments":
            rows.append(AssignmentRow(place, cells[0], person=cells[1], metres=cells[2]))
        elif cells:
            rows.append(AssignmentRow(place, cells[0], reason=cells[1]))
    persons = names.members if where == "today" else names.persons
    teams = read_teams(persons, stated, where, faults)
    if teams is not None:
        teams = replace(teams, proofs=read_team_proofs(village, stated, where, faults))
    return replace(
        assignment_of_rows(village, names.households, persons, rows, faults),
        changed=a_count(stated.get("changed"), f"{where}.changed", faults),
        proofs=read_proofs(village, stated.get("proof"), where, faults),
        by_event=read_causes(names.households, stated, where, faults),
        stand_ins=read_stand_ins(stated, names.households, persons, where, faults),
        prices=read_prices(stated.get("proof"), where, faults),
        teams=teams,
    )


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """A household as a document or a table has it: with a person, or with a reason."""

    place: str
    household: object
    person: object = None
    metres: object = None
    reason: object = None


def assignment_of_rows(
    village: Village,
    households: Rows,
    persons: Rows,
    rows: Iterable[AssignmentRow],
    faults: JsonFaults,
) -> Assignment:
    """Return who looks after whom, without proofs: every household once, every id known."""
    person = np.full(len(village.households), UNSERVED)
    metres = np.full(len(person), np.nan)
    reasons = [""] * len(person)
    seen = np.zeros(len(person), np.bool_)
    for item in rows:
        row = known_ids(item.household, households, "household", item.place, faults)
        if row is None:
            continue
        if seen[row]:
            text = f"household {item.household} stands here a second time"
            faults.add("HOUSEHOLD_TWICE", item.place, text, (str(item.household),))
        seen[row] = True
        if item.reason is not None:
            reasons[row] = a_text(item.reason, item.place, faults)
            continue
        who = known_ids(item.person, persons, "person", item.place, faults)
        person[row] = UNSERVED if who is None else who
        if item.metres is not None or item.person is None:
            metres[row] = a_number(item.metres, item.place, faults)
    for name in village.households.ids[~seen].tolist():
        faults.add("HOUSEHOLD_MISSING", name, "neither served nor among the unserved", (name,))
    loads = np.bincount(person[person != UNSERVED], minlength=len(persons)).astype(np.int64)
    return Assignment(person, metres, loads, np.array(reasons, np.str_), 0, {})


def known_ids(value: object, rows: Rows, kind: str, place: str, faults: JsonFaults) -> int | None:
    """Return the row of an id, or None and a fault."""
    if isinstance(value, str) and value in rows:
        return rows[value]
    text = f"{short_value(value)} is no {kind} of this village"
    faults.add(f"UNKNOWN_{kind.upper()}", place, text, (short_value(value),))
    return None


def _known_rows(value: object, rows: Rows, kind: str, place: str, faults: JsonFaults) -> Ints:
    """Return the rows of a list of ids."""
    found = (
        known_ids(name, rows, kind, f"{place}[{at}]", faults)
        for at, name in enumerate(a_list(value, place, faults))
    )
    return np.array([row for row in found if row is not None], np.int64)


def _verdict(value: object, faults: JsonFaults) -> Verdict:
    try:
        return Verdict(a_text(value, "verdict", faults))
    except ValueError:
        faults.add("UNKNOWN_VERDICT", "verdict", f"{short_value(value)} is no verdict")
        return Verdict.OK


def _recruit_names(recruitment: object, faults: JsonFaults) -> list[str]:
    """Return the recruits' ids; a name twice, or a member's, would make persons ambiguous."""
    listed = recruitment.get("recruits") if isinstance(recruitment, dict) else []
    stated = (
        [item.get("id") for item in listed if isinstance(item, dict)]
        if isinstance(listed, list)
        else []
    )
    named = [name for name in stated if isinstance(name, str)]
    if len(set(named)) < len(named):
        faults.add("RECRUIT_TWICE", "recruitment.recruits", "two recruits have the same id")
    return named


def _recruitment(names: Names, value: object, faults: JsonFaults) -> Recruitment | None:
    if value is None:
        return None
    stated = an_object(value, "recruitment", faults)
    place = "recruitment.recruits"
    recruits = [
        an_object(item, f"{place}[{at}]", faults)
        for at, item in enumerate(a_list(stated.get("recruits"), place, faults))
    ]
    rows = [
        known_ids(item.get("place"), names.sites, "place", f"{place}[{at}]", faults)
        for at, item in enumerate(recruits)
    ]
    worth = [
        a_count(item.get("worth"), f"{place}[{at}].worth", faults)
        for at, item in enumerate(recruits)
    ]
    pockets = enumerate(a_list(stated.get("pockets"), "recruitment.pockets", faults))
    return Recruitment(
        needed=Proof(
            a_number(stated.get("needed"), "recruitment.needed", faults),
            a_number(stated.get("bound"), "recruitment.bound", faults),
        ),
        by=a_text(stated.get("by"), "recruitment.by", faults),
        places=np.array([row for row in rows if row is not None], np.int64),
        worth=np.array(worth, np.int64),
        pockets=tuple(
            _pocket(names, item, f"recruitment.pockets[{at}]", faults) for at, item in pockets
        ),
        curve=read_curve(stated, names.sites, faults),
    )


def _pocket(names: Names, value: object, place: str, faults: JsonFaults) -> Pocket:
    stated = an_object(value, place, faults)
    households, members = stated.get("households"), stated.get("members")
    return Pocket(
        households=_known_rows(
            households, names.households, "household", f"{place}.households", faults
        ),
        members=_known_rows(members, names.members, "member", f"{place}.members", faults),
        room=a_count(stated.get("room"), f"{place}.room", faults),
        recruits_at_least=a_count(
            stated.get("recruits_at_least"), f"{place}.recruits_at_least", faults
        ),
    )


def _locked(names: Names, today: object, faults: JsonFaults) -> Ints:
    """Return the locked pairs beyond the limit as rows, shape (n, 2)."""
    place = "today.locked_beyond_limit"
    listed = today.get("locked_beyond_limit", []) if isinstance(today, dict) else []
    pairs = []
    for at, item in enumerate(a_list(listed, place, faults)):
        cells = a_row(item, 2, f"{place}[{at}]", faults)
        if cells:
            row = known_ids(cells[0], names.households, "household", f"{place}[{at}]", faults)
            person = known_ids(cells[1], names.members, "member", f"{place}[{at}]", faults)
            pairs.append((row, person))
    return np.array([pair for pair in pairs if None not in pair], np.int64).reshape(-1, 2)
