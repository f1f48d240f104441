"""The recruits of a village as the response JSON says them."""

from __future__ import annotations

import numpy as np

from optimizer.domain.goals import Stage
from optimizer.domain.persons import person_ids
from optimizer.domain.plan import Pocket, Recruitment, VillagePlan
from optimizer.domain.scenario import Village
from optimizer.output.metres import metres_or_none, site_alleys
from optimizer.output.proof_document import Document, proof_document
from optimizer.output.text import VillageMessages


def recruitment_document(
    village: Village, plan: VillagePlan, told: VillageMessages
) -> Document | None:
    """Return the recruits with ids; None where nobody asked for any."""
    recruitment = plan.recruitment
    if recruitment is None:
        return None
    needed = proof_document(recruitment.needed, Stage.RECRUIT)
    return {
        "needed": needed["value"],
        "bound": needed["bound"],
        "proven": needed["proven"],
        "by": recruitment.by,
        "recruits": _recruits(village, plan, recruitment, told),
        "pockets": pocket_documents(village, recruitment),
        **curve_document(village, recruitment),
    }


def _recruits(
    village: Village, plan: VillagePlan, recruitment: Recruitment, told: VillageMessages
) -> list[Document]:
    members, sites = len(village.members), village.sites
    loads = np.zeros(0, np.int64) if plan.after is None else plan.after.loads[members:]
    at = [metres_or_none(point) for point in sites.given[recruitment.places]]
    columns = zip(
        person_ids(village, plan)[members:].tolist(),
        sites.ids[recruitment.places].tolist(),
        at,
        loads.tolist(),
        recruitment.worth.tolist(),
        told.hamlets,
        strict=True,
    )
    keys = ("id", "place", "x", "y", "households", "worth", "hamlet")
    alleys = site_alleys(village, recruitment.places)
    return [
        dict(zip(keys, (name, place, *xy, *others), strict=True)) | alley
        for (name, place, xy, *others), alley in zip(columns, alleys, strict=True)
    ]


def pocket_documents(village: Village, recruitment: Recruitment) -> list[Document]:
    """Return the reasons for recruits, with ids."""
    return [_pocket(village, pocket) for pocket in recruitment.pockets]


def _pocket(village: Village, pocket: Pocket) -> Document:
    return {
        "households": village.households.ids[np.sort(pocket.households)].tolist(),
        "members": village.members.ids[np.sort(pocket.members)].tolist(),
        "room": int(pocket.room),
        "recruits_at_least": int(pocket.recruits_at_least),
    }


def curve_document(village: Village, recruitment: Recruitment) -> Document:
    """Return what fewer recruits serve, and near which places; nothing where nobody asked."""
    if not recruitment.curve:
        return {}
    ids = village.sites.ids
    return {
        "curve": [[point.recruits, point.served, point.bound] for point in recruitment.curve],
        "curve_places": [ids[point.places].tolist() for point in recruitment.curve],
    }
