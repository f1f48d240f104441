"""What it takes to recompute the bounds of a village's plan: what was asked, prices, pockets."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.domain.persons import minimum_loads, person_ids
from optimizer.domain.plan import Assignment, Recruitment, VillagePlan
from optimizer.domain.scenario import Ids, Ints, Village
from optimizer.input.request.request_writer import request_of_village
from optimizer.output.assignment_document import stage_proofs
from optimizer.output.proof_document import Document
from optimizer.output.recruitment_document import pocket_documents

ASKED = (
    "id",
    "rules",
    "households",
    "members",
    "places",
    "locked",
    "forbidden",
    "distances",
    "barriers",
)
"""Of a village's entry in a request: what bounds depend on."""


def bounds_document(village: Village, plan: VillagePlan) -> Document:
    """Return the entry of a village, as in a response but for what bounds do not depend on.

    Points are in metres of the village's plane, whatever they came in. Who looks after whom is
    there only where somebody has nobody: by it, room is counted.
    """
    asked = request_of_village(_in_metres(village))
    hired, members = plan.recruitment, village.members.minimum
    document: Document = {
        "id": village.id,
        "asked": {name: asked[name] for name in ASKED if name in asked},
        "today": _part(village, plan.today, village.members.ids, members, None),
        "after": None,
        "recruitment": None,
    }
    if hired is None or plan.after is None:
        return document
    persons = person_ids(village, plan)
    minimum = minimum_loads(village, len(hired.places))
    recruits = persons[len(village.members) :].tolist()
    return document | {
        "after": _part(village, plan.after, persons, minimum, hired),
        "recruitment": {"recruits": recruits, "pockets": pocket_documents(village, hired)},
    }


def _in_metres(village: Village) -> Village:
    homes, members, places = village.households, village.members, village.places
    return replace(
        village,
        households=replace(homes, given=homes.xy),
        members=replace(members, given=members.xy),
        places=None if places is None else replace(places, given=places.xy),
    )


def _part(
    village: Village,
    made: Assignment,
    persons: Ids,
    minimum: Ints,
    recruitment: Recruitment | None,
) -> Document:
    ids, unserved = village.households.ids, made.unserved
    served = np.flatnonzero(made.person >= 0) if len(unserved) else unserved
    people = persons[made.person[served]].tolist()
    reasons = made.reasons[unserved].tolist()
    return {
        "assignments": [list(row) for row in zip(ids[served].tolist(), people, strict=True)],
        "unserved": [list(row) for row in zip(ids[unserved].tolist(), reasons, strict=True)],
        "exceptions": persons[made.exceptions(minimum)].tolist(),
        "proof": stage_proofs(village, made, recruitment),
    }
