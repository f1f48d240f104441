"""What a result folder says of all villages together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import orjson

from optimizer.results.ledger import LEDGER, write_ledger
from optimizer.results.villages import write_areas, write_villages
from optimizer.rollup import roll_up, summary_of
from optimizer.tally import Tally


def write_sums(folder: Path, tallies: Sequence[Tally], run: Mapping[str, object]) -> None:
    """Write the tables of villages and areas, and their sum.

    Parameters
    ----------
    run
        How the result came about: the content of ``run.json``.
    """
    del run
    areas = roll_up(tallies)
    write_villages(folder / "villages.csv", tallies)
    write_ledger(folder / LEDGER, tallies)
    write_areas(folder / "areas.csv", areas)
    write_json(folder / "summary.json", summary_of(areas))


def write_json(path: Path, document: Mapping[str, object]) -> None:
    """Write JSON that people can read; a number that JSON does not know is a fault of ours."""
    path.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")
