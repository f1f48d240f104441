"""Two villages and their plans, written down by hand: everybody can check them in the head."""

from __future__ import annotations

import numpy as np

from optimizer.domain.goals import Stage
from optimizer.domain.plan import (
    Assignment,
    Baseline,
    Baselines,
    Pocket,
    Recruitment,
    Relaxations,
    Verdict,
    VillagePlan,
)
from optimizer.domain.proof import Proof
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Members, Scenario, Village, points

NO_PAIRS = np.empty((0, 2), np.int64)


def village(name: str, households: int, *, home: float = 0.0, prefix: str = "h") -> Village:
    """Return households 10 m apart on a line and one member, m1, at ``home``."""
    ids = np.array([f"{prefix}{row}" for row in range(households)], np.str_)
    xy = np.stack([10.0 * np.arange(households), np.zeros(households)], 1)
    return Village(
        id=name,
        name=f"Thôn {name}",
        area=("Bác Ái", "Phước Bình"),
        rules=Rules(max_distance_m=50.0),
        households=points(ids, xy),
        members=Members(
            ids=np.array(["m1"]),
            xy=np.array([[home, 0.0]]),
            given=np.array([[home, 0.0]]),
            minimum=np.array([5]),
            maximum=np.array([10]),
            team=np.array([""]),
        ),
        places=None,
        locked=NO_PAIRS,
        forbidden=NO_PAIRS,
        current=NO_PAIRS,
        lonlat=False,
    )


def assignment(person: list[int], metres: list[float], loads: list[int], why: str) -> Assignment:
    """Return an assignment in which every unserved household has the same reason."""
    rows = np.array(person)
    served = rows >= 0
    return Assignment(
        person=rows,
        metres=np.array(metres),
        loads=np.array(loads),
        reasons=np.where(served, "", why),
        changed=0,
        proofs={
            Stage.SERVE: Proof(float((~served).sum()), float((~served).sum())),
            Stage.WALK: Proof(float(np.nansum(metres)), float(np.nansum(metres))),
        },
    )


BASELINE = Baseline(unserved=0, overloaded=1, excess=2, exceptions=0, walk_m=100.0, longest_m=60.0)

SERVED = village("a", 6)
"""Six households from 0 to 50 m from the only member, the last one exactly at the limit."""

SHORT = village("b", 8)
"""Eight households, the last two of them 60 and 70 m away: beyond the limit of 50 m."""

SERVED_PLAN = VillagePlan(
    village_id="a",
    verdict=Verdict.OK,
    today=assignment([0] * 6, [0.0, 10.0, 20.0, 30.0, 40.0, 50.0], [6], "DISTANCE"),
    recruitment=None,
    after=None,
    relaxations=None,
    baselines=Baselines(BASELINE, BASELINE),
    seconds=0.25,
)

SHORT_PLAN = VillagePlan(
    village_id="b",
    verdict=Verdict.NEEDS_MEMBERS_LOCAL,
    today=assignment(
        [0] * 6 + [-1, -1], [0.0, 10.0, 20.0, 30.0, 40.0, 50.0, np.nan, np.nan], [6], "DISTANCE"
    ),
    recruitment=Recruitment(
        needed=Proof(1.0, 1.0),
        by="pockets",
        places=np.array([7]),
        worth=np.array([2]),
        pockets=(Pocket(np.array([6, 7]), np.empty(0, np.int64), 0, 1),),
    ),
    after=assignment(
        [0] * 5 + [1] * 3, [0.0, 10.0, 20.0, 30.0, 40.0, 20.0, 10.0, 0.0], [5, 3], "DISTANCE"
    ),
    relaxations=Relaxations(max_distance_m=70.0, max_households=None),
    baselines=Baselines(BASELINE, BASELINE),
    seconds=0.5,
)

SCENARIO = Scenario(Rules(max_distance_m=50.0), (SERVED, SHORT), lonlat=False)
PLANS = (SERVED_PLAN, SHORT_PLAN)
