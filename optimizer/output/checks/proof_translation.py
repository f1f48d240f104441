"""Proofs of a document, in the order of their stages."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optimizer.domain.goals import Stage
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Village
from optimizer.domain.teams import TeamStage
from optimizer.output.checks.json_values import JsonFaults, a_number, an_object, short_value
from optimizer.output.metres import is_unstated, shows_metres
from optimizer.verification.proof_rules import expected_stages

UNSTATED = Proof(np.nan, np.nan)
"""Of a stage whose value is made of metres that are never shown."""


def read_proofs(
    village: Village, value: object, where: str, faults: JsonFaults
) -> dict[Stage, Proof]:
    """Return the proofs in the order of the stages: an object of JSON has none of its own."""
    stated = an_object(value, f"{where}.proof", faults)
    stages = {str(stage): stage for stage in Stage}
    teams = set() if village.rules.teams is None else {str(stage) for stage in TeamStage}
    for name in stated:
        if name not in stages and name not in teams:
            faults.add("UNKNOWN_STAGE", f"{where}.proof", f"{short_value(name)} is no stage")
    order = dict.fromkeys([*expected_stages(village, where), *Stage])
    return {
        stage: UNSTATED
        if stated[str(stage)] is None and is_unstated(village, stage)
        else read_proof(stated[str(stage)], f"{where}.proof.{stage}", faults)
        for stage in order
        if str(stage) in stated
    }


def read_proof(value: object, place: str, faults: JsonFaults) -> Proof:
    """Return a value and its bound."""
    stated = an_object(value, place, faults)
    step = stated.get("step_m")
    return Proof(
        a_number(stated.get("value"), f"{place}.value", faults),
        a_number(stated.get("bound"), f"{place}.bound", faults),
        None if step is None else a_number(step, f"{place}.step_m", faults),
    )


def read_team_proofs(
    village: Village, stated: Mapping[object, object], where: str, faults: JsonFaults
) -> dict[TeamStage, Proof]:
    """Return the proofs of the stages of teams, in their order."""
    proofs = an_object(stated.get("proof"), f"{where}.proof", faults)
    return {
        stage: UNSTATED
        if proofs[str(stage)] is None and stage is TeamStage.GATHER and not shows_metres(village)
        else read_proof(proofs[str(stage)], f"{where}.proof.{stage}", faults)
        for stage in TeamStage
        if str(stage) in proofs
    }
