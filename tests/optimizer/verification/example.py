"""One village with everything in it, planned in the head.

Households stand on a line at these metres, the limit is 10, the window 2 to 3:

    h000..h003 at 0, 1, 2, 5 and m000 at 0, who is full with the first three: h003 lacks room
    h004 at 10, h005 at 20, h006 at 21 and m001 at 20, who is full with them
    h007 at 99 and m002 at 100: a forbidden pair
    h008 at 200, locked to m002: beyond the limit, and m002 an exception
    h009, h010 at 1000, 1001: nobody is near
    m003 at 500: in reserve

So four are unserved, and three recruits are needed: near h009 (2 more), h003 and h007.
"""

from __future__ import annotations

import numpy as np

from optimizer.diagnosis.baselines import baselines
from optimizer.domain.goals import Priority
from optimizer.domain.plan import Pocket, Recruitment, Relaxations, Verdict, VillagePlan
from optimizer.domain.proof import Proof
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Village
from tests.optimizer.simple_planner import make_village, settled

RULES = Rules(
    min_households=2,
    max_households=3,
    max_distance_m=10.0,
    priorities=(Priority.WALK, Priority.LONGEST, Priority.BALANCE),
)


def on_a_line(*metres: float) -> np.ndarray:
    """Return points at these metres along a line."""
    return np.array([[x, 0.0] for x in metres]).reshape(-1, 2)


def example(**changes: object) -> Village:
    """Return the village under rules changed like this."""
    return make_village(
        on_a_line(0, 1, 2, 5, 10, 20, 21, 99, 200, 1000, 1001),
        on_a_line(0, 20, 100, 500),
        rules=RULES.model_copy(update=changes),
        locked=np.array([[8, 2]]),
        forbidden=np.array([[7, 2]]),
        current=np.array([[1, 0], [2, 1], [7, 3]]),
    )


TODAY = np.array([0, 0, 0, -1, 1, 1, 1, -1, 2, -1, -1])
AFTER = np.array([0, 0, 0, 5, 1, 1, 1, 6, 2, 4, 4])
PLACES = np.array([9, 3, 7])
POCKETS = (
    Pocket(np.array([0, 1, 2, 3]), np.array([0]), 3, 1),
    Pocket(np.array([7]), np.empty(0, np.int64), 0, 1),
    Pocket(np.array([9, 10]), np.empty(0, np.int64), 0, 1),
)


def example_plan(village: Village) -> VillagePlan:
    """Return its plan."""
    return VillagePlan(
        village_id="v",
        verdict=Verdict.NEEDS_MEMBERS_LOCAL,
        today=settled(village, TODAY),
        recruitment=Recruitment(
            needed=Proof(3.0, 3.0),
            by="pockets",
            places=PLACES,
            worth=np.array([2, 1, 1]),
            pockets=POCKETS,
        ),
        after=settled(village, AFTER, PLACES, "after"),
        relaxations=Relaxations(max_distance_m=501.0, max_households=None),
        baselines=baselines(village),
        locked_beyond_limit=np.array([[8, 2]]),
    )
