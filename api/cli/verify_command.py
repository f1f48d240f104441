"""``liengia verify``: a response, a result folder or a budget checked without any solver."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from api.cli.scenario_argument import open_scenario, open_source
from optimizer.domain.languages import Language
from optimizer.domain.search_limits import SearchLimits
from optimizer.input.columns import ReadingChoices
from optimizer.input.folder.table_schema import AS_IT_IS
from optimizer.output.checks import VERIFYING_S, DocumentCheck, check_response, verify_folder
from optimizer.output.checks.budget_check import is_budget, verify_budget
from optimizer.output.checks.stated_ways import ways_of_checking
from optimizer.output.folder.result_reader import read_response
from optimizer.output.text.violation_texts import violation_line

_SAYS: Mapping[Language, Mapping[str, str]] = {
    Language.EN: {
        "folder": "Who looks after whom was checked; figures and proofs are in the response JSON.",
        "bounds": "Who looks after whom was checked, and every bound that the folder keeps.",
        "response": "Every assignment, figure, reason and proof was checked.",
        "budget": "Every point of every curve was served again, and the frontier and the "
        "allocation are the best of these curves by a dynamic programme of the verifier's own.",
        "distances": "{unchecked} distances were not checked in the time.",
        "points": "{unchecked} points of curves were not checked: their villages enforce the "
        "minimum, or the time was over.",
        "violations": "Violations: {violations}. Villages: {villages}. {checked}",
        "unknown": "Not all checked. Villages: {villages}. {checked}",
        "clean": "Clean. Villages: {villages}. {checked}",
    },
    Language.VI: {
        "folder": "Đã kiểm tra ai phụ trách hộ nào; các số và chứng minh nằm trong tệp JSON.",
        "bounds": "Đã kiểm tra ai phụ trách hộ nào và mọi cận có trong thư mục.",
        "response": "Đã kiểm tra mọi phân công, số liệu, lý do và chứng minh.",
        "budget": "Đã xếp lại mọi điểm của mọi đường cong; biểu đồ và cách chia là tốt nhất theo "
        "phép quy hoạch động riêng của bộ kiểm tra.",
        "distances": "Chưa kịp kiểm tra {unchecked} khoảng cách.",
        "points": "Chưa kiểm tra {unchecked} điểm của các đường cong: thôn bắt buộc số hộ tối "
        "thiểu, hoặc hết giờ.",
        "violations": "Số chỗ sai: {violations}. Số thôn: {villages}. {checked}",
        "unknown": "Chưa kiểm tra hết. Số thôn: {villages}. {checked}",
        "clean": "Đúng. Số thôn: {villages}. {checked}",
    },
}


@dataclass(frozen=True, slots=True)
class VerifyOptions:
    """How a scenario is read, and what is checked.

    Parameters
    ----------
    bounds
        Whether the bounds of walks are recomputed from their prices, too.
    """

    seed: int = 0
    choices: ReadingChoices = AS_IT_IS
    bounds: bool = False
    language: Language = Language.EN


def verify(source: str, plan: Path, asked: VerifyOptions) -> DocumentCheck:
    """Check a response, a result folder or a budget; print and return what is wrong or unchecked.

    Raises
    ------
    ScenarioError
        When a file is missing or is not what its name says.
    """
    says = _SAYS[asked.language]
    if plan.is_dir() and not is_budget(plan):
        opened = open_source(source, seed=asked.seed, choices=asked.choices)
        found = DocumentCheck(verify_folder(opened, plan, bounds=asked.bounds))
        return _say(found, opened.size, says["bounds" if asked.bounds else "folder"], asked)
    scenario = open_scenario(source, seed=asked.seed, choices=asked.choices)
    limits, size = SearchLimits.lasting(VERIFYING_S), len(scenario.villages)
    if is_budget(plan):
        found = verify_budget(scenario.villages, plan, limits)
        return _say(found, size, says["points" if found.unchecked else "budget"], asked)
    document = read_response(plan)
    found = check_response(scenario, document, limits, bounds=asked.bounds)
    checked = says["response"]
    if asked.bounds:
        checked = f"{checked} {ways_of_checking(document)}"
    return _say(found, size, says["distances"] if found.unchecked else checked, asked)


def _say(found: DocumentCheck, size: int, checked: str, asked: VerifyOptions) -> DocumentCheck:
    """Print every violation and the verdict."""
    violations, unchecked = found.violations, found.unchecked
    for violation in violations:
        sys.stdout.write(f"{violation_line(violation, asked.language)}\n")
    key = "violations" if violations else "unknown" if unchecked else "clean"
    figures = {"violations": len(violations), "villages": size}
    text = _SAYS[asked.language][key].format(
        checked=checked.replace("{unchecked}", f"{unchecked}"), **figures
    )
    sys.stdout.write(f"{text}\n")
    return found
