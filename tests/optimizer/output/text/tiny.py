"""Tiny villages to talk about."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.domain.languages import Language
from optimizer.domain.plan import VillagePlan
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Village
from optimizer.output.text import village_messages
from optimizer.pipeline import plan_village
from tests.optimizer.simple_planner import make_village

RULES = Rules(min_households=2, max_households=3, max_distance_m=100.0)
EN, VI = Language.EN, Language.VI


def spots(**groups: int) -> np.ndarray:
    """Return so many points, a metre apart, from each of these metres on: ``at0=3, at1000=2``."""
    return np.array(
        [
            [float(name.removeprefix("at")) + step, 0.0]
            for name, count in groups.items()
            for step in range(count)
        ]
    ).reshape(-1, 2)


def said(village: Village, plan: VillagePlan | None = None) -> tuple[str, str]:
    """Return the sentences that follow the village's name and counts."""
    message = village_messages(village, plan_village(village) if plan is None else plan).message
    english, vietnamese = (message[language].partition(". ")[2] for language in Language)
    return english, vietnamese


def under(village: Village, **changes: object) -> Village:
    return replace(village, rules=village.rules.model_copy(update=changes))


TWO = make_village(spots(at0=7, at1000=2), spots(at0=1), rules=RULES)
"""Hamlet A of seven with one member, who holds three, and hamlet B of two with none."""

FULL = make_village(spots(at0=3), spots(at0=1), rules=RULES)
"""Three households and a member who holds just these."""


def changed(plan: VillagePlan, **changes: object) -> VillagePlan:
    """Return a plan with another recruitment."""
    assert plan.recruitment is not None
    return replace(plan, recruitment=replace(plan.recruitment, **changes))  # type: ignore[arg-type]
