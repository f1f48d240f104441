"""What a document states of its teams beside who is in them, compared with the recount."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from optimizer.output.checks.json_values import (
    HALF_UNIT_M,
    JsonFaults,
    a_count,
    a_list,
    a_number,
    an_object,
    same_value,
    short_value,
)
from optimizer.output.team_documents import team_document
from optimizer.verification.case import Case
from optimizer.verification.team_recount import recounted_metres

Stated = Mapping[object, object]


def check_team_figures(stated: Stated, case: Case, label: str, faults: JsonFaults) -> None:
    """Find figures, moves and flags of teams that the recount does not confirm."""
    plan = case.stated.teams
    if plan is None:
        return
    measured = replace(plan, metres=recounted_metres(case))
    metres = np.where(case.person >= 0, case.metres, np.nan)
    made = replace(case.stated, person=case.person, metres=metres, loads=case.loads, teams=measured)
    persons = [case.ground.name(row) for row in range(len(case.ground))]
    own = team_document(case.village, made, np.array(persons, np.str_))
    _teams(own["teams"], stated.get("teams"), f"{label}.teams", faults)
    for name in ("team_moves", "team_flags"):
        if not same_value(own[name], stated.get(name)):
            text = f"{short_value(stated.get(name))} is stated; the recount differs"
            faults.add("CLAIM", f"{label}.{name}", text)


def _teams(own: object, value: object, place: str, faults: JsonFaults) -> None:
    pairs = zip(a_list(own, place, faults), a_list(value, place, faults), strict=False)
    for at, (counted, item) in enumerate(pairs):
        mine, told = (an_object(one, f"{place}[{at}]", faults) for one in (counted, item))
        for name in ("households", "far", "flags"):
            if not same_value(mine[name], told.get(name)):
                text = f"{short_value(told.get(name))} is stated; the recount is {mine[name]}"
                faults.add("CLAIM", f"{place}[{at}].{name}", text)
        walks = a_count(mine["households"], place, faults)
        summed = {"metres": len(a_list(mine["members"], place, faults)), "walk_m": walks}
        for name, terms in summed.items():
            if mine[name] is None and told.get(name) is None:
                continue
            own = a_number(mine[name], place, faults)
            off_m = abs(a_number(told.get(name), f"{place}[{at}].{name}", faults) - own)
            # A distance on the ellipsoid may differ by a millimetre and its share.
            if off_m > HALF_UNIT_M + terms * 2e-3 + 1e-5 * own:
                text = f"{short_value(told.get(name))} m are stated; the recount is {own}"
                faults.add("CLAIM", f"{place}[{at}].{name}", text)
