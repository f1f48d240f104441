"""The bounds that a result folder keeps, beside what its tables say of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson

from optimizer.errors import Problem, ScenarioError
from optimizer.output.checks.json_values import JsonFaults, an_object
from optimizer.output.checks.proof_translation import read_proofs
from optimizer.output.checks.stated_ways import read_prices
from optimizer.output.folder.result_tables import BOUNDS
from optimizer.output.folder.village_list import read_list
from optimizer.verification import Violation
from optimizer.verification.bound_rules import check_bounds
from optimizer.verification.case import Case
from optimizer.verification.proof_rules import check_stages


class KeptBounds:
    """The entries of ``bounds.json``, each asked for once, in the order of the villages' ids."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / BOUNDS
        self._entries = self._read()
        self._next = next(self._entries, None)

    def _read(self) -> Iterator[dict[object, object]]:
        try:
            for entry in read_list(self._path):
                if not isinstance(entry, dict):
                    raise self._unreadable("an entry is no object")
                yield entry
        except (OSError, orjson.JSONDecodeError) as fault:
            raise self._unreadable("it is not there or no list of villages") from fault

    def _unreadable(self, why: str) -> ScenarioError:
        remedy = f"{why}; plan again, or check without bounds"
        return ScenarioError([Problem("UNREADABLE_PLAN", str(self._path), "", "", remedy)])

    def of(self, village: str) -> dict[object, object] | None:
        """Return the village's entry, None where there is none.

        Raises
        ------
        ScenarioError
            When the file is not what its name says.
        """
        while self._next is not None and str(self._next.get("id")) < village:
            self._next = next(self._entries, None)
        if self._next is None or self._next.get("id") != village:
            return None
        return self._next


def check_kept(
    case: Case, plan: str, entry: dict[object, object] | None, where: str
) -> tuple[Violation, ...]:
    """Return what is wrong with the proofs and the prices of one assignment.

    Parameters
    ----------
    case
        What the tables say, measured.
    plan
        ``today`` or ``after``.
    """
    faults = JsonFaults(where)
    if entry is None:
        faults.add("BOUNDS_MISSING", BOUNDS, "there is nothing of this village")
        return tuple(faults.found)
    part = an_object(entry.get(plan), plan, faults)
    proofs = read_proofs(case.village, part.get("proof"), plan, faults)
    prices = read_prices(part.get("proof"), plan, faults)
    if faults.found:
        return tuple(faults.found)
    stated = replace(case, stated=replace(case.stated, proofs=proofs, prices=prices))
    return (*check_stages(stated), *check_bounds(stated))
