"""How the bounds of a response are said to be checkable, and the prices that prove a walk's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np

from optimizer.domain.checked import CheckedBy, checked_by
from optimizer.domain.goals import Stage
from optimizer.domain.plan import Assignment, Recruitment, VillagePlan
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Ints, Village
from optimizer.domain.team_checks import team_checked_by
from optimizer.domain.teams import TeamStage
from optimizer.output.checks.json_values import JsonFaults, a_list, short_value
from optimizer.output.metres import is_unstated
from optimizer.verification import Violation

MOST_PRICE = 1 << 50
"""Micrometres: more than any walk on the earth."""


def read_prices(proofs: object, where: str, faults: JsonFaults) -> Ints | None:
    """Return the stated prices of a walk, shape (prices,), where there are some."""
    proof = proofs.get(str(Stage.WALK)) if isinstance(proofs, dict) else None
    stated = proof.get("prices") if isinstance(proof, dict) else None
    if stated is None:
        return None
    place = f"{where}.proof.walk.prices"
    listed = a_list(stated, place, faults)
    if not all(type(price) is int and abs(price) < MOST_PRICE for price in listed):
        faults.add("NOT_A_PRICE", place, "prices are whole micrometres")
        return None
    return np.array(listed, np.int64)


def check_ways(
    village: Village, plan: VillagePlan, entry: Mapping[object, object], where: str
) -> tuple[Violation, ...]:
    """Return the bounds that are said to be checkable in a way in which they are not.

    A response of 0.1.0 says nothing of it, which is no fault.
    """
    faults = JsonFaults(where)
    for part, made, recruitment in _parts(plan):
        stated = entry.get(part)
        proofs = stated.get("proof") if isinstance(stated, dict) else None
        for stage in made.proofs:
            proof = proofs.get(str(stage)) if isinstance(proofs, dict) else None
            if not isinstance(proof, dict) or "checked" not in proof or is_unstated(village, stage):
                continue
            said = proof["checked"]
            own = checked_by(village.rules, stage, made, recruitment)
            if said != own:
                text = f"{short_value(said)} is stated; what is stated allows {own}"
                faults.add("CLAIM", f"{part}.proof.{stage}.checked", text)
        _check_teams(village, made, proofs, part, faults)
    return tuple(faults.found)


def _check_teams(
    village: Village, made: Assignment, proofs: object, part: str, faults: JsonFaults
) -> None:
    """Look at the stages of teams; what cannot be read is named elsewhere."""
    for stage in TeamStage if made.teams is not None and isinstance(proofs, dict) else ():
        proof = proofs.get(str(stage)) if isinstance(proofs, dict) else None
        if made.teams is None or not isinstance(proof, dict) or "checked" not in proof:
            continue
        value, bound = proof.get("value"), proof.get("bound")
        if not isinstance(value, int | float) or not isinstance(bound, int | float):
            continue
        said = proof["checked"]
        own = team_checked_by(village, made.teams, stage, Proof(value, bound))
        if said != own:
            text = f"{short_value(said)} is stated; what is stated allows {own}"
            faults.add("CLAIM", f"{part}.proof.{stage}.checked", text)


def _parts(plan: VillagePlan) -> Iterator[tuple[str, Assignment, Recruitment | None]]:
    yield "today", plan.today, None
    if plan.after is not None:
        yield "after", plan.after, plan.recruitment


def ways_of_checking(document: object) -> str:
    """Say of how many bounds of a response each way of checking is stated."""
    counts = Counter(_said(document))
    ways = ", ".join(f"{way} {counts[way]:,}" for way in CheckedBy)
    return f"Bounds by how they can be checked: {ways}."


def _said(document: object) -> Iterator[object]:
    villages = document.get("villages") if isinstance(document, dict) else None
    for entry in villages if isinstance(villages, list) else ():
        for part in ("today", "after"):
            stated = entry.get(part) if isinstance(entry, dict) else None
            proofs = stated.get("proof") if isinstance(stated, dict) else None
            for proof in (proofs if isinstance(proofs, dict) else {}).values():
                if isinstance(proof, dict) and "checked" in proof:
                    yield proof["checked"]
