"""Proofs as the response JSON says them."""

from __future__ import annotations

from math import ceil, floor

from optimizer.domain.goals import GOALS, Stage, Unit
from optimizer.domain.plan import METRE_DECIMALS
from optimizer.domain.proof import Proof

Document = dict[str, object]

GAP_DECIMALS = 6


def plain_number(value: float) -> float:
    """Return a whole number as one: 250, not 250.0."""
    return int(value) if value == int(value) else value


def proof_document(proof: Proof, stage: Stage) -> Document:
    """Return a proof: rounded so that a bound stays valid and an open gap never reads as 0."""
    decimals = METRE_DECIMALS if GOALS[stage].unit is Unit.METRES else 0
    value = _rounded(proof.value, decimals)
    step = {} if proof.step_m is None else {"step_m": plain_number(proof.step_m)}
    if proof.proven:
        return {"value": value, "bound": value, "proven": True, **step}
    # Rounding must not close the gap: a lower bound is valid still.
    below = round(value - 10**-METRE_DECIMALS, METRE_DECIMALS)
    bound = min(_floored(proof.bound, METRE_DECIMALS), below)
    gap = ceil(proof.gap * 10**GAP_DECIMALS) / 10**GAP_DECIMALS
    return {"value": value, "bound": bound, "proven": False, "gap": gap, **step}


def _rounded(value: float, decimals: int) -> float:
    return round(float(value), decimals) if decimals else round(value)


def _floored(value: float, decimals: int) -> float:
    whole = floor(value)
    return whole if whole == value else floor(value * 10**decimals) / 10**decimals
