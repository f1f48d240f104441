"""The sums of a response, counted again: of all villages, and of every unit above them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from optimizer.domain.plan import Reason, Verdict
from optimizer.domain.scenario import Village


@dataclass(frozen=True, slots=True)
class VillageFigures:
    """What one village adds to the sums."""

    unserved: Mapping[str, int] = field(default_factory=dict)
    recruits: int = 0
    certain: int = 0
    verdict: str = ""


def recount(shares: Sequence[tuple[Village, VillageFigures]]) -> list[dict[str, object]]:
    """Return ``summary.areas`` as it must be, unit after unit in the order of their codes."""
    units: dict[tuple[str, ...], list[tuple[Village, VillageFigures]]] = {(): list(shares)}
    for village, share in shares:
        for depth, _ in enumerate(village.area, start=1):
            units.setdefault(village.area[:depth], []).append((village, share))
    known = any(_teams(village) for village, _ in shares)
    return [_unit(area, units[area], known=known) for area in sorted(units)]


def _unit(
    area: tuple[str, ...], inside: Sequence[tuple[Village, VillageFigures]], *, known: bool
) -> dict[str, object]:
    villages = [village for village, _ in inside]
    without = [village for village in villages if not _teams(village)]
    untold = not known and any(len(village.members) for village in without)
    reasons: Counter[str] = sum((Counter(share.unserved) for _, share in inside), Counter())
    return {
        "level": len(area),
        "area": list(area),
        "villages": len(inside),
        "verdicts": _in_order(Verdict, Counter(share.verdict for _, share in inside)),
        "failed": 0,
        "households": sum(len(village.households) for village in villages),
        "members": sum(len(village.members) for village in villages),
        "unserved_today": reasons.total(),
        "unserved_by_reason": _in_order(Reason, reasons),
        "recruits_needed": sum(share.recruits for _, share in inside),
        "recruits_certain": sum(share.certain for _, share in inside),
        "teams": sum(map(_teams, villages)),
        "villages_without_team": None if untold else len(without),
    }


def _in_order(names: Iterable[str], counts: Mapping[str, int]) -> dict[str, int]:
    return {str(name): counts[name] for name in names if counts.get(name)}


def _teams(village: Village) -> int:
    return len({name for name in village.members.team.tolist() if name})
