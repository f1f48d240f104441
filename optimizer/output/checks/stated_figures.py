"""What a document says beside the plan itself, compared with the recount."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from math import ceil, isnan

import numpy as np

from optimizer.diagnosis.baselines import baselines
from optimizer.domain.goals import GOALS, Unit
from optimizer.domain.persons import person_ids
from optimizer.domain.plan import Baseline, VillagePlan
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Village
from optimizer.output.checks.json_values import (
    HALF_UNIT_M,
    JsonFaults,
    a_count,
    a_list,
    a_number,
    a_text,
    an_object,
    same_value,
    short_value,
    texts,
)
from optimizer.output.checks.stated_moves import check_stated_moves
from optimizer.output.checks.team_figures_check import check_team_figures
from optimizer.output.metres import shows_metres
from optimizer.output.text import hint_entries, village_messages
from optimizer.verification import Violation
from optimizer.verification.case import Case

GAP_UNIT = 1e-6

Stated = Mapping[object, object]


def check_claims(
    village: Village, plan: VillagePlan, cases: Mapping[str, Case], entry: Stated, where: str
) -> list[Violation]:
    """Return every figure of a village's entry that the recount does not confirm."""
    faults = JsonFaults(where)
    counts = {"households": len(village.households), "members": len(village.members)}
    for name, count in counts.items():
        _same_count(entry.get(name), count, name, faults)
    for label, case in cases.items():
        stated = an_object(entry.get(label), label, faults)
        _assignment(stated, case, label, faults)
        check_stated_moves(stated, case, label, faults)
        check_team_figures(stated, case, label, faults)
    if plan.recruitment is not None:
        stated = an_object(entry.get("recruitment"), "recruitment", faults)
        _flag(stated, plan.recruitment.needed, "recruitment", faults)
        _recruits(village, plan, stated, cases.get("after"), faults)
    _message(village, plan, entry, faults)
    _hints(village, plan, entry, faults)
    stated_rules = an_object(entry.get("baselines"), "baselines", faults)
    own = baselines(village)
    for name, baseline in (("nearest", own.nearest), ("greedy", own.greedy)):
        _baseline(village, stated_rules.get(name), baseline, f"baselines.{name}", faults)
    return faults.found


def _assignment(stated: Stated, case: Case, label: str, faults: JsonFaults) -> None:
    ground, metres = case.ground, case.metres[case.served]
    groups = {"reserve": np.flatnonzero(case.loads == 0), "exceptions": case.exceptions}
    for name, rows in groups.items():
        own = sorted(ground.name(row) for row in rows)
        listed = texts(stated.get(name), f"{label}.{name}", faults)
        if sorted(listed) != own:
            differ = tuple(sorted(set(listed) ^ set(own)))
            text = f"the recount differs in {', '.join(differ) or 'an id named twice'}"
            faults.add("CLAIM", f"{label}.{name}", text, differ)
    slack = ground.slack_m(metres)
    lengths = {
        "walk_m": (float(metres.sum()), float(slack.sum()) + 1e-6),
        "longest_m": (float(metres.max(initial=0.0)), float(slack.max(initial=0.0))),
    }
    for name, (own_m, slack_m) in lengths.items():
        if _left_out(stated, name, case.village):
            continue
        _same_length(stated.get(name), own_m, slack_m, f"{label}.{name}", faults)
    proofs = an_object(stated.get("proof"), f"{label}.proof", faults)
    for stage, proof in case.stated.proofs.items():
        place = f"{label}.proof.{stage}"
        if isnan(proof.value):
            continue  # read from null, where that may be
        shown_proof = an_object(proofs.get(str(stage)), place, faults)
        _flag(shown_proof, proof, place, faults)
        _gap(shown_proof, proof, place, faults)
        if GOALS[stage].unit is Unit.STEPS:
            _levels(shown_proof.get("levels"), case, f"{place}.levels", faults)


def _levels(value: object, case: Case, place: str, faults: JsonFaults) -> None:
    """Return levels that the recount does not have; a walk near a step may be on either side."""
    step_m, metres = case.village.rules.fairest_step_m, case.metres[case.served]
    slack = case.ground.slack_m(metres) + HALF_UNIT_M if len(metres) else metres
    stated = [
        [a_number(part, place, faults) for part in a_list(pair, place, faults)]
        for pair in a_list(value, place, faults)
    ]
    reach_m = float(metres.max(initial=0.0)), float(slack.max(initial=0.0))
    least, most = (ceil((reach_m[0] + sign * reach_m[1]) / step_m) - 1 for sign in (-1, 1))
    if not max(least, 0) <= len(stated) <= max(most, 0):
        text = f"{len(stated)} steps are stated; the longest walk is {reach_m[0]:.3f} m"
        faults.add("CLAIM", place, text)
        return
    for nth, pair in zip(range(len(stated), 0, -1), stated, strict=True):
        at_m = nth * step_m
        few, many = ((metres + sign * slack > at_m).sum() for sign in (-1, 1))
        match pair:
            case [step, beyond] if abs(step - at_m) <= HALF_UNIT_M and few <= beyond <= many:
                continue
        text = f"{short_value(pair)} is stated; {few} are beyond {at_m:g} m"
        faults.add("CLAIM", place, text)


def _same_count(value: object, own: int, place: str, faults: JsonFaults) -> None:
    if a_count(value, place, faults) != own:
        faults.add("CLAIM", place, f"{short_value(value)} is stated; the recount is {own}")


def _same_length(
    value: object, own_m: float, slack_m: float, place: str, faults: JsonFaults
) -> None:
    if abs(a_number(value, place, faults) - own_m) > HALF_UNIT_M + slack_m:
        faults.add(
            "CLAIM", place, f"{short_value(value)} m is stated; the recount is {own_m:.3f} m"
        )


def _flag(stated: Stated, proof: Proof, place: str, faults: JsonFaults) -> None:
    """Return a claim of proof that value and bound do not bear out, or the other way round."""
    if stated.get("proven") is not proof.proven:
        text = (
            f"{short_value(stated.get('proven'))} with value {proof.value} and bound {proof.bound}"
        )
        faults.add("PROVEN", f"{place}.proven", text)


def _gap(stated: Stated, proof: Proof, place: str, faults: JsonFaults) -> None:
    if proof.proven:
        if "gap" in stated and stated["gap"] != 0:
            faults.add("GAP", f"{place}.gap", "a gap is stated where value and bound meet")
        return
    gap = a_number(stated.get("gap"), f"{place}.gap", faults)
    # The gap was taken before value and bound were rounded.
    own = (proof.value - proof.bound) / max(abs(proof.value), GAP_UNIT)
    rounding = GAP_UNIT + 2.1e-3 / max(abs(proof.value), GAP_UNIT)
    if gap <= 0 or abs(gap - own) > rounding:
        faults.add("GAP", f"{place}.gap", f"{gap} is stated; value and bound give {own:.6f}")


def _recruits(
    village: Village, plan: VillagePlan, stated: Stated, after: Case | None, faults: JsonFaults
) -> None:
    recruitment = plan.recruitment
    listed = stated.get("recruits")
    if recruitment is None or after is None or not isinstance(listed, list):
        return
    members = len(village.members)
    own_ids = person_ids(village, plan)[members:].tolist()
    for at, item in enumerate(listed):
        place = f"recruitment.recruits[{at}]"
        recruit = an_object(item, place, faults)
        if a_text(recruit.get("id"), f"{place}.id", faults) != own_ids[at]:
            faults.add(
                "CLAIM", f"{place}.id", f"{short_value(recruit.get('id'))} is no {own_ids[at]}"
            )
        load = int(after.loads[members + at])
        _same_count(recruit.get("households"), load, f"{place}.households", faults)
        given = village.sites.given[recruitment.places[at]]
        for axis, own in zip("xy", given.tolist(), strict=True):
            if isnan(own) and recruit.get(axis) is None:
                continue
            if abs(a_number(recruit.get(axis), f"{place}.{axis}", faults) - own) > 1e-9 * (
                1 + abs(own)
            ):
                faults.add("CLAIM", f"{place}.{axis}", f"the place has {axis} = {own}")


def _message(village: Village, plan: VillagePlan, entry: Stated, faults: JsonFaults) -> None:
    """Return sentences that are not those of the plan; a document may leave them out."""
    told = village_messages(village, plan)
    own = {str(language): text for language, text in told.message.items()}
    if "message" in entry and entry["message"] != own:
        faults.add("CLAIM", "message", f"the sentences are not those of the plan: {own['en']}")
    recruitment = entry.get("recruitment")
    listed = recruitment.get("recruits") if isinstance(recruitment, dict) else None
    for at, (item, hamlet) in enumerate(
        zip(listed if isinstance(listed, list) else [], told.hamlets, strict=False)
    ):
        stated = item.get("hamlet", hamlet) if isinstance(item, dict) else hamlet
        if stated != hamlet:
            place = f"recruitment.recruits[{at}].hamlet"
            faults.add("CLAIM", place, f"{short_value(stated)} is stated; the place is in {hamlet}")


def _hints(village: Village, plan: VillagePlan, entry: Stated, faults: JsonFaults) -> None:
    """Return hints that are not those of the plan; a document may leave them out."""
    own = hint_entries(village, plan)
    if not same_value(own, entry.get("hints", own)):
        text = f"{short_value(entry['hints'])} is stated; the plan has {len(own)} of them"
        faults.add("CLAIM", "hints", text)


def _left_out(stated: Stated, name: str, village: Village) -> bool:
    """Tell whether a length is null as it has to be: nominal metres are never shown."""
    return name in stated and stated[name] is None and not shows_metres(village)


def _baseline(
    village: Village, value: object, own: Baseline, place: str, faults: JsonFaults
) -> None:
    stated = an_object(value, place, faults)
    for name, figure in asdict(own).items():
        if _left_out(stated, name, village):
            continue
        if isinstance(figure, float):
            _same_length(stated.get(name), figure, 1e-6, f"{place}.{name}", faults)
        else:
            _same_count(stated.get(name), figure, f"{place}.{name}", faults)
