"""Pilot teams written down: a JSON, a table, or a folder with both."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import orjson

from optimizer.domain.languages import Language
from optimizer.errors import OutputError
from optimizer.output.folder.csv_table import CsvTable
from optimizer.teams.pilots import SAYS, Pilot, PilotScore

COLUMNS = (
    *("rank", "village", "team", "leader", "members", "households", "walk_m", "score", "why"),
)


def pilots_document(pilots: Sequence[Pilot], by: PilotScore) -> dict[str, object]:
    """Return the pilots with their score and why each was chosen."""
    return {
        "teams": len(pilots),
        "villages": len({one.team.village for one in pilots}),
        "by": str(by),
        "score": SAYS[by],
        "total": round(sum(one.score for one in pilots), 6),
        "proven": True,
        "pilots": [
            {
                "village": one.team.village,
                "team": one.team.team,
                "leader": one.team.leader,
                "members": one.team.members,
                "households": one.team.households,
                "walk_m": one.team.walk_m,
                "score": round(one.score, 6),
                "why": one.why,
            }
            for one in pilots
        ],
    }


def write_pilots(
    pilots: Sequence[Pilot], by: PilotScore, output: Path, language: Language = Language.EN
) -> None:
    """Write a JSON or a CSV by the name's ending, else a folder with both.

    Raises
    ------
    OutputError
        When the place is taken by something else.
    """
    if output.suffix == ".json":
        _write_json(pilots, by, output)
    elif output.suffix == ".csv":
        _write_table(pilots, output, language)
    else:
        if output.is_file():
            raise OutputError(f"{output} is a file; name a folder, a .json or a .csv")
        output.mkdir(parents=True, exist_ok=True)
        _write_json(pilots, by, output / "pilots.json")
        _write_table(pilots, output / "pilots.csv", language)


def _write_json(pilots: Sequence[Pilot], by: PilotScore, path: Path) -> None:
    part = path.with_name(f".{path.name}.part")
    text = orjson.dumps(pilots_document(pilots, by), option=orjson.OPT_INDENT_2)
    part.write_bytes(text + b"\n")
    part.replace(path)


def _write_table(pilots: Sequence[Pilot], path: Path, language: Language) -> None:
    part = path.with_name(f".{path.name}.part")
    table = CsvTable(part, COLUMNS, language)
    table.write(
        (
            rank,
            one.team.village,
            one.team.team,
            one.team.leader,
            one.team.members,
            one.team.households,
            one.team.walk_m,
            round(one.score, 6),
            one.why,
        )
        for rank, one in enumerate(pilots, start=1)
    )
    table.close()
    part.replace(path)
