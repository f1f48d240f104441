"""Attrition as files: a table with a row a village and share, all of it as JSON, a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from optimizer.domain.languages import Language
from optimizer.errors import OutputError
from optimizer.output.folder.atomic_files import check_folder, put_when_whole
from optimizer.output.folder.csv_table import CsvTable
from optimizer.resilience.attrition import Attrition, AttritionRequest
from optimizer.resilience.attrition_picture import draw_attrition

MARK = "attrition.json"
"""The file by which a folder of this is recognised as ours."""
COLUMNS = (
    "village",
    "share",
    "households",
    "members",
    "leaving",
    "draws",
    "seed",
    "unserved_if_none_leaves",
    "unserved_mean",
    "unserved_p95",
    "unserved_worst",
)
FILES = (".csv", ".json")
_DIGITS = 3


def check_attrition_place(path: Path) -> None:
    """Refuse a place that holds something else than an earlier answer of this kind.

    Raises
    ------
    OutputError
        When replacing what is there would lose something that is not ours.
    """
    if path.suffix in FILES:
        if path.is_dir():
            raise OutputError(f"{path} is a folder; name a file, or another folder")
    elif path.exists() and not path.is_dir():
        raise OutputError(f"{path} is a file; name a folder, or a file that ends in .csv or .json")
    else:
        check_folder(path, "an earlier attrition", MARK)


def attrition_document(
    found: Sequence[Attrition],
    whole: Attrition,
    asked: AttritionRequest,
    plan: str,
    left_out: Sequence[str] = (),
) -> dict[str, Any]:
    """Return the answer as JSON says it.

    Parameters
    ----------
    whole
        All villages together.
    plan
        ``today``, or ``after`` where recruits are among those who may leave.
    left_out
        Villages that were not drawn in the time: they are in no sum.
    """
    return {
        "plan": plan,
        "draws": asked.draws,
        "seed": asked.seed,
        "villages": [{"id": one.village, **_figures(one, asked)} for one in found],
        "together": _figures(whole, asked),
        "left_out": list(left_out),
    }


def _figures(found: Attrition, asked: AttritionRequest) -> dict[str, Any]:
    return {
        "households": found.households,
        "members": found.persons,
        "unserved_if_none_leaves": found.before,
        "shares": [
            {
                "share": share,
                "leaving": round(told.leaving, _DIGITS),
                "unserved_mean": round(told.mean, _DIGITS),
                "unserved_p95": told.high,
                "unserved_worst": told.worst,
            }
            for share, told in zip(asked.shares, found.figures(), strict=True)
        ],
    }


def write_attrition(
    path: Path,
    document: dict[str, Any],
    whole: Attrition,
    shares: Sequence[float],
    language: Language,
) -> None:
    """Write a table, a JSON file or a folder with both and a picture, whole or not at all."""
    with put_when_whole(path) as part:
        if path.suffix == ".json":
            _write_json(part, document)
        elif path.suffix == ".csv":
            _write_table(part, document, language)
        else:
            part.mkdir()
            _write_json(part / MARK, document)
            _write_table(part / "attrition.csv", document, language)
            picture = draw_attrition(whole, shares, language)
            (part / "attrition.svg").write_text(picture, encoding="utf-8")


def _write_json(path: Path, document: dict[str, Any]) -> None:
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    path.write_bytes(orjson.dumps(document, option=options))


def _write_table(path: Path, document: dict[str, Any], language: Language) -> None:
    """Write a row a village and share; rows without a village are all villages together."""
    table = CsvTable(path, COLUMNS, language)
    listed = [(one["id"], one) for one in document["villages"]]
    if len(listed) > 1:
        listed.append((None, document["together"]))
    for name, one in listed:
        table.write(
            (
                name,
                share["share"],
                one["households"],
                one["members"],
                share["leaving"],
                document["draws"],
                document["seed"],
                one["unserved_if_none_leaves"],
                share["unserved_mean"],
                share["unserved_p95"],
                share["unserved_worst"],
            )
            for share in one["shares"]
        )
    table.close()
