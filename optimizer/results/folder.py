"""The result folder: every village is written as it comes, and the whole appears at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path

from optimizer.plan import VillagePlan
from optimizer.results.atomic import MARK, whole_file, whole_folder
from optimizer.results.map import MapFormat, open_map
from optimizer.results.sums import write_json, write_sums
from optimizer.results.tables import ResultTables
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
        run = describe_run()
        write_sums(part, tallies, run)
        write_json(part / MARK, run)
    return tuple(tallies)


def write_response(path: Path, document: Mapping[str, object]) -> None:
    """Write a response JSON that appears only when it is whole."""
    with whole_file(path) as part:
        write_json(part, document)
