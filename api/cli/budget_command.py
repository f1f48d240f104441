"""``liengia budget``: recruits for all villages together, where they serve most."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console

from api.cli.scenario_argument import open_scenario
from api.cli.terminal import standard_output
from optimizer.budget.budget_document import Document, make_budget
from optimizer.budget.budget_folder import check_budget_place, write_budget
from optimizer.budget.budget_request import BudgetRequest, find_floors
from optimizer.budget.curve_store import keep_curves, kept_curves
from optimizer.budget.village_curve import VillageCurve
from optimizer.domain.languages import Language
from optimizer.domain.scenario import Village
from optimizer.errors import Problem, ScenarioError
from optimizer.execution.curves import CurveRequest, village_curves
from optimizer.execution.progress import progress
from optimizer.output.note_documents import terminal_lines
from optimizer.output.text.words import LANGUAGES, number

_SHOWN = 10
"""Villages that the terminal lists; ``allocation.csv`` has them all."""

_SAYS: Mapping[Language, Mapping[str, str]] = {
    Language.EN: {
        "served": "{recruits} recruits serve {served} of {households} households "
        "({nobody} without any).",
        "proven": "Proven: no other way of sharing them out serves more.",
        "open": "At most {bound} could be served by another way of sharing them out.",
        "fair": "Shared out so that the village that is served least is served as well as can be.",
        "spent": "{spent} of them are enough for it; the others would serve nobody more.",
        "compared": "Those in greatest need first: {most_needed_first}. In proportion to need: "
        "{proportional}.",
        "need": "{need} recruits serve everybody who can be served.",
        "village": "  {village}: {taken} of {needed}",
        "more": "  and {more} more, in allocation.csv",
        "waiting": "Villages that wait for recruits: {waiting}.",
        "lending": "Help between villages (lending) is not counted in.",
    },
    Language.VI: {
        "served": "Bổ sung {recruits} người thì {served} trong {households} hộ có người phụ trách "
        "(không bổ sung: {nobody}).",
        "proven": "Đã chứng minh: không cách chia nào khác có nhiều hộ được phụ trách hơn.",
        "open": "Cách chia khác có thể đạt nhiều nhất {bound} hộ.",
        "fair": "Chia sao cho thôn có tỷ lệ thấp nhất được cao nhất có thể.",
        "spent": "Chỉ cần {spent} người; thêm nữa không có thêm hộ nào được phụ trách.",
        "compared": "Ưu tiên nơi thiếu nhiều nhất: {most_needed_first}. Chia theo tỷ lệ nhu cầu: "
        "{proportional}.",
        "need": "Cần {need} người để mọi hộ có thể phụ trách đều có người.",
        "village": "  {village}: {taken} trong {needed}",
        "more": "  và {more} thôn nữa, xem allocation.csv",
        "waiting": "Số thôn còn phải chờ: {waiting}.",
        "lending": "Chưa tính việc các thôn giúp nhau.",
    },
}


@dataclass(frozen=True, slots=True)
class BudgetOptions:
    """The options of the command, as they were given."""

    recruits: int
    floors: Sequence[str]
    fairest: bool
    output: Path
    workers: int | None
    time_limit_s: float
    seed: int
    language: Language


def read_floors(texts: Sequence[str]) -> dict[str, int]:
    """Return the floors of ``AREA=n``.

    Raises
    ------
    ScenarioError
        With every text that is none.
    """
    floors: dict[str, int] = {}
    problems = []
    for text in texts:
        area, _, least = text.rpartition("=")
        if not area or not least.strip().isdecimal():
            message = "write a floor as AREA=n, such as Bác Ái=5"
            problems.append(Problem("BAD_FLOOR", "--floor", "", text[:60], message))
        elif area in floors:
            message = "this area has a floor already; write one for it"
            problems.append(Problem("FLOOR_TWICE", "--floor", "", text[:60], message))
        else:
            floors[area] = int(least)
    if problems:
        raise ScenarioError(problems)
    return floors


def budget(source: str, options: BudgetOptions) -> None:
    """Share a budget out, write the folder and print what it brings.

    Raises
    ------
    ScenarioError
        With every problem of the scenario or of the floors.
    """
    check_budget_place(options.output)
    asked = BudgetRequest(options.recruits, read_floors(options.floors), options.fairest)
    scenario = open_scenario(source, seed=options.seed)
    for line in terminal_lines(scenario.notes, options.language):
        sys.stderr.write(f"{line}\n")
    # Floors are looked at before anything takes long.
    find_floors(asked.floors, [village.area for village in scenario.villages])
    how = CurveRequest(options.time_limit_s, options.seed)
    said = {"time_limit_s": how.time_limit_s, "seed": how.seed, "version": version("liengia")}
    curves = _curves(scenario.villages, how, options, said)
    document = make_budget(curves, asked)
    kept = keep_curves(scenario.villages, curves, said)
    write_budget(options.output, document, curves, kept, options.language)
    _print(document, curves, standard_output(), options.language)


def _curves(
    villages: Sequence[Village],
    how: CurveRequest,
    options: BudgetOptions,
    said: Mapping[str, object],
) -> list[VillageCurve]:
    """Return all curves; those that an earlier budget left in the folder cost nothing."""
    known = kept_curves(options.output / "curves.json", villages, said)
    missing = [village for village in villages if village.id not in known]
    if missing:
        with progress(Console(stderr=True), "villages", len(villages), done=len(known)) as advance:
            made = village_curves(
                missing, how, workers=options.workers, on_done=lambda _: advance("counted")
            )
        known |= {curve.village: curve for curve in made}
    return [known[village.id] for village in villages]


def _print(
    document: Document, curves: Sequence[VillageCurve], console: Console, language: Language
) -> None:
    says, words = _SAYS[language], LANGUAGES[language]
    compared: Any = document["compared"]
    waiting: Any = document["waiting"]
    figures = {
        name: number(value, words)
        for name, value in {**document, **compared, "waiting": len(waiting)}.items()
        if isinstance(value, int)
    }
    fair, less = bool(document["fairest"]), document["spent"] != document["recruits"]
    keys = ["served", "proven" if document["proven"] else "open"]
    keys = ["served", "fair"] if fair else keys
    keys += ["spent"] if less else []
    for key in (*keys, "compared", "need"):
        console.print(says[key].format(**figures), highlight=False, markup=False)
    needed = {curve.village: curve.most for curve in curves}
    listed: Any = document["villages"]
    given = sorted(((taken, name) for name, taken in listed if taken), key=lambda one: -one[0])
    for taken, name in given[:_SHOWN]:
        line = says["village"].format(village=name, taken=taken, needed=needed[name])
        console.print(line, highlight=False, markup=False)
    if len(given) > _SHOWN:
        console.print(says["more"].format(more=len(given) - _SHOWN), highlight=False)
    for key in ("waiting", "lending"):
        console.print(says[key].format(**figures), highlight=False, markup=False)
