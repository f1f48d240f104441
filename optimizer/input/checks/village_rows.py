"""The villages themselves: ids, names and the rules that hold in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Ints
from optimizer.errors import Problem
from optimizer.input.checks.faults import FaultColumn, Finding, Params
from optimizer.input.checks.raw_scenario import RawScenario
from optimizer.input.checks.raw_table import RawTable
from optimizer.input.checks.rule_overlay import overlay
from optimizer.input.checks.text_columns import identifiers, labels


@dataclass(frozen=True, slots=True, eq=False)
class VillageRows:
    """The villages in sorted order: their row in the author's table, ids, names and rules."""

    order: Ints
    rank: Ints
    given_ids: Sequence[str]
    names: Sequence[str]
    rules: Sequence[Rules]
    shared: Rules


def read_village_rows(raw: RawScenario) -> tuple[VillageRows, list[Finding]]:
    """Read the villages; a village's rules lie over the scenario's, field by field."""
    ids, faults = identifiers(raw.villages, "id")
    names, name_faults = labels(raw.villages, "name")
    order = np.argsort(np.array(ids, dtype=np.str_), kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    shared, problems = overlay(Rules(), raw.rules, raw.rules_where)
    findings: list[Finding] = [*problems, *faults, *name_faults, *_twice(raw.villages, ids, order)]
    if not ids and not raw.findings:
        message = "there is no village; give at least one"
        findings.append(Problem("NO_VILLAGES", raw.villages.source, "", "", message))
    rules = []
    for row in order.tolist():
        own, own_problems = overlay(shared, raw.own_rules[row], raw.own_rules_where[row])
        rules.append(own)
        findings += own_problems
    return VillageRows(order, rank, ids, names, rules, shared), findings


def _twice(villages: RawTable, ids: Sequence[str], order: Ints) -> list[FaultColumn]:
    """Find village ids that stand twice."""
    again = [b for a, b in pairwise(order.tolist()) if ids[a] == ids[b] != ""]
    return [twice_named(villages, ids, again)] if again else []


def twice_named(villages: RawTable, ids: Sequence[str], again: Sequence[int]) -> FaultColumn:
    """Return the fault of villages whose ids stand before, with the place where they do."""
    first = {name: row for row, name in reversed(list(enumerate(ids)))}

    def place(position: int) -> str:
        return villages.where(first[ids[again[position]]])

    def message(position: int) -> str:
        return f"the village {place(position)} has this id too; ids are unique, rename one"

    def params(position: int) -> Params:
        return (("first", place(position)),)

    return FaultColumn("DUPLICATE_ID", villages, np.array(again), "id", message, params)
