"""A cluster of a document, with rows in place of ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.domain.cluster_plan import ClusterPlan
from optimizer.domain.plan import UNSERVED, Pocket, recruit_ids
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Ints, Village
from optimizer.output.checks.json_values import (
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
from optimizer.output.checks.proof_translation import read_proof
from optimizer.verification.lending_rules import STAGES

Stated = Mapping[object, object]
Rows = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class _Names:
    """Row of every village and id of a cluster; persons are members and then the recruits."""

    households: Rows
    members: Rows
    persons: Rows
    sites: Rows


def read_cluster(
    item: object, place: str, known: Mapping[str, Village], faults: JsonFaults
) -> ClusterPlan | None:
    """Return a cluster's plan with rows in place of ids; None where it cannot be read."""
    before, stated = len(faults.found), an_object(item, place, faults)
    names = texts(stated.get("villages"), f"{place}.villages", faults)
    if len(names) < 2 or names != sorted(set(names)) or not known.keys() >= set(names):  # noqa: PLR2004
        text = f"{short_value(names)} are no two villages or more that have plans, sorted"
        faults.add("CLUSTER_VILLAGES", f"{place}.villages", text)
        return None
    villages = [known[name] for name in names]
    sites = _rows(villages, "sites")
    recruited = _recruited(stated, place, sites, faults)
    members = _rows(villages, "members")
    persons = {**members, **{key: len(members) + at for at, key in enumerate(recruited)}}
    index = _Names(_rows(villages, "households"), members, persons, sites)
    _recruit_names(villages, list(recruited), place, faults)
    person, metres, reasons = _assigned(stated, place, index, faults)
    proofs = an_object(stated.get("proof"), f"{place}.proof", faults)
    plan = ClusterPlan(
        tuple(names),
        a_count(stated.get("recruits_alone"), f"{place}.recruits_alone", faults),
        person,
        metres,
        np.array(reasons, np.str_),
        np.array([at for at in recruited.values() if at is not None], np.int64),
        tuple(
            _pocket(one, f"{place}.pockets[{at}]", index, faults)
            for at, one in enumerate(a_list(stated.get("pockets"), f"{place}.pockets", faults))
        ),
        {
            stage: read_proof(proofs[stage], f"{place}.proof.{stage}", faults)
            for stage in STAGES
            if stage in proofs
        },
        stated.get("cut") is True,
    )
    if len(faults.found) == before:
        _claims(stated, plan, index, place, faults)
    return plan if len(faults.found) == before else None


def _rows(villages: Sequence[Village], kind: str) -> dict[tuple[str, str], int]:
    named = [(one.id, name) for one in villages for name in getattr(one, kind).ids.tolist()]
    return {key: row for row, key in enumerate(named)}


def _key(village: object, name: object) -> tuple[str, str]:
    """Return what a row is looked up by; of values that are no texts none is known."""
    both = isinstance(village, str) and isinstance(name, str)
    return (str(village), str(name)) if both else ("", "")


def _known(
    rows: Rows, key: tuple[object, object], kind: str, place: str, faults: JsonFaults
) -> int | None:
    row = rows.get(_key(*key))
    if row is None:
        text = f"{short_value(list(key))} is no {kind} of this cluster"
        faults.add(f"UNKNOWN_{kind.upper()}", place, text, tuple(map(short_value, key)))
    return row


def _recruited(
    stated: Stated, place: str, sites: Rows, faults: JsonFaults
) -> dict[tuple[str, str], int | None]:
    """Return the place of every recruit, by village and id."""
    found: dict[tuple[str, str], int | None] = {}
    for at, item in enumerate(a_list(stated.get("recruited"), f"{place}.recruited", faults)):
        spot = f"{place}.recruited[{at}]"
        row = a_row(item, 3, spot, faults)
        if row:
            key = _key(row[0], row[1])
            if key in found:
                faults.add("RECRUIT_TWICE", spot, f"{short_value(list(key))} stands here twice")
            found[key] = _known(sites, (row[0], row[2]), "place", spot, faults)
    return found


def _recruit_names(
    villages: Sequence[Village],
    recruited: Sequence[tuple[str, str]],
    place: str,
    faults: JsonFaults,
) -> None:
    """Find recruits who have a member's name, or another than the next that is free."""
    for village in villages:
        mine = [name for home, name in recruited if home == village.id]
        if mine != recruit_ids(village.members.ids, len(mine)):
            text = f"the recruits of village {village.id} have other names than expected"
            faults.add("RECRUIT_NAMES", f"{place}.recruited", text, (village.id,))


def _assigned(
    stated: Stated, place: str, index: _Names, faults: JsonFaults
) -> tuple[Ints, np.ndarray[tuple[int], np.dtype[np.float64]], list[str]]:
    """Return persons, metres and reasons of all households, each of which stands there once."""
    person = np.full(len(index.households), UNSERVED)
    metres, reasons = np.full(len(person), np.nan), [""] * len(person)
    seen = np.zeros(len(person), np.bool_)
    for part, width in (("assignments", 5), ("unserved", 3)):
        for at, item in enumerate(a_list(stated.get(part), f"{place}.{part}", faults)):
            spot = f"{place}.{part}[{at}]"
            cells = a_row(item, width, spot, faults)
            row = (
                _known(index.households, (cells[0], cells[1]), "household", spot, faults)
                if cells
                else None
            )
            if row is None:
                continue
            if seen[row]:
                faults.add("HOUSEHOLD_TWICE", spot, f"{short_value(cells[:2])} stands here twice")
            seen[row] = True
            if part == "unserved":
                reasons[row] = a_text(cells[2], spot, faults)
                continue
            who = _known(index.persons, (cells[2], cells[3]), "person", spot, faults)
            person[row] = UNSERVED if who is None else who
            metres[row] = a_number(cells[4], spot, faults)
    for (village, name), row in index.households.items():
        if not seen[row]:
            text = f"household {name} of village {village} is neither served nor unserved"
            faults.add("HOUSEHOLD_MISSING", place, text, (village, name))
    return person, metres, reasons


def _pocket(item: object, place: str, index: _Names, faults: JsonFaults) -> Pocket:
    stated = an_object(item, place, faults)
    rows = []
    for part, known in (("households", index.households), ("members", index.members)):
        found = []
        for at, pair in enumerate(a_list(stated.get(part), f"{place}.{part}", faults)):
            spot = f"{place}.{part}[{at}]"
            cells = a_row(pair, 2, spot, faults)
            row = _known(known, (cells[0], cells[1]), part[:-1], spot, faults) if cells else None
            found += [] if row is None else [row]
        rows.append(np.array(found, np.int64))
    return Pocket(
        rows[0],
        rows[1],
        a_count(stated.get("room"), f"{place}.room", faults),
        a_count(stated.get("recruits_at_least"), f"{place}.recruits_at_least", faults),
    )


def _claims(
    stated: Stated, plan: ClusterPlan, index: _Names, place: str, faults: JsonFaults
) -> None:
    """Find figures that stand beside the plan and are not its own."""
    homes = [village for village, _ in index.households]
    people = [village for village, _ in index.persons]
    lent = sum(
        homes[row] != people[who] for row, who in enumerate(plan.person.tolist()) if who >= 0
    )
    nothing = Proof(np.nan, np.nan)
    own = {
        "recruits": len(plan.places),
        "bound": plan.proofs.get("recruit", nothing).bound,
        "proven": all(
            plan.proofs.get(name, nothing).proven for name in ("serve", "recruit", "lent")
        ),
        "households_lent": lent,
        "cut": plan.cut,
    }
    for name, value in own.items():
        if value != stated.get(name) or isinstance(value, bool) != isinstance(
            stated.get(name), bool
        ):
            text = f"{short_value(stated.get(name))} is stated; the recount is {value}"
            faults.add("CLAIM", f"{place}.{name}", text)
