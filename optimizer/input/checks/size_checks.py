"""Villages that are larger than is planned."""

from __future__ import annotations

from collections.abc import Iterable

from optimizer.domain.scenario import Village
from optimizer.domain.village_sizes import VillageSizes
from optimizer.errors import Problem

_REMEDIES = {
    "members": "split the village",
    "pairs": "split the village: these are its households times its members",
    "barriers": "leave out barriers that are far away, or draw them with fewer corners",
    "crossings": "leave out crossings that are far away",
    "nodes": "leave out paths that are far away",
    "edges": "leave out paths that are far away",
}


def all_size_problems(villages: Iterable[Village], where: Iterable[str]) -> list[Problem]:
    """Return what there is too much of in every village, by the places their authors know."""
    sizes = VillageSizes()
    return [
        problem
        for village, place in zip(villages, where, strict=True)
        for problem in _size_problems(village, place, sizes)
    ]


def _size_problems(village: Village, where: str, sizes: VillageSizes) -> list[Problem]:
    """Return what there is too much of in a village, with the limit and the remedy."""
    network, barriers = village.network, village.barriers
    counts = {
        "members": len(village.members),
        "pairs": len(village.households) * len(village.members),
        "barriers": 0 if barriers is None else len(barriers),
        "crossings": 0 if barriers is None else len(barriers.crossings_xy),
        "nodes": 0 if network is None else len(network.xy),
        "edges": 0 if network is None else len(network),
    }
    return [
        Problem(
            "VILLAGE_TOO_LARGE",
            where,
            name,
            str(count),
            f"village {village.id} has {count:,} {name}, at most {limit:,} are planned; "
            f"{_REMEDIES[name]}, or set LIENGIA_MAX_VILLAGE_{name.upper()}",
        )
        for name, count, limit in sizes.exceeded(counts)
    ]
