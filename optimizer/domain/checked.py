"""How the bound of a stage can be checked by a third party."""

from __future__ import annotations

from enum import StrEnum

from optimizer.domain.goals import Stage
from optimizer.domain.plan import Assignment, Recruitment
from optimizer.domain.rules import MinimumPolicy, Rules

COUNTED = frozenset({Stage.SERVE, Stage.RECRUIT, Stage.MINIMUM, Stage.KEEP})
"""Stages that count households or persons."""


class CheckedBy(StrEnum):
    """What proves a bound, as responses say it."""

    PRICES = "prices"
    """Whole prices, one a household, and a sum (`optimizer.assignment.bounds.price_bound`)."""
    POCKETS = "pockets"
    """Counting: who reaches whom, and how many they hold; or nothing is less than none."""
    SEARCH = "search"
    """Only a solver's search has proven it, or nothing has been proven."""


def checked_by(
    rules: Rules, stage: Stage, made: Assignment, recruitment: Recruitment | None
) -> CheckedBy:
    """Return how the stated bound of a stage can be checked.

    Parameters
    ----------
    recruitment
        Where the plan is the one after recruiting, else None.
    """
    proof = made.proofs[stage]
    if proof.bound <= 0:
        return CheckedBy.POCKETS if stage in COUNTED else CheckedBy.PRICES
    if stage is Stage.WALK and made.prices is not None:
        return CheckedBy.PRICES
    if stage is Stage.SERVE and proof.proven and _counts(rules, recruitment):
        return CheckedBy.POCKETS
    if stage is Stage.RECRUIT and recruitment is not None and _by_pockets(recruitment):
        return CheckedBy.POCKETS
    return CheckedBy.SEARCH


def _counts(rules: Rules, recruitment: Recruitment | None) -> bool:
    """Return whether nothing but reach and room keeps households out."""
    capped = rules.max_recruits is not None or rules.recruits_per_place is not None
    return rules.minimum is MinimumPolicy.FLAG and (recruitment is None or not capped)


def _by_pockets(recruitment: Recruitment) -> bool:
    return recruitment.needed.proven and recruitment.by == CheckedBy.POCKETS
