"""A village's row as plain values, and back: for every file and store that keeps rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from math import isnan, nan
from typing import Any

from optimizer.domain.goals import Stage
from optimizer.domain.languages import Language
from optimizer.domain.plan import Baseline, Reason, Verdict
from optimizer.domain.proof import Proof
from optimizer.output.summary.histograms import Histograms
from optimizer.output.summary.team_figures import TeamFigures
from optimizer.output.summary.village_summary import VillageSummary

_NAMES = tuple(field.name for field in fields(VillageSummary))


def to_row(tally: VillageSummary) -> dict[str, object]:
    """Return a tally as plain values, column by column."""
    row: dict[str, object] = {name: _plain(getattr(tally, name)) for name in _NAMES}
    return row | {
        "area": list(tally.area),
        "verdict": None if tally.verdict is None else str(tally.verdict),
        "unserved": {str(reason): tally.unserved.get(reason) for reason in Reason},
        "recruits": None if tally.recruits is None else _fields(tally.recruits),
        "proofs": _listed(tally.proofs),
        "proofs_after": _listed(tally.proofs_after),
        **{name: _fields(getattr(tally, name)) for name in (*_RULES, *_SPREADS, *_TEAMS)},
        **{name: _said(getattr(tally, name)) for name in _SAID_IN},
        "hamlets": [{"hamlet": name, "recruits": n} for name, n in tally.hamlets.items()],
    }


def from_row(row: Mapping[str, Any]) -> VillageSummary:
    """Return the tally of a row."""
    said = {name: {Language(key): text for key, text in row[name].items()} for name in _SAID_IN}
    return VillageSummary(
        **{
            **row,
            **said,
            **_lengths(row),
            "area": tuple(row["area"]),
            "verdict": None if row["verdict"] is None else Verdict(row["verdict"]),
            "unserved": {Reason(why): n for why, n in row["unserved"].items() if n is not None},
            "recruits": None if row["recruits"] is None else Proof(**row["recruits"]),
            "proofs": _proofs(row["proofs"]),
            "proofs_after": _proofs(row["proofs_after"]),
            **{name: Baseline(**{**row[name], **_lengths(row[name])}) for name in _RULES},
            **{name: _spread(row[name]) for name in _SPREADS},
            **{name: _teams(row[name]) for name in _TEAMS if name in row},
            "hamlets": {pair["hamlet"]: pair["recruits"] for pair in row["hamlets"]},
        }
    )


_SAID_IN = ("message", "worth")
_RULES = ("today", "after", "nearest", "greedy")
_SPREADS = ("spread_today", "spread_after")
_TEAMS = ("teams_today", "teams_after")
"""Rows that earlier versions kept have none."""


def _fields(value: Proof | Baseline | Histograms | TeamFigures) -> dict[str, object]:
    """Return the fields of a flat value; ``asdict`` would copy what cannot change."""
    return {name: _plain(getattr(value, name)) for name in value.__slots__}


def _plain(value: object) -> object:
    """Return None for a length that is never shown: JSON has no NaN."""
    return None if isinstance(value, float) and isnan(value) else value


def _lengths(row: Mapping[str, Any]) -> dict[str, float]:
    """Return the lengths of a row, NaN where they are never shown."""
    return {name: nan if row[name] is None else row[name] for name in ("walk_m", "longest_m")}


def _said(sentences: Mapping[Language, str]) -> dict[str, str]:
    return {str(language): sentence for language, sentence in sentences.items()}


def _listed(proofs: Mapping[Stage, Proof]) -> list[dict[str, object]]:
    """Return proofs as a list: their order is that in which the stages were settled."""
    return [{"stage": str(stage), **_fields(proof)} for stage, proof in proofs.items()]


def _proofs(rows: Iterable[Mapping[str, Any]]) -> dict[Stage, Proof]:
    """Return the proofs of a list; rows that 0.1.0 wrote have no step."""
    return {
        Stage(row["stage"]): Proof(row["value"], row["bound"], row.get("step_m")) for row in rows
    }


def _spread(row: Mapping[str, Iterable[int]]) -> Histograms:
    return Histograms(tuple(row["loads"]), tuple(row["walks"]))


def _teams(row: Mapping[str, Any]) -> TeamFigures:
    return TeamFigures(**{**row, "sizes": tuple(row["sizes"])})
