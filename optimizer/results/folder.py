"""The result folder: every village is written as it comes, and the whole appears at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path

import orjson

from optimizer.plan import VillagePlan
from optimizer.results.atomic import MARK, whole_file, whole_folder
from optimizer.results.map import MapFormat, open_map
from optimizer.results.tables import ResultTables, write_villages
from optimizer.rollup import summary
from optimizer.scenario import Scenario
from optimizer.tally import Tally, tally


def write_results(
    scenario: Scenario,
    plans: Iterable[VillagePlan],
    folder: Path,
    *,
    describe_run: Callable[[], Mapping[str, object]],
    map_format: MapFormat | None = None,
) -> tuple[Tally, ...]:
    """Write a result folder and return the villages' tallies.

    Parameters
    ----------
    plans
        In the scenario's order; each is let go once it is written.
    describe_run
        Asked when the last village is written, because only then the seconds are known.

    Raises
    ------
    OutputError
        When the folder holds something else than an earlier result.
    """
    tallies: list[Tally] = []
    with whole_folder(folder) as part:
        with ExitStack() as files:
            tables = files.enter_context(ResultTables(part))
            sheets = files.enter_context(open_map(part, map_format, lonlat=scenario.lonlat))
            for village, plan in zip(scenario.villages, plans, strict=True):
                tables.add(village, plan)
                sheets.add(village, plan)
                tallies.append(tally(village, plan))
        write_villages(part / "villages.csv", tallies)
        _write_json(part / "summary.json", summary(tallies))
        _write_json(part / MARK, describe_run())
    return tuple(tallies)


def write_response(path: Path, document: Mapping[str, object]) -> None:
    """Write a response JSON that appears only when it is whole."""
    with whole_file(path) as part:
        _write_json(part, document)


def _write_json(path: Path, document: Mapping[str, object]) -> None:
    """Write JSON that people can read; a number that JSON does not know is a fault of ours."""
    path.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")
